"""Goals of months, quarters and years seen from one another, and a year of the books over two calendar years."""

from __future__ import annotations

import pytest

from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.june import tell_june
from tests.trade import set_goal


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    tell_june(sqlite_cast)
    return sqlite_cast


def test_a_month_is_told_what_it_carries_of_a_seasonal_goal(bot: Bot, june: Cast, golden: Golden) -> None:
    kim, maja = june.adria.kim, june.adria.maja
    bot.sales(maja, f"goals set <@{kim.slack_id}> 30k 2026-Q3 season:1,1,1,1,1,1,1,1,4,1,1,1")
    said = bot.sales(kim, "me 2026-09").words
    assert "By its season September is to carry €20,000 of the €30,000 of Q3 2026" in said
    assert "July is to carry €5,000" in bot.sales(kim, "me 2026-07").words
    golden(bot.sales(maja, "goals 2026-09").words, "goals/by_season")
    assert "carry" not in bot.sales(june.adria.bo, "goals 2026-09").words
    assert "carry" not in bot.sales(kim, "me 2026-06").words


def test_a_longer_period_without_a_goal_adds_up_those_of_its_months(
    bot: Bot, june: Cast, golden: Golden
) -> None:
    kim, maja = june.adria.kim, june.adria.maja
    with open_book(june.engines, june.workspace_id) as book:
        for month, target in (("2026-07", "60000"), ("2026-08", "40000"), ("2026-09", "80000")):
            set_goal(book, kim, month, target, now=NOW)
    said = bot.sales(kim, "me 2026-Q3")
    assert "those of 3 of its months add up to €180,000, of which 0.0" in said.words
    told = bot.press(kim, said.button("attainment.explain")).words
    assert all(
        one in told for one in ("July 2026: €60,000", "August 2026: €40,000", "September 2026: €80,000")
    )
    golden(bot.sales(kim, "goals 2026-Q3").words, "goals/within_a_quarter")
    assert "60,000" not in bot.sales(june.adria.marko, "goals 2026-Q3").words
    assert "add up" not in bot.sales(kim, "me 2026-Q4").words
    assert maja.name not in said.words


@pytest.mark.parametrize("language", ["en", "sl", "sw"])
def test_a_year_over_two_calendar_years_is_named_by_both(
    bot: Bot, june: Cast, golden: Golden, language: str
) -> None:
    kim = june.adria.kim
    with open_book(june.engines, june.workspace_id) as book:
        book.change_workspace(year_start=4)
        book.people.change(kim.id, locale=language)
    for line in ("700k FY27", "150k Q2 2026/27", "55k FY28-Q1"):
        assert "€" in bot.sales(june.adria.maja, f"goals set <@{kim.slack_id}> {line}").words
    told = bot.sales(kim, "goals").words
    golden(told, f"goals/books_from_april.{language}")
    for typed in ("FY27", "2026/27", "fy 2026/27"):
        assert bot.sales(kim, f"goals {typed}").words == bot.sales(kim, "goals 2026").words
        assert "700" in bot.sales(kim, f"me {typed}").words
    for typed in ("FY27 Q2", "Q2 2026/27", "2026-q2", "Q2 2026"):
        assert bot.sales(kim, f"me {typed}").words == bot.sales(kim, "me 2026-Q2").words


def test_who_was_let_go_in_slack_is_marked_until_it_is_settled(bot: Bot, june: Cast) -> None:
    assert "left Slack" not in bot.sales(june.adria.maja, "team").words
    with open_book(june.engines, june.workspace_id) as book:
        book.people.change(june.adria.bo.id, active=False)
    assert "Bo Lindqvist (left Slack)" in bot.sales(june.adria.maja, "team").words

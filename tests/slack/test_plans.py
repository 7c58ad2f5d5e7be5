"""What it takes to reach the goal, asked in Slack."""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.domain.periods import read_period
from salesbot.messages import Message
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.june import tell_june
from tests.trade import lose, win


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Mid-June; in spring Luka won 3 of 5 and lost as many, and Ivana 4 of 12."""
    tell_june(sqlite_cast)
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for number in range(12):
            day = date(2026, 4, 1 + number)
            if number < 3:
                win(book, people.ivana, f"Spring {number}", "4000", day, now=NOW)
            else:
                lose(book, people.ivana, f"Spring {number}", "4000", day, now=NOW)
    return sqlite_cast


def test_a_reps_plan_by_the_own_rates(bot: Bot, june: Cast, golden: Golden) -> None:
    said = bot.sales(june.adria.ivana, "plan")
    golden(Message(said.message["text"], said.message["blocks"]), "plans/own")


def test_with_too_few_deals_the_teams_rates_are_used_and_it_is_said(bot: Bot, june: Cast) -> None:
    assert "By the team's" in bot.sales(june.adria.luka, "plan").words


def test_what_if_answers_in_the_form(bot: Bot, june: Cast) -> None:
    form = bot.press(june.adria.ivana, bot.sales(june.adria.ivana, "plan").button("plans.what_if"))
    answer = bot.submit(june.adria.ivana, form.view, {"win_rate": "50", "size": "5k", "cycle": "3"})
    assert "6 won deals of €5,000 each" in answer.words
    assert "11 opportunities" in answer.words
    refused = bot.submit(june.adria.ivana, form.view, {"win_rate": "50", "size": "lots"})
    assert list(refused.errors) == ["size"]


def test_nobody_sees_another_ones_plan(bot: Bot, june: Cast) -> None:
    assert "not yours" in bot.sales(june.adria.kim, "plan Ivana Kos").words
    button = bot.sales(june.adria.ivana, "plan").button("plans.what_if")
    assert "€" not in bot.press(june.adria.kim, button).words


def test_too_little_history_is_said(bot: Bot, sqlite_cast: Cast) -> None:
    tell_june(sqlite_cast)
    assert "Too few deals were decided" in bot.sales(sqlite_cast.adria.ivana, "plan").words


def test_a_saved_plan_is_followed(bot: Bot, june: Cast, golden: Golden) -> None:
    ivana = june.adria.ivana
    saved = bot.press(ivana, bot.sales(ivana, "plan").button("plans.save"))
    assert "Your plan for June 2026 is saved" in saved.words
    bot.clock.pass_by(days=6)
    with open_book(june.engines, june.workspace_id) as book:
        win(book, ivana, "Sava", "11000", date(2026, 6, 18), now=bot.clock.now())
        lose(book, ivana, "Krka", "6000", date(2026, 6, 19), now=bot.clock.now())
    said = bot.sales(ivana, "plan")
    golden(Message(said.message["text"], said.message["blocks"]), "plans/followed")
    assert "1 deal won since" in said.words
    again = bot.press(ivana, said.button("plans.save"))
    assert "The version of 16 June is kept" in again.words
    versions = bot.press(ivana, bot.sales(ivana, "plan").button("plans.versions"))
    assert versions.words.index("22 June") < versions.words.index("16 June")


def test_the_same_plan_again_is_no_new_version(bot: Bot, june: Cast) -> None:
    button = bot.sales(june.adria.ivana, "plan").button("plans.save")
    bot.press(june.adria.ivana, button)
    assert "stands so already" in bot.press(june.adria.ivana, button).words
    with open_book(june.engines, june.workspace_id) as book:
        assert len(book.plans.versions(read_period("2026-06"))) == 1


def test_other_rates_are_saved_from_the_form(bot: Bot, june: Cast) -> None:
    form = bot.press(june.adria.ivana, bot.sales(june.adria.ivana, "plan").button("plans.what_if"))
    answer = bot.submit(june.adria.ivana, form.view, {"win_rate": "50", "size": "5k", "save": ["yes"]})
    assert "by 6 won deals of €5,000, out of 11 opportunities" in answer.words
    versions = bot.press(june.adria.ivana, bot.sales(june.adria.ivana, "plan").button("plans.versions"))
    assert "rates put in by hand" in versions.words


def test_a_manager_saves_the_teams_plan_and_nobody_another_ones(bot: Bot, june: Cast) -> None:
    maja, kim = june.adria.maja, june.adria.kim
    team = bot.sales(maja, "plan Adria").button("plans.save")
    assert "The plan for Adria, June 2026, is saved" in bot.press(maja, team).words
    assert "not yours" in bot.press(kim, team).words
    with open_book(june.engines, june.workspace_id) as book:
        assert len(book.plans.versions(read_period("2026-06"))) == 1
    with open_book(june.engines, june.adria.workspace.id) as book:
        assert [each.scope for each in book.plans.versions(read_period("2026-06"))] == ["team"]
    with open_book(june.engines, june.other.workspace.id) as book:
        assert book.plans.versions(read_period("2026-06")) == []

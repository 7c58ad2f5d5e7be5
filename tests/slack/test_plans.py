"""What it takes to reach the goal, asked in Slack."""

from __future__ import annotations

from datetime import date

import pytest

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

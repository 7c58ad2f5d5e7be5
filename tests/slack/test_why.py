"""Why a goal is missed, asked in Slack."""

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
    """Mid-June; in spring everybody of Adria won 4 of 8, and in June they lost 5 on price."""
    tell_june(sqlite_cast)
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for rep in (people.kim, people.bo, people.luka, people.ivana):
            for number in range(8):
                sell = win if number % 2 else lose
                sell(book, rep, f"Spring {rep.id} {number}", "15000", date(2026, 4, 1 + number), now=NOW)
        for number in range(5):
            lose(book, people.luka, f"June {number}", "9000", date(2026, 6, 2 + number), now=NOW)
    return sqlite_cast


def test_a_managers_team(bot: Bot, june: Cast, golden: Golden) -> None:
    said = bot.sales(june.adria.maja, "why")
    golden(Message(said.message["text"], said.message["blocks"]), "why/team")


def test_a_rep_sees_the_own_and_nobody_elses(bot: Bot, june: Cast) -> None:
    assert "Luka Zupan: " in bot.sales(june.adria.luka, "why").words
    assert "not yours" in bot.sales(june.adria.kim, "why Luka Zupan").words
    assert "not yours" in bot.sales(june.adria.marko, "why Adria").words


def test_a_period_may_be_named(bot: Bot, june: Cast) -> None:
    assert "No goal is set for May" in bot.sales(june.adria.maja, "why Adria last month").words
    assert "No goal is set for April" in bot.sales(june.adria.maja, "why 2026-04").words

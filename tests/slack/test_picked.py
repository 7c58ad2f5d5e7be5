"""Deals asked for in words, in Slack: which, of whom, and to whom they are told.

Kim, Bo, Luka and Ivana are Adria's, whom Maja leads. It is Tuesday, 16 June 2026.
"""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.test_questions import ask
from tests.trade import lose, open_deal, win


@pytest.fixture
def sold(cast: Cast) -> Cast:
    kim, bo = cast.adria.kim, cast.adria.bo
    with open_book(cast.engines, cast.workspace_id) as book:
        win(book, kim, "Acme Corp", "12000", on=date(2026, 5, 12), now=NOW)
        win(book, kim, "Gamma", "9000", on=date(2026, 6, 2), now=NOW)
        win(book, bo, "Beta", "20000", on=date(2026, 5, 20), now=NOW)
        win(book, kim, "Acme Corp", "400", on=date(2025, 4, 12), now=NOW)
        lose(book, kim, "Delta", "15000", on=date(2026, 5, 22), now=NOW)
        open_deal(book, kim, "Epsilon", "18000", now=NOW)
        open_deal(book, kim, "Zeta", "300", expected_on=date(2026, 8, 3), now=NOW)
    return cast


def lines(words: str) -> list[str]:
    """The accounts named in an answer, in its order."""
    return [line.split(", ")[1] for line in words.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize(
    ("typed", "accounts"),
    [
        ("my biggest deals", ["Acme Corp", "Gamma", "Epsilon", "Zeta"]),
        ("biggest won deal this month", ["Gamma"]),
        ("biggest deal this month", ["Gamma"]),
        ("smallest open deal", ["Zeta", "Epsilon"]),
        ("deals over 10k", ["Acme Corp", "Epsilon"]),
        ("deals over 12k", ["Epsilon"]),
        ("deals of at least 12k", ["Acme Corp", "Epsilon"]),
        ("deals under 500", ["Zeta"]),
        ("deals between 9k and 12k", ["Acme Corp", "Gamma"]),
        ("deals I lost over 5k last month", ["Delta"]),
        ("latest deal", ["Gamma", "Acme Corp", "Acme Corp"]),
        ("when did I last sell to Acme", ["Acme Corp", "Acme Corp"]),
        ("when did I last sell to Acme Corp?", ["Acme Corp", "Acme Corp"]),
        ("kdaj sem nazadnje prodal Acme", ["Acme Corp", "Acme Corp"]),
        ("posli nad 10k", ["Acme Corp", "Epsilon"]),
        ("dili zaidi ya 10k", ["Acme Corp", "Epsilon"]),
        ("deals expected in August 2026 over 100", ["Zeta"]),
    ],
)
def test_a_rep_asks_for_deals(each_bot: Bot, sold: Cast, typed: str, accounts: list[str]) -> None:
    said = ask(each_bot, sold.adria.kim, typed).words
    assert [each.split(":")[0] for each in lines(said)] == accounts, said


def test_how_it_was_read_is_told(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, kim, "Acme", "12000", on=date(2026, 5, 12), now=NOW)
        open_deal(book, kim, "Epsilon", "18000", now=NOW)
    said = ask(bot, kim, "deals between 5k and 20k in negotiation")
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "questions/picked")
    assert "Not understood, and left out: negotiation" in said.words
    assert "I read this as: deals from €5,000 to €20,000, your own, won and open" in said.words
    assert "deals over €10,000, your own" in bot.sales(kim, "deals over 10k").words
    latest = ask(bot, kim, "when did I last sell to Acme?")
    golden({"text": latest.message["text"], "blocks": latest.message["blocks"]}, "questions/picked_latest")


def test_of_a_team_and_of_others_only_what_one_may_see(each_bot: Bot, sold: Cast) -> None:
    adria = sold.adria
    said = ask(each_bot, adria.maja, "who has the biggest deal").words
    assert lines(said)[0] == "Beta"
    assert "the largest deals, Adria, won and open" in said
    own = ask(each_bot, adria.bo, "who has the biggest deal").words
    assert "Beta" in own
    assert "Acme" not in own
    for typed in ("our biggest deal", "our deals over 10k", "our deals over 13k", "our deals under 100"):
        team = ask(each_bot, adria.bo, typed).words
        assert "Acme" not in team
        assert "Epsilon" not in team
        assert "Deals of colleagues that are not yours to see are not told of" in team, "whatever would fit"
        assert "more" not in team
    assert "not yours" in ask(each_bot, adria.bo, "Kim's deals over 10k").words


def test_an_account_that_several_are_called_by_is_asked_about(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for name in ("Bled Bakery", "Bled Roastery"):
            win(book, kim, name, "900", on=date(2026, 5, 12), now=NOW)
    said = ask(bot, kim, "when did I last sell to Bled?")
    assert "Which one is meant" in said.words
    assert "with Bled Roastery" in bot.press(kim, said.button("questions.which", 1)).words


def test_an_amount_whose_currency_has_no_rate_is_not_guessed(bot: Bot, sqlite_cast: Cast) -> None:
    said = ask(bot, sqlite_cast.adria.kim, "which deals are over ¥10k?").words
    assert "I read this as: deals" not in said


def test_a_week_that_the_list_of_things_to_do_does_not_keep_to_is_said(bot: Bot, sqlite_cast: Cast) -> None:
    said = ask(bot, sqlite_cast.adria.kim, "what do I have this week").words.replace("`", "")
    assert "I read this as /sales todo. Not understood, and left out: this week" in said
    assert "left out" not in ask(bot, sqlite_cast.adria.kim, "what do I have today").words

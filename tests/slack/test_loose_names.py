"""A name behind an @ that Slack left as it was typed: a mention where it is exactly one person's."""

from __future__ import annotations

import pytest

from salesbot.slack.loose_names import mentioning
from tests.cast import Cast
from tests.slack.asked import Bot

NAMES = {"kim": "U1", "kim novak": "U1", "shane o'brien": "U2", "shane": "U2", "ana-marie": "U3"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Acme 5k won with @kim 70/30", "Acme 5k won with <@U1|kim> 70/30"),
        ("@Kim  Novak", "<@U1|Kim>  Novak"),
        ("for:@Kim Novak note:x", "for:<@U1|Kim Novak> note:x"),
        (
            "@kim's deal, @shane o'brien's and @SHANE.",
            "<@U1|kim>'s deal, <@U2|shane o'brien>'s and <@U2|SHANE>.",
        ),
        ("with @ana-marie, @kim", "with <@U3|ana-marie>, <@U1|kim>"),
        ("@kimberly @bo", "@kimberly @bo"),
        ("<@U9|kim> <@U9> kim@kim.io x/@kim @ kim", "<@U9|kim> <@U9> kim@kim.io x/@kim @ kim"),
    ],
)
def test_only_whole_names_are_mentions(typed: str, read: str) -> None:
    assert mentioning(typed, NAMES) == read


def test_a_typed_name_shares_a_deal_and_names_whom_a_word_is_about(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.command(sqlite_cast.adria.bo, "Acme 5k won with @kim 70/30")
    assert "Kim" in said.words
    assert "30" in said.words
    for word in ("why", "1:1", "deals", "forecast", "goals"):
        assert "I know neither" not in bot.sales(sqlite_cast.adria.maja, f"{word} @kim").words
    assert "Kudos for Kim" in bot.sales(sqlite_cast.adria.maja, "kudos @kim for the demo").words


def test_a_name_of_nobody_of_two_or_of_another_company_stays_a_question(bot: Bot, sqlite_cast: Cast) -> None:
    for name in ("@zoe", "@everyone", "@other"):
        said = bot.command(sqlite_cast.adria.bo, f"Acme 5k won with {name}")
        assert "I did not save this" in said.words
        assert name in said.words


def test_what_a_rep_may_not_see_stays_unseen_by_a_typed_name(bot: Bot, sqlite_cast: Cast) -> None:
    assert "not yours to see" in bot.sales(sqlite_cast.adria.bo, "why @kim").words

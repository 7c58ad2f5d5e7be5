"""What a person types after an @: a handle or a full name, as Slack's own client would have offered it."""

from __future__ import annotations

import pytest

from salesbot.playground.rich_text import with_references

PEOPLE = {
    "bo": "U0BO",
    "bo lindqvist": "U0BO",
    "ana": "U0ANA",
    "ana marie d&amp;o": "U0DO",
    "maja zajc": "U0MAJA",
}


@pytest.mark.parametrize(
    ("typed", "passed_on"),
    [
        ("12k with @Bo Lindqvist 70/30", "12k with <@U0BO> 70/30"),
        ("with @bo 70/30", "with <@U0BO> 70/30"),
        ("@bo lindqvist's deal", "<@U0BO>'s deal"),
        ("@Bo Lindqvistson", "<@U0BO> Lindqvistson"),
        ("@MAJA ZAJC.", "<@U0MAJA>."),
        ("@maja", "@maja"),
        ("kim@bo lindqvist", "kim@bo lindqvist"),
        ("thanks @bo.", "thanks <@U0BO>."),
    ],
)
def test_the_longest_name_is_meant(typed: str, passed_on: str) -> None:
    assert with_references(typed, PEOPLE, {}) == passed_on

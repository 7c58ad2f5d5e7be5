"""What a receipt owes to who reads it: names instead of ids, and what is not in the sum."""

from __future__ import annotations

import json

import pytest

from tests.cast import Cast
from tests.slack.asked import Bot


@pytest.mark.parametrize(
    "line", ["Acme 8k <@U0BO>", "Acme split:50/50 <@U0BO> 10k won", "Acme 8k wno with <@U0BO>"]
)
def test_who_was_mentioned_is_quoted_by_name(bot: Bot, sqlite_cast: Cast, line: str) -> None:
    said = bot.command(sqlite_cast.adria.kim, line)
    assert "@Bo Lindqvist" in said.words
    assert "U0BO" not in json.dumps(said.message).replace("<@U0BO>", "")


def test_a_question_by_name_still_answers_for_the_person(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.command(sqlite_cast.adria.kim, "Acme 8k won <@U0BO>")
    answered = bot.press(sqlite_cast.adria.kim, said.button("deals.answer"))
    assert "Bo Lindqvist: 50 %, €4,000" in answered.words.replace("\u00a0", " ")


def test_a_won_deal_without_a_rate_says_that_it_is_not_in_the_sum(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.command(sqlite_cast.adria.kim, "Wayne 1.2m TZS won")
    assert "This deal is not in the sum: no rate for TZS is known." in said.words
    assert "not in the sum" not in bot.command(sqlite_cast.adria.kim, "Acme 1.2k won").words


def test_a_word_with_a_question_mark_is_the_word(bot: Bot, sqlite_cast: Cast) -> None:
    assert bot.sales(sqlite_cast.adria.kim, "deals?").words == bot.sales(sqlite_cast.adria.kim, "deals").words


def test_me_of_somebody_else_is_not_answered_with_ones_own(bot: Bot, sqlite_cast: Cast) -> None:
    assert "nobody else's" in bot.sales(sqlite_cast.adria.kim, "me <@U0BO>").words
    assert "nobody else's" not in bot.sales(sqlite_cast.adria.kim, "me <@U0KIM>").words

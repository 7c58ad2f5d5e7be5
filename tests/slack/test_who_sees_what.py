"""Nobody is told a figure that is not for them: the short form of `python -m tests.slack.who_sees_what`."""

from __future__ import annotations

from salesbot.slack.sales import table
from tests.cast import Cast
from tests.slack.asked import Bot, Said
from tests.slack.who_sees_what import (
    OF,
    OF_ASHA,
    OF_KIM,
    OF_ZANE,
    SEES,
    THERE,
    WORDS,
    leaks,
    numbers_in,
    planted,
    secrets,
    tell,
)


def test_nobody_is_told_a_figure_that_is_not_for_them(bot: Bot, sqlite_cast: Cast) -> None:
    tell(sqlite_cast)
    told, found = leaks(bot, sqlite_cast, full=False)
    assert found == []
    # What is sought is really told: to whom it belongs, and who leads them.
    for who, (won, still_open, _, goal) in (
        ("kim", OF_KIM), ("maja", OF_KIM), ("marko", OF_ASHA), ("zane", OF_ZANE), ("juris", OF_ZANE),
    ):  # fmt: skip
        assert {won, still_open, goal} <= told[who]


def test_a_planted_leak_is_found(bot: Bot, sqlite_cast: Cast) -> None:
    tell(sqlite_cast)
    with planted():
        said = bot.sales(sqlite_cast.adria.marko, "why <@U0KIM>")
    assert numbers_in(said) & secrets("marko", SEES["marko"])


def test_every_word_of_sales_is_asked() -> None:
    asked = {words.split()[0] for words in WORDS}
    assert set(table()) - asked == set()


def test_no_sum_that_is_secret_is_a_figure_that_may_be_told() -> None:
    for who, sees in (SEES | THERE).items():
        assert secrets(who, sees).isdisjoint(sees)
    assert sum(OF[rep][0] for rep in ("kim", "luka")) in secrets("bo", OF["bo"])
    assert OF_ZANE[0] in secrets("maja", SEES["maja"])


def test_what_only_names_something_is_no_figure() -> None:
    opened = {
        "trigger_id": "13.5328.abc",
        "view": {"private_metadata": "714745c4-a8a9-4e0c-9a7d-2a2c08b18233"},
    }
    assert numbers_in(Said(200, "€10,007", [("views.open", opened)])) == {10007}

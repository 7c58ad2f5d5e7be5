"""A line to PostgreSQL that ends amid a command: the command is answered as if it had not, and stands once.

Cut before each of the command's trips, and behind each, when the server has done what was asked and nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from salesbot.storage import tables
from salesbot.storage.book import open_book, read_book
from salesbot.storage.line import Line
from salesbot.storage.questions import question
from tests.cast import NOW, Cast
from tests.slack.asked import Bot, bot_for
from tests.storage.test_line import cast

__all__ = ["cast"]

_TRIPS = 7
"""Of those of one command, from the beginning of its change to its commit."""


class Cut(psycopg.OperationalError):
    """As psycopg tells of a line that ended."""


@pytest.fixture
def bot(cast: Cast) -> Iterator[Bot]:
    """A bot that has every statement ready."""
    with open_book(cast.engines, cast.workspace_id) as book:
        for number in range(8):
            book.accounts.ensure(f"Zorin {number}", NOW)
    with bot_for(cast.engines) as made:
        for number in range(4):
            made.command(cast.adria.kim, f'"Zorin {number}" 12k won')
        yield made


def deals(cast: Cast) -> int:
    """How many there are."""
    with read_book(cast.engines, cast.workspace_id) as book:
        return len(book.all(question(tables.Deal)))


@pytest.mark.parametrize("answered", [False, True], ids=["unsent", "unheard"])
@pytest.mark.parametrize("nth", range(1, _TRIPS + 1))
def test_a_line_that_ends_amid_a_command_is_not_told_of(
    cast: Cast, bot: Bot, monkeypatch: pytest.MonkeyPatch, nth: int, answered: bool
) -> None:
    usual, gone = Line._sent, list[list[str]]()

    def cut(line: Line, *last: Any) -> Any:
        said = [one.text for one in (*line._waiting, *last)]
        if gone or any("delivery_key" in words for words in said):
            gone.append(said)
        if len(gone) != nth:
            return usual(line, *last)
        if answered:
            usual(line, *last)
        line.pgconn.finish()
        raise Cut("the line ended")

    before = deals(cast)
    monkeypatch.setattr(Line, "_sent", cut)
    said = bot.command(cast.adria.kim, '"Zorin 7" 12k won')
    monkeypatch.undo()
    assert said.has("deals.undo")
    assert deals(cast) == before + 1
    assert gone[_TRIPS - 1][-1] == "COMMIT" or nth < _TRIPS


def test_a_line_that_ends_twice_is_told_of_and_nothing_stands(
    cast: Cast, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, usual = deals(cast), Line._sent

    def cut(line: Line, *last: Any) -> Any:
        if any("FOR UPDATE" in one.text for one in (*line._waiting, *last)):
            line.pgconn.finish()
            raise Cut("the line ended")
        return usual(line, *last)

    monkeypatch.setattr(Line, "_sent", cut)
    said = bot.command(cast.adria.kim, '"Zorin 7" 12k won')
    monkeypatch.undo()
    assert not said.has("deals.undo")
    assert deals(cast) == before

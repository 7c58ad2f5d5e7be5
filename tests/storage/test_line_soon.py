"""What goes along with what is asked: it saves trips, and tells nothing that is older than what was locked or changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import text

from salesbot.storage import tables
from salesbot.storage.book import Book, open_book
from salesbot.storage.questions import given, question, table_of
from tests.cast import NOW, TODAY, Cast
from tests.slack.asked import bot_for
from tests.storage.test_line import add, ask, cast, change, fail, keep, raw, trips
from tests.trade import set_goal

__all__ = ["cast", "trips"]

_BY_KEY = question(tables.DeliveryKey, table_of(tables.DeliveryKey).c.key == given("key"))


def keys(book: Book, key: str) -> list[str]:
    """The rows of that key, asked by a question that goes along."""
    return [row.key for row in book.all(_BY_KEY, key=key)]


@pytest.fixture(autouse=True)
def _ready(cast: Cast) -> None:
    for _ in range(3):
        change(cast, lambda book: keys(book, "none"))


def test_what_will_be_asked_goes_along_and_is_not_sent_again(cast: Cast, trips: list[list[str]]) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.soon(_BY_KEY, key="first 1")
        book.soon(_BY_KEY, key="none")
        ask(book)
        assert (keys(book, "first 1"), keys(book, "none")) == (["first 1"], [])
        assert len(trips) == 1
        assert keys(book, "first 1") == ["first 1"]
    assert [len(trip) for trip in trips] == [4, 1, 1]


def test_what_is_asked_first_of_all_that_was_to_come_takes_the_rest_along(
    cast: Cast, trips: list[list[str]]
) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.soon(_BY_KEY, key="none")
        book.soon(_BY_KEY, key="first 1")
        assert (keys(book, "first 1"), keys(book, "none")) == (["first 1"], [])
    assert [len(trip) for trip in trips] == [3, 1]


def test_each_is_told_its_own_answer_also_where_nothing_stands_ready_yet(cast: Cast) -> None:
    with cast.engines.changing() as connection:
        line = raw(connection)
        line.later("SELECT 10", {})
        line.soon("SELECT 11", {})
        line.soon("SELECT 12", {})
        assert [line.ask(f"SELECT {number}", {}).rows for number in (13, 12, 11)] == [
            [(13,)],
            [(12,)],
            [(11,)],
        ]


@pytest.mark.parametrize(
    "step",
    [
        *add("new"),
        lambda book: book.connection.execute(text("UPDATE delivery_key SET key = 'new' WHERE key = 'first 1'")),
        lambda book: book.records.claim("new", NOW),
        lambda book: added_beside(book, "new"),
    ],
    ids=["row", "cursor", "claim", "savepoint"],
)  # fmt: skip
def test_what_came_before_a_change_is_asked_anew(cast: Cast, step: Callable[[Book], object]) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.soon(_BY_KEY, key="new")
        ask(book)
        step(book)
        assert keys(book, "new") == ["new"]


def added_beside(book: Book, key: str) -> None:
    """A row behind a savepoint."""
    with book.connection.begin_nested():
        keep(book, key)


def test_what_came_of_another_companys_book_is_not_told_behind_its_wall(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        line, words = raw(book.connection), "SELECT current_setting('salesbot.workspace')"
        line.soon(words, {})
        ask(book)
        with book.beside(cast.other.workspace.id):
            assert line.ask(words, {}).rows == [(str(cast.other.workspace.id),)]
        assert line.ask(words, {}).rows == [(str(cast.workspace_id),)]


@pytest.mark.parametrize("ending", [[], [fail]], ids=["commit", "rollback"])
def test_nothing_that_came_outlives_its_transaction(
    cast: Cast, ending: list[Callable[[Book], object]]
) -> None:
    with suppress(ZeroDivisionError):
        change(
            cast, lambda book: book.soon(_BY_KEY, key="new"), ask,
            lambda book: book.soon(_BY_KEY, key="newer"), *ending,
        )  # fmt: skip
    with cast.engines.changing() as connection:
        assert not raw(connection)._came
        assert not raw(connection)._soon


def test_what_goes_along_with_a_lock_shows_what_the_one_before_did(cast: Cast) -> None:
    """It is said before the lock, and answered behind it."""
    kim, told = cast.adria.kim.id, []

    def second() -> None:
        with open_book(cast.engines, cast.workspace_id) as book:
            book.soon(_BY_KEY, key="new")
            book.people.locked(kim)
            ask(book)
            told.append(keys(book, "new"))

    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.locked(kim)
        ask(book)
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.1)
        keep(book, "new")
    thread.join(10)
    assert told == [["new"]]


def test_what_was_asked_ahead_of_a_lock_is_asked_anew_behind_it(cast: Cast, trips: list[list[str]]) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.soon(_BY_KEY, key="first 1")
        ask(book)
        book.people.locked(cast.adria.kim.id)
        assert keys(book, "first 1") == ["first 1"]
    # With the lock goes the question again, and behind it the workspace, which whoever waited has to look at anew.
    assert [len(trip) for trip in trips] == [3, 3, 1]


def test_a_deal_is_logged_in_nine_trips(cast: Cast, trips: list[list[str]]) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, cast.adria.kim, f"{TODAY:%Y-%m}", "60000", now=NOW)
        for number in range(8):
            book.accounts.ensure(f"Zorin {number}", NOW)
    with bot_for(cast.engines) as bot:
        for number in range(8):
            trips.clear()
            bot.command(cast.adria.kim, f'"Zorin {number}" 12k won')
    assert len(trips) == 9
    (locking,) = [trip for trip in trips if trip[0].startswith("SELECT person.id")]
    assert len(locking) == 7

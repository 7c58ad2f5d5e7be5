"""What the ledger told is told again only while the ledger is the same, and each workspace is told its own."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from salesbot.domain.as_of import AsOf
from salesbot.domain.money import Money
from salesbot.services.deals_as_of import DividedDeals
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.keeping import Kept
from salesbot.storage.tables import BeingBooked
from tests.cast import NOW, TODAY, Cast
from tests.storage.test_claim_cost import counted
from tests.trade import open_deal

LATER = NOW + timedelta(minutes=1)
_MANY = 200
_COMING: Any = BeingBooked.__table__


def amounts(book: Book, seconds: int = 60) -> list[int]:
    as_of = AsOf(TODAY, live=True, known_at=NOW + timedelta(seconds=seconds))
    return [state.amount.minor for state in DividedDeals(book, as_of, "EUR").states]


def asked(cast: Cast) -> list[int]:
    with read_book(cast.engines, cast.workspace_id) as book:
        return amounts(book)


def test_a_deal_that_is_logged_is_told_at_once(cast: Cast) -> None:
    assert asked(cast) == []
    with open_book(cast.engines, cast.workspace_id) as book:
        state = open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
    assert asked(cast) == [100_000]
    with open_book(cast.engines, cast.workspace_id) as book:
        book.deals.enter(
            replace(state, number=2, amount=Money(90_000, "EUR"), recorded_at=NOW), corrects=state.entry_id
        )
    assert asked(cast) == [90_000]


def test_an_earlier_moment_stays_as_it_was_known(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
        open_deal(book, cast.adria.kim, "Globex", "2000", now=LATER)
    with read_book(cast.engines, cast.workspace_id) as book:
        assert [amounts(book, seconds) for seconds in (-1, 0, 59, 60, 61)] == [
            [],
            [100_000],
            [100_000],
            [100_000, 200_000],
            [100_000, 200_000],
        ]


def test_a_view_that_began_before_is_told_what_it_shows(cast: Cast) -> None:
    with read_book(cast.engines, cast.workspace_id) as before:
        before.people.all()
        with open_book(cast.engines, cast.workspace_id) as book:
            open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
        assert asked(cast) == [100_000]
        assert amounts(before) == []
    assert asked(cast) == [100_000]


def test_a_book_in_which_something_changes_asks_for_itself(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
        assert amounts(book) == [100_000]
        open_deal(book, cast.adria.kim, "Globex", "2000", now=NOW)
        assert amounts(book) == [100_000, 200_000]


def test_an_entry_counts_from_its_day_on(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        first = open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
        ahead = TODAY + timedelta(days=3)
        book.deals.enter(replace(first, number=2, amount=Money(90_000, "EUR"), effective_on=ahead))
    with read_book(cast.engines, cast.workspace_id) as book:
        days = [TODAY, TODAY + timedelta(days=1), ahead, ahead + timedelta(days=1)]
        mornings = [AsOf(day, live=False, known_at=LATER) for day in days]
        told = [[state.amount.minor for state in DividedDeals(book, each, "EUR").states] for each in mornings]
    assert told == [[], [100_000], [100_000], [90_000]]


def test_each_workspace_is_told_its_own(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        open_deal(book, cast.adria.kim, "Acme", "1000", now=NOW)
    with open_book(cast.engines, cast.other.workspace.id) as book:
        open_deal(book, cast.other.zane, "Acme", "7", now=NOW)
    assert asked(cast) == [100_000]
    with read_book(cast.engines, cast.other.workspace.id) as book:
        assert amounts(book) == [700]


def test_entries_of_a_day_are_counted_by_an_index_alone_less_those_that_are_being_booked(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        states = [open_deal(book, cast.adria.kim, f"Acme {n}", "1000", now=NOW) for n in range(_MANY)]
    with read_book(cast.engines, cast.workspace_id) as book:
        book.people.all()
        with counted(book.connection) if cast.engines.sqlite else nullcontext([0]) as steps:
            assert book.deals._so_far(LATER) == (NOW, _MANY)
        assert steps[0] < 8 * _MANY
    numbers = sorted(state.entry_id for state in states)
    line = {"table_name": "deal_entry", "first_number": numbers[5], "last_number": numbers[-1]}
    with open_book(cast.engines, cast.workspace_id) as book:
        book.connection.execute(insert(_COMING).values(workspace_id=cast.workspace_id, **line))
    with read_book(cast.engines, cast.workspace_id) as book:
        assert book.deals._so_far(LATER) == (NOW, 5)


def test_who_asks_meanwhile_waits_and_nothing_is_asked_twice() -> None:
    kept, times = Kept(), []

    def ask() -> tuple[int, ...]:
        times.append(threading.get_ident())
        time.sleep(0.02)
        return (1, 2)

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: kept.told("key", 1, ask), range(8))) == {(1, 2)}
    assert len(times) == 1


class Asking:
    """Asks what is kept, three rows each time, and remembers what had to be asked for."""

    def __init__(self, most_rows: int) -> None:
        self.kept, self.asked_for = Kept(most_rows), list[str]()

    def ask(self, words: str) -> None:
        """`won.2`: the question `won` in version 2 of its answer."""
        for word in words.split():
            question, _, version = word.partition(".")
            assert self.kept.told(question, version, lambda word=word: self._told(word)) == (word,) * 3  # type: ignore[misc]

    def _told(self, word: str) -> tuple[str, ...]:
        self.asked_for.append(word)
        return (word,) * 3


def test_what_was_not_asked_for_longest_is_dropped_first() -> None:
    asking = Asking(most_rows=8)
    asking.ask("one two one three one two")
    assert asking.asked_for == ["one", "two", "three", "two"]


def test_of_one_question_the_answer_as_of_now_and_an_earlier_one_are_kept() -> None:
    asking = Asking(most_rows=1000)
    asking.ask("won.1 won.2 lost.1 won.1 won.2 won.1 won.3 won.1 won.3 lost.1")
    assert asking.asked_for == ["won.1", "won.2", "lost.1", "won.3"]
    asking.ask("won.2")
    assert asking.asked_for[4:] == ["won.2"], "was dropped for the third"


def test_earlier_answers_go_before_any_question_does() -> None:
    asking = Asking(most_rows=13)
    asking.ask("old.1 won.1 won.2 lost.1")  # four rows each: one has to go
    asking.asked_for.clear()
    asking.ask("old.1 won.2 lost.1 won.1")
    assert asking.asked_for == ["won.1"]


def test_what_could_not_be_asked_is_asked_again() -> None:
    kept = Kept()

    def cannot() -> tuple[int, ...]:
        raise LookupError

    with pytest.raises(LookupError):
        kept.told("key", 1, cannot)
    assert kept.told("key", 1, lambda: (1,)) == (1,)

"""An import is taken back whole: withdrawn or as before, unless somebody changed a deal since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from salesbot.domain.deals import Outcome
from salesbot.services.imports import (
    ImportNotTakenBack,
    ImportUnknown,
    TakenBack,
    imports_kept,
    take_back_import,
)
from salesbot.storage.book import COLLISIONS, open_book, read_book
from salesbot.storage.staging import clear_unfinished, slices, stage_book
from tests.cast import NOW
from tests.services.imports.files import DEALS, Files
from tests.services.imports.test_staging import Stopped, rows_in, told

HEAD = "external_id,account,amount,stage,rep_email,closed_on"
BETTER = f"{HEAD}\nA1,Acme Corp,12600.00,won,kim@x.io,2026-06-12\n"


def take_back(files: Files, number: int) -> TakenBack:
    with stage_book(files.engines, files.workspace.id) as staged:
        return take_back_import(staged, number, now=NOW)


def credit(files: Files) -> list[int]:
    with files.engines.reading() as connection:
        sums = "SELECT coalesce(sum(amount), 0), coalesce(sum(millionths), 0) FROM {}"
        one, two = (connection.execute(text(sums.format(name))).one() for name in ("credit", "credit_month"))
    assert list(one) == list(two)
    return [int(value) for value in one]


def test_what_was_made_is_withdrawn_and_can_be_brought_again(sold: Files) -> None:
    before = sold.take_out("deals")
    earned = credit(sold)
    done = take_back(sold, 2)
    assert (done.withdrawn, done.as_before) == (4, 0)
    assert sold.take_out("deals").count("\r\n") == 1
    assert credit(sold) == [0, 0]
    sold.bring("deals", DEALS)
    assert credit(sold) == earned
    assert sold.take_out("deals").count("\r\n") == before.count("\r\n")


def test_what_was_corrected_stands_as_before(sold: Files) -> None:
    before, earned = sold.take_out("deals"), credit(sold)
    sold.bring("deals", BETTER)
    assert credit(sold) != earned
    done = take_back(sold, 3)
    assert (done.withdrawn, done.as_before) == (0, 1)
    assert (sold.take_out("deals"), credit(sold)) == (before, earned)
    with read_book(sold.engines, sold.workspace.id) as book:
        assert [(each.number, each.taken_back) for each in imports_kept(book)] == [
            (3, True), (2, False), (1, False),
        ]  # fmt: skip


def test_a_deal_that_was_changed_since_stops_it(sold: Files) -> None:
    sold.bring("deals", BETTER)
    before = sold.take_out("ledger")
    with pytest.raises(ImportNotTakenBack) as refused:
        take_back(sold, 2)
    assert (refused.value.facts["why"], refused.value.facts["deals"]) == ("changed", ("Acme Corp",))
    assert sold.take_out("ledger") == before


def test_a_correction_that_was_taken_back_does_not_stop_it(sold: Files) -> None:
    sold.bring("deals", BETTER)
    take_back(sold, 3)
    assert take_back(sold, 2).withdrawn == 4
    assert credit(sold) == [0, 0]


def test_what_cannot_be_taken_back_is_said(sold: Files) -> None:
    with pytest.raises(ImportUnknown):
        take_back(sold, 99)
    with pytest.raises(ImportNotTakenBack) as people:
        take_back(sold, 1)
    assert people.value.facts["why"] == "kind"
    take_back(sold, 2)
    with pytest.raises(ImportNotTakenBack) as again:
        take_back(sold, 2)
    assert again.value.facts["why"] == "already"


# -- a long one, in slices beside others -----------------------------------------------------------------------


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[[], None]]]:
    """Whatever is booked counts as long and a slice has one row; what is done between two slices, nobody waiting there."""
    done: list[Callable[[], None]] = []

    def sleep(_: float) -> None:
        for each in done:
            each()

    monkeypatch.setattr(slices, "FEW", 0)
    monkeypatch.setattr(slices, "_AT_ONCE", 1)
    monkeypatch.setattr(slices, "_next_slice", lambda count, took: 1)
    monkeypatch.setattr(slices, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: 0.0))
    yield done
    done.clear()


def test_in_slices_nobody_sees_any_of_it_before_the_end(
    sold: Files, between: list[Callable[[], None]]
) -> None:
    before, looked = told(sold), []

    def look() -> None:
        assert told(sold) == before
        looked.append(rows_in(sold, "being_booked"))

    between.append(look)
    assert take_back(sold, 2).withdrawn == 4
    assert bool(looked) is sold.engines.sqlite
    assert (all(looked), credit(sold), rows_in(sold, "being_booked")) == (True, [0, 0], 0)
    assert sold.take_out("deals").count("\r\n") == 1
    with read_book(sold.engines, sold.workspace.id) as book:
        assert book.months.differences() == []


@pytest.mark.parametrize("slices_done", [1, 4, 8])
def test_an_end_between_slices_leaves_all_as_it_was_and_it_can_be_done_again(
    plain: Files, between: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch, slices_done: int
) -> None:
    """As of a process that was killed: nothing is cleared before the next start."""
    plain.bring("deals", DEALS)
    before, clear = told(plain), slices._clear

    def die() -> None:
        nonlocal slices_done
        slices_done -= 1
        if not slices_done:
            monkeypatch.setattr(slices, "_clear", lambda engines: None)
            raise Stopped

    between.append(die)
    with pytest.raises(Stopped):
        take_back(plain, 2)
    between.clear()
    monkeypatch.setattr(slices, "_clear", clear)
    assert (told(plain), rows_in(plain, "being_booked") > 0) == (before, True)
    clear_unfinished(plain.engines)
    assert (told(plain), rows_in(plain, "being_booked")) == (before, 0)
    assert take_back(plain, 2).withdrawn == 4
    assert credit(plain) == [0, 0]


def test_a_deal_that_is_being_taken_back_is_changed_by_nobody_meanwhile(
    plain: Files, between: list[Callable[[], None]]
) -> None:
    plain.bring("deals", DEALS)
    refused = []

    def edit_first() -> None:
        with open_book(plain.engines, plain.workspace.id) as book:
            if not book.deals.any_being_booked():
                return
            state = book.deals.now(1)
            try:
                book.deals.enter(replace(state, number=state.number + 1, recorded_at=NOW))
            except COLLISIONS:
                refused.append(state.number)
                book.connection.rollback()

    between.append(edit_first)
    assert take_back(plain, 2).withdrawn == 4
    between.clear()
    assert set(refused) == {2}
    with read_book(plain.engines, plain.workspace.id) as book:
        assert book.deals.now(1).outcome is Outcome.WITHDRAWN
        assert book.months.differences() == []

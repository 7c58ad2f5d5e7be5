"""A long import: staged where it holds nobody up, booked all at once; a kill at any moment leaves nothing or everything."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from salesbot.services.exports import export
from salesbot.services.imports import book_import, plan_import, read_sheet
from salesbot.storage.book import COLLISIONS, open_book, read_book
from salesbot.storage.changes import START
from salesbot.storage.deals.tallying import Moment, Span
from salesbot.storage.staging import ReferenceLost, StagedBook, clear_unfinished, stage_book
from salesbot.storage.staging.slices import FEW, booked_ahead
from tests.cast import NOW
from tests.services.imports.files import DEALS, Files

ONE = "account,amount,stage,rep_email,closed_on\nZora,1.00,won,kim@x.io,2026-06-01\n"
HEAD = "external_id,account,amount,stage,rep_email,closed_on,note"


def many(count: int, amount: str = "100.00") -> str:
    rows = [
        f"X{number},Account {number % 50},{amount},won,kim@x.io,2026-06-01,call {number}"
        for number in range(count)
    ]
    return "\n".join([HEAD, *rows, ""])


def test_what_is_staged_is_seen_by_nobody_and_holds_nobody_up(team: Files) -> None:
    sheet = read_sheet("deals", "deals.csv", DEALS.encode())
    before = team.take_out("ledger")
    with stage_book(team.engines, team.workspace.id) as staged:
        book_import(staged, plan_import(staged, sheet, now=NOW), now=NOW)
        staged.flush()
        assert team.take_out("ledger") == before
        # While so much waits, somebody else opens the door to change, and is through it at once.
        team.bring("deals", ONE)
        beside = team.take_out("ledger")
    after = team.take_out("ledger")
    assert "Zora" in beside
    assert after.count("\r\n") == beside.count("\r\n") + 8


def test_a_staged_import_gives_the_same_books_as_one_row_after_the_other(team: Files) -> None:
    content = many(3_000)
    done = team.bring("deals", content)
    assert (done.added, done.number) == (3_000, 2)
    assert team.bring("deals", content).number is None
    corrected = team.bring("deals", many(3_000, "99.50"))
    assert (corrected.changed, corrected.number) == (3_000, 3)
    with open_book(team.engines, team.workspace.id) as book:
        states = book.deals.all()
        credit = book.connection.execute(text("SELECT sum(amount), sum(millionths) FROM credit")).one()
    assert [int(value) for value in credit] == [3_000 * 9_950, 3_000 * 1_000_000]
    assert {state.amount.minor for state in states} == {9_950}
    assert len({state.account_id for state in states}) == 50
    assert team.take_out("deals").count("call ") == 3_000
    if not team.engines.sqlite:
        # Until its own look, up to a minute later, it would take the tables for empty.
        assert counted_by_postgresql(team, "deal") == 3_000


def counted_by_postgresql(files: Files, table: str) -> int:
    """How many rows the database believes that there are, by which it chooses its indexes."""
    with files.engines.reading() as connection:
        asked = "SELECT reltuples FROM pg_class WHERE relname = %s"
        return int(connection.exec_driver_sql(asked, (table,)).scalar_one())


def test_what_was_changed_meanwhile_collides_and_nothing_is_booked(sold: Files) -> None:
    wanted = (
        f"{HEAD}\nA1,Acme Corp,12600.00,won,kim@x.io,2026-06-12,\nNew,Neu,1.00,won,kim@x.io,2026-06-12,\n"
    )
    sheet = read_sheet("deals", "deals.csv", wanted.encode())

    def beside() -> None:
        sold.bring("deals", f"{HEAD}\nA1,Acme Corp,11000.00,won,kim@x.io,2026-06-12,\n")

    def book() -> None:
        with stage_book(sold.engines, sold.workspace.id) as staged:
            book_import(staged, plan_import(staged, sheet, now=NOW), now=NOW)
            somebody = threading.Thread(target=beside)
            somebody.start()
            somebody.join(20)

    with pytest.raises(COLLISIONS):
        book()
    assert "11000.00" in sold.take_out("deals")
    assert "Neu" not in sold.take_out("accounts")


def test_a_row_that_names_nothing_is_refused_whole(plain: Files) -> None:
    sheet = read_sheet("deals", "deals.csv", DEALS.encode())
    before = plain.take_out("deals")

    def book() -> None:
        with stage_book(plain.engines, plain.workspace.id) as staged:
            book_import(staged, plan_import(staged, sheet, now=NOW), now=NOW)
            staged._named["person"].add(4711)

    with pytest.raises(ReferenceLost):
        book()
    assert plain.take_out("deals") == before


def told(team: Files) -> list[object]:
    """What every kind of reader tells of a workspace."""
    with read_book(team.engines, team.workspace.id) as book:
        deals, later = book.deals, NOW + timedelta(days=400)
        return [
            *(export(book, kind).csv() for kind in ("deals", "accounts", "ledger")),
            deals.count(), deals.any(), deals.open(), deals.states_at(later), deals.moves(later, later.date()),
            deals.won_stays(later, later.date()), deals.recorded_between(NOW - timedelta(days=1), later),
            deals.by_external_ids(["X1", "X2"]), len(deals.decided(date(2026, 1, 1), date(2027, 1, 1))),
            book.credits.sums(date(2026, 1, 1), date(2027, 1, 1)), book.months.differences(),
            book.changes.page(START, 100, None, ()), book.accounts.names(), book.accounts.labels("product"),
            book.relationships.days_heard(range(1, 100)), book.relationships.with_open_deals(range(1, 100)),
            book.relationships.heard_between(range(1, 100), date(2026, 1, 1), later.date()),
            [book.deals.history(number) for number in range(1, 10)],
            deals.moves_at_hand(date(2026, 1, 1)), deals.decided_by_stage(date(2026, 1, 1), later.date(), later),
            deals.open_by_rep(SPAN.moment), sorted(deals.outcomes(SPAN, None), key=str),
        ]  # fmt: skip


SPAN = Span(Moment(NOW + timedelta(days=400), date(2027, 8, 1)), date(2026, 1, 1), date(2026, 1, 1))


class Stopped(Exception):
    """What a test stops a booking by."""


@contextmanager
def ahead(team: Files, content: str) -> Iterator[StagedBook]:
    """At the moment when everything but the last step of a long import is done."""
    sheet = read_sheet("deals", "deals.csv", content.encode())
    with team.engines.staging() as staging:
        with team.engines.reading() as reading:
            book = StagedBook(reading, staging, team.workspace.id)
            book_import(book, plan_import(book, sheet, now=NOW), now=NOW)
            book.flush()
        with booked_ahead(team.engines, book):
            yield book


def rows_in(team: Files, table: str) -> int:
    with team.engines.reading() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_what_is_booked_ahead_is_seen_by_nobody_until_all_of_it_is(sold: Files) -> None:
    before, deals = told(sold), rows_in(sold, "deal")
    with ahead(sold, many(FEW + 1)) as book:
        assert rows_in(sold, "deal") == (deals + FEW + 1 if sold.engines.sqlite else deals)
        assert told(sold) == before
        # Somebody logs a deal meanwhile; its numbers are nobody else's.
        sold.bring("deals", ONE)
        with sold.engines.entering(book.staging):
            book.enter()
    assert rows_in(sold, "being_booked") == 0
    with read_book(sold.engines, sold.workspace.id) as after:
        assert after.deals.count() == deals + FEW + 2
        assert after.months.differences() == []
        assert len({state.entry_id for state in after.deals.all()}) == deals + FEW + 2
    assert sold.bring("deals", many(FEW + 1)).number is None


def test_what_was_booked_ahead_goes_where_the_last_step_fails(sold: Files) -> None:
    before, entries = told(sold), rows_in(sold, "deal_entry")
    with pytest.raises(Stopped), ahead(sold, many(FEW + 1)):
        raise Stopped
    assert told(sold) == before
    assert (rows_in(sold, "deal_entry"), rows_in(sold, "being_booked")) == (entries, 0)
    with pytest.raises(DatabaseError, match="append-only"), sold.engines.changing() as connection:
        connection.execute(text("DELETE FROM deal_share"))


@pytest.mark.parametrize(
    ("tables", "planted", "count"), [(3, False, FEW + 1), (5, False, 200), (5, True, 200)]
)
def test_a_kill_while_booking_leaves_nothing(
    plain: Files, tmp_path: Path, tables: int, planted: bool, count: int
) -> None:
    """The planted bug, a commit after each table, shows that the look afterwards would see half an import."""
    file = tmp_path / "deals.csv"
    file.write_text(many(count))
    nothing = told(plain)
    address = plain.engines.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.services.imports.dying", address, str(file), str(tables)]
    killed = subprocess.run([*command, *(["planted"] if planted else [])], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert (told(plain) == nothing) is not planted
    if not planted:
        clear_unfinished(plain.engines)
        assert [rows_in(plain, name) for name in ("deal", "deal_entry", "remark", "being_booked")] == [
            0,
            0,
            0,
            0,
        ]
        assert plain.bring("deals", many(count)).added == count

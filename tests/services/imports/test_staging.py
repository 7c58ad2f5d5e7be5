"""A long import: staged where it holds nobody up, booked all at once; a kill at any moment leaves nothing or everything."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from salesbot.services.imports import book_import, plan_import, read_sheet
from salesbot.storage.book import COLLISIONS, open_book
from salesbot.storage.staging import ReferenceLost, stage_book
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


@pytest.mark.parametrize(("tables", "planted"), [(1, False), (5, False), (5, True)])
def test_a_kill_while_booking_leaves_nothing(
    plain: Files, tmp_path: Path, tables: int, planted: bool
) -> None:
    """The planted bug, a commit after each table, shows that the look afterwards would see half an import."""
    file = tmp_path / "deals.csv"
    file.write_text(many(200))
    address = plain.engines.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.services.imports.dying", address, str(file), str(tables)]
    killed = subprocess.run([*command, *(["planted"] if planted else [])], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    with plain.engines.reading() as connection:
        left = connection.execute(text("SELECT (SELECT count(*) FROM deal) + (SELECT count(*) FROM account)"))
        assert (left.scalar_one() == 0) is not planted
    if not planted:
        assert plain.bring("deals", many(200)).added == 200

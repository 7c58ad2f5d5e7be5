"""A long import, or its taking back, on SQLite: booked ahead in slices, so that whoever logs a deal waits for one at most.

The numbers of all its rows are set aside first (`BeingBooked`). Deals and entries then go in slice by slice with
everything about them. A new deal names no newest entry yet, and a deal that is there still names the one it had, so nobody
sees any of it; who changes such a deal meanwhile is refused. What people see (accounts, credit, months, which entry is a
deal's newest) waits for the one transaction that makes everything visible and gives the numbers' lines away. Where that does
not come about, what was booked ahead is cleared; of a process that was killed, by the next import or the next start.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, delete, insert, literal, select, text, update
from sqlmodel import SQLModel

from salesbot.storage import tables
from salesbot.storage.deals.rows import NOT_YET
from salesbot.storage.engines import Engines, sqlite_path
from salesbot.storage.numbers import highest_number
from salesbot.storage.questions import table_of

if TYPE_CHECKING:
    from salesbot.storage.staging.staged import StagedBook

FEW = 2_000
"""So many new deals, or twice as many entries, are booked at once; of more, everything about them goes in slices."""
_AT_ONCE = 4_000
"""So many rows in the first slice; how long one takes says how many the next has."""
_FEWEST, _MOST = 1_000, 20_000
_SLICE = 0.3
"""Seconds that a slice may hold the lock."""
_ROOM = 0.11
"""Seconds between slices: whoever waits for the lock looks again after a tenth of a second at the latest."""
_AHEAD: tuple[type[SQLModel], ...] = (
    tables.Deal, tables.DealEntry, tables.DealShare, tables.DealLine, tables.DealReason, tables.Remark,
)  # fmt: skip
_NUMBERS: Mapping[type[SQLModel], tuple[str, str]] = {
    tables.DealShare: ("entry_id", "deal_entry"), tables.DealLine: ("entry_id", "deal_entry"),
    tables.DealReason: ("entry_id", "deal_entry"), tables.Remark: ("id", "remark"),
    tables.DealEntry: ("id", "deal_entry"), tables.Deal: ("id", "deal"),
}  # fmt: skip
"""By which numbers what was never booked is found again, children first."""
_COMING: Any = table_of(tables.BeingBooked)
_DEAL: Any = table_of(tables.Deal)


@contextmanager
def booked_ahead(engines: Engines, book: StagedBook) -> Iterator[None]:
    """New deals of a long change booked ahead; what follows inside makes them visible, else they are cleared."""
    counts = book.counts()
    few = counts.get(tables.Deal, 0) <= FEW and counts.get(tables.DealEntry, 0) <= 2 * FEW
    if not engines.sqlite or few:
        yield
        return
    with _alone(engines):
        _clear(engines)
        with engines.entering(book.staging):
            book.bases = _set_aside(book)
        try:
            for model in _AHEAD:
                _slices(engines, book, model)
            yield
        except BaseException:
            _clear(engines)
            raise


def make_visible(book: StagedBook) -> None:
    """The deals that were booked ahead stand from here on as they were staged, and their numbers are as any other."""
    twin, connection = book.twin_of(tables.Deal), book.staging
    if twin is not None and "deal" in book.bases:
        staged = twin.table.c
        connection.execute(
            update(_DEAL)
            .where(
                _DEAL.c.workspace_id == book.workspace_id,
                _DEAL.c.id == literal(book.bases["deal"]) - staged.id,
            )
            .values(latest_entry_id=literal(book.bases["deal_entry"]) - staged.latest_entry_id)
        )
    connection.execute(delete(_COMING).where(_COMING.c.workspace_id == book.workspace_id))


def clear_unfinished(engines: Engines) -> None:
    """Clear what a killed process booked ahead; left alone while an import is under way."""
    if not engines.sqlite:
        return
    with engines.reading() as connection:
        if connection.execute(select(_COMING.c.workspace_id).limit(1)).first() is None:
            return
    with _alone(engines, wait=False) as mine:
        if mine:
            _clear(engines)


# -- inside -----------------------------------------------------------------------------------------------------


def _set_aside(book: StagedBook) -> dict[str, int]:
    """The number below the first of each table's rows, all of them set aside."""
    bases = {}
    for model, count in book.counts().items():
        name = table_of(model).name
        bases[name] = highest_number(book.staging, book.workspace_id, model)
        book.staging.execute(
            insert(_COMING).values(
                workspace_id=book.workspace_id, table_name=name, first_number=bases[name] + 1,
                last_number=bases[name] + count,
            )
        )  # fmt: skip
    return bases


def _slices(engines: Engines, book: StagedBook, model: type[SQLModel]) -> None:
    """Copy a table's rows, a few thousand in each transaction, with room for others in between."""
    twin = book.twin_of(model)
    if twin is None:
        return
    with book.staging.begin():
        last = book.staging.exec_driver_sql(f"SELECT max(rowid) FROM {twin.table.name}").scalar_one() or 0  # noqa: S608 - a table's own name
    hidden = {"latest_entry_id": NOT_YET} if model is tables.Deal else {}
    # A note of a deal that is there would be read before the entry that it came with.
    ahead = [twin.table.c.deal_id < 0] if model is tables.Remark else []
    start, count = 0, _AT_ONCE
    while start < last:
        rows = text(f"{twin.table.name}.rowid BETWEEN {start + 1} AND {start + count}")
        with engines.entering(book.staging):
            began = time.monotonic()
            twin.copy(book.staging, book.bases, rows, *ahead, **hidden)
        start += count
        count = _next_slice(count, time.monotonic() - began)
        time.sleep(_ROOM)
    if model is not tables.Deal:
        with book.staging.begin():
            book.staging.execute(delete(twin.table).where(*ahead))


def _next_slice(count: int, took: float) -> int:
    """How many rows the next slice has, so that it holds the lock as long as one may."""
    return max(_FEWEST, min(_MOST, int(count * _SLICE / max(took, 0.001)), count * 2))


@contextmanager
def _alone(engines: Engines, *, wait: bool = True) -> Iterator[bool]:
    """One process at a time books ahead in a SQLite file; the lock goes with the process, also when it is killed."""
    path = sqlite_path(engines.url)
    if path is None:
        yield True
        return
    lock = os.open(path.with_name(f"{path.name}.booking"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(lock)


def _clear(engines: Engines) -> None:
    """Delete what was booked ahead and never became visible, in slices too."""
    with engines.staging() as connection:
        # What somebody typed in the file must not stay behind in the file's free pages.
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
        connection.rollback()
        with connection.begin():
            unfinished = connection.execute(select(_COMING)).all()
        of = {(row.workspace_id, row.table_name): (row.first_number, row.last_number) for row in unfinished}
        for workspace_id in {row.workspace_id for row in unfinished}:
            for model, (column, named) in _NUMBERS.items():
                first, last = of.get((workspace_id, named), (1, 0))
                for start in range(first, last + 1, _AT_ONCE):
                    span = table_of(model).c[column].between(start, min(last, start + _AT_ONCE - 1))
                    _delete(engines, connection, model, workspace_id, span)
            with engines.entering(connection):
                connection.execute(delete(_COMING).where(_COMING.c.workspace_id == workspace_id))


def _delete(
    engines: Engines,
    connection: Connection,
    model: type[SQLModel],
    workspace_id: int,
    span: ColumnElement[bool],
) -> None:
    rows: Any = table_of(model)
    with engines.entering(connection):
        connection.execute(delete(rows).where(rows.c.workspace_id == workspace_id, span))
    time.sleep(_ROOM)

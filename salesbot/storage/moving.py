"""A whole database moved to another engine: every row of every table, counted and summed on both sides, or nothing.

Tables go in the order of their foreign keys, in batches, in one transaction of the target. A column that refers to
its own table is filled when all of its rows stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from salesbot.storage import dumps
from salesbot.storage.engines import Engines
from salesbot.storage.failures import BackupFailed
from salesbot.storage.holding import DatabaseHeld, held
from salesbot.storage.schema import current_revision, migrate, newest_revision, refuse_newer
from salesbot.storage.tables import NUMBERED, Credit
from salesbot.storage.upkeep import look_over
from salesbot.storage.walls import Across, across

_BATCH = 2_000
_CREDIT: Any = Credit.__table__

Told = Callable[[int, int], None]
"""Told how many rows of how many stand in the target."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: rows by table, and the ledger's credit by workspace and currency, in minor units."""

    counts: dict[str, int]
    credit: dict[str, int]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(self.counts.values())

    @property
    def deals(self) -> int:
        """How many deals there are."""
        return self.counts["deal"]


def move(source: Engines, target: Engines, told: Told = lambda done, of: None) -> Moved:
    """Move everything from one database into another that is empty; the source stays as it is.

    A target without tables gets them. Raises BackupFailed (old, occupied, held, failed), and DatabaseUnusable where
    nothing of use answers.
    """
    refuse_newer(source)
    if current_revision(source) != newest_revision():
        raise BackupFailed("old", _shown(source))
    refuse_newer(target)
    with _both_held(source, target):
        try:
            migrate(target)
            with source.reading() as from_, target.changing() as to:
                across(from_, Across.EVERYTHING)
                across(to, Across.EVERYTHING)
                moved = _moved(from_, to, _shown(target), told)
            look_over(target, moved.counts)
            return moved
        except SQLAlchemyError as failed:
            raise BackupFailed("failed", str(getattr(failed, "orig", failed)).strip()) from None


def _moved(from_: Connection, to: Connection, shown: str, told: Told) -> Moved:
    if any(_count(to).counts.values()):
        raise BackupFailed("occupied", shown)
    there = _count(from_)
    done = 0
    for table in SQLModel.metadata.sorted_tables:
        for rows in _batches(from_, table):
            _put(to, table, rows)
            done += len(rows)
            told(done, there.rows)
    for table in SQLModel.metadata.sorted_tables:
        _refer_within(from_, to, table)
    _set_changes(from_, to)
    if to.dialect.name == "postgresql":
        _set_numbers(to)
    if _count(to) != there:
        raise BackupFailed("failed", f"{shown} would hold other figures")
    return there


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    query = select(table).order_by(*table.primary_key)
    with connection.execute(query, execution_options={"yield_per": _BATCH}) as answer:
        for part in answer.partitions():
            yield [dict(row._mapping) for row in part]


def _put(to: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    later = _within(table)
    for row in rows:
        row.update(dict.fromkeys(later))
    to.execute(insert(table), rows)


def _refer_within(from_: Connection, to: Connection, table: Table) -> None:
    """Fill the columns that refer to the table's own rows."""
    keys = [column.name for column in table.primary_key]
    for name in _within(table):
        query = select(table.c[name].label("value"), *(table.c[key].label(f"key_{key}") for key in keys))
        rows = [dict(row._mapping) for row in from_.execute(query.where(table.c[name].is_not(None)))]
        where = [table.c[key] == bindparam(f"key_{key}") for key in keys]
        if rows:
            to.execute(update(table).where(*where).values({name: bindparam("value")}), rows)


def _within(table: Table) -> list[str]:
    return [
        key.parent.name for key in table.foreign_keys if key.column.table is table and key.parent.nullable
    ]


def _set_changes(from_: Connection, to: Connection) -> None:
    """The count of changes is as it was: putting the rows there raised it."""
    rows = SQLModel.metadata.tables["workspace"]
    for number, changes in from_.execute(select(rows.c.id, rows.c.changes)).all():
        to.execute(update(rows).where(rows.c.id == number).values(changes=changes))


def _set_numbers(to: Connection) -> None:
    """The next number of each table is one that nobody has yet."""
    tables = SQLModel.metadata.tables
    for name in NUMBERED:
        highest = to.execute(select(func.max(tables[name].c.id))).scalar_one()
        if highest is not None:
            to.execute(text(f"SELECT setval('{name}_ids', :highest)"), {"highest": highest})


def _count(connection: Connection) -> Moved:
    counts = {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in SQLModel.metadata.sorted_tables
    }
    of = (_CREDIT.c.workspace_id, _CREDIT.c.currency)
    sums = connection.execute(select(*of, func.sum(_CREDIT.c.amount)).group_by(*of).order_by(*of))
    return Moved(counts, {f"{workspace} {currency}": int(amount) for workspace, currency, amount in sums})


@contextmanager
def _both_held(source: Engines, target: Engines) -> Iterator[None]:
    """Nobody works with either database."""
    if source.url == target.url:
        raise BackupFailed("occupied", _shown(target))
    with ExitStack() as both:
        for engines in (source, target):
            try:
                both.enter_context(held(engines))
            except DatabaseHeld as other:
                raise BackupFailed("held", other.holder) from None
            if not engines.sqlite:
                dumps.require_alone(engines)
        yield


def _shown(engines: Engines) -> str:
    return engines.url.render_as_string(hide_password=True)

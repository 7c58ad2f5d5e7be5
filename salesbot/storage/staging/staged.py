"""A long change, staged where it holds nobody up and then booked in one short transaction: all of it, or nothing.

A `StagedBook` reads one unchanging view of the workspace. What is added to it goes into temporary tables of its own
connection, which die with the process; at the end one transaction copies them into the real ones. Rows are numbered only
then: until then SQLite's new rows carry numbers below zero, and every column that names a row is put right in the copy.
What somebody else changed meanwhile collides (`COLLISIONS`), and the change may be tried again from its beginning.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Never

from sqlalchemy import (
    ColumnElement,
    Connection,
    func,
    select,
)
from sqlmodel import SQLModel

from salesbot.domain.closings import ClosedMonths, standing_closings
from salesbot.domain.deals import CreditRow
from salesbot.storage import tables
from salesbot.storage.book import Book, BooksMoved
from salesbot.storage.closings import Closings
from salesbot.storage.engines import Engines
from salesbot.storage.months import Months
from salesbot.storage.numbers import highest_number, new_numbers
from salesbot.storage.parts import Part
from salesbot.storage.questions import table_of
from salesbot.storage.staging.beside import ChangedRows, NamedRows
from salesbot.storage.staging.slices import FEW, booked_ahead, make_visible
from salesbot.storage.staging.twins import Twin
from salesbot.storage.upkeep import look_over
from salesbot.storage.walls import within

_BUFFER = 5_000


class ReferenceLost(Exception):
    """A staged row names one that is not there: nothing was booked."""


class StagedBook(Book):
    """One workspace's book whose additions wait, and are booked all at once."""

    months: Part[StagedMonths] = Part("staging.staged", "StagedMonths")
    """What people are credited with, added up by month once it is booked."""
    closings: Part[StagedClosings] = Part("staging.staged", "StagedClosings")
    """Which months are closed for pay; looked at once more when all is booked."""

    def __init__(self, reading: Connection, staging: Connection, workspace_id: int) -> None:
        super().__init__(reading, workspace_id)
        self.forget()  # what it stages is nowhere else, so it asks for everything itself
        self.staging = staging
        self._sqlite = staging.dialect.name == "sqlite"
        self._waiting: dict[type[SQLModel], list[tuple[Any, ...]]] = defaultdict(list)
        self._twins: dict[type[SQLModel], Twin] = {}
        self._given: dict[type[SQLModel], int] = defaultdict(int)
        self._changes: dict[type[SQLModel], dict[int, dict[str, Any]]] = defaultdict(dict)
        self._named: dict[str, set[int]] = defaultdict(set)
        self._beside: list[ChangedRows] = []
        self._references: list[NamedRows] = []
        self.bases: dict[str, int] = {}
        """The number below each table's first staged row, once it is settled."""
        self.added: Counter[str] = Counter()
        """How many rows it adds to each table, by its name."""
        self._closings_seen = 0

    def numbers(self, model: type[SQLModel], count: int) -> list[int]:
        """So many numbers for new rows; on SQLite ones that only hold until the rows are booked."""
        if not self._sqlite:
            with self.staging.begin():
                return new_numbers(self.staging, self.workspace_id, model, count)
        first = self._given[model] + 1
        self._given[model] += count
        return [-number for number in range(first, first + count)]

    def add_rows(self, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
        """Stage rows; the table's own defaults fill what is not said."""
        if not rows:
            return
        self.added[table_of(model).name] += len(rows)
        twin = self._twin(model)
        waiting = self._waiting[model]
        for row in rows:
            waiting.append(twin.values(row, self.workspace_id, self._named))
        if len(waiting) >= _BUFFER:
            self._flush(model)

    def change_row(self, model: type[SQLModel], number: int, **values: Any) -> None:
        """Stage a change of a row that is there."""
        twin = self._twin(model)
        bound = {name: twin.bound(name, value) for name, value in values.items()}
        self._changes[model].setdefault(number, {}).update(bound)
        self._named[table_of(model).name].add(number)

    def change(self, model: type[SQLModel], *where: ColumnElement[bool], **values: Any) -> Never:
        """Never: which rows a condition fits is known only when it is booked; rows are changed by their number."""
        raise TypeError(f"a staged book changes rows of {model.__name__} by their number")

    def booked_number(self, model: type[SQLModel], number: int) -> int:
        """The number under which a staged row was booked."""
        return number if number > 0 else self.bases[table_of(model).name] - number

    def booked_import(self, number: int) -> int:
        """The number under which a staged import was booked."""
        return self.booked_number(tables.ImportBatch, number)

    def enter(self) -> None:
        """Copy everything that was staged into the books, inside the transaction that is open on the staging side.

        Raises ReferenceLost, BooksMoved.
        """
        ahead = bool(self.bases)
        if not ahead:
            self.bases = {table_of(model).name: self._highest(model) for model in self._given}
        self._require_named()
        if self.closings.standing(self.staging) != self._closings_seen:
            raise BooksMoved
        order = {table.name: place for place, table in enumerate(SQLModel.metadata.sorted_tables)}
        for model in sorted(self._twins, key=lambda each: order[table_of(each).name]):
            if not (ahead and model is tables.Deal):
                self._twins[model].copy(self.staging, self.bases)
        if ahead:
            make_visible(self)
        for changed in self._beside:
            changed.make(self.staging, self.workspace_id, self.bases)
        self.months.enter(self.staging)

    # -- inside -------------------------------------------------------------------------------------------

    def counts(self) -> Mapping[type[SQLModel], int]:
        """How many rows of each table wait for a number."""
        return self._given

    def twin_of(self, model: type[SQLModel]) -> Twin | None:
        """Where the table's rows wait; None where there are none."""
        return self._twins.get(model)

    def flush(self) -> None:
        """Hand everything over to the temporary tables."""
        self._closings_seen = len(self.closings.all())
        for model in list(self._waiting):
            self._flush(model)
        self._write_beside()

    def drop(self) -> None:
        """Let the temporary tables go."""
        with self.staging.begin():
            for twin in self._twins.values():
                twin.table.drop(self.staging, checkfirst=False)
            for table in [each.table for each in self._beside] + [each.table for each in self._references]:
                table.drop(self.staging, checkfirst=False)
        self._twins.clear()

    def _flush(self, model: type[SQLModel]) -> None:
        rows = self._waiting.pop(model, [])
        if rows:
            with self.staging.begin():
                self.staging.exec_driver_sql(self._twins[model].insert, rows)

    def _twin(self, model: type[SQLModel]) -> Twin:
        if model not in self._twins:
            twin = Twin(model, self.staging)
            with self.staging.begin():
                twin.table.create(self.staging, checkfirst=False)
            self._twins[model] = twin
        return self._twins[model]

    def _highest(self, model: type[SQLModel]) -> int:
        return highest_number(self.staging, self.workspace_id, model) if self._sqlite else 0

    def _require_named(self) -> None:
        """SQLite's own look at every reference would hold the lock four times as long, so each is asked for once."""
        for named in self._references:
            gone = named.gone(self.staging, self.workspace_id)
            if gone:
                raise ReferenceLost(f"{gone} rows of {named.real.name} are gone")

    def _write_beside(self) -> None:
        by_names: dict[tuple[type[SQLModel], tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
        for model, rows in self._changes.items():
            for number, values in rows.items():
                names = tuple(sorted(values))
                by_names[model, names].append((number, *(values[name] for name in names)))
        self._beside = [ChangedRows(*which) for which in by_names]
        for changed, rows_of in zip(self._beside, by_names.values(), strict=True):
            changed.write(self.staging, rows_of)
        self._references = [NamedRows(name) for name in self._named] if self._sqlite else []
        for named in self._references:
            named.write(self.staging, self._named[named.real.name])


class StagedMonths(Months):
    """Months that are added up when a staged book is booked."""

    def __init__(self, book: StagedBook) -> None:
        super().__init__(book)
        self._waiting: list[dict[str, Any]] = []

    def add(self, rows: Iterable[tuple[CreditRow, datetime]]) -> None:
        """Stage what the rows add to each month."""
        self._waiting += self.sums(rows)

    def enter(self, connection: Connection) -> None:
        """Add what was staged."""
        if self._waiting:
            self.write(connection, self._waiting)


class StagedClosings(Closings):
    """Closings as one view shows them; nobody is kept from closing a month meanwhile."""

    _held: ClosedMonths | None = None

    def held(self) -> ClosedMonths:
        """Which months are closed: asked of each entry, and the view never changes."""
        if self._held is None:
            self._held = standing_closings(self.all())
        return self._held

    def standing(self, connection: Connection) -> int:
        """How many closings and reopenings there are now, none being added until the transaction is over."""
        workspace, rows = (SQLModel.metadata.tables[name] for name in ("workspace", "month_closing"))
        mine = self.book.workspace_id
        connection.execute(select(workspace.c.id).where(workspace.c.id == mine).with_for_update(read=True))
        count = select(func.count()).where(rows.c.workspace_id == mine)
        return int(connection.execute(count).scalar_one())


@contextmanager
def stage_book(engines: Engines, workspace_id: int) -> Iterator[StagedBook]:
    """The workspace's book for a long change: staged as it comes, and at the end booked all at once, or not at all."""
    with engines.staging() as staging:
        with engines.reading() as reading:
            book = StagedBook(reading, staging, workspace_id)
            yield book
            book.flush()
        with booked_ahead(engines, book), engines.entering(staging):
            within(staging, workspace_id)
            book.enter()
        book.drop()
    if max(book.added.values(), default=0) > FEW:
        look_over(engines, book.added)
    for afterwards in book.after_commit:
        afterwards()

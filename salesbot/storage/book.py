"""A `Book` is one workspace's records inside one transaction: every question goes through it.

So a query that forgets the workspace cannot be written: the parts of the book hand `workspace_id` in by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import SQLModel

from salesbot.domain.workspaces import Workspace
from salesbot.once import once
from salesbot.storage.engines import Engines
from salesbot.storage.numbers import new_numbers, numbers_together, soon_together
from salesbot.storage.parts import Parts
from salesbot.storage.prepared import add_row, look_again, rows_of, soon
from salesbot.storage.questions import added_to, defaults_of, table_of
from salesbot.storage.sealing import Sealer, sealer_of
from salesbot.storage.shelves import KEPT, Facts, shelves_of
from salesbot.storage.walls import within
from salesbot.storage.workspaces import change_workspace, find_workspace, soon_workspace

Told = TypeVar("Told")


class BooksMoved(Exception):
    """The books moved under a change, which is to be made again from its beginning.

    A month was closed or opened while it was staged, or another change of the same rows was let through first.
    """


_ENDED_FOR_ANOTHER = frozenset({"40001", "40P01"})
"""What PostgreSQL calls a transaction that it ended: it could not be put in a row with another, or waited in a circle."""
_SHUT_DOWN = frozenset({"57P01", "57P02"})
"""What PostgreSQL says to a line that it ends itself; of one that only broke it says nothing."""
COLLISIONS = (IntegrityError, BooksMoved)
"""Two changes met: the one that came later may be tried again from its beginning."""


class Book(Parts):
    """One workspace's records inside one transaction, with a part for each noun."""

    def __init__(self, connection: Connection, workspace_id: int, *, unchanging: bool = False) -> None:
        self.connection = connection
        self.workspace_id = workspace_id
        within(connection, workspace_id)
        self.unchanging = unchanging
        """Whether it shows one view from beginning to end, and changes nothing."""
        self.after_commit: list[Callable[[], None]] = []
        self._remembered: dict[type[SQLModel], dict[Any, Any]] = {}
        self._numbers: dict[type[SQLModel], int] = {}
        """Fetched together with others, for rows that are about to be added."""
        self._worked_out: dict[Hashable, Any] = {}
        self._changed: set[type[SQLModel]] | None = set()
        """Of which kept tables this book changed something, so that it asks them itself; None: of any."""
        self._facts: Facts | None = None
        self._read: list[tuple[int, tuple[type[SQLModel], Hashable], Any]] = []
        """What was read, as of which count of changes: it may be kept once this book is committed."""

    @once
    def workspace(self) -> Workspace:
        """What the whole company has settled."""
        return find_workspace(self.connection, self.workspace_id)

    @property
    def writes_alone(self) -> bool:
        """Whether nobody else changes anything meanwhile: SQLite has one writer, PostgreSQL locks by row."""
        return self.connection.dialect.name == "sqlite"

    @property
    def sealer(self) -> Sealer:
        """Seals and opens the secrets that the database keeps."""
        return sealer_of(self.connection)

    @contextmanager
    def beside(self, workspace_id: int) -> Iterator[Book]:
        """Another workspace's book in the same transaction; this one's rows are shut meanwhile."""
        try:
            yield Book(self.connection, workspace_id)
        finally:
            within(self.connection, self.workspace_id)

    def change_workspace(self, **values: Any) -> Workspace:
        """Settle something anew for the whole company; answers with the workspace as it is now."""
        change_workspace(self.connection, self.workspace_id, values)
        self.__dict__.pop("workspace", None)
        self.forget()
        return self.workspace

    # -- what the parts are written with ------------------------------------------------------------------

    def select(self, model: type[SQLModel], *where: ColumnElement[bool]) -> Select[Any]:
        """A query of this workspace's rows of a table."""
        rows = table_of(model)
        return select(rows).where(rows.c.workspace_id == self.workspace_id, *where)

    def all(self, query: Select[Any], **given: Any) -> Sequence[Row[Any]]:
        """Every row of the answer; `given`: what a prepared question leaves open."""
        return rows_of(self.connection, query, {"workspace_id": self.workspace_id, **given})

    def one(self, query: Select[Any]) -> Row[Any] | None:
        """The first row of the answer, or None."""
        return self.first(query.limit(1))

    def soon(self, question: Select[Any], **given: Any) -> None:
        """Let a prepared question that will be asked go along with what is asked next, where that is quicker."""
        soon(self.connection, question, {"workspace_id": self.workspace_id, **given})

    def soon_workspace(self) -> None:
        """The workspace will be asked for, if it was not yet."""
        if "workspace" not in self.__dict__:
            soon_workspace(self.connection, self.workspace_id)

    def soon_numbers(self, model: type[SQLModel]) -> None:
        """A number for a row of the table will be asked for."""
        if not self.writes_alone and model not in self._numbers:
            soon_together(self.connection, model)

    def first(self, question: Select[Any], **given: Any) -> Row[Any] | None:
        """The first row of the answer to a prepared question, or None."""
        return next(iter(self.all(question, **given)), None)

    def remembered(self, model: type[SQLModel], key: Hashable, ask: Callable[[], Told]) -> Told:
        """What is asked of a table, asked once while nothing in it is changed through this book."""
        told = self._remembered.setdefault(model, {})
        if key not in told:
            told[key] = self._from_shelf(model, key, ask)
        answer: Told = told[key]
        return answer

    def _from_shelf(self, model: type[SQLModel], key: Hashable, ask: Callable[[], Told]) -> Told:
        """What this process knows already, where it rarely changes."""
        if model not in KEPT or self._changed is None or model in self._changed:
            return ask()
        if self._facts is None:
            self._facts = shelves_of(self.connection).of(self.workspace_id, self.workspace.changes)
        named = (model, key)
        if named in self._facts:
            known: Told = self._facts[named]
            return known
        answer = ask()
        self._read.append((self.workspace.changes, named, answer))
        return answer

    def shelve(self) -> None:
        """At the end, still inside the transaction: keep what was read, unless something changed meanwhile."""
        if not self._read or self._changed is None:
            return
        before = self.workspace.changes
        read = [(named, answer) for changes, named, answer in self._read if changes == before]
        if not read:
            return
        if self.unchanging:
            shelves_of(self.connection).put(self.workspace_id, before, read)
            return
        look_again(self.connection)
        if find_workspace(self.connection, self.workspace_id).changes == before:
            shelves = shelves_of(self.connection)
            self.after_commit.append(lambda: shelves.put(self.workspace_id, before, read))

    def look_again(self) -> None:
        """Others may have changed something while this book waited: ask the database anew."""
        self.__dict__.pop("workspace", None)
        self._remembered.clear()
        self._facts = None
        look_again(self.connection)
        self.soon_workspace()

    def worked_out(self, key: Hashable, work_out: Callable[[], Told]) -> Told:
        """What is worked out from these records: once in an unchanging view, each time in a book that changes."""
        if not self.unchanging:
            return work_out()
        if key not in self._worked_out:
            self._worked_out[key] = work_out()
        answer: Told = self._worked_out[key]
        return answer

    def forget(self, *models: type[SQLModel]) -> None:
        """Ask anew what was remembered of these tables; of all of them, if none is named."""
        if not models:
            self._changed = None
        elif self._changed is not None:
            self._changed.update(models)
        for model in models or tuple(self._remembered):
            self._remembered.pop(model, None)

    def add(self, model: type[SQLModel], **values: Any) -> int:
        """Add a row that has a number of its own; answers with the number."""
        (number,) = self.numbers(model, 1)
        self.add_rows(model, [{"id": number, **values}])
        return number

    def numbers(self, model: type[SQLModel], count: int) -> list[int]:
        """So many unused numbers for rows of the table."""
        if count != 1 or self.writes_alone:
            return new_numbers(self.connection, self.workspace_id, model, count)
        if model not in self._numbers:
            self._numbers |= numbers_together(self.connection, model)
        return [self._numbers.pop(model)]

    def add_rows(self, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows as they are; the table's own defaults fill what is not said."""
        if rows:
            usual, own = defaults_of(model), {"workspace_id": self.workspace_id}
            complete = [{**usual, **row, **own} for row in rows]
            if len(complete) == 1:
                add_row(self.connection, table_of(model), complete[0])
            else:
                self.connection.execute(added_to(model), complete)
            self.forget(model)

    def change(self, model: type[SQLModel], *where: ColumnElement[bool], **values: Any) -> int:
        """Change this workspace's rows that fit; answers with how many did."""
        rows = table_of(model)
        statement = update(rows).where(rows.c.workspace_id == self.workspace_id, *where).values(**values)
        self.forget(model)
        return self.connection.execute(statement).rowcount

    def remove(self, model: type[SQLModel], *where: ColumnElement[bool]) -> int:
        """Take this workspace's rows out that fit; answers with how many did."""
        rows = table_of(model)
        self.forget(model)
        return self.connection.execute(
            delete(rows).where(rows.c.workspace_id == self.workspace_id, *where)
        ).rowcount

    def change_row(self, model: type[SQLModel], number: int, **values: Any) -> None:
        """Change the row of that number."""
        self.change(model, table_of(model).c.id == number, **values)


def line_ended(failed: Exception) -> bool:
    """Whether the line to PostgreSQL ended amid a transaction: nobody knows whether what was sent last was done."""
    if not isinstance(failed, OperationalError):
        return False
    # What fails before there is a line has neither.
    amid = failed.connection_invalidated or failed.statement is not None
    said = getattr(failed.orig, "sqlstate", "")
    return amid and (said is None or said in _SHUT_DOWN)


@contextmanager
def _meeting_others() -> Iterator[None]:
    """PostgreSQL ends one of two transactions that wait for each other: that one may be tried again."""
    try:
        yield
    except OperationalError as failed:
        if getattr(failed.orig, "sqlstate", None) in _ENDED_FOR_ANOTHER:
            raise BooksMoved from failed
        raise


@contextmanager
def open_book(engines: Engines, workspace_id: int, *, together: bool = False) -> Iterator[Book]:
    """The workspace's book, to change: all of it is kept at the end, or nothing.

    `together`: a short change, which may share the wait for the disk with others.
    """
    with _meeting_others(), engines.changing(together=together) as connection:
        book = Book(connection, workspace_id)
        yield book
        book.shelve()
    for afterwards in book.after_commit:
        afterwards()


@contextmanager
def read_book(engines: Engines, workspace_id: int) -> Iterator[Book]:
    """The workspace's book, to read: one unchanging view."""
    with engines.reading() as connection:
        book = Book(connection, workspace_id, unchanging=True)
        yield book
        book.shelve()


@contextmanager
def read_in(connection: Connection, workspace: Workspace) -> Iterator[Book]:
    """The book of a workspace that was just found through a connection that only reads."""
    book = Book(connection, workspace.id, unchanging=True)
    book.__dict__["workspace"] = workspace
    yield book
    book.shelve()

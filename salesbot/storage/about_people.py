"""What every table says of one person, found by walking the schema: a table that comes later cannot be forgotten.

A column refers to a person by its foreign key, or by a name that always means one (`UNTIED`). Two tables refer in
words of their own: announcements by their recipient, the audit by its subject.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Table, or_, select
from sqlmodel import SQLModel

from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

UNTIED = frozenset(
    {"person_id", "recorded_by", "withdrawn_by", "granted_by", "decided_by", "confirmed_by", "given_by"}
)
"""Columns that name a person without a foreign key: who did it may be nobody, from the terminal."""

_AUDIT: Any = tables.AuditRecord.__table__
_ANNOUNCEMENT: Any = tables.Announcement.__table__
_PERSON: Any = tables.Person.__table__


def every_table() -> list[Table]:
    """The tables that hold a workspace's rows, each after those that it refers to."""
    return [table for table in SQLModel.metadata.sorted_tables if "workspace_id" in table.c]


def person_columns(table: Table) -> tuple[str, ...]:
    """The columns of a table that say which person is meant."""
    tied = {
        key.parent.name
        for key in table.foreign_keys
        if key.column.table.name == "person" and key.column.name == "id"
    }
    return tuple(column.name for column in table.c if column.name in tied | UNTIED)


class AboutPeople:
    """What the tables of one workspace say of a person."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def rows(self, person_id: int) -> dict[str, list[dict[str, Any]]]:
        """Every row about the person or of what they did, by table; one question for each table."""
        found = {}
        for table in every_table():
            where = self._about(table, person_id)
            if where is None:
                continue
            query = select(table).where(table.c.workspace_id == self.book.workspace_id, where)
            rows = [dict(row._mapping) for row in self.book.all(query.order_by(*table.primary_key))]
            if rows:
                found[table.name] = [{k: v for k, v in row.items() if k != "workspace_id"} for row in rows]
        return found

    def _about(self, table: Table, person_id: int) -> ColumnElement[bool] | None:
        said: list[ColumnElement[bool]] = [table.c[name] == person_id for name in person_columns(table)]
        if table is _PERSON:
            said.append(_PERSON.c.id == person_id)
        elif table is _ANNOUNCEMENT:
            said.append(_ANNOUNCEMENT.c.recipient == f"person:{person_id}")
        elif table is _AUDIT:
            said.append((_AUDIT.c.subject == "person") & (_AUDIT.c.subject_id == person_id))
        return or_(*said) if said else None

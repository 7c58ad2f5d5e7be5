"""The temporary table beside a real one: rows wait there, and are copied with every number put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    TextClause,
    case,
    insert,
    literal,
    select,
)
from sqlmodel import SQLModel

from salesbot.storage import tables
from salesbot.storage.questions import defaults_of, table_of

_NAMED_WITHOUT_A_KEY = {
    "latest_entry_id": "deal_entry",
    "corrects_id": "deal_entry",
    "import_id": "import_batch",
}
"""Columns that name a row by its number without a foreign key."""


class Twin:
    """The temporary table beside a real one."""

    def __init__(self, model: type[SQLModel], staging: Connection) -> None:
        self.real = table_of(model)
        columns = [Column(column.name, column.type) for column in self.real.columns]
        self.table = Table(f"staged_{self.real.name}", MetaData(), *columns, prefixes=["TEMPORARY"])
        marks = ", ".join(["?" if staging.dialect.name == "sqlite" else "%s"] * len(columns))
        self.insert = f"INSERT INTO {self.table.name} VALUES ({marks})"  # noqa: S608 - a table's own name
        usual, dialect = defaults_of(model), staging.dialect
        self._columns = [column.name for column in self.real.columns]
        self._usual = [usual.get(column.name) for column in self.real.columns]
        self._names = {column.name: place for place, column in enumerate(self.real.columns)}
        self._binds: dict[int, tuple[Any, dict[date, Any]]] = {
            place: (bind, {})
            for place, column in enumerate(self.real.columns)
            if (bind := column.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        self._refers = [
            (place, refers)
            for place, column in enumerate(self.real.columns)
            if column.name != "id" and (refers := refers_to(column)) is not None
        ]

    def values(
        self, row: Mapping[str, Any], workspace_id: int, named: Mapping[str, set[int]]
    ) -> tuple[Any, ...]:
        """The row as the driver takes it; what it names that is there already is noted."""
        values = [*map(row.get, self._columns, self._usual)]
        values[self._names["workspace_id"]] = workspace_id
        for place, refers in self._refers:
            number = values[place]
            if number is not None and number > 0:
                named[refers].add(number)
        for place, (_, known) in self._binds.items():
            value = values[place]
            if isinstance(value, date):
                values[place] = known[value] if value in known else self._as_bound(place, value)
            elif value is not None:
                values[place] = self._as_bound(place, value)
        return tuple(values)

    def bound(self, name: str, value: Any) -> Any:
        """One value as the driver takes it."""
        place = self._names[name]
        return self._as_bound(place, value) if place in self._binds else value

    def _as_bound(self, place: int, value: Any) -> Any:
        """Days and instants come again and again, so each is written once."""
        bind, known = self._binds[place]
        if not isinstance(value, date):
            return value if value is None else bind(value)
        found = known.get(value)
        if found is None:
            found = known[value] = bind(value)
        return found

    def copy(
        self, connection: Connection, bases: Mapping[str, int], *where: ColumnElement[bool] | TextClause,
        **instead: Any,
    ) -> None:  # fmt: skip
        """Copy what was staged (those rows) into the real table, every number put right; `instead` names other values."""
        source = [
            literal(instead[column.name], column.type).label(column.name)
            if column.name in instead
            else self._put_right(column, bases)
            for column in self.real.columns
        ]
        rows = select(*source).select_from(self.table).where(*where)
        connection.execute(insert(self.real).from_select([column.name for column in self.real.columns], rows))

    def _put_right(self, column: Column[Any], bases: Mapping[str, int]) -> Any:
        staged, refers = self.table.c[column.name], refers_to(column)
        if refers is None or refers not in bases:
            return staged
        return case((staged < 0, literal(bases[refers], Integer) - staged), else_=staged)


def refers_to(column: Column[Any]) -> str | None:
    """The table whose rows the column's numbers name; None for any other column."""
    table = column.table
    if column.name == "id":
        return table.name if table.name in tables.NUMBERED else None
    if column.name == "workspace_id":
        return None
    keys: Iterable[str] = (key.column.table.name for key in column.foreign_keys)
    return next(iter(keys), _NAMED_WITHOUT_A_KEY.get(column.name))

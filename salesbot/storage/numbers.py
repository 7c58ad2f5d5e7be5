"""Numbers for new rows: small whole numbers, counted within each workspace on SQLite, by a sequence on PostgreSQL."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, TextClause, func, select, text
from sqlmodel import SQLModel

from salesbot.storage.questions import given, table_of


def new_numbers(
    connection: Connection, workspace_id: int, table: type[SQLModel], count: int = 1
) -> list[int]:
    """So many unused numbers for rows of the table. On SQLite the caller holds the write lock."""
    if connection.dialect.name == "postgresql":
        return [number for (number,) in connection.execute(_next(table), {"count": count})]
    highest = connection.execute(_highest(table), {"workspace_id": workspace_id}).scalar_one()
    return list(range(highest + 1, highest + 1 + count))


@cache
def _next(table: type[SQLModel]) -> TextClause:
    name = table_of(table).name
    return text(f"SELECT nextval('{name}_ids') FROM generate_series(1, :count)")  # noqa: S608 - a table's own name


@cache
def _highest(table: type[SQLModel]) -> Select[Any]:
    rows = table_of(table)
    return select(func.coalesce(func.max(rows.c.id), 0)).where(rows.c.workspace_id == given("workspace_id"))

"""Numbers for new rows: small whole numbers, counted within each workspace on SQLite, by a sequence on PostgreSQL."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, TextClause, func, select, text
from sqlmodel import SQLModel

from salesbot.storage.prepared import rows_of
from salesbot.storage.questions import given, table_of
from salesbot.storage.tables.booking import BeingBooked


def new_numbers(
    connection: Connection, workspace_id: int, table: type[SQLModel], count: int = 1
) -> list[int]:
    """So many unused numbers for rows of the table. On SQLite the caller holds the write lock."""
    if connection.dialect.name == "postgresql":
        return [number for (number,) in connection.execute(_next(table), {"count": count})]
    highest = highest_number(connection, workspace_id, table)
    return list(range(highest + 1, highest + 1 + count))


@cache
def _next(table: type[SQLModel]) -> TextClause:
    name = table_of(table).name
    return text(f"SELECT nextval('{name}_ids') FROM generate_series(1, :count)")  # noqa: S608 - a table's own name


def highest_number(connection: Connection, workspace_id: int, table: type[SQLModel]) -> int:
    """The highest number that is given on SQLite, those of a long import among them that are not there yet."""
    ((highest,),) = rows_of(connection, _highest(table), {"workspace_id": workspace_id})
    return int(highest)


@cache
def _highest(table: type[SQLModel]) -> Select[Any]:
    rows, being_booked = table_of(table), table_of(BeingBooked).c
    there = select(func.max(rows.c.id)).where(rows.c.workspace_id == given("workspace_id")).scalar_subquery()
    coming = (
        select(being_booked.last_number)
        .where(being_booked.workspace_id == given("workspace_id"), being_booked.table_name == rows.name)
        .scalar_subquery()
    )
    return select(func.max(func.coalesce(there, 0), func.coalesce(coming, 0)))

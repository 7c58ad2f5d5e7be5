"""Numbers for new rows: small whole numbers, counted within each workspace on SQLite, by a sequence on PostgreSQL."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, func, literal_column, select
from sqlmodel import SQLModel

from salesbot.storage import tables
from salesbot.storage.prepared import row_of, rows_of, soon_row_of
from salesbot.storage.questions import given, table_of
from salesbot.storage.tables.booking import BeingBooked

_FOLLOWED: dict[type[SQLModel], tuple[type[SQLModel], ...]] = {tables.Deal: (tables.DealEntry, tables.Credit)}
"""Whoever makes a deal enters it, and mostly credits it: the numbers are fetched together. One not used is skipped."""


def new_numbers(
    connection: Connection, workspace_id: int, table: type[SQLModel], count: int = 1
) -> list[int]:
    """So many unused numbers for rows of the table. On SQLite the caller holds the write lock."""
    if connection.dialect.name == "postgresql":
        return [number for (number,) in rows_of(connection, _next(table), {"count": count})]
    highest = highest_number(connection, workspace_id, table)
    return list(range(highest + 1, highest + 1 + count))


def numbers_together(connection: Connection, table: type[SQLModel]) -> dict[type[SQLModel], int]:
    """An unused number for one row of the table, and for the rows that follow it; on PostgreSQL only."""
    wanted, text = _together(table)
    return dict(zip(wanted, row_of(connection, text), strict=True))


def soon_together(connection: Connection, table: type[SQLModel]) -> None:
    """Those numbers will be asked for; on PostgreSQL only."""
    soon_row_of(connection, _together(table)[1])


@cache
def _together(table: type[SQLModel]) -> tuple[tuple[type[SQLModel], ...], str]:
    wanted = (table, *_FOLLOWED.get(table, ()))
    # Without a list of places, which PostgreSQL would plan anew each time.
    return wanted, "SELECT " + ", ".join(f"nextval('{table_of(one).name}_ids')" for one in wanted)


@cache
def _next(table: type[SQLModel]) -> Select[Any]:
    sequence: Any = literal_column(f"'{table_of(table).name}_ids'")
    each = func.generate_series(literal_column("1"), given("count")).table_valued("place")
    return select(func.nextval(sequence).label("number")).select_from(each)


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

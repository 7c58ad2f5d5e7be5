"""Numbers for new rows: small whole numbers, counted within each workspace on SQLite, by a sequence on PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlmodel import SQLModel


def new_numbers(
    connection: Connection, workspace_id: int, table: type[SQLModel], count: int = 1
) -> list[int]:
    """So many unused numbers for rows of the table. On SQLite the caller holds the write lock."""
    rows: Any = table.__table__  # type: ignore[attr-defined]
    if connection.dialect.name == "postgresql":
        found = connection.execute(
            text(f"SELECT nextval('{rows.name}_ids') FROM generate_series(1, :count)"),  # noqa: S608 - a table's own name
            {"count": count},
        )
        return [number for (number,) in found]
    highest = connection.execute(
        select(func.coalesce(func.max(rows.c.id), 0)).where(rows.c.workspace_id == workspace_id)
    ).scalar_one()
    return list(range(highest + 1, highest + 1 + count))

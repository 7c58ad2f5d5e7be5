"""What a database holds, to be compared with another that came about by a longer way."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import Any

from sqlalchemy import Column, literal, select
from sqlmodel import SQLModel

from salesbot.storage.engines import open_engines

_WHOSE = {"workspace_id", "person_id", "rep_id", "owner_id", "team_id"}
_VARIES = {
    "id", "at", "key", "row_key", "period_key", "reply", "payload", "subject", "fence", "owner", "attempt", "lease_until",
    "not_before", "last_error", "planned_until", "slack_ts",
}  # fmt: skip
"""Columns that may be another after a second try: numbers, and what is made of them."""
_SPOKEN = {"announcement", "dispatch"}
"""Tables that grow as time goes by, where a bot speaks by itself."""


def held(address: str, *, spoken: bool) -> dict[str, Any]:
    """What each table holds, row by row, but for numbers and moments: some were used up by who was broken off."""
    with closing(open_engines(address)) as engines, engines.reading() as connection:
        return {
            table.name: sorted(
                tuple(str(value) for value in row)
                for row in connection.execute(select(literal(table.name), *filter(_stays, table.columns)))
            )
            for table in SQLModel.metadata.sorted_tables
            if not (spoken and table.name in _SPOKEN)
        }


def odd(held: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Of each table that is not as it has to be: which rows are there and should not be, and which are missing."""
    there = {
        name: (Counter(held[name]), Counter(rows)) for name, rows in wanted.items() if held[name] != rows
    }
    return {name: (list(found - want), list(want - found)) for name, (found, want) in there.items()}


def _stays(column: Column[Any]) -> bool:
    name = column.name
    return name in _WHOSE or not (name in _VARIES or name.endswith(("_id", "_at", "hash")))

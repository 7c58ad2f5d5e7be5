"""Claiming costs in proportion to what is due: what a company was told long ago adds nothing to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, event, insert, text

from salesbot.storage.dispatch import Dispatch, database_now
from salesbot.storage.dispatch.due import CANDIDATES, ROWS
from salesbot.storage.upkeep import look_over
from tests.cast import NOW, Cast

DAY = timedelta(days=1)
PEOPLE = 20
_YEAR = 250
_STEPS = 100


def told(cast: Cast, first: int, last: int, status: str = "sent") -> None:
    """On each of so many days each of twenty people has been told something, or is to be."""
    rows = [
        {
            "workspace_id": cast.workspace_id, "id": str(uuid4()), "kind": "direct", "recipient": f"person:{number}",
            "period_key": f"{status} {day}", "subject": {}, "due_at": NOW - day * DAY, "expires_at": NOW + DAY,
            "time_zone": "UTC", "tzdata_version": "", "status": status, "attempt": 0, "fence": 0,
            "created_at": NOW - day * DAY,
        }
        for day in range(first, last)
        for number in range(PEOPLE)
    ]  # fmt: skip
    with cast.engines.changing() as connection:
        connection.execute(insert(ROWS), rows)


def asked(connection: Connection) -> int:
    """Ask what may be claimed; answers with how many rows."""
    given = {"now": NOW, "elapsed": database_now(connection), "most": 4 * PEOPLE}
    return len(connection.execute(CANDIDATES, given).all())


@contextmanager
def counted(connection: Connection) -> Iterator[list[int]]:
    """The steps of SQLite's machine meanwhile."""
    steps = [0]
    raw: Any = connection.connection.dbapi_connection

    def stepped() -> int:
        steps[0] += _STEPS
        return 0

    raw.set_progress_handler(stepped, _STEPS)
    try:
        yield steps
    finally:
        raw.set_progress_handler(None, 0)


def steps_of_asking(cast: Cast) -> int:
    with cast.engines.changing() as connection, counted(connection) as steps:
        assert asked(connection) == PEOPLE
    return steps[0]


def test_a_claim_costs_no_more_after_a_year(sqlite_cast: Cast) -> None:
    told(sqlite_cast, 0, 1, "planned")
    told(sqlite_cast, 1, 3)
    few = steps_of_asking(sqlite_cast)
    told(sqlite_cast, 3, _YEAR)
    assert steps_of_asking(sqlite_cast) < 2 * few
    look_over(sqlite_cast.engines)
    assert steps_of_asking(sqlite_cast) < 2 * few
    assert len(Dispatch(sqlite_cast.engines, "one").claim(NOW, PEOPLE)) == PEOPLE


def test_neither_does_postgresql_go_through_the_year(cast: Cast) -> None:
    if cast.engines.sqlite:
        return
    told(cast, 0, 1, "planned")
    told(cast, 1, _YEAR)
    with cast.engines.changing() as connection:
        connection.execute(text("ANALYZE announcement"))
        plan = _explained(connection)
    assert "using ix_announcement_due" in plan
    assert "Seq Scan on announcement" not in plan


def _explained(connection: Connection) -> str:
    """How PostgreSQL would find what may be claimed."""

    def explaining(_c: Any, _k: Any, statement: str, parameters: Any, _x: Any, _m: bool) -> tuple[str, Any]:
        return f"EXPLAIN {statement}", parameters

    given = {"now": NOW, "elapsed": database_now(connection), "most": 4 * PEOPLE}
    event.listen(connection, "before_cursor_execute", explaining, retval=True)
    return "\n".join(str(row[0]) for row in connection.execute(CANDIDATES, given).cursor.fetchall())

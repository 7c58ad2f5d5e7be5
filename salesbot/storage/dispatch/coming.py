"""What a tick looks at: for whom something is to be planned, what a silence made old, and whether anything is due.

All of it is asked in one view of the database, by questions that stand ready: a tick comes every five seconds, and
mostly finds nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, union

from salesbot.storage import tables
from salesbot.storage.dispatch.due import ANY_DUE, ROWS, WORKSPACE, database_now, posting
from salesbot.storage.prepared import rows_of
from salesbot.storage.questions import given, given_several

_PERSON: Any = tables.Person.__table__
_TEAM: Any = tables.Team.__table__
_AT_ONCE = 1000
"""So many people are planned by one tick."""


@dataclass(frozen=True, slots=True)
class ToPlan:
    """A person or team for whom the next rows are to be planned."""

    workspace_id: int
    number: int
    began_at: datetime
    """Up to when they stand planned; else since when they are there."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What a tick has to do."""

    people: tuple[ToPlan, ...]
    """Of live workspaces, planned for less than up to the horizon."""
    teams: tuple[ToPlan, ...]
    overdue: tuple[int, ...]
    """Workspaces in which rows expired, or several are due of which only the newest is told: to be superseded."""
    due: bool
    """Whether a row can be claimed."""


def what_comes(
    connection: Connection, now: datetime, horizon: datetime, newest_only: Collection[str]
) -> Coming:
    """What a tick has to do at `now` (by the calendar), planning up to the horizon.

    `newest_only`: the kinds of which only the newest is told.
    """
    overdue = rows_of(connection, _OVERDUE, {"now": now, "newest_only": list(newest_only)})
    due = rows_of(connection, ANY_DUE, {"now": now, "elapsed": database_now(connection)})
    return Coming(
        _found(connection, _PEOPLE, horizon), _found(connection, _TEAMS, horizon),
        tuple(sorted(number for (number,) in overdue)), bool(due),
    )  # fmt: skip


def _found(connection: Connection, asked: Select[Any], horizon: datetime) -> tuple[ToPlan, ...]:
    rows = rows_of(connection, asked, {"horizon": horizon})
    return tuple(ToPlan(row.workspace_id, row.id, row.planned_until or row.created_at) for row in rows)


def _to_plan(rows: Any, there: ColumnElement[bool]) -> Select[Any]:
    near = or_(rows.c.planned_until.is_(None), rows.c.planned_until < given("horizon"))
    return (
        select(rows.c.workspace_id, rows.c.id, rows.c.planned_until, rows.c.created_at)
        .select_from(rows.join(WORKSPACE, WORKSPACE.c.id == rows.c.workspace_id))
        .where(near, there, *posting())
        .order_by(rows.c.planned_until, rows.c.workspace_id, rows.c.id)
        .limit(_AT_ONCE)
    )


def _overdue() -> Any:
    due = and_(ROWS.c.status == "planned", ROWS.c.due_at <= given("now"))
    several = (
        select(ROWS.c.workspace_id)
        .where(due, ROWS.c.kind.in_(given_several("newest_only")))
        .group_by(ROWS.c.workspace_id, ROWS.c.kind, ROWS.c.recipient)
        .having(func.count() > 1)
    )
    return union(select(ROWS.c.workspace_id).where(due, ROWS.c.expires_at <= given("now")), several)


_PEOPLE = _to_plan(_PERSON, _PERSON.c.active)
_TEAMS = _to_plan(_TEAM, _TEAM.c.name != "")
_OVERDUE = _overdue()

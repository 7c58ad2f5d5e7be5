"""Which rows are due: the questions, built once, and the database's own clock by which leases and waits go."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, text

from salesbot.storage import tables
from salesbot.storage.questions import given

ROWS: Any = tables.Announcement.__table__  # type: ignore[attr-defined]
WORKSPACE: Any = tables.Workspace.__table__  # type: ignore[attr-defined]
ANSWERS = ("direct", "file_checked", "file_booked", "file_made")
"""The kind of rows that answer somebody: they are sent also while a team practises."""
A_WORKSPACE = 40
"""So many rows of one workspace are offered at once, so that a large one does not stand before the others."""


def database_now(connection: Connection) -> datetime:
    """The database's own present instant, aware, in UTC."""
    if connection.dialect.name == "postgresql":
        found: datetime = connection.execute(_CLOCK).scalar_one()
        return found.astimezone(UTC)
    written = connection.execute(_SQLITE_CLOCK).scalar_one()
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def posting(*also: ColumnElement[bool], by_the_clock: bool = False) -> list[ColumnElement[bool]]:
    """The workspaces in which the bot posts: live (or what is `also` let through), not suspended, not told to wait."""
    found = [or_(WORKSPACE.c.live_at.is_not(None), *also), WORKSPACE.c.suspended_at.is_(None)]
    if by_the_clock:
        found.append(or_(WORKSPACE.c.posts_from.is_(None), WORKSPACE.c.posts_from <= given("elapsed")))
    return found


def _ready() -> ColumnElement[bool]:
    c = ROWS.c
    may_be_tried = or_(c.not_before.is_(None), c.not_before <= given("elapsed"))
    return or_(
        and_(c.status.in_(["planned", "ambiguous"]), c.due_at <= given("now"), may_be_tried),
        and_(c.status == "claimed", c.lease_until < given("elapsed")),
    )


def _of_posting_workspaces(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(ROWS.join(WORKSPACE, WORKSPACE.c.id == ROWS.c.workspace_id))
        .where(_ready(), *posting(ROWS.c.kind.in_(ANSWERS), by_the_clock=True))
    )


def _candidates() -> Select[Any]:
    """Rows that may be claimed: the earliest of each recipient to whom nothing is just being delivered.

    The next comes from the workspace of which the fewest are under way, so nobody waits for a large company's morning.
    """
    c, other = ROWS.c, ROWS.alias("other")
    held = and_(other.c.status == "claimed", other.c.lease_until >= given("elapsed"))
    busy = exists().where(
        other.c.workspace_id == c.workspace_id, other.c.recipient == c.recipient, other.c.id != c.id, held
    )
    turn = func.row_number().over(partition_by=(c.workspace_id, c.recipient), order_by=(c.due_at, c.id))
    first = _of_posting_workspaces(c.workspace_id, c.id, c.due_at, turn.label("turn")).where(~busy).subquery()
    under_way = (
        select(other.c.workspace_id, func.count().label("rows"))
        .where(held)
        .group_by(other.c.workspace_id)
        .subquery()
    )
    place = func.row_number().over(
        partition_by=first.c.workspace_id, order_by=(first.c.due_at, first.c.id)
    ) + func.coalesce(under_way.c.rows, 0)
    ranked = (
        select(first.c.workspace_id, first.c.id, place.label("place"))
        .select_from(first.outerjoin(under_way, under_way.c.workspace_id == first.c.workspace_id))
        .where(first.c.turn == 1)
        .subquery()
    )
    return (
        select(ROWS)
        .join(ranked, and_(ranked.c.workspace_id == c.workspace_id, ranked.c.id == c.id))
        .where(ranked.c.place <= A_WORKSPACE)
        .order_by(ranked.c.place, c.due_at, c.id)
        .limit(given("most"))
    )


CANDIDATES = _candidates()
ANY_DUE = _of_posting_workspaces(ROWS.c.id).limit(1)
_CLOCK = text("SELECT clock_timestamp()")
_SQLITE_CLOCK = text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")

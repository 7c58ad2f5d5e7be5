"""Which rows are due: the questions, built once, and the database's own clock by which leases and waits go."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Update,
    and_,
    func,
    or_,
    select,
    text,
    tuple_,
    update,
)

from salesbot.storage import tables
from salesbot.storage.prepared import value_of
from salesbot.storage.questions import given

ROWS: Any = tables.Announcement.__table__
WORKSPACE: Any = tables.Workspace.__table__
ANSWERS = ("direct", "file_checked", "file_booked", "file_made")
"""The kind of rows that answer somebody: they are sent also while a team practises."""
A_WORKSPACE = 40
"""So many rows of one workspace are offered at once, so that a large one does not stand before the others."""


def database_now(connection: Connection) -> datetime:
    """The database's own present instant, aware, in UTC."""
    if connection.dialect.name == "postgresql":
        found: datetime = connection.execute(_CLOCK).scalar_one()
        return found.astimezone(UTC)
    return datetime.fromisoformat(value_of(connection, _SQLITE_CLOCK)).replace(tzinfo=UTC)


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
        and_(or_(c.status == "planned", c.status == "ambiguous"), c.due_at <= given("now"), may_be_tried),
        and_(c.status == "claimed", c.lease_until < given("elapsed")),
    )


def _of_posting_workspaces(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(ROWS.join(WORKSPACE, WORKSPACE.c.id == ROWS.c.workspace_id))
        .where(_ready(), *posting(*(ROWS.c.kind == kind for kind in ANSWERS), by_the_clock=True))
    )


def _candidates() -> Select[Any]:
    """Rows that may be claimed: the earliest of each recipient to whom nothing is just being delivered.

    The next comes from the workspace of which the fewest are under way, so nobody waits for a large company's morning.
    """
    c, other = ROWS.c, ROWS.alias("other")
    held = and_(other.c.status == "claimed", other.c.lease_until >= given("elapsed"))
    # Asked once for all: asked row by row, SQLite goes through all that the workspace was ever told for each.
    busy = tuple_(c.workspace_id, c.recipient).in_(
        select(other.c.workspace_id, other.c.recipient).where(held)
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
        select(c.workspace_id, c.id, c.recipient, c.status, c.attempt, c.fence, c.lease_until)
        .select_from(ROWS)
        .join(ranked, and_(ranked.c.workspace_id == c.workspace_id, ranked.c.id == c.id))
        .where(ranked.c.place <= A_WORKSPACE)
        .order_by(ranked.c.place, c.due_at, c.id)
        .limit(given("most"))
    )


@cache
def written_to_claim(names: frozenset[str]) -> Update:
    """The statement that writes these columns of a row, as long as its claim is the one of that fence."""
    c = ROWS.c
    ours = (
        c.workspace_id == given("in_workspace"), c.id == given("row"), c.fence == given("with_fence"),
        c.status == "claimed",
    )  # fmt: skip
    return update(ROWS).where(*ours).values({name: given(name) for name in sorted(names)})


def _claim() -> Update:
    c = ROWS.c
    # PostgreSQL shows the row as it was when the candidates were read: its owner may have stored it since.
    free = or_(c.status != "claimed", c.lease_until < given("elapsed"))
    unchanged = (
        c.workspace_id == given("in_workspace"), c.id == given("row"), c.fence == given("with_fence"),
        c.status == given("in_state"), free,
    )  # fmt: skip
    written = ("status", "owner", "fence", "attempt", "lease_until", "not_before")
    return update(ROWS).where(*unchanged).values({name: given(name) for name in written})


CANDIDATES = _candidates()
CLAIM = _claim()
CLAIMED = select(ROWS).where(ROWS.c.workspace_id == given("in_workspace"), ROWS.c.id == given("row"))
NEXT_DUE = (
    select(func.min(ROWS.c.due_at))
    .select_from(ROWS.join(WORKSPACE, WORKSPACE.c.id == ROWS.c.workspace_id))
    .where(
        ROWS.c.status == "planned", ROWS.c.due_at > given("after"), ROWS.c.due_at <= given("until"),
        *posting(),
    )
)  # fmt: skip
ANY_DUE = _of_posting_workspaces(ROWS.c.id).limit(1)
_CLOCK = text("SELECT clock_timestamp()")
_SQLITE_CLOCK = "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"

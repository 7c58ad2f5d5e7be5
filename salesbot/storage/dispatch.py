"""The two questions that are asked across workspaces: what is due, and for whom something is to be planned.

What is due is told by the calendar `now` that is handed in. Leases and waiting times go by the database's own clock,
which every process shares and nobody turns. A claim is one UPDATE whose row count says whether it is ours; what a
claim ends with is written only while its fence still stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, text, update

from salesbot.storage import tables
from salesbot.storage.announcements import Announcement, announcement_of, hash_of
from salesbot.storage.engines import Engines

_ROWS: Any = tables.Announcement.__table__  # type: ignore[attr-defined]
_WORKSPACE: Any = tables.Workspace.__table__  # type: ignore[attr-defined]
_PERSON: Any = tables.Person.__table__  # type: ignore[attr-defined]
_TEAM: Any = tables.Team.__table__  # type: ignore[attr-defined]

LEASE = timedelta(seconds=90)
"""Longer than a post and a look into the history take together."""
A_WORKSPACE = 20
"""So many rows of one workspace are offered at once, so that a large one does not stand before the others."""
ANSWERS = ("direct", "file_checked", "file_booked", "file_made")
"""The kind of rows that answer somebody: they are sent also while a team practises."""
_OPEN = ("planned", "ambiguous", "claimed")


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that is ours to deliver until the lease ends."""

    row: Announcement
    """As it stands now: claimed, with our fence."""
    doubtful: bool
    """It may have been posted by an earlier try, whose answer nobody knows: look before posting."""
    posting_since: datetime
    """No try of this row began before (by the database's clock)."""
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class ToPlan:
    """A person or team for whom the next rows are to be planned."""

    workspace_id: int
    number: int
    began_at: datetime
    """Up to when they stand planned; else since when they are there."""


class Dispatch:
    """What is due and what is to be planned, in every workspace of one database."""

    def __init__(self, engines: Engines, owner: str, lease: timedelta = LEASE) -> None:
        self.engines = engines
        self.owner = owner
        self.lease = lease

    # -- what is due --------------------------------------------------------------------------------------

    def claim(self, now: datetime, most: int, busy: Collection[tuple[int, str]] = ()) -> list[Claim]:
        """Claim up to so many rows that are due, workspaces in turn; none to a recipient among `busy`.

        Of each (workspace, recipient) at most one row is claimed at a time, the earliest due.
        """
        if most < 1 or not self._anything_due(now):
            return []
        claims: list[Claim] = []
        taken = set(busy)
        with self.engines.changing() as connection:
            elapsed = database_now(connection)
            for row in connection.execute(self._candidates(now, elapsed, most * 4)):
                if len(claims) == most:
                    break
                if (row.workspace_id, row.recipient) in taken:
                    continue
                claim = self._claim(connection, row, elapsed)
                if claim is not None:
                    claims.append(claim)
                    taken.add((row.workspace_id, row.recipient))
        return claims

    def anything_due(self, now: datetime, within: timedelta = timedelta()) -> bool:
        """Whether something is due now that can be tried at once, or so much later by the database's clock."""
        return self._anything_due(now, within)

    def next_due(self, after: datetime, until: datetime) -> datetime | None:
        """The next instant (by the calendar) later than `after`, and no later than `until`, at which a row is due."""
        due = _ROWS.c.due_at
        query = (
            select(func.min(due))
            .select_from(_ROWS.join(_WORKSPACE, _WORKSPACE.c.id == _ROWS.c.workspace_id))
            .where(_ROWS.c.status == "planned", due > after, due <= until, *_posting())
        )
        with self.engines.reading() as connection:
            found: datetime | None = connection.execute(query).scalar_one()
        return found

    def store(self, claim: Claim, **values: Any) -> bool:
        """Write what is about to be posted to a row that is still ours; False if it is ours no more."""
        return self._write(claim, values)

    def finish(self, claim: Claim, *, status: str, **values: Any) -> bool:
        """End a claim; False if it is ours no more, and then nothing is changed.

        `wait` (a timedelta): the row is not tried before so much later. `uncounted`: this try counts as none.
        """
        wait, uncounted = values.pop("wait", None), values.pop("uncounted", False)
        with self.engines.changing() as connection:
            values["not_before"] = database_now(connection) + wait if wait is not None else None
            if uncounted:
                values["attempt"] = _ROWS.c.attempt - 1
            return self._write_in(connection, claim, {"status": status, "owner": None, **values})

    def hold_workspace(self, workspace_id: int, wait: timedelta) -> None:
        """Post nothing in this workspace for so long: Slack said so."""
        with self.engines.changing() as connection:
            until = database_now(connection) + wait
            later = or_(_WORKSPACE.c.posts_from.is_(None), _WORKSPACE.c.posts_from < until)
            connection.execute(
                update(_WORKSPACE).where(_WORKSPACE.c.id == workspace_id, later).values(posts_from=until)
            )

    def suspend(self, workspace_id: int, now: datetime) -> None:
        """Post nothing in this workspace until `resume`: its token is of no use."""
        self._suspended(workspace_id, now)

    def resume(self, workspace_id: int) -> None:
        """Post again: the workspace's token works."""
        self._suspended(workspace_id, None)

    def give_back(self, claims: Iterable[Claim]) -> int:
        """Give back what was claimed and surely not posted, for any process to take; answers with how many."""
        back = 0
        with self.engines.changing() as connection:
            for claim in claims:
                values = {"status": "planned", "owner": None, "attempt": _ROWS.c.attempt - 1}
                if claim.doubtful:
                    values |= {"status": "ambiguous"}
                back += self._write_in(connection, claim, values)
        return back

    # -- what is to be planned ----------------------------------------------------------------------------

    def people_to_plan(self, horizon: datetime, most: int = 1000) -> list[ToPlan]:
        """People of live workspaces who are planned for less than up to the horizon."""
        return self._to_plan(_PERSON, _PERSON.c.active, horizon, most)

    def teams_to_plan(self, horizon: datetime, most: int = 1000) -> list[ToPlan]:
        """Teams of live workspaces that are planned for less than up to the horizon."""
        return self._to_plan(_TEAM, _TEAM.c.name != "", horizon, most)

    def overdue_workspaces(self, now: datetime) -> list[int]:
        """Workspaces in which rows expired, or several of one kind and recipient are due: to be superseded."""
        due = and_(_ROWS.c.status == "planned", _ROWS.c.due_at <= now)
        expired = select(_ROWS.c.workspace_id).where(due, _ROWS.c.expires_at <= now)
        several = (
            select(_ROWS.c.workspace_id)
            .where(due)
            .group_by(_ROWS.c.workspace_id, _ROWS.c.kind, _ROWS.c.recipient)
            .having(func.count() > 1)
        )
        with self.engines.reading() as connection:
            found = {number for query in (expired, several) for (number,) in connection.execute(query)}
        return sorted(found)

    # -- inside -------------------------------------------------------------------------------------------

    def _anything_due(self, now: datetime, within: timedelta = timedelta()) -> bool:
        with self.engines.reading() as connection:
            elapsed = database_now(connection) + within
            return connection.execute(self._candidates(now, elapsed, 1, lock=False)).first() is not None

    def _candidates(self, now: datetime, elapsed: datetime, most: int, *, lock: bool = True) -> Select[Any]:
        """Rows that may be claimed, the first of each workspace before the second of any."""
        c = _ROWS.c
        may_be_tried = or_(c.not_before.is_(None), c.not_before <= elapsed)
        ready = or_(
            and_(c.status.in_(["planned", "ambiguous"]), c.due_at <= now, may_be_tried),
            and_(c.status == "claimed", c.lease_until < elapsed),
        )
        place = func.row_number().over(partition_by=c.workspace_id, order_by=(c.due_at, c.id))
        ranked = (
            select(c.workspace_id, c.id, place.label("place"))
            .select_from(_ROWS.join(_WORKSPACE, _WORKSPACE.c.id == c.workspace_id))
            .where(c.status.in_(_OPEN), ready, *_posting(elapsed, c.kind.in_(ANSWERS)))
            .subquery()
        )
        query = (
            select(_ROWS)
            .join(ranked, and_(ranked.c.workspace_id == c.workspace_id, ranked.c.id == c.id))
            .where(ranked.c.place <= max(A_WORKSPACE, most))
            .order_by(ranked.c.place, c.due_at, c.id)
            .limit(most)
        )
        # Other processes pass over what is just being claimed; SQLite has one writer and knows no such words.
        return (
            query.with_for_update(skip_locked=True, of=_ROWS) if lock and not self.engines.sqlite else query
        )

    def _claim(self, connection: Connection, row: Row[Any], elapsed: datetime) -> Claim | None:
        lease_until = elapsed + self.lease
        statement = (
            update(_ROWS)
            .where(
                _ROWS.c.workspace_id == row.workspace_id, _ROWS.c.id == row.id,
                _ROWS.c.fence == row.fence, _ROWS.c.status == row.status,
            )
            .values(
                status="claimed", owner=self.owner, fence=row.fence + 1, attempt=row.attempt + 1,
                lease_until=lease_until, not_before=None,
            )
        )  # fmt: skip
        if connection.execute(statement).rowcount != 1:
            return None
        was = announcement_of(row)
        mine = announcement_of(
            connection.execute(
                select(_ROWS).where(_ROWS.c.workspace_id == row.workspace_id, _ROWS.c.id == row.id)
            ).one()
        )
        # Channel and payload are stored before anything is posted: without them nothing was.
        doubtful = was.status in ("ambiguous", "claimed") and was.channel is not None
        began = (row.lease_until or elapsed) - self.lease
        return Claim(mine, doubtful, min(began, elapsed), lease_until)

    def _write(self, claim: Claim, values: dict[str, Any]) -> bool:
        with self.engines.changing() as connection:
            return self._write_in(connection, claim, values)

    def _write_in(self, connection: Connection, claim: Claim, values: dict[str, Any]) -> bool:
        if "payload" in values:
            values["payload_hash"] = hash_of(values["payload"])
        statement = (
            update(_ROWS)
            .where(
                _ROWS.c.workspace_id == claim.row.workspace_id, _ROWS.c.id == claim.row.id,
                _ROWS.c.fence == claim.row.fence, _ROWS.c.status == "claimed",
            )
            .values(**values)
        )  # fmt: skip
        return connection.execute(statement).rowcount == 1

    def _suspended(self, workspace_id: int, at: datetime | None) -> None:
        with self.engines.changing() as connection:
            connection.execute(
                update(_WORKSPACE).where(_WORKSPACE.c.id == workspace_id).values(suspended_at=at)
            )

    def _to_plan(self, rows: Any, there: ColumnElement[bool], horizon: datetime, most: int) -> list[ToPlan]:
        near = or_(rows.c.planned_until.is_(None), rows.c.planned_until < horizon)
        query = (
            select(rows.c.workspace_id, rows.c.id, rows.c.planned_until, rows.c.created_at)
            .select_from(rows.join(_WORKSPACE, _WORKSPACE.c.id == rows.c.workspace_id))
            .where(near, there, *_posting())
            .order_by(rows.c.planned_until, rows.c.workspace_id, rows.c.id)
            .limit(most)
        )
        with self.engines.reading() as connection:
            found: Sequence[Row[Any]] = connection.execute(query).all()
        return [ToPlan(row.workspace_id, row.id, row.planned_until or row.created_at) for row in found]


def database_now(connection: Connection) -> datetime:
    """The database's own present instant, aware, in UTC."""
    if connection.dialect.name == "postgresql":
        found: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return found.astimezone(UTC)
    written = connection.execute(text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")).scalar_one()
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def _posting(elapsed: datetime | None = None, *also: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """The workspaces in which the bot posts: live (or what is `also` let through), not suspended, not told to wait."""
    posting = [or_(_WORKSPACE.c.live_at.is_not(None), *also), _WORKSPACE.c.suspended_at.is_(None)]
    if elapsed is not None:
        posting.append(or_(_WORKSPACE.c.posts_from.is_(None), _WORKSPACE.c.posts_from <= elapsed))
    return posting

"""What is asked of workspaces, and of the one-time codes that make a first admin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection as Connection
from sqlalchemy import Row, and_, func, insert, not_, or_, select, update

from salesbot.domain.book_years import BookYears, YearMove
from salesbot.domain.seasons import BY_WORKING_DAYS, read_season
from salesbot.domain.workspaces import RefundPolicy, Workspace
from salesbot.storage import tables
from salesbot.storage.prepared import rows_of, soon
from salesbot.storage.questions import given

_ROWS: Any = tables.Workspace.__table__
_CODES: Any = tables.SetupCode.__table__
_BY_ID = select(_ROWS).where(_ROWS.c.id == given("id"))
_BY_TEAM = select(_ROWS).where(_ROWS.c.slack_team_id == given("team"))

CODES_HOLD = timedelta(hours=24)


def find_workspace(connection: Connection, workspace_id: int) -> Workspace:
    """The workspace of that number; LookupError if there is none."""
    row = next(iter(rows_of(connection, _BY_ID, {"id": workspace_id})), None)
    if row is None:
        raise LookupError(f"there is no workspace {workspace_id}")
    return _workspace(row)


def soon_workspace(connection: Connection, workspace_id: int) -> None:
    """The workspace of that number will be asked for."""
    soon(connection, _BY_ID, {"id": workspace_id})


def workspace_of_team(connection: Connection, slack_team_id: str) -> Workspace | None:
    """The workspace that belongs to a Slack workspace."""
    row = next(iter(rows_of(connection, _BY_TEAM, {"team": slack_team_id})), None)
    return None if row is None else _workspace(row)


def workspaces_of_organisation(connection: Connection, enterprise_id: str) -> list[Workspace]:
    """The workspaces that belong to an organisation in Slack, by number."""
    found = select(_ROWS).where(_ROWS.c.enterprise_id == enterprise_id, _ROWS.c.slack_team_id.is_not(None))
    return [_workspace(row) for row in connection.execute(found.order_by(_ROWS.c.id))]


def all_workspaces(connection: Connection) -> list[Workspace]:
    """Every workspace of this database, by number; not the bare ones whose Slack workspace took other books over."""
    left_behind = and_(
        _ROWS.c.slack_team_id.is_(None), _ROWS.c.suspended_at.is_not(None), _ROWS.c.currency.is_(None)
    )
    found = select(_ROWS).where(not_(left_behind)).order_by(_ROWS.c.id)
    return [_workspace(row) for row in connection.execute(found)]


def add_workspace(connection: Connection, *, name: str, created_at: datetime, **values: Any) -> Workspace:
    """A new workspace; its lists and people are still to be made."""
    number = connection.execute(select(func.coalesce(func.max(_ROWS.c.id), 0))).scalar_one() + 1
    complete = {"week": "1111100", "year_start": 1, "locale": "en", "playground": False, **values}
    connection.execute(insert(_ROWS).values(id=number, name=name, created_at=created_at, **complete))
    return find_workspace(connection, number)


def change_workspace(connection: Connection, workspace_id: int, values: dict[str, Any]) -> None:
    """Settle something anew."""
    connection.execute(update(_ROWS).where(_ROWS.c.id == workspace_id).values(**values))


def unclaimed_workspaces(connection: Connection) -> list[Workspace]:
    """The workspaces made from the terminal that belong to no Slack workspace yet, by number."""
    free = select(_ROWS).where(
        _ROWS.c.slack_team_id.is_(None), _ROWS.c.suspended_at.is_(None), ~_ROWS.c.playground
    )
    return [_workspace(row) for row in connection.execute(free.order_by(_ROWS.c.id))]


def add_setup_code(
    connection: Connection, code_hash: str, *, now: datetime, workspace_id: int | None
) -> None:
    """Keep the hash of a one-time code, for one workspace or for whichever connects."""
    connection.execute(insert(_CODES).values(code_hash=code_hash, workspace_id=workspace_id, created_at=now))


def take_setup_code(connection: Connection, code_hash: str, workspace_id: int, now: datetime) -> bool:
    """Use a code up; False if there is none such, it was used, is older than a day, or is another workspace's."""
    taken = (
        update(_CODES)
        .where(
            _CODES.c.code_hash == code_hash,
            _CODES.c.used_at.is_(None),
            _CODES.c.created_at > now - CODES_HOLD,
            or_(_CODES.c.workspace_id.is_(None), _CODES.c.workspace_id == workspace_id),
        )
        .values(used_at=now)
    )
    return connection.execute(taken).rowcount == 1


@dataclass(frozen=True, slots=True)
class BackupNote:
    """What the books say of the schedule's backups."""

    made_at: datetime | None
    failed_at: datetime | None
    """Since when none could be made; None where the newest try came about."""


def note_backup(connection: Connection, now: datetime, *, failed: bool) -> None:
    """Note in every workspace's books that a backup was made, or could not be."""
    said = {"backup_failed_at": now} if failed else {"backed_up_at": now, "backup_failed_at": None}
    connection.execute(update(_ROWS).values(**said))


def backup_note(connection: Connection, workspace_id: int) -> BackupNote:
    """What the books say of the schedule's backups."""
    asked = select(_ROWS.c.backed_up_at, _ROWS.c.backup_failed_at).where(_ROWS.c.id == workspace_id)
    made_at, failed_at = connection.execute(asked).one()
    return BackupNote(made_at, failed_at)


def _workspace(row: Row[Any]) -> Workspace:
    return Workspace(
        id=row.id,
        name=row.name,
        slack_team_id=row.slack_team_id,
        enterprise_id=row.enterprise_id,
        currency=row.currency,
        time_zone=row.time_zone,
        country=row.country,
        week=row.week,
        year_start=row.year_start,
        locale=row.locale,
        playground=row.playground,
        live_at=row.live_at,
        refunds=RefundPolicy(row.refunds),
        season=read_season(row.season) if row.season else BY_WORKING_DAYS,
        leaderboard=row.leaderboard,
        years=_read_years(row.year_start, row.year_moves),
        changes=row.changes,
    )


def written_years(years: BookYears) -> dict[str, Any]:
    """How the years of the books are kept: the columns and what stands in them."""
    moves = [[move.month, move.decided_on.isoformat(), move.decided_at.isoformat()] for move in years.moves]
    return {
        "year_start": years.month,
        "year_moves": {"first": years.first, "moves": moves} if moves else None,
    }


def _read_years(month: int, kept: dict[str, Any] | None) -> BookYears:
    if not kept:
        return BookYears(month)
    moves = (
        YearMove(each, date.fromisoformat(on), datetime.fromisoformat(at)) for each, on, at in kept["moves"]
    )
    return BookYears(kept["first"], tuple(moves))

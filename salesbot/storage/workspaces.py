"""What is asked of workspaces."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from salesbot.domain.workspaces import Workspace
from salesbot.storage import tables

_ROWS: Any = tables.Workspace.__table__  # type: ignore[attr-defined]


def find_workspace(connection: Connection, workspace_id: int) -> Workspace:
    """The workspace of that number; LookupError if there is none."""
    row = connection.execute(select(_ROWS).where(_ROWS.c.id == workspace_id)).first()
    if row is None:
        raise LookupError(f"there is no workspace {workspace_id}")
    return _workspace(row)


def workspace_of_team(connection: Connection, slack_team_id: str) -> Workspace | None:
    """The workspace that belongs to a Slack workspace."""
    row = connection.execute(select(_ROWS).where(_ROWS.c.slack_team_id == slack_team_id)).first()
    return None if row is None else _workspace(row)


def all_workspaces(connection: Connection) -> list[Workspace]:
    """Every workspace of this database, by number."""
    return [_workspace(row) for row in connection.execute(select(_ROWS).order_by(_ROWS.c.id))]


def add_workspace(connection: Connection, *, name: str, created_at: datetime, **values: Any) -> Workspace:
    """A new workspace; its lists and people are still to be made."""
    number = connection.execute(select(func.coalesce(func.max(_ROWS.c.id), 0))).scalar_one() + 1
    complete = {"week": "1111100", "year_start": 1, "locale": "en", "playground": False, **values}
    connection.execute(insert(_ROWS).values(id=number, name=name, created_at=created_at, **complete))
    return find_workspace(connection, number)


def change_workspace(connection: Connection, workspace_id: int, values: dict[str, Any]) -> None:
    """Settle something anew."""
    connection.execute(update(_ROWS).where(_ROWS.c.id == workspace_id).values(**values))


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
    )

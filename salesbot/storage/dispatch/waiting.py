"""How many messages wait longer than they should: what whoever looks after the bot is shown, over all workspaces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from salesbot.storage.dispatch.due import ROWS, WORKSPACE, posting
from salesbot.storage.engines import Engines
from salesbot.storage.walls import Across, across

_UNTOLD = ("planned", "claimed", "ambiguous")
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Queue:
    """What is due and was not told yet."""

    due: int
    """Rows that are due, in workspaces in which the bot posts."""
    oldest: float | None
    """Seconds since the oldest of them was due; None where none is."""
    dead: int
    """Rows that were due in the last day and could not be delivered."""


def queue_at(engines: Engines, now: datetime) -> Queue:
    """What waits at `now`, by the calendar."""
    c = ROWS.c
    waiting = (
        select(func.count(), func.min(c.due_at))
        .select_from(ROWS.join(WORKSPACE, WORKSPACE.c.id == c.workspace_id))
        .where(c.status.in_(_UNTOLD), c.due_at <= now, *posting())
    )
    lost = select(func.count()).where(c.status == "dead", c.due_at > now - A_DAY, c.due_at <= now)
    with engines.reading() as connection:
        across(connection, Across.DISPATCH)
        due, since = connection.execute(waiting).one()
        dead: Any = connection.execute(lost).scalar_one()
    return Queue(int(due), (now - since).total_seconds() if since is not None else None, int(dead))

"""Rows that waited and are told within another's message: put to it before the post, ended with it after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select, update

from salesbot.domain.announcing import told_with
from salesbot.storage.announcements import Announcement
from salesbot.storage.dispatch.due import ROWS

_ENDS_ALIKE = ("sent", "dead")
_LETS_GO = ("cancelled", "superseded")


@dataclass(frozen=True, slots=True)
class Together:
    """What else is told in a row's message: each stays a row of its own."""

    told: tuple[str, ...] = ()
    """Ids of the rows that are told in it."""
    untold: Mapping[str, str] = field(default_factory=dict)
    """Ids of rows of which there is nothing to tell any more, and why."""
    known_at: datetime | None = None
    """When that was known."""


ALONE = Together()


class Changed(Exception):
    """A row that was to be told with another is no longer as it was read."""


def put_together(connection: Connection, row: Announcement, together: Together) -> None:
    """Put these rows to the row's message, let go of those of an earlier try. Raises Changed: then nothing may stand."""
    earlier = [each for each in row.subject.get("told_with", ()) if each not in together.told]
    _write(connection, row, earlier, {"status": "planned", "last_error": None}, of_ours=True)
    for each, why in together.untold.items():
        _write(connection, row, [each], {"status": "cancelled", "last_error": why})
    values = {"status": "superseded", "last_error": told_with(row.id), "known_at": together.known_at}
    if _write(connection, row, together.told, values) != len(together.told):
        raise Changed(row.id)


def end_together(connection: Connection, row: Announcement, status: str, values: Mapping[str, Any]) -> None:
    """End what was put to the row's message as the row ends; where it is not told at all, each is told by itself."""
    told = row.subject.get("told_with", ())
    if not told or status not in (*_ENDS_ALIKE, *_LETS_GO):
        return
    if status in _LETS_GO:
        _write(connection, row, told, {"status": "planned", "last_error": None}, of_ours=True)
        return
    ended: dict[str, Any] = {name: values[name] for name in ("slack_ts", "sent_at") if name in values}
    ours = ROWS.alias("ours")
    where = (ours.c.workspace_id == row.workspace_id, ours.c.id == row.id)
    ended["channel"] = select(ours.c.channel).where(*where).scalar_subquery()
    if status == "dead":
        ended["last_error"] = values.get("last_error")
    _write(connection, row, told, {"status": status, **ended}, of_ours=True)


def _write(
    connection: Connection, row: Announcement, ids: Sequence[str], values: Mapping[str, Any], *,
    of_ours: bool = False,
) -> int:  # fmt: skip
    if not ids:
        return 0
    c = ROWS.c
    mine = (c.status == "superseded") & (c.last_error == told_with(row.id))
    state = mine if of_ours else or_(mine, c.status == "planned")
    where = (c.workspace_id == row.workspace_id, c.recipient == row.recipient, c.id.in_(list(ids)), state)
    return connection.execute(update(ROWS).where(*where).values(**values)).rowcount

"""What is asked of announcements inside one workspace: planning them, and looking back at what was sent."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, func, null, select
from sqlalchemy.dialects import postgresql, sqlite

from salesbot.storage import tables
from salesbot.storage.lately import Lately
from salesbot.storage.prepared import add_by
from salesbot.storage.questions import given, given_several, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ROWS: Any = tables.Announcement.__table__

_PLANNED = {
    dialect.dialect.name: dialect.insert(_ROWS).on_conflict_do_nothing().returning(_ROWS.c.id)
    for dialect in (postgresql, sqlite)
}
_UNDER = question(tables.Announcement, _ROWS.c.period_key.in_(given_several("period_keys")))
_STANDING = question(
    tables.Announcement, _ROWS.c.recipient.in_(given_several("recipients")),
    _ROWS.c.period_key.in_(given_several("period_keys")),
)  # fmt: skip
_ABOUT = question(tables.Announcement, _ROWS.c.period_key == given("period_key"))


PAYLOADS_ARE_KEPT = timedelta(days=396)


@dataclass(frozen=True, slots=True)
class Announcement:
    """One message that the bot says on its own."""

    workspace_id: int
    id: str
    kind: str
    recipient: str
    period_key: str
    subject: dict[str, Any]
    due_at: datetime
    expires_at: datetime
    time_zone: str
    status: str
    attempt: int
    fence: int
    not_before: datetime | None
    payload: dict[str, Any] | None
    as_of: datetime | None
    known_at: datetime | None
    channel: str | None
    slack_ts: str | None
    last_error: str | None
    created_at: datetime
    sent_at: datetime | None


class Announcements(Lately):
    """The announcements of one workspace."""

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.planned = 0

    def plan(
        self, *, kind: str, recipient: str, period_key: str, due_at: datetime, expires_at: datetime,
        now: datetime, subject: dict[str, Any] | None = None, time_zone: str = "UTC",
    ) -> bool:  # fmt: skip
        """Plan a message; False if this one stands already. One for each kind, recipient and period, for ever."""
        identity = f"{self.book.workspace_id}/{kind}/{recipient}/{period_key}"
        values = {
            "workspace_id": self.book.workspace_id,
            "id": str(uuid.uuid5(uuid.NAMESPACE_OID, identity)),
            "kind": kind, "recipient": recipient, "period_key": period_key, "subject": subject or {},
            "due_at": due_at, "expires_at": expires_at, "time_zone": time_zone,
            "tzdata_version": _zones_version(), "status": "planned", "attempt": 0, "fence": 0,
            "created_at": now,
        }  # fmt: skip
        # What is answered tells whether the row is new: the count of an insert is not told by every driver.
        statement = _PLANNED[self.book.connection.dialect.name]
        made = bool(add_by(self.book.connection, statement, values))
        self.planned += made
        return made

    def due_of(
        self, recipients: Iterable[str], period_keys: Iterable[str]
    ) -> dict[tuple[str, str, str], datetime]:
        """When each message of these recipients and periods is due, by kind, recipient and period."""
        rows = self.book.all(_STANDING, recipients=list(recipients), period_keys=list(period_keys))
        return {(row.kind, row.recipient, row.period_key): row.due_at for row in rows}

    def move(
        self, *, kind: str, recipient: str, period_key: str, due_at: datetime, expires_at: datetime, time_zone: str
    ) -> bool:  # fmt: skip
        """Make a message that is planned and not tried yet due at another instant; True if it is moved."""
        return self.book.change(
            tables.Announcement, _ROWS.c.kind == kind, _ROWS.c.recipient == recipient,
            _ROWS.c.period_key == period_key, _ROWS.c.status == "planned", _ROWS.c.attempt == 0,
            _ROWS.c.due_at != due_at, due_at=due_at, expires_at=expires_at, time_zone=time_zone,
        ) == 1  # fmt: skip

    def find(self, announcement_id: str) -> Announcement | None:
        """The announcement of that id."""
        row = self.book.one(self.book.select(tables.Announcement, _ROWS.c.id == announcement_id))
        return None if row is None else announcement_of(row)

    def of(
        self, *, kinds: Iterable[str], recipient: str | None = None, statuses: Iterable[str] | None = None,
        limit: int | None = None,
    ) -> list[Announcement]:  # fmt: skip
        """Announcements of these kinds (for one recipient, in these states), the newest due first."""
        where: list[ColumnElement[bool]] = [_ROWS.c.kind.in_(list(kinds))]
        if recipient is not None:
            where.append(_ROWS.c.recipient == recipient)
        if statuses is not None:
            where.append(_ROWS.c.status.in_(list(statuses)))
        query = self.book.select(tables.Announcement, *where).order_by(_ROWS.c.due_at.desc(), _ROWS.c.id)
        return [announcement_of(row) for row in self.book.all(query.limit(limit) if limit else query)]

    def sent_between(self, after: datetime, until: datetime, kinds: Iterable[str]) -> list[Announcement]:
        """What was sent of these kinds later than the one instant and no later than the other, the earliest first."""
        where = (
            _ROWS.c.kind.in_(list(kinds)),
            _ROWS.c.status == "sent",
            _ROWS.c.sent_at > after,
            _ROWS.c.sent_at <= until,
        )
        query = self.book.select(tables.Announcement, *where).order_by(_ROWS.c.sent_at, _ROWS.c.id)
        return [announcement_of(row) for row in self.book.all(query)]

    def put_aside(self, recipient: str, gathered: str) -> list[Announcement]:
        """What a recipient hears of in the one post of that key, the earliest due first."""
        where = self._put_aside(recipient, gathered)
        query = self.book.select(tables.Announcement, *where).order_by(_ROWS.c.due_at, _ROWS.c.id)
        return [announcement_of(row) for row in self.book.all(query)]

    def count_put_aside(self, recipient: str, gathered: str) -> int:
        """How much it is."""
        where = (_ROWS.c.workspace_id == self.book.workspace_id, *self._put_aside(recipient, gathered))
        return int(self.book.connection.execute(select(func.count()).where(*where)).scalar_one())

    def _put_aside(self, recipient: str, gathered: str) -> tuple[ColumnElement[bool], ...]:
        return (
            _ROWS.c.recipient == recipient,
            _ROWS.c.status == "superseded",
            _ROWS.c.last_error == f"gathered:{gathered}",
        )

    def keys(self, kind: str, recipient: str, prefix: str) -> list[str]:
        """The period keys of a recipient's announcements of a kind, of those that begin so."""
        query = select(_ROWS.c.period_key).where(
            _ROWS.c.workspace_id == self.book.workspace_id, _ROWS.c.kind == kind,
            _ROWS.c.recipient == recipient, _ROWS.c.period_key.startswith(prefix, autoescape=True),
        )  # fmt: skip
        return [str(row.period_key) for row in self.book.all(query)]

    def about_deal(self, deal_id: int) -> list[Announcement]:
        """What was planned about a deal: its shout-out."""
        return [announcement_of(row) for row in self.book.all(_ABOUT, period_key=f"deal:{deal_id}")]

    def soon_about_deal(self, deal_id: int) -> None:
        """`about_deal` will be asked."""
        self.book.soon(_ABOUT, period_key=f"deal:{deal_id}")

    def about(self, period_keys: Collection[str]) -> list[Announcement]:
        """What was planned under these keys, in any order."""
        keys, found = list(period_keys), list[Row[Any]]()
        for start in range(0, len(keys), 500):
            found += self.book.all(_UNDER, period_keys=keys[start : start + 500])
        return [announcement_of(row) for row in found]

    def take_back(self, kind: str, prefix: str) -> int:
        """Drop what is planned and not tried yet, of a kind and under keys that begin so; answers with how much."""
        return self.book.remove(
            tables.Announcement, _ROWS.c.kind == kind, _ROWS.c.period_key.startswith(prefix, autoescape=True),
            _ROWS.c.status == "planned", _ROWS.c.attempt == 0,
        )  # fmt: skip

    def change(self, announcement_id: str, *only_in: str, **values: Any) -> bool:
        """Change an announcement that is in one of these states (any, if none is named); False if it was not."""
        where = [_ROWS.c.id == announcement_id]
        if only_in:
            where.append(_ROWS.c.status.in_(only_in))
        if "payload" in values:
            values["payload_hash"] = hash_of(values["payload"])
        return self.book.change(tables.Announcement, *where, **values) == 1

    def forget_old_payloads(self, now: datetime) -> int:
        """Drop the words of what was due more than thirteen months ago; that it was told stays on record."""
        old = (_ROWS.c.due_at < now - PAYLOADS_ARE_KEPT, _ROWS.c.payload_hash.is_not(None))
        return self.book.change(tables.Announcement, *old, payload=null(), payload_hash=None)


@cache
def _zones_version() -> str:
    return version("tzdata")


def hash_of(payload: dict[str, Any] | None) -> str | None:
    """A hash of a message as it is sent."""
    if payload is None:
        return None
    return sha256(json.dumps(payload, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def announcement_of(row: Row[Any]) -> Announcement:
    """The announcement in a row."""
    return Announcement(
        workspace_id=row.workspace_id, id=row.id, kind=row.kind, recipient=row.recipient,
        period_key=row.period_key, subject=row.subject, due_at=row.due_at, expires_at=row.expires_at,
        time_zone=row.time_zone, status=row.status, attempt=row.attempt, fence=row.fence,
        not_before=row.not_before, payload=row.payload, as_of=row.as_of, known_at=row.known_at,
        channel=row.channel, slack_ts=row.slack_ts, last_error=row.last_error,
        created_at=row.created_at, sent_at=row.sent_at,
    )  # fmt: skip

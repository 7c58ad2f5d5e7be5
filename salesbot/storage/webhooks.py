"""What is asked of webhooks: whom to tell, what waits to be told, and what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, or_, select

from salesbot.domain.webhooks import Event, Webhook
from salesbot.storage import tables
from salesbot.storage.dispatch import database_now
from salesbot.storage.questions import question, table_of
from salesbot.storage.sealing import SEALED, Sealer
from salesbot.storage.walls import Across, across

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_HOOK, _CALL = table_of(tables.Webhook), table_of(tables.WebhookCall)
_STANDING = question(tables.Webhook, ~_HOOK.c.gone).order_by(_HOOK.c.id)
_LEASE = timedelta(seconds=60)
_SECRETS = ("secret", "old_secret")
SEALED[tables.Webhook] = _SECRETS


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that an address is to be told, claimed for now."""

    id: str
    webhook_id: int
    event: Event
    subject: str
    body: str | None
    attempt: int
    """This try's number, from 1."""
    created_at: datetime


class Webhooks:
    """The webhooks of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def all(self) -> list[Webhook]:
        """Every address that is told at present, in the order in which they came."""
        return [each for each in self.standing() if each.name is None and not each.paused]

    def incoming(self) -> list[Webhook]:
        """Every system that tells us, in the order in which they came."""
        return [each for each in self.standing() if each.name is not None]

    def standing(self) -> list[Webhook]:
        """Both: whoever is told, and whoever tells us."""
        rows = self.book.remembered(tables.Webhook, "all", lambda: self.book.all(_STANDING))
        return [_webhook(row, self.book.sealer) for row in rows]

    def find(self, webhook_id: int) -> Webhook | None:
        """The webhook of that number, either way; None if it was removed."""
        return next((each for each in self.standing() if each.id == webhook_id), None)

    def add(
        self, url: str, events: Collection[Event], secret: str, *, now: datetime, by: int | None,
        name: str | None = None,
    ) -> int:  # fmt: skip
        """A new address, or the system of that name; answers with its number."""
        return self.book.add(
            tables.Webhook, url=url, events=" ".join(sorted(events)), secret=self.book.sealer.seal(secret), recorded_at=now,
            recorded_by=by, name=name,
        )  # fmt: skip

    def change(self, webhook_id: int, **values: Any) -> None:
        """Change an address's row; its secrets are sealed."""
        sealed = {name: self.book.sealer.seal(values[name]) for name in _SECRETS if values.get(name)}
        self.book.change_row(tables.Webhook, webhook_id, **{**values, **sealed})

    def count_sent(self, webhook_id: int, minute: int, most: int) -> bool:
        """Count one more that a system sent in that minute, for all processes; False where there were `most`."""
        full = and_(_HOOK.c.minute == minute, _HOOK.c.sent_in_minute >= most)
        sent = case((_HOOK.c.minute == minute, _HOOK.c.sent_in_minute + 1), else_=1)
        counted = self.book.change(
            tables.Webhook, _HOOK.c.id == webhook_id, ~full, minute=minute, sent_in_minute=sent
        )
        return counted == 1

    # -- what is told ---------------------------------------------------------------------------------------

    def plan(
        self, hook: Webhook, event: Event, about: str, subject: str, due_at: datetime, now: datetime
    ) -> None:
        """Something to be told once; planned again, nothing changes."""
        same = (_CALL.c.webhook_id == hook.id) & (_CALL.c.about == about)
        if self.book.one(self.book.select(tables.WebhookCall, same)) is None:
            row = {
                "id": str(uuid.uuid4()), "webhook_id": hook.id, "event": event.value, "about": about,
                "subject": subject, "due_at": due_at, "created_at": now,
            }  # fmt: skip
            self.book.add_rows(tables.WebhookCall, [row])

    def claim(self, now: datetime) -> Call | None:
        """The next one that is due, ours for a minute; None if none is."""
        elapsed = database_now(self.book.connection)
        query = self.book.select(tables.WebhookCall, _due(now, elapsed)).order_by(_CALL.c.due_at, _CALL.c.id)
        row = self.book.one(query)
        if row is None:
            return None
        taken = self.book.change(
            tables.WebhookCall, _CALL.c.id == row.id, _CALL.c.status == row.status, _CALL.c.attempt == row.attempt,
            status="claimed", attempt=row.attempt + 1, lease_until=elapsed + _LEASE,
        )  # fmt: skip
        if taken != 1:
            return None
        return Call(
            row.id, row.webhook_id, Event(row.event), row.subject, row.body, row.attempt + 1, row.created_at
        )

    def mark(self, call: Call, **values: Any) -> bool:
        """Write what became of a claimed one; False if it is ours no more."""
        mine = (_CALL.c.id == call.id, _CALL.c.status == "claimed", _CALL.c.attempt == call.attempt)
        return self.book.change(tables.WebhookCall, *mine, **values) == 1

    def waiting(self, webhook_id: int) -> int:
        """How many are still to be told to an address."""
        open_ones = _CALL.c.status.in_(["planned", "claimed"])
        return len(
            self.book.all(self.book.select(tables.WebhookCall, _CALL.c.webhook_id == webhook_id, open_ones))
        )


def workspaces_to_tell_for(connection: Connection, now: datetime) -> list[int]:
    """The workspaces that have something due for an address."""
    across(connection, Across.DISPATCH)
    due = _due(now, database_now(connection))
    return sorted(connection.execute(select(_CALL.c.workspace_id).where(due).distinct()).scalars())


def _due(now: datetime, elapsed: datetime) -> ColumnElement[bool]:
    return or_(
        and_(_CALL.c.status == "planned", _CALL.c.due_at <= now),
        and_(_CALL.c.status == "claimed", _CALL.c.lease_until < elapsed),
    )


def _webhook(row: Row[Any], sealer: Sealer) -> Webhook:
    events = frozenset(Event(name) for name in row.events.split())
    secret, old = (sealer.open(kept) if kept else kept for kept in (row.secret, row.old_secret))
    return Webhook(row.id, row.url, events, secret, old, row.rotated_at, row.name, row.paused)

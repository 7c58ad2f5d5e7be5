"""What is asked of the records: replies by delivery key, waiting drafts, the audit, imports."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, func, select

from salesbot.storage import tables
from salesbot.storage.questions import given, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_KEY: Any = tables.DeliveryKey.__table__
_STATEMENT: Any = tables.Statement.__table__
_DRAFT: Any = tables.Draft.__table__
_AUDIT: Any = tables.AuditRecord.__table__
_BATCH: Any = tables.ImportBatch.__table__
_BY_KEY = question(tables.DeliveryKey, _KEY.c.key == given("key"))

KEYS_ARE_KEPT = timedelta(days=7)
CLAIMS_HOLD = timedelta(minutes=1)
DRAFTS_WAIT = timedelta(minutes=30)


class KeyReused(Exception):
    """A delivery key came again with another content: nothing is done, since either reply could be wrong."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person typed and was asked back about."""

    id: int
    person_id: int
    kind: str
    content: dict[str, Any]
    created_at: datetime
    expires_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who changed what, from what to what."""

    at: datetime
    person_id: int | None
    action: str
    subject: str
    subject_id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class ImportKept:
    """A file that was booked."""

    number: int
    kind: str
    file: str
    added: int
    changed: int
    recorded_at: datetime
    recorded_by: int | None
    content_hash: str
    taken_back: bool


class Records:
    """Delivery keys, drafts, audit and imports of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    # -- delivery keys ------------------------------------------------------------------------------------

    def reply_to(self, key: str, content: Any) -> dict[str, Any] | None:
        """The reply that this request got before, or None if it is new; KeyReused if its content differs."""
        row = self.book.first(_BY_KEY, key=key)
        if row is None:
            return None
        if row.payload_hash != _digest(content):
            raise KeyReused(key)
        return row.reply or {}

    def keep_reply(self, key: str, content: Any, reply: dict[str, Any], now: datetime) -> None:
        """Keep the reply with the change it tells of: both are committed, or neither."""
        row = {"key": key, "payload_hash": _digest(content), "reply": reply, "recorded_at": now}
        self.book.add_rows(tables.DeliveryKey, [row])

    def claim(self, key: str, now: datetime) -> bool:
        """Whether the answer to this delivery is the caller's to give: nobody else gave it, or is about to.

        Who claimed it and has not said in a minute that it was given, has died over it.
        """
        row = self.book.first(_BY_KEY, key=key)
        if row is None:
            self.keep_reply(key, "", {}, now)
            return True
        if row.reply or row.recorded_at > now - CLAIMS_HOLD:
            return False
        self.book.change(tables.DeliveryKey, _KEY.c.key == key, recorded_at=now)
        return True

    def given(self, key: str) -> None:
        """The answer that was claimed under this key has been given."""
        self.book.change(tables.DeliveryKey, _KEY.c.key == key, reply={"given": True})

    def forget_old_keys(self, now: datetime) -> int:
        """Drop keys that nobody will send again; answers with how many."""
        return self.book.remove(tables.DeliveryKey, _KEY.c.recorded_at < now - KEYS_ARE_KEPT)

    # -- drafts -------------------------------------------------------------------------------------------

    def keep_draft(self, person_id: int, kind: str, content: dict[str, Any], now: datetime) -> int:
        """Keep what a person typed while a question is open; answers with its number."""
        return self.book.add(
            tables.Draft, person_id=person_id, kind=kind, content=content,
            created_at=now, expires_at=now + DRAFTS_WAIT,
        )  # fmt: skip

    def take_draft(self, draft_id: int, person_id: int, now: datetime) -> Draft | None:
        """The person's own draft, marked as answered; None if it expired, was answered, or is not theirs."""
        taken = self.book.change(
            tables.Draft, _DRAFT.c.id == draft_id, _DRAFT.c.person_id == person_id,
            _DRAFT.c.answered_at.is_(None), _DRAFT.c.expires_at > now, answered_at=now,
        )  # fmt: skip
        if not taken:
            return None
        row = self.book.one(self.book.select(tables.Draft, _DRAFT.c.id == draft_id))
        assert row is not None
        return _draft(row)

    def waiting_draft(self, draft_id: int, person_id: int, now: datetime) -> Draft | None:
        """The person's own draft while it waits; None if it expired, was answered, or is not theirs."""
        row = self.book.one(
            self.book.select(
                tables.Draft, _DRAFT.c.id == draft_id, _DRAFT.c.person_id == person_id,
                _DRAFT.c.answered_at.is_(None), _DRAFT.c.expires_at > now,
            )
        )  # fmt: skip
        return None if row is None else _draft(row)

    def count_waiting(self, now: datetime) -> int:
        """How many drafts wait for an answer."""
        query = select(func.count()).where(
            _DRAFT.c.workspace_id == self.book.workspace_id, _DRAFT.c.answered_at.is_(None),
            _DRAFT.c.expires_at > now,
        )  # fmt: skip
        return int(self.book.connection.execute(query).scalar_one())

    # -- what people say beside a record ------------------------------------------------------------------

    def state(
        self, subject: str, subject_id: int, text: str, *, person_id: int | None, now: datetime
    ) -> None:
        """Keep what somebody typed beside a record of this kind and number."""
        self.book.add(
            tables.Statement, subject=subject, subject_id=subject_id, person_id=person_id, text=text,
            recorded_at=now,
        )  # fmt: skip

    def stated(self, subject: str, subject_ids: Iterable[int]) -> dict[int, str]:
        """What was typed beside these records, by their number; the newest of each."""
        wanted = list(subject_ids)
        rows = self.book.all(
            self.book.select(
                tables.Statement, _STATEMENT.c.subject == subject, _STATEMENT.c.subject_id.in_(wanted)
            ).order_by(_STATEMENT.c.id)
        )
        return {row.subject_id: row.text for row in rows}

    # -- audit --------------------------------------------------------------------------------------------

    def audit(
        self, action: str, subject: str, subject_id: int | None, *, by: int | None, now: datetime,
        before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Record who changed what, from what to what."""
        self.book.add(
            tables.AuditRecord, at=now, person_id=by, action=action, subject=subject, subject_id=subject_id,
            before=before, after=after,
        )  # fmt: skip

    def newest_of(self, action: str, subject: str, subject_id: int) -> AuditRow | None:
        """The newest record of that action on that subject."""
        where = (_AUDIT.c.action == action, _AUDIT.c.subject == subject, _AUDIT.c.subject_id == subject_id)
        row = self.book.one(self.book.select(tables.AuditRecord, *where).order_by(_AUDIT.c.id.desc()))
        return None if row is None else _audited(row)

    def audited_of(self, person_id: int) -> list[AuditRow]:
        """Every audit record that is about the person or of what they did, the oldest first."""
        about = (_AUDIT.c.subject == "person") & (_AUDIT.c.subject_id == person_id)
        query = self.book.select(tables.AuditRecord, about | (_AUDIT.c.person_id == person_id))
        return [_audited(row) for row in self.book.all(query.order_by(_AUDIT.c.id))]

    # -- imports ------------------------------------------------------------------------------------------

    def keep_import(self, **values: Any) -> int:
        """Record that a file was booked; answers with its number."""
        return self.book.add(tables.ImportBatch, **values)

    def imports(self) -> list[ImportKept]:
        """Every file that was booked, the newest first."""
        taken = self.book.select(
            tables.AuditRecord, _AUDIT.c.action == "took_back", _AUDIT.c.subject == "import"
        )
        back = {row.subject_id for row in self.book.all(taken)}
        rows = self.book.all(self.book.select(tables.ImportBatch).order_by(_BATCH.c.id.desc()))
        return [
            ImportKept(
                row.id, row.kind, row.file_name, row.added, row.changed, row.recorded_at, row.recorded_by,
                row.content_hash, row.id in back,
            )
            for row in rows
        ]  # fmt: skip


def _digest(content: Any) -> str:
    return sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _audited(row: Row[Any]) -> AuditRow:
    return AuditRow(row.at, row.person_id, row.action, row.subject, row.subject_id, row.before, row.after)


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        row.id, row.person_id, row.kind, row.content, row.created_at, row.expires_at, row.answered_at
    )

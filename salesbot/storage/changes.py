"""What was changed, newest first: the audit's records, and the ledger's entries that changed a deal after its first.

Both are append-only, so a page goes on from the numbers of its last lines.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, or_, select

from salesbot.storage import tables
from salesbot.storage.deals.rows import ENTRY_BOOKED
from salesbot.storage.questions import table_of

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_AUDIT, _GOAL = table_of(tables.AuditRecord), table_of(tables.Goal)
_ENTRY, _SHARE = table_of(tables.DealEntry), table_of(tables.DealShare)
START = (2**31 - 1, 2**31 - 1)
"""Before every record and entry: the first page."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whose changes are wanted: those about these people, and team goals of these teams."""

    reader_id: int
    people: frozenset[int]
    teams: frozenset[int]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: an audit record, or an entry of a deal."""

    record: bool
    """Whether it is of the audit; else of the ledger."""
    id: int
    at: datetime
    by: int | None
    """Who did it; None: the terminal, a file, or Slack."""
    action: str
    subject: str
    subject_id: int | None
    before: dict[str, Any]
    after: dict[str, Any]


class Changes:
    """The changes of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def page(
        self, after: tuple[int, int], most: int, concerned: Concerned | None, own_only: Collection[str]
    ) -> list[Change]:
        """The newest changes older than the record and entry of these numbers; one more than `most` tells of others.

        `concerned` None: everybody's. `own_only`: actions that only who did them reads.
        """
        found = [
            *self._records(after[0], most, concerned, own_only),
            *self._entries(after[1], most, concerned),
        ]
        found.sort(key=lambda each: (each.at, each.record, each.id), reverse=True)
        return found[: most + 1]

    def _records(
        self, below: int, most: int, concerned: Concerned | None, own_only: Collection[str]
    ) -> list[Change]:
        where: list[ColumnElement[bool]] = [_AUDIT.c.id < below]
        if concerned is None:
            where.append(_AUDIT.c.action.not_in(own_only))
        else:
            where.append(self._about(concerned, own_only))
        query = self.book.select(tables.AuditRecord, *where).order_by(_AUDIT.c.id.desc()).limit(most + 1)
        return [
            Change(
                True, row.id, row.at, row.person_id, row.action, row.subject, row.subject_id, row.before or {},
                row.after or {},
            )
            for row in self.book.all(query)
        ]  # fmt: skip

    def _about(self, concerned: Concerned, own_only: Collection[str]) -> ColumnElement[bool]:
        mine = self.book.workspace_id
        goals = select(_GOAL.c.id).where(
            _GOAL.c.workspace_id == mine,
            or_(_GOAL.c.person_id.in_(concerned.people), _GOAL.c.team_id.in_(concerned.teams)),
        )
        of_people = and_(_AUDIT.c.subject == "person", _AUDIT.c.subject_id.in_(concerned.people))
        of_goals = and_(_AUDIT.c.subject == "goal", _AUDIT.c.subject_id.in_(goals))
        others = and_(or_(of_people, of_goals), _AUDIT.c.action.not_in(own_only))
        own = and_(_AUDIT.c.subject == "person", _AUDIT.c.subject_id == concerned.reader_id)
        return or_(others, own, _AUDIT.c.person_id == concerned.reader_id)

    def _entries(self, below: int, most: int, concerned: Concerned | None) -> list[Change]:
        where: list[ColumnElement[bool]] = [_ENTRY.c.id < below, _ENTRY.c.number > 1, ENTRY_BOOKED]
        if concerned is not None:
            shared = select(_SHARE.c.entry_id).where(
                _SHARE.c.workspace_id == self.book.workspace_id, _SHARE.c.person_id.in_(concerned.people)
            )
            where.append(or_(_ENTRY.c.rep_id.in_(concerned.people), _ENTRY.c.id.in_(shared)))
        query = self.book.select(tables.DealEntry, *where).order_by(_ENTRY.c.id.desc()).limit(most + 1)
        return [
            Change(
                False, row.id, row.recorded_at, row.recorded_by, row.kind, "deal", row.deal_id, {},
                {"number": row.number, "reason": row.change_reason, "account": row.account_id, "rep": row.rep_id},
            )
            for row in self.book.all(query)
        ]  # fmt: skip


def below(after: tuple[int, int], shown: Sequence[Change]) -> tuple[int, int]:
    """From where the next page goes on."""
    records = [each.id for each in shown if each.record]
    entries = [each.id for each in shown if not each.record]
    return (min(records, default=after[0]), min(entries, default=after[1]))

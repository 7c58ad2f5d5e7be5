"""What is asked of disputes: who thinks which credit is wrong, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, and_, select

from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_DISPUTE: Any = tables.Dispute.__table__
_ANSWER: Any = tables.DisputeAnswer.__table__


@dataclass(frozen=True, slots=True)
class Dispute:
    """Somebody thinks that a credit is wrong; answered once, or open."""

    id: int
    deal_id: int
    entry_id: int
    """How the deal stood when it was flagged."""
    person_id: int
    recorded_at: datetime
    accepted: bool | None
    """None: not answered yet."""
    answered_by: int | None
    answered_at: datetime | None
    corrected_by: int | None
    """The entry that corrected the deal, of a dispute that was accepted."""


class Disputes:
    """The disputes of one workspace; the words of both sides are statements beside them."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, deal_id: int, entry_id: int, *, person_id: int, now: datetime) -> int:
        """Somebody flags the credit of a deal; answers with the dispute's number."""
        return self.book.add(
            tables.Dispute, deal_id=deal_id, entry_id=entry_id, person_id=person_id, recorded_at=now
        )

    def answer(
        self, dispute_id: int, *, accepted: bool, entry_id: int | None, by: int, now: datetime
    ) -> None:
        """Answer a dispute, once for ever; `entry_id` is the correcting entry of one that is accepted."""
        row = {
            "dispute_id": dispute_id, "accepted": accepted, "entry_id": entry_id, "recorded_at": now,
            "recorded_by": by,
        }  # fmt: skip
        self.book.add_rows(tables.DisputeAnswer, [row])

    def by_id(self, dispute_id: int) -> Dispute | None:
        """The dispute of that number."""
        found = self._of(_DISPUTE.c.id == dispute_id)
        return found[0] if found else None

    def of_deal(self, deal_id: int) -> list[Dispute]:
        """The deal's disputes, the oldest first."""
        return self._of(_DISPUTE.c.deal_id == deal_id)

    def open(self) -> list[Dispute]:
        """Those that nobody answered yet, the oldest first."""
        return self._of(_ANSWER.c.dispute_id.is_(None))

    def _of(self, where: Any) -> list[Dispute]:
        query = (
            select(
                _DISPUTE,
                _ANSWER.c.accepted,
                _ANSWER.c.recorded_by,
                _ANSWER.c.recorded_at.label("answered_at"),
                _ANSWER.c.entry_id.label("corrected_by"),
            )
            .outerjoin(
                _ANSWER,
                and_(
                    _ANSWER.c.workspace_id == _DISPUTE.c.workspace_id, _ANSWER.c.dispute_id == _DISPUTE.c.id
                ),
            )
            .where(_DISPUTE.c.workspace_id == self.book.workspace_id, where)
            .order_by(_DISPUTE.c.id)
        )
        return [_dispute(row) for row in self.book.all(query)]


def _dispute(row: Row[Any]) -> Dispute:
    return Dispute(
        row.id, row.deal_id, row.entry_id, row.person_id, row.recorded_at, row.accepted, row.recorded_by,
        row.answered_at, row.corrected_by,
    )  # fmt: skip

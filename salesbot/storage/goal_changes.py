"""What is asked of changes of goals: proposals with what people said of them, and who has read which version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row

from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_PROPOSAL: Any = tables.GoalProposal.__table__
_COMMENT: Any = tables.GoalComment.__table__
_NOTICE: Any = tables.GoalNotice.__table__


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A change of goals that is looked at before it is made."""

    id: int
    period: str
    changes: list[dict[str, Any]]
    reason: str | None
    made_by: int
    made_at: datetime
    asked_at: datetime | None
    settled_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class CommentRow:
    """What somebody said of a proposed change; an empty text: they agree."""

    person_id: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Somebody is to know of a version of a goal."""

    goal_id: int
    person_id: int
    told_at: datetime
    read_at: datetime | None


class GoalChanges:
    """Proposals, comments and notices of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def propose(
        self, period: str, changes: list[dict[str, Any]], reason: str | None, *, by: int, now: datetime
    ) -> ProposalRow:
        """Keep a change that is looked at before it is made."""
        number = self.book.add(
            tables.GoalProposal, period=period, changes=changes, reason=reason, made_by=by, made_at=now
        )
        found = self.proposal(number)
        assert found is not None
        return found

    def proposal(self, number: int) -> ProposalRow | None:
        """The proposal of that number."""
        row = self.book.one(self.book.select(tables.GoalProposal, _PROPOSAL.c.id == number))
        return None if row is None else _proposal(row)

    def change_proposal(self, number: int, **values: Any) -> bool:
        """Write something anew about a proposal that is not settled yet; False if it was."""
        return (
            self.book.change(
                tables.GoalProposal, _PROPOSAL.c.id == number, _PROPOSAL.c.settled_at.is_(None), **values
            )
            == 1
        )

    def comment(self, proposal_id: int, person_id: int, text: str, now: datetime) -> int:
        """Keep what somebody said of a proposal; answers with its number."""
        return self.book.add(
            tables.GoalComment, proposal_id=proposal_id, person_id=person_id, text=text, at=now
        )

    def comments(self, proposal_id: int) -> list[CommentRow]:
        """What was said of a proposal, in order."""
        query = self.book.select(tables.GoalComment, _COMMENT.c.proposal_id == proposal_id)
        return [
            CommentRow(row.person_id, row.text, row.at)
            for row in self.book.all(query.order_by(_COMMENT.c.id))
        ]

    def notice(self, goal_id: int, people: Iterable[int], now: datetime) -> None:
        """These people are to know of a version of a goal."""
        rows = [{"goal_id": goal_id, "person_id": each, "told_at": now} for each in sorted(set(people))]
        self.book.add_rows(tables.GoalNotice, rows)

    def read(self, goal_ids: Iterable[int], person_id: int, now: datetime) -> int:
        """The person has read these versions; answers with how many of them were not read before."""
        return self.book.change(
            tables.GoalNotice, _NOTICE.c.goal_id.in_(list(goal_ids)), _NOTICE.c.person_id == person_id,
            _NOTICE.c.read_at.is_(None), read_at=now,
        )  # fmt: skip

    def notices(self, goal_ids: Iterable[int]) -> list[NoticeRow]:
        """Who is to know of these versions, and who has read them."""
        return self._notices(_NOTICE.c.goal_id.in_(list(goal_ids)))

    def unread(self) -> list[NoticeRow]:
        """Who is to know of a version and has not read it, of every version."""
        return self._notices(_NOTICE.c.read_at.is_(None))

    def _notices(self, which: ColumnElement[bool]) -> list[NoticeRow]:
        query = self.book.select(tables.GoalNotice, which)
        rows = self.book.all(query.order_by(_NOTICE.c.goal_id, _NOTICE.c.person_id))
        return [NoticeRow(row.goal_id, row.person_id, row.told_at, row.read_at) for row in rows]


def _proposal(row: Row[Any]) -> ProposalRow:
    return ProposalRow(
        row.id, row.period, list(row.changes), row.reason, row.made_by, row.made_at, row.asked_at,
        row.settled_at, row.outcome,
    )  # fmt: skip

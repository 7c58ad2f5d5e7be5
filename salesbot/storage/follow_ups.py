"""What is asked of follow-ups."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select

from salesbot.domain.follow_ups import FollowUp, FollowUpOutcome
from salesbot.storage import tables
from salesbot.storage.questions import given, given_several, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ROWS: Any = tables.FollowUp.__table__
_OPEN = question(tables.FollowUp, _ROWS.c.outcome == FollowUpOutcome.OPEN.value).order_by(
    _ROWS.c.due_on, _ROWS.c.id
)
_OPEN_OF = _OPEN.where(_ROWS.c.person_id.in_(given_several("people")))
_DUE_OF = _OPEN_OF.where(_ROWS.c.due_on <= given("until"))
_OPEN_OF_ACCOUNT = _OPEN.where(_ROWS.c.account_id == given("account_id"))


class FollowUps:
    """The follow-ups of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def by_id(self, follow_up_id: int) -> FollowUp:
        """The follow-up of that number; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.FollowUp, _ROWS.c.id == follow_up_id))
        if row is None:
            raise LookupError(f"there is no follow-up {follow_up_id}")
        return _follow_up(row)

    def locked(self, follow_up_id: int) -> FollowUp:
        """The follow-up, nobody else changing it until this book is closed; LookupError if there is none."""
        query = self.book.select(tables.FollowUp, _ROWS.c.id == follow_up_id).with_for_update()
        row = self.book.one(query)
        if row is None:
            raise LookupError(f"there is no follow-up {follow_up_id}")
        return _follow_up(row)

    def add(self, **values: Any) -> FollowUp:
        """A new follow-up."""
        return self.by_id(self.book.add(tables.FollowUp, **values))

    def change(self, follow_up_id: int, **values: Any) -> FollowUp:
        """Write something anew about a follow-up."""
        self.book.change(tables.FollowUp, _ROWS.c.id == follow_up_id, **values)
        return self.by_id(follow_up_id)

    def open_of(self, person_ids: Collection[int], until: date | None = None) -> list[FollowUp]:
        """The open ones of these people (due up to a day, the day included), the longest due first."""
        if not person_ids:
            return []
        if until is None:
            return self._open(_OPEN_OF, people=list(person_ids))
        return self._open(_DUE_OF, people=list(person_ids), until=until)

    def open_of_account(self, account_id: int) -> list[FollowUp]:
        """The account's open ones, the longest due first."""
        return self._open(_OPEN_OF_ACCOUNT, account_id=account_id)

    def of_person(self, person_id: int) -> list[FollowUp]:
        """Everything that a person ever was to do, in the order in which it was noted."""
        query = self.book.select(tables.FollowUp, _ROWS.c.person_id == person_id).order_by(_ROWS.c.id)
        return [_follow_up(row) for row in self.book.all(query)]

    def _open(self, asked: Select[Any], **values: Any) -> list[FollowUp]:
        return [_follow_up(row) for row in self.book.all(asked, **values)]


def _follow_up(row: Row[Any]) -> FollowUp:
    return FollowUp(
        id=row.id, person_id=row.person_id, account_id=row.account_id, deal_id=row.deal_id,
        due_on=row.due_on, text=row.text, outcome=FollowUpOutcome(row.outcome), closed_on=row.closed_on,
        recorded_at=row.recorded_at, recorded_by=row.recorded_by,
    )  # fmt: skip

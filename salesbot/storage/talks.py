"""What is asked of one-to-one talks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, func, select

from salesbot.domain.talks import ActionOutcome, Aim, TalkAction, TalkNote, TalkPoint
from salesbot.storage import tables
from salesbot.storage.questions import given, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_TALK: Any = tables.Talk.__table__
_POINT: Any = tables.TalkPoint.__table__
_NOTE: Any = tables.TalkNote.__table__
_ACTION: Any = tables.TalkAction.__table__
_OPEN_ACTIONS_OF = question(
    tables.TalkAction, _ACTION.c.owner_id == given("owner_id"), _ACTION.c.outcome == ActionOutcome.OPEN.value
)


class Talks:
    """The talks of one workspace; who may read what is the policy's affair."""

    def __init__(self, book: Book) -> None:
        self.book = book

    # -- held ---------------------------------------------------------------------------------------------

    def hold(self, person_id: int, day: date, *, by: int, now: datetime) -> int:
        """A talk was held on a day; answers with its number."""
        return self.book.add(tables.Talk, person_id=person_id, held_on=day, recorded_at=now, recorded_by=by)

    def days(self, person_id: int) -> list[tuple[date, int]]:
        """(day, who held it) of a person's talks, the oldest first."""
        query = self.book.select(tables.Talk, _TALK.c.person_id == person_id)
        rows = self.book.all(query.order_by(_TALK.c.held_on, _TALK.c.id))
        return [(row.held_on, row.recorded_by) for row in rows]

    def last_days(self, person_ids: Collection[int]) -> dict[int, date]:
        """On which day each of these people last had a talk."""
        query = (
            select(_TALK.c.person_id, func.max(_TALK.c.held_on).label("day"))
            .where(_TALK.c.workspace_id == self.book.workspace_id, _TALK.c.person_id.in_(list(person_ids)))
            .group_by(_TALK.c.person_id)
        )
        return {row.person_id: row.day for row in self.book.all(query)}

    # -- agenda -------------------------------------------------------------------------------------------

    def add_point(self, person_id: int, text: str, *, by: int, now: datetime) -> int:
        """Something is to be talked over; answers with its number."""
        return self.book.add(
            tables.TalkPoint, person_id=person_id, text=text, recorded_at=now, recorded_by=by
        )

    def points(self, person_id: int) -> list[TalkPoint]:
        """What is still to be talked over with a person, the oldest first."""
        return self._points(_POINT.c.person_id == person_id, _POINT.c.settled_on.is_(None))

    def point(self, point_id: int) -> TalkPoint:
        """The point of that number; LookupError if there is none."""
        found = self._points(_POINT.c.id == point_id)
        if not found:
            raise LookupError(f"there is no point {point_id}")
        return found[0]

    def settle_points(self, point_ids: Collection[int], day: date) -> int:
        """These were talked over; answers with how many stood open."""
        return self.book.change(
            tables.TalkPoint, _POINT.c.id.in_(list(point_ids)), _POINT.c.settled_on.is_(None), settled_on=day
        )

    # -- private notes ------------------------------------------------------------------------------------

    def add_note(self, person_id: int, text: str, day: date, *, by: int, now: datetime) -> int:
        """Somebody notes something about a person for themselves; answers with its number."""
        return self.book.add(
            tables.TalkNote, person_id=person_id, text=text, day=day, recorded_at=now, recorded_by=by
        )

    def notes(self, person_id: int, author_id: int) -> list[TalkNote]:
        """What one author noted about a person, the newest first."""
        query = self.book.select(
            tables.TalkNote, _NOTE.c.person_id == person_id, _NOTE.c.recorded_by == author_id
        )
        rows = self.book.all(query.order_by(_NOTE.c.day.desc(), _NOTE.c.id.desc()))
        return [TalkNote(row.id, row.person_id, row.text, row.day, row.recorded_by) for row in rows]

    # -- actions ------------------------------------------------------------------------------------------

    def add_action(self, **values: Any) -> TalkAction:
        """Something was agreed."""
        return self.action(self.book.add(tables.TalkAction, **values))

    def action(self, action_id: int) -> TalkAction:
        """The action of that number; LookupError if there is none."""
        found = self._actions(_ACTION.c.id == action_id)
        if not found:
            raise LookupError(f"there is no action {action_id}")
        return found[0]

    def actions(self, person_id: int) -> list[TalkAction]:
        """Everything that was agreed in a person's talks, the newest first."""
        return self._actions(_ACTION.c.person_id == person_id)[::-1]

    def open_actions_of(self, owner_id: int) -> list[TalkAction]:
        """What a person has to do, that due soonest first."""
        found = map(_action, self.book.all(_OPEN_ACTIONS_OF, owner_id=owner_id))
        return sorted(found, key=lambda action: (action.due_on, action.id))

    def change_action(self, action_id: int, **values: Any) -> TalkAction:
        """Write something anew about an action."""
        self.book.change_row(tables.TalkAction, action_id, **values)
        return self.action(action_id)

    def _points(self, *where: ColumnElement[bool]) -> list[TalkPoint]:
        query = self.book.select(tables.TalkPoint, *where).order_by(_POINT.c.id)
        return [TalkPoint(row.id, row.person_id, row.text, row.recorded_by) for row in self.book.all(query)]

    def _actions(self, *where: ColumnElement[bool]) -> list[TalkAction]:
        query = self.book.select(tables.TalkAction, *where).order_by(_ACTION.c.id)
        return [_action(row) for row in self.book.all(query)]


def _action(row: Row[Any]) -> TalkAction:
    return TalkAction(
        id=row.id, person_id=row.person_id, owner_id=row.owner_id, text=row.text,
        aim=Aim(row.aim) if row.aim else None, days=row.days, starts_on=row.starts_on, due_on=row.due_on,
        outcome=ActionOutcome(row.outcome), settled_on=row.settled_on, recorded_by=row.recorded_by,
    )  # fmt: skip

"""What is asked of open seats and their steps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, or_

from salesbot.domain.money import money_or_none
from salesbot.domain.seats import Seat, SeatStep, StepKind
from salesbot.storage import tables
from salesbot.storage.questions import given, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_SEAT: Any = tables.Seat.__table__
_STEP: Any = tables.SeatStep.__table__
_OPEN_STEPS_OF = question(
    tables.SeatStep, _STEP.c.owner_id == given("owner_id"), _STEP.c.done_on.is_(None)
).order_by(_STEP.c.due_on, _STEP.c.id)


class Seats:
    """The open seats of one workspace's teams."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, **values: Any) -> int:
        """A seat is open; answers with its number."""
        return self.book.add(tables.Seat, **values)

    def open_of(self, team_ids: Collection[int]) -> list[Seat]:
        """The teams' seats on which nobody sits, the soonest first."""
        where = (_SEAT.c.team_id.in_(list(team_ids)), _SEAT.c.closed_on.is_(None))
        query = self.book.select(tables.Seat, *where).order_by(_SEAT.c.starts_on, _SEAT.c.id)
        return [_seat(row) for row in self.book.all(query)]

    def filled_of(self, team_id: int) -> list[Seat]:
        """The team's seats that somebody took, the soonest first."""
        where = (_SEAT.c.team_id == team_id, _SEAT.c.filled_by.is_not(None))
        query = self.book.select(tables.Seat, *where).order_by(_SEAT.c.starts_on, _SEAT.c.id)
        return [_seat(row) for row in self.book.all(query)]

    def standing(self, day: date, known_at: datetime) -> list[Seat]:
        """Every seat on which nobody sat on that day, of those recorded by then."""
        c = _SEAT.c
        still = or_(c.closed_on.is_(None), c.closed_on > day)
        query = self.book.select(tables.Seat, c.opened_on <= day, still, c.recorded_at <= known_at)
        return [_seat(row) for row in self.book.all(query.order_by(c.id))]

    def by_id(self, seat_id: int) -> Seat:
        """The seat of that number; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.Seat, _SEAT.c.id == seat_id))
        if row is None:
            raise LookupError(f"there is no seat {seat_id}")
        return _seat(row)

    def change(self, seat_id: int, **values: Any) -> None:
        """Write something anew about a seat."""
        self.book.change_row(tables.Seat, seat_id, **values)

    def add_step(self, **values: Any) -> int:
        """Something is to be done; answers with its number."""
        return self.book.add(tables.SeatStep, **values)

    def steps(self, seat_ids: Collection[int]) -> list[SeatStep]:
        """Every step of these seats, by day."""
        query = self.book.select(tables.SeatStep, _STEP.c.seat_id.in_(list(seat_ids)))
        return [_step(row) for row in self.book.all(query.order_by(_STEP.c.due_on, _STEP.c.id))]

    def step(self, step_id: int) -> SeatStep:
        """The step of that number; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.SeatStep, _STEP.c.id == step_id))
        if row is None:
            raise LookupError(f"there is no step {step_id}")
        return _step(row)

    def open_steps_of(self, person_id: int) -> list[SeatStep]:
        """What a person still has to do, by day."""
        return [_step(row) for row in self.book.all(_OPEN_STEPS_OF, owner_id=person_id)]

    def change_step(self, step_id: int, **values: Any) -> None:
        """Write something anew about a step."""
        self.book.change_row(tables.SeatStep, step_id, **values)


def _seat(row: Row[Any]) -> Seat:
    return Seat(
        id=row.id, team_id=row.team_id, starts_on=row.starts_on,
        goal=money_or_none(row.goal, row.currency), opened_on=row.opened_on,
        filled_by=row.filled_by, closed_on=row.closed_on, recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
    )  # fmt: skip


def _step(row: Row[Any]) -> SeatStep:
    return SeatStep(
        id=row.id, seat_id=row.seat_id, kind=StepKind(row.kind), owner_id=row.owner_id, due_on=row.due_on,
        done_on=row.done_on, words=row.words,
    )  # fmt: skip

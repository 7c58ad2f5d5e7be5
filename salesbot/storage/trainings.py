"""What is asked of trainings that people gave to others."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, or_

from salesbot.domain.activities import Training
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ROWS: Any = tables.Training.__table__


class Trainings:
    """The trainings of one workspace; those that were taken back count only as known before."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, *, person_id: int, day: date, topic: str, practice: bool, now: datetime) -> Training:
        """Somebody gave a training."""
        number = self.book.add(
            tables.Training, person_id=person_id, day=day, topic=topic, practice=practice, recorded_at=now
        )
        return self.by_id(number)

    def by_id(self, training_id: int) -> Training:
        """The training of that number; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.Training, _ROWS.c.id == training_id))
        if row is None:
            raise LookupError(f"there is no training {training_id}")
        return _training(row)

    def take_back(self, training_id: int, now: datetime) -> bool:
        """It counts no more from this instant on; False if it did not anyway."""
        return bool(
            self.book.change(
                tables.Training, _ROWS.c.id == training_id, _ROWS.c.undone_at.is_(None), undone_at=now
            )
        )

    def practice(self) -> list[int]:
        """The numbers of what was recorded in practice and stands."""
        query = self.book.select(tables.Training, _ROWS.c.practice, _ROWS.c.undone_at.is_(None))
        return [row.id for row in self.book.all(query)]

    def given(self, start: date, end: date, known_at: datetime) -> list[tuple[int, date]]:
        """(who, day) of each training in the half-open span, as known at an instant."""
        query = self.book.select(
            tables.Training,
            _ROWS.c.day >= start,
            _ROWS.c.day < end,
            _ROWS.c.recorded_at <= known_at,
            or_(_ROWS.c.undone_at.is_(None), _ROWS.c.undone_at > known_at),
        )
        return [(row.person_id, row.day) for row in self.book.all(query.order_by(_ROWS.c.id))]


def _training(row: Row[Any]) -> Training:
    return Training(row.id, row.person_id, row.day, row.topic, row.practice, row.undone_at)

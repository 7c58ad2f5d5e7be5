"""What a person is to do to fill a seat, or in the own first weeks, and is due."""

from __future__ import annotations

from datetime import date

from salesbot.domain.people import Person
from salesbot.domain.seats import SeatStep
from salesbot.storage.book import Book


def due_steps(book: Book, person: Person, day: date) -> tuple[SeatStep, ...]:
    """The steps that this person is to have done by the day, the oldest first."""
    return tuple(step for step in book.seats.open_steps_of(person.id) if step.due_on <= day)

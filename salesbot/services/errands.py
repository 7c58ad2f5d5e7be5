"""What was agreed in a talk or given as a training, and waits for a person: for the to-do and the morning message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.courses import EnrolmentSeen, own_trainings
from salesbot.services.talks import ActionSeen, open_actions_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Errands:
    """Actions and trainings that wait for a person, those due soonest first."""

    day: date
    actions: tuple[ActionSeen, ...] = ()
    trainings: tuple[EnrolmentSeen, ...] = ()
    fresh: bool = False
    """Whether one is due today, or became due since the last working day."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.actions) + len(self.trainings)


def errands_of(book: Book, person_id: int, *, now: datetime) -> Errands:
    """All that waits, whenever it is due."""
    trainings = own_trainings(book, person_id, now=now)
    return _errands(
        book, open_actions_of(book, person_id, now=now),
        tuple(each for each in trainings if each.enrolment.done_on is None), workspace_day(book, now),
    )  # fmt: skip


def errands_due(book: Book, person_id: int, day: date, now: datetime) -> Errands:
    """What is due on a day or before it."""
    waits = errands_of(book, person_id, now=now)
    return _errands(
        book, tuple(each for each in waits.actions if each.action.due_on <= day),
        tuple(each for each in waits.trainings if each.enrolment.due_on <= day), day,
    )  # fmt: skip


def _errands(
    book: Book, actions: tuple[ActionSeen, ...], trainings: tuple[EnrolmentSeen, ...], day: date
) -> Errands:
    before = calendar_of(book).last_working_before(day)
    due = [each.action.due_on for each in actions] + [each.enrolment.due_on for each in trainings]
    return Errands(day, actions, trainings, any(before < each <= day for each in due))

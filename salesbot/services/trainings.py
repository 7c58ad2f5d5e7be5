"""Trainings given: who trains others says so, and it counts toward goals for trainings."""

from __future__ import annotations

from datetime import date, datetime

from salesbot.domain.access import may_act_for, may_train, require
from salesbot.domain.activities import Training
from salesbot.domain.people import Person
from salesbot.services.activities import ActivityUnknown
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

MOST_OF_TOPIC = 300


def record_training(
    book: Book, sender: Person, topic: str, *, now: datetime, day: date | None = None
) -> Training:
    """Record a training that the sender gave, today unless a day is named. Raises NotAllowed."""
    require(may_train(viewer_of(book, sender, now)), "training")
    return book.trainings.add(
        person_id=sender.id, day=day or workspace_day(book, now), topic=topic[:MOST_OF_TOPIC],
        practice=not book.workspace.live, now=now,
    )  # fmt: skip


def undo_training(book: Book, sender: Person, training_id: int, *, now: datetime) -> Training:
    """It was not so: it counts no more. Raises ActivityUnknown."""
    try:
        row = book.trainings.by_id(training_id)
    except LookupError:
        raise ActivityUnknown() from None
    if row.undone_at is not None or not may_act_for(viewer_of(book, sender, now), row.person_id):
        raise ActivityUnknown()
    book.trainings.take_back(row.id, now)
    book.records.audit("taken_back", "training", row.id, by=sender.id, now=now)
    return row

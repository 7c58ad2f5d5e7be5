"""What managers were told about somebody, for that person to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.services.fairness.audited import fairness_told
from salesbot.services.fairness.keeping import keeping_told
from salesbot.services.planning import Kind
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

SHOWN_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Noted:
    """A manager was told something about somebody."""

    manager: Person
    on_day: date
    what: str
    """never, monopoly (of the audit) or unpraised (well above the goal)."""


def noted_about(book: Book, person_id: int, now: datetime) -> list[Noted]:
    """What managers were told about the person in the last year, the newest first: worked out anew as it was then."""
    rows = book.announcements.sent_between(
        now - SHOWN_FOR, now, (Kind.FAIRNESS.value, Kind.KEEPING.value)
    )  # fmt: skip
    found = [noted for row in rows for noted in _of(book, row, person_id)]
    return sorted(found, key=lambda one: one.on_day, reverse=True)


def _of(book: Book, row: Announcement, person_id: int) -> Iterator[Noted]:
    at = row.sent_at or row.due_at
    day = workspace_day(book, at)
    if row.kind == Kind.KEEPING:
        kept = keeping_told(book, row, at)
        if kept is not None and any(each.person.id == person_id for each in kept.people):
            yield Noted(kept.manager, day, "unpraised")
        return
    told = fairness_told(book, row, at)
    if told is None:
        return
    for team in told.teams:
        if any(each.person_id == person_id for each in team.fairness.never):
            yield Noted(told.manager, day, "never")
        monopoly = team.fairness.monopoly
        if monopoly is not None and monopoly.person_id == person_id:
            yield Noted(told.manager, day, "monopoly")

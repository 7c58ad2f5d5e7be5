"""Since when a morning message tells: the last one that was sent, and the working days that none came on."""

from __future__ import annotations

from datetime import date, timedelta

from salesbot.domain.as_of import AsOf, morning_of
from salesbot.domain.people import Person
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.digests.told import Since
from salesbot.services.planning import Kind, person_recipient
from salesbot.storage.book import Book
from salesbot.storage.lately import Sent


def digest_before(book: Book, person: Person, as_of: AsOf) -> tuple[Since, AsOf]:
    """The digest that this person got before this one; without one, the morning of the working day before."""
    return told_before(book, Kind.MORNING, person_recipient(person.id), as_of)


def told_before(book: Book, kind: Kind, recipient: str, as_of: AsOf) -> tuple[Since, AsOf]:
    """The message of this kind that came before this one; without one, the morning of the working day before."""
    calendar = calendar_of(book)
    last = last_sent(book, kind, recipient, as_of)
    if last is None or last.as_of is None:
        day = calendar.last_working_before(as_of.day)
        before = AsOf(day, live=False, known_at=as_of.known_at)
        passed = calendar.between(day, as_of.day)
        return Since(day, day == as_of.day - timedelta(days=1), False, passed, missed=()), before
    day = workspace_day(book, last.as_of)
    missed: list[date] = []
    on = calendar.next_working(day)
    while on < as_of.day:
        missed.append(on)
        on = calendar.next_working(on)
    yesterday = day == as_of.day - timedelta(days=1)
    since = Since(day, yesterday, True, calendar.between(day, as_of.day), missed=tuple(missed))
    return since, AsOf(day, live=False, known_at=last.known_at or as_of.known_at)


def last_sent(book: Book, kind: Kind, recipient: str, as_of: AsOf) -> Sent | None:
    """The message of this kind that told of the latest day before this one, as known by then; None: there was none."""
    return book.announcements.last_told(
        recipient, kind.value, morning_of(as_of.day, book.workspace.time_zone or "UTC"), as_of.known_at
    )

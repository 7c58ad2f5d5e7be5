"""How much is too much: of messages that nobody asked for, two a day come to a person beyond the morning one."""

from __future__ import annotations

from datetime import datetime

from salesbot.clock import day_in
from salesbot.domain.announcing import MOST_UNPROMPTED, AnnouncementStatus
from salesbot.domain.people import Person
from salesbot.domain.schedules import QUIET_UNTIL, after_quiet, due_at
from salesbot.services.calendars import calendar_of
from salesbot.services.planning import Kind, person_recipient, zone_of
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_MAY_WAIT = frozenset({Kind.ALERT, Kind.NUDGE, Kind.PRAISE, Kind.GOAL_REMINDER})
"""What can wait for a morning. An approval, a dispute, a changed goal and an answer come at once, and count."""
_NOT_COUNTED = frozenset({Kind.MORNING, Kind.WEEK, Kind.DIRECT})


def waits_until(book: Book, person: Person, row: Announcement, now: datetime) -> datetime | None:
    """Until when a message waits, since enough came today or the hour is quiet; None: it is told now."""
    kind = Kind(row.kind)
    if kind not in _MAY_WAIT:
        return None
    zone, calendar = zone_of(book, person), calendar_of(book)
    quiet_until = after_quiet(now, zone, calendar)
    if quiet_until > now:
        return quiet_until
    if _told_today(book, person, zone, now) < MOST_UNPROMPTED:
        return None
    tomorrow = calendar.next_working(day_in(zone, now))
    return due_at(tomorrow, QUIET_UNTIL, zone)


def _told_today(book: Book, person: Person, zone: str, now: datetime) -> int:
    today = day_in(zone, now)
    sent = book.announcements.of(
        kinds=[kind.value for kind in Kind if kind not in _NOT_COUNTED],
        recipient=person_recipient(person.id), statuses=[AnnouncementStatus.SENT.value], limit=20,
    )  # fmt: skip
    return sum(row.sent_at is not None and day_in(zone, row.sent_at) == today for row in sent)

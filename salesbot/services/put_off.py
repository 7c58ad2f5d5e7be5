"""What waited for one person: in quiet hours, for Slack's own do-not-disturb, or since enough came on one day."""

from __future__ import annotations

from datetime import datetime, timedelta

from salesbot.domain.announcing import WAITED, AnnouncementStatus, told_with
from salesbot.domain.people import Person
from salesbot.services.planning import Kind, told_from
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

A_MOMENT = timedelta(seconds=1)
_BY_ITSELF = frozenset({Kind.MORNING, Kind.WEEK, Kind.FILE_CHECKED, Kind.FILE_BOOKED, Kind.FILE_MADE})
"""They have an hour of their own, or answer what was asked a moment ago."""


def has_waited(book: Book, person: Person, row: Announcement) -> bool:
    """Whether a message waited for the person: it was put off, or planned for the end of quiet hours."""
    if Kind(row.kind) in _BY_ITSELF or (row.kind == Kind.ALERT and book.choices.of(person.id).channel):
        return False
    if row.last_error == WAITED or row.subject.get("told_with"):
        return True
    return row.created_at < row.due_at == told_from(book, person, row.created_at)


def waiting_beside(book: Book, person: Person, row: Announcement, now: datetime) -> list[Announcement]:
    """What else waited and may be told now, with what was put to this message by an earlier try; the newest first."""
    planned = book.announcements.of(
        kinds=[kind.value for kind in Kind if kind not in _BY_ITSELF], recipient=row.recipient,
        statuses=[AnnouncementStatus.PLANNED.value],
    )  # fmt: skip
    found = [
        one
        for one in planned
        if one.id != row.id
        and one.attempt == 0
        and one.due_at <= now + A_MOMENT
        and one.expires_at > now
        and has_waited(book, person, one)
    ]
    earlier = (book.announcements.find(each) for each in row.subject.get("told_with", ()))
    found += [one for one in earlier if one is not None and one.last_error == told_with(row.id)]
    return sorted(found, key=lambda one: (one.created_at, one.id), reverse=True)

"""What could not be delivered is tried again once an admin has removed the cause."""

from __future__ import annotations

from datetime import datetime, timedelta

from salesbot.domain.access import may_configure, require
from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.people import Person
from salesbot.services.people import viewer_of
from salesbot.services.planning import NEWEST_ONLY, Kind
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

TROUBLES_ARE_SHOWN = timedelta(days=14)
"""For how long what could not be delivered is shown to admins, and can be tried again."""


def may_try_again(book: Book, row: Announcement, now: datetime) -> bool:
    """Whether another try makes sense: it surely never arrived, and nothing newer of its kind came since."""
    if row.status != AnnouncementStatus.DEAD or (row.last_error or "").startswith("held:"):
        return False
    if Kind(row.kind) not in NEWEST_ONLY:
        return True
    newest = book.announcements.of(kinds=[row.kind], recipient=row.recipient, limit=6)
    return not any(row.due_at < other.due_at <= now for other in newest)


def try_again(book: Book, by: Person, announcement_id: str, now: datetime) -> bool:
    """Make a dead message due now, as long as it lasted at first; False if it is dead no more, or too old.

    It is made anew from the books as they are then. Raises NotAllowed.
    """
    require(may_configure(viewer_of(book, by, now)), "setup")
    row = book.announcements.find(announcement_id)
    return row is not None and due_again(book, row, now)


def try_all_again(book: Book, by: Person, announcement_id: str, now: datetime) -> int:
    """As `try_again`, for everything that could not be delivered to whom that message was for; how many it is.

    Raises NotAllowed.
    """
    require(may_configure(viewer_of(book, by, now)), "setup")
    row = book.announcements.find(announcement_id)
    if row is None:
        return 0
    dead = book.announcements.of(
        kinds=[kind.value for kind in Kind if kind is not Kind.TROUBLE], recipient=row.recipient,
        statuses=[AnnouncementStatus.DEAD.value],
    )  # fmt: skip
    lately = [each for each in dead if each.due_at >= now - TROUBLES_ARE_SHOWN]
    return sum(due_again(book, each, now) for each in lately)


def due_again(book: Book, row: Announcement, now: datetime) -> bool:
    """Make it due now where another try makes sense; False where it does not."""
    if not may_try_again(book, row, now):
        return False
    again = book.announcements.change(
        row.id, AnnouncementStatus.DEAD.value, status=AnnouncementStatus.PLANNED.value, attempt=0, not_before=None,
        last_error=None, channel=None, due_at=now, expires_at=now + (row.expires_at - row.due_at),
    )  # fmt: skip
    # Wakes the ticker.
    book.announcements.planned += again
    return again

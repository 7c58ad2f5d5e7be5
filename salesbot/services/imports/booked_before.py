"""That a file was booked before: by the very request that comes again, or some other day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.services.calendars import workspace_day
from salesbot.services.imports.plans import Planned
from salesbot.storage.book import Book
from salesbot.storage.records import ImportKept


@dataclass(frozen=True, slots=True)
class BookedBefore:
    """The import by which a file's rows stand already."""

    number: int
    day: date
    by: str | None
    """Whose it was; None: the terminal's."""
    added: int
    changed: int


def booked_before(book: Book, planned: Planned) -> BookedBefore | None:
    """When, by whom and how much the same file was booked; None where it was not, or was taken back."""
    kept = _newest(book, planned)
    if kept is None:
        return None
    by = book.people.by_id(kept.recorded_by).name if kept.recorded_by is not None else None
    return BookedBefore(kept.number, workspace_day(book, kept.recorded_at), by, kept.added, kept.changed)


def booked_since(book: Book, planned: Planned, since: datetime, by: int) -> ImportKept | None:
    """The import that a request made which was asked for then, and died before it told of it."""
    kept = _newest(book, planned)
    return kept if kept is not None and kept.recorded_by == by and kept.recorded_at >= since else None


def _newest(book: Book, planned: Planned) -> ImportKept | None:
    alike = (
        kept
        for kept in book.records.imports()
        if (kept.kind, kept.content_hash) == (planned.kind, planned.content_hash) and not kept.taken_back
    )
    return next(alike, None)

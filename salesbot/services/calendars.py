"""Which days a workspace works, and which day it is there."""

from __future__ import annotations

from datetime import date, datetime

from salesbot.analysis.calendars import working_calendar
from salesbot.clock import day_in
from salesbot.domain.calendars import WorkingCalendar
from salesbot.storage.book import Book


def workspace_day(book: Book, now: datetime) -> date:
    """The day it is in the workspace's books (UTC until a time zone is set)."""
    return day_in(book.workspace.zone, now)


def calendar_of(book: Book, known_at: datetime | None = None) -> WorkingCalendar:
    """The workspace's working days: its week, less its country's holidays and its own days off as known then."""
    own = book.absences.days_off(known_at)
    return working_calendar(book.workspace.country, book.workspace.week, days_off=own)


def place_of(book: Book) -> str:
    """The city by which the books' days go: that of the workspace's time zone."""
    return book.workspace.zone.rpartition("/")[2].replace("_", " ")

"""Which days a workspace works, and which day it is there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from salesbot.analysis.calendars import working_calendar
from salesbot.clock import day_in
from salesbot.domain.calendars import WorkingCalendar
from salesbot.storage.book import Book


def workspace_day(book: Book, now: datetime) -> date:
    """The day it is in the workspace's books (UTC until a time zone is set)."""
    return day_in(book.workspace.time_zone or "UTC", now)


def calendar_of(book: Book, around: date) -> WorkingCalendar:
    """The workspace's working days, with the country's holidays of the two years before and after a day."""
    workspace = book.workspace
    years = range((around - timedelta(days=730)).year, (around + timedelta(days=730)).year + 1)
    return working_calendar(workspace.country, workspace.week, years)

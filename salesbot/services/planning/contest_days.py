"""The instants of a contest: from when its rules are frozen, and as of when a round and the whole are decided."""

from __future__ import annotations

from datetime import date, datetime, time

from salesbot.domain.as_of import morning_of
from salesbot.domain.contests import RoundDays, cut_rounds
from salesbot.domain.periods import DAY, Period
from salesbot.domain.schedules import due_at
from salesbot.services.calendars import calendar_of
from salesbot.storage.book import Book

TOLD_AT = time(9, 0)


def begins(book: Book, period: Period, now: datetime) -> datetime:
    """From when on the rules are frozen: the first day's first instant, or now for one that begins today."""
    return max(now, morning_of(period.starts_on, book.workspace.zone))


def decided(book: Book, last_day: date) -> datetime:
    """As of when what ends on a day is decided: 09:00 of the next working day, so that late entries of that day count."""
    after = calendar_of(book).next_working(last_day)
    return due_at(after, TOLD_AT, book.workspace.zone) or morning_of(after, book.workspace.zone)


def first_told(book: Book, period: Period) -> datetime:
    """When the team hears that it begins: 09:00 of the first working day."""
    day = calendar_of(book).this_or_next_working(period.starts_on)
    return due_at(day, TOLD_AT, book.workspace.zone) or morning_of(day, book.workspace.zone)


def days_of_rounds(book: Book, period: Period, rounds: int) -> tuple[RoundDays, ...]:
    """The rounds of a bracket, cut by working days. Raises ContestTooShort."""
    starts = cut_rounds(calendar_of(book).working_days_of(period), rounds)
    lasts = [*(start - DAY for start in starts[1:]), period.last_day]
    return tuple(RoundDays(start, decided(book, last)) for start, last in zip(starts, lasts, strict=True))

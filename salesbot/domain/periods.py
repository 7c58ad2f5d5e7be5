"""The periods that goals and reports are cut in: weeks, months, quarters, years and ranges of days.

A period is half-open: `ends_on` is the first day that is no longer in it. Quarters and years belong to the
year of the books, which begins in the month `year_start` of the calendar year that it is named after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from salesbot.domain.mistakes import SalesbotError

DAY = timedelta(days=1)


class PeriodUnreadable(SalesbotError):
    """A period was named in a way that none is: `typed` says how."""

    template = "mistakes/period_unreadable"


class PeriodKind(StrEnum):
    """What kind of a period it is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Period:
    """Some days in a row under the name that files and commands use: `2026-01` is January of 2026."""

    key: str
    starts_on: date
    ends_on: date
    """The first day after the period."""

    @property
    def kind(self) -> PeriodKind:
        """What kind of a period its key names."""
        return next(kind for kind, form in _FORMS.items() if form.fullmatch(self.key))

    @property
    def last_day(self) -> date:
        """The last day that is in the period."""
        return self.ends_on - DAY

    @property
    def days(self) -> int:
        """How many calendar days it has."""
        return (self.ends_on - self.starts_on).days

    def covers(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.starts_on <= day < self.ends_on

    def covers_all_of(self, other: Period) -> bool:
        """Whether the whole of another period lies in this one."""
        return self.starts_on <= other.starts_on and other.ends_on <= self.ends_on

    def over(self, as_of: date) -> bool:
        """Whether the period is over on the morning of the as-of day."""
        return as_of >= self.ends_on


def read_period(typed: str, year_start: int = 1) -> Period:
    """The period that `2026-01`, `2026-W03`, `2026-Q1`, `2026` or `2026-01-12/2026-02-28` (both in) names.

    Raises PeriodUnreadable (fact `typed`).
    """
    key = typed.strip().upper()
    try:
        return _read(key, year_start)
    except (ValueError, OverflowError):
        raise PeriodUnreadable(typed=typed) from None


def week_of(day: date) -> Period:
    """The ISO week, Monday to Sunday, in which the day lies."""
    year, week, _ = day.isocalendar()
    return _week(year, week)


def month_of(day: date) -> Period:
    """The calendar month in which the day lies."""
    return _month(day.year, day.month)


def quarter_of(day: date, year_start: int = 1) -> Period:
    """The quarter of the year of the books in which the day lies."""
    months = _months_into_the_books(day, year_start)
    return _quarter(months // 12, months % 12 // 3 + 1, year_start)


def begins_quarter(day: date, year_start: int = 1) -> bool:
    """Whether the day lies in the first month of a quarter of the books."""
    return quarter_of(day, year_start).starts_on == month_of(day).starts_on


def year_of(day: date, year_start: int = 1) -> Period:
    """The year of the books in which the day lies."""
    return _year(_months_into_the_books(day, year_start) // 12, year_start)


def custom(first: date, last: date) -> Period:
    """The days from the first to the last, both in."""
    if last < first:
        raise ValueError(f"{last} is before {first}")
    return Period(f"{first}/{last}", first, last + DAY)


def period_of(kind: PeriodKind, day: date, year_start: int = 1) -> Period:
    """The week, month, quarter or year in which the day lies; a custom period cannot be told from a day."""
    if kind is PeriodKind.WEEK:
        return week_of(day)
    if kind is PeriodKind.MONTH:
        return month_of(day)
    if kind is PeriodKind.QUARTER:
        return quarter_of(day, year_start)
    if kind is PeriodKind.YEAR:
        return year_of(day, year_start)
    raise ValueError("a custom period has a first and a last day")


def previous(period: Period) -> Period:
    """The period of the same kind just before; of a custom period, as many days just before."""
    if period.kind is PeriodKind.CUSTOM:
        return custom(period.starts_on - (period.ends_on - period.starts_on), period.starts_on - DAY)
    return _beside(period, period.starts_on - DAY, -1)


def following(period: Period) -> Period:
    """The period of the same kind just after; of a custom period, as many days just after."""
    if period.kind is PeriodKind.CUSTOM:
        return custom(period.ends_on, period.ends_on + (period.ends_on - period.starts_on) - DAY)
    return _beside(period, period.ends_on, 1)


def _beside(period: Period, day: date, step: int) -> Period:
    if period.kind is PeriodKind.WEEK:
        return week_of(day)
    if period.kind is PeriodKind.MONTH:
        return month_of(day)
    year = int(period.key[:4])
    if period.kind is PeriodKind.YEAR:
        return _year(year + step, period.starts_on.month)
    quarters = year * 4 + int(period.key[-1]) - 1
    year_start = (period.starts_on.month - quarters % 4 * 3 - 1) % 12 + 1
    return _quarter((quarters + step) // 4, (quarters + step) % 4 + 1, year_start)


_FORMS = {
    PeriodKind.MONTH: re.compile(r"(\d{4})-(\d{2})", re.ASCII),
    PeriodKind.WEEK: re.compile(r"(\d{4})-W(\d{2})", re.ASCII),
    PeriodKind.QUARTER: re.compile(r"(\d{4})-Q([1-4])", re.ASCII),
    PeriodKind.YEAR: re.compile(r"(\d{4})", re.ASCII),
    PeriodKind.CUSTOM: re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})", re.ASCII),
}


def _read(key: str, year_start: int) -> Period:
    if found := _FORMS[PeriodKind.MONTH].fullmatch(key):
        return _month(int(found[1]), int(found[2]))
    if found := _FORMS[PeriodKind.WEEK].fullmatch(key):
        return _week(int(found[1]), int(found[2]))
    if found := _FORMS[PeriodKind.QUARTER].fullmatch(key):
        return _quarter(int(found[1]), int(found[2]), year_start)
    if found := _FORMS[PeriodKind.YEAR].fullmatch(key):
        return _year(int(found[1]), year_start)
    if found := _FORMS[PeriodKind.CUSTOM].fullmatch(key):
        return custom(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    raise ValueError(key)


def _week(year: int, week: int) -> Period:
    monday = date.fromisocalendar(year, week, 1)
    return Period(f"{year:04}-W{week:02}", monday, monday + 7 * DAY)


def _month(year: int, month: int) -> Period:
    return Period(f"{year:04}-{month:02}", date(year, month, 1), _first_of(year, month))


def _quarter(year: int, quarter: int, year_start: int) -> Period:
    last_month_before = year_start - 1 + 3 * (quarter - 1)
    return Period(
        f"{year:04}-Q{quarter}", _first_of(year, last_month_before), _first_of(year, last_month_before + 3)
    )


def _year(year: int, year_start: int) -> Period:
    return Period(f"{year:04}", date(year, year_start, 1), date(year + 1, year_start, 1))


def _first_of(year: int, months: int) -> date:
    """The first of the month that follows so many months of the year; 12 and more reach into the next."""
    return date(year + months // 12, months % 12 + 1, 1)


def _months_into_the_books(day: date, year_start: int) -> int:
    return day.year * 12 + day.month - year_start

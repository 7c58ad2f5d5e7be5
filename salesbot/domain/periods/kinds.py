"""What a period is: some days in a row under a name, and how each kind of it is made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salesbot.domain.book_years import DAY
from salesbot.domain.mistakes import SalesbotError


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
        return next(kind for kind, form in FORMS.items() if form.fullmatch(self.key))

    @property
    def book_year(self) -> tuple[int, int] | None:
        """The first and the last calendar year of the year of the books that a quarter or year is of: 2026 and 2027.

        Both are the same where it is the calendar year. None for any other kind.
        """
        if self.kind not in (PeriodKind.QUARTER, PeriodKind.YEAR):
            return None
        year, before = (
            int(self.key[:4]),
            3 * (int(self.key[-1]) - 1) if self.kind is PeriodKind.QUARTER else 0,
        )
        return year, year + (self.starts_on.month != before + 1)

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


FORMS = {
    PeriodKind.MONTH: re.compile(r"(\d{4})-(\d{2})", re.ASCII),
    PeriodKind.WEEK: re.compile(r"(\d{4})-W(\d{2})", re.ASCII),
    PeriodKind.QUARTER: re.compile(r"(\d{4})-Q([1-4])", re.ASCII),
    PeriodKind.YEAR: re.compile(r"(\d{4})", re.ASCII),
    PeriodKind.CUSTOM: re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})", re.ASCII),
}
"""How each kind is written."""


def custom(first: date, last: date) -> Period:
    """The days from the first to the last, both in."""
    if last < first:
        raise ValueError(f"{last} is before {first}")
    return Period(f"{first}/{last}", first, last + DAY)


def week(year: int, number: int) -> Period:
    """An ISO week of a year."""
    monday = date.fromisocalendar(year, number, 1)
    return Period(f"{year:04}-W{number:02}", monday, monday + 7 * DAY)


def month(year: int, number: int) -> Period:
    """A calendar month."""
    return Period(f"{year:04}-{number:02}", date(year, number, 1), _first_of(year, number))


def quarter(year: int, number: int, year_start: int) -> Period:
    """The quarter of the year that begins in that month of the year it is named after."""
    last_month_before = year_start - 1 + 3 * (number - 1)
    return Period(
        f"{year:04}-Q{number}", _first_of(year, last_month_before), _first_of(year, last_month_before + 3)
    )


def year(named: int, year_start: int) -> Period:
    """The year that begins in that month of the year it is named after."""
    return Period(f"{named:04}", date(named, year_start, 1), date(named + 1, year_start, 1))


def _first_of(year: int, months: int) -> date:
    """The first of the month that follows so many months of the year; 12 and more reach into the next."""
    return date(year + months // 12, months % 12 + 1, 1)

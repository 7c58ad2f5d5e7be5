"""The periods that goals and reports are cut in: weeks, months, quarters, years and ranges of days.

A period is half-open: `ends_on` is the first day that is no longer in it. Quarters and years belong to the
year of the books, which begins in some month of the calendar year that it is named after; that month may be moved. A
name that a move would give to two periods stays with the earlier one; the other, and what a move cuts, is called by
its days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salesbot.domain.book_years import DAY as DAY
from salesbot.domain.book_years import BookYears, Stretch
from salesbot.domain.mistakes import SalesbotError

Years = int | BookYears
"""In which month the years of the books begin: always in the same (1 to 12), or since when in which."""


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


def read_period(typed: str, years: Years = 1) -> Period:
    """The period that `2026-01`, `2026-W03`, `2026-Q1`, `2026` or `2026-01-12/2026-02-28` (both in) names.

    Raises PeriodUnreadable (fact `typed`).
    """
    key = typed.strip().upper()
    try:
        return _read(key, years)
    except (ValueError, OverflowError):
        raise PeriodUnreadable(typed=typed) from None


def week_of(day: date) -> Period:
    """The ISO week, Monday to Sunday, in which the day lies."""
    year, week, _ = day.isocalendar()
    return _week(year, week)


def month_of(day: date) -> Period:
    """The calendar month in which the day lies."""
    return _month(day.year, day.month)


def quarter_of(day: date, years: Years = 1) -> Period:
    """The quarter of the year of the books in which the day lies."""
    return _in_force(PeriodKind.QUARTER, day, years)


def begins_quarter(day: date, years: Years = 1) -> bool:
    """Whether the day lies in the first month of a quarter of the books."""
    return quarter_of(day, years).starts_on == month_of(day).starts_on


def year_of(day: date, years: Years = 1) -> Period:
    """The year of the books in which the day lies."""
    return _in_force(PeriodKind.YEAR, day, years)


def custom(first: date, last: date) -> Period:
    """The days from the first to the last, both in."""
    if last < first:
        raise ValueError(f"{last} is before {first}")
    return Period(f"{first}/{last}", first, last + DAY)


def period_of(kind: PeriodKind, day: date, years: Years = 1) -> Period:
    """The week, month, quarter or year in which the day lies; a custom period cannot be told from a day."""
    if kind is PeriodKind.WEEK:
        return week_of(day)
    if kind is PeriodKind.MONTH:
        return month_of(day)
    if kind is PeriodKind.QUARTER:
        return quarter_of(day, years)
    if kind is PeriodKind.YEAR:
        return year_of(day, years)
    raise ValueError("a custom period has a first and a last day")


def previous(period: Period, years: Years | None = None) -> Period:
    """The period of the same kind just before; of a custom period, as many days just before.

    Without `years`, quarters and years are thought to follow each other as this one says.
    """
    beside = _beside(period, period.starts_on - DAY, -1, years)
    if beside is not None:
        return beside
    return custom(period.starts_on - (period.ends_on - period.starts_on), period.starts_on - DAY)


def following(period: Period, years: Years | None = None) -> Period:
    """The period of the same kind just after; of a custom period, as many days just after."""
    beside = _beside(period, period.ends_on, 1, years)
    if beside is not None:
        return beside
    return custom(period.ends_on, period.ends_on + (period.ends_on - period.starts_on) - DAY)


def kind_in_the_books(period: Period, years: Years) -> PeriodKind:
    """What kind a period is; of one called by its days, whether a move of the year made a quarter or year of it.

    A year cut so short that it is one quarter counts as the quarter.
    """
    if period.kind is not PeriodKind.CUSTOM:
        return period.kind
    of_books = (PeriodKind.QUARTER, PeriodKind.YEAR)
    return next(
        (kind for kind in of_books if period_of(kind, period.starts_on, years) == period), PeriodKind.CUSTOM
    )


def as_called(kept: Period, years: Years) -> Period:
    """A period as it is called now: a quarter or year that a move of the year did away with, by its days."""
    kind = kept.kind
    if kind not in (PeriodKind.QUARTER, PeriodKind.YEAR) or period_of(kind, kept.starts_on, years) == kept:
        return kept
    return custom(kept.starts_on, kept.last_day)


def _beside(period: Period, day: date, step: int, years: Years | None) -> Period | None:
    """The period of the same kind in which a day beside it lies; None: it is no kind of the calendar's."""
    kind = period.kind if years is None else kind_in_the_books(period, years)
    if kind is PeriodKind.CUSTOM:
        return None
    if years is not None or kind in (PeriodKind.WEEK, PeriodKind.MONTH):
        return period_of(kind, day, 1 if years is None else years)
    year = int(period.key[:4])
    if kind is PeriodKind.YEAR:
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


def _read(key: str, years: Years) -> Period:
    if found := _FORMS[PeriodKind.MONTH].fullmatch(key):
        return _month(int(found[1]), int(found[2]))
    if found := _FORMS[PeriodKind.WEEK].fullmatch(key):
        return _week(int(found[1]), int(found[2]))
    if found := _FORMS[PeriodKind.QUARTER].fullmatch(key):
        year, quarter = int(found[1]), int(found[2])
        return _named([(_quarter(year, quarter, each[2]), each) for each in _stretches(years)])
    if found := _FORMS[PeriodKind.YEAR].fullmatch(key):
        return _named([(_year(int(found[1]), each[2]), each) for each in _stretches(years)])
    if found := _FORMS[PeriodKind.CUSTOM].fullmatch(key):
        return custom(date.fromisoformat(found[1]), date.fromisoformat(found[2]))
    raise ValueError(key)


def _stretches(years: Years) -> tuple[Stretch, ...]:
    return ((None, None, years),) if isinstance(years, int) else years.stretches


def _cut(whole: Period, stretch: Stretch) -> Period | None:
    """What of a quarter or year lies in the time of its rule: all of it, some days, or nothing."""
    since, until, _ = stretch
    first = whole.starts_on if since is None else max(whole.starts_on, since)
    end = whole.ends_on if until is None else min(whole.ends_on, until)
    if (first, end) == (whole.starts_on, whole.ends_on):
        return whole
    return custom(first, end - DAY) if first < end else None


def _named(candidates: list[tuple[Period, Stretch]]) -> Period:
    """Which of one candidate for each rule a name means: the first that was never cut, else what is left of one."""
    parts = [(whole, _cut(whole, stretch)) for whole, stretch in candidates]
    named = [part for whole, part in parts if part == whole] or [
        part for _, part in parts if part is not None
    ]
    if not named:
        raise ValueError("no period has had this name")
    return named[0]


def _in_force(kind: PeriodKind, day: date, years: Years) -> Period:
    """The quarter or year of the day by the rule in force then; by its days, where its name means another one."""
    stretches = _stretches(years)
    stretch = stretches[0] if isinstance(years, int) else years.on(day)
    months = day.year * 12 + day.month - stretch[2]
    if kind is PeriodKind.YEAR:
        whole = _year(months // 12, stretch[2])
    else:
        whole = _quarter(months // 12, months % 12 // 3 + 1, stretch[2])
    if len(stretches) == 1:
        return whole
    part = _cut(whole, stretch)
    assert part is not None  # the day lies in both
    return (
        part if part == whole and _read(whole.key, years) == whole else custom(part.starts_on, part.last_day)
    )


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

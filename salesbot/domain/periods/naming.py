"""Which period a name or a day means: quarters and years by the year of the books, which may begin in any month."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from salesbot.domain.book_years import DAY, BookYears, Stretch
from salesbot.domain.periods.kinds import (
    FORMS,
    Period,
    PeriodKind,
    PeriodUnreadable,
    custom,
    month,
    quarter,
    week,
)
from salesbot.domain.periods.kinds import year as year_named

Years = int | BookYears
"""In which month the years of the books begin: always in the same (1 to 12), or since when in which."""


def read_period(typed: str, years: Years = 1) -> Period:
    """The period that `2026-01`, `2026-W03`, `2026-Q1`, `2026` or `2026-01-12/2026-02-28` (both in) names.

    A year of the books is also called by the calendar year in which it ends, or by both: `FY27`, `2026/27`, `FY27-Q1`.
    Raises PeriodUnreadable (fact `typed`).
    """
    key = typed.strip().upper()
    try:
        return _read(_of_books(key, years), years)
    except (ValueError, OverflowError):
        raise PeriodUnreadable(typed=typed) from None


def week_of(day: date) -> Period:
    """The ISO week, Monday to Sunday, in which the day lies."""
    year, number, _ = day.isocalendar()
    return week(year, number)


@lru_cache(maxsize=4096)
def month_of(day: date) -> Period:
    """The calendar month in which the day lies."""
    return month(day.year, day.month)


def quarter_of(day: date, years: Years = 1) -> Period:
    """The quarter of the year of the books in which the day lies."""
    return _in_force(PeriodKind.QUARTER, day, years)


def begins_quarter(day: date, years: Years) -> bool:
    """Whether the day lies in the first month of a quarter of the books."""
    return quarter_of(day, years).starts_on == month_of(day).starts_on


def year_of(day: date, years: Years = 1) -> Period:
    """The year of the books in which the day lies."""
    return _in_force(PeriodKind.YEAR, day, years)


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


_FISCAL = re.compile(r"(FY ?)?(\d{4}|\d{2})(?:/(\d{4}|\d{2}))?(?:[- ]?(Q[1-4]))?", re.ASCII)
"""`FY27`, `2026/27`, `FY 2026/27`, and a quarter of it: `FY27-Q1`."""
_CENTURY = 2000


def _of_books(key: str, years: Years) -> str:
    """The name in files of a year of the books that is called by the year in which it ends, or by both: `FY27`, `2026/27`.

    Any other name is left as it is. Raises ValueError where no year of the books begins in the one and ends in the other.
    """
    found = _FISCAL.fullmatch(key)
    if found is None or not (found[1] or found[3]) or (len(found[2]) == 2 and not found[1]):
        return key
    first, last = _full(found[2]), None if found[3] is None else _full(found[3])
    ends = first if last is None else last
    for begins in (ends, ends - 1):
        named = _read(f"{begins:04}", years)
        if (
            named.kind is PeriodKind.YEAR
            and named.last_day.year == ends
            and (last is None or begins == first)
        ):
            return named.key if found[4] is None else f"{named.key}-{found[4]}"
    short = _short_year(ends, years) if last is None and found[4] is None else None
    if short is None:
        raise ValueError(key)
    return short.key


def _short_year(ends: int, years: Years) -> Period | None:
    """The year that a move cut short in that calendar year, where no whole one ends there; None: there is none."""
    for stretch in _stretches(years):
        for begins in (ends, ends - 1):
            whole = year_named(begins, stretch[2])
            part = _cut(whole, stretch)
            if part is not None and part != whole and part.last_day.year == ends:
                return part
    return None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else _CENTURY + int(year)


def _read(key: str, years: Years) -> Period:
    if found := FORMS[PeriodKind.MONTH].fullmatch(key):
        return month(int(found[1]), int(found[2]))
    if found := FORMS[PeriodKind.WEEK].fullmatch(key):
        return week(int(found[1]), int(found[2]))
    if found := FORMS[PeriodKind.QUARTER].fullmatch(key):
        year, number = int(found[1]), int(found[2])
        return _named([(quarter(year, number, each[2]), each) for each in _stretches(years)])
    if FORMS[PeriodKind.YEAR].fullmatch(key):
        return _named([(year_named(int(key), each[2]), each) for each in _stretches(years)])
    if found := FORMS[PeriodKind.CUSTOM].fullmatch(key):
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
        whole = year_named(months // 12, stretch[2])
    else:
        whole = quarter(months // 12, months % 12 // 3 + 1, stretch[2])
    if len(stretches) == 1:
        return whole
    part = _cut(whole, stretch)
    assert part is not None  # the day lies in both
    return whole if _read(whole.key, years) == whole else custom(part.starts_on, part.last_day)

"""The periods that a question names: `last quarter`, `mwezi uliopita`, `maja`, `Q1 2026`, `2026-05`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from salesbot.domain.periods import (
    Period,
    PeriodKind,
    PeriodUnreadable,
    Years,
    following,
    month_of,
    period_of,
    previous,
    read_period,
)
from salesbot.slack.parsing.questions.months import MONTHS
from salesbot.slack.parsing.questions.running import running_period
from salesbot.slack.parsing.questions.says import Says

_KINDS = {
    Says.WEEK: PeriodKind.WEEK,
    Says.MONTH: PeriodKind.MONTH,
    Says.QUARTER: PeriodKind.QUARTER,
    Says.YEAR: PeriodKind.YEAR,
}


def _itself(period: Period, _years: Years) -> Period:
    return period


_BESIDE: Mapping[Says, Callable[[Period, Years], Period]] = {
    Says.THIS: _itself,
    Says.LAST: previous,
    Says.NEXT: following,
}
_QUARTER = re.compile(r"q([1-4])")
_YEAR = re.compile(r"(20\d\d)")
_KEY = re.compile(r"20\d\d(?: (?:\d\d|q[1-4]|w\d\d))?")


def period_said(says: Sequence[Says], day: date, years: Years) -> Period | None:
    """The period that units and what stands beside them say: quarter with last is the quarter before this one."""
    unit = next((each for each in says if each in _KINDS), None)
    if unit is None:
        if Says.LAST_YEAR in says:
            return previous(period_of(PeriodKind.YEAR, day, years), years)
        return period_of(PeriodKind.YEAR, day, years) if Says.THIS_YEAR in says else None
    beside = next((each for each in says if each in _BESIDE), Says.THIS)
    return _BESIDE[beside](period_of(_KINDS[unit], day, years), years)


def period_named(words: Sequence[str], day: date, years: Years) -> tuple[int, Period] | None:
    """How many words from the first on name a month, quarter or year of the calendar, and which; None: they do not."""
    if (running := running_period(words, day, years)) is not None:
        return running
    first = words[0]
    year = int(found[1]) if len(words) > 1 and (found := _YEAR.fullmatch(words[1])) else None
    if first in MONTHS:
        return 1 + (year is not None), _month(MONTHS[first], year, day)
    if quarter := _QUARTER.fullmatch(first):
        return 1 + (year is not None), _read(f"{year or day.year}-Q{quarter[1]}", years)
    for count in (2, 1):
        key = " ".join(words[:count])
        if len(words) >= count and _KEY.fullmatch(key):
            try:
                return count, _read(key.replace(" ", "-"), years)
            except PeriodUnreadable:
                continue
    return None


def _read(key: str, years: Years) -> Period:
    return read_period(key, years)


def _month(number: int, year: int | None, day: date) -> Period:
    """Without a year the latest such month that has begun."""
    if year is None:
        year = day.year if number <= day.month else day.year - 1
    return month_of(date(year, number, 1))

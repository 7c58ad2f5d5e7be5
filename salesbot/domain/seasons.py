"""How a goal is spread over its period: by working days, or by what each month of the year is to carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.periods import Period, month_of
from salesbot.once import once

MONTHS = 12
_MOST = 10_000
_EVEN = "even"


class SeasonUnreadable(SalesbotError):
    """Weights of the months were typed in a way that none are: facts `typed`, `why` (count, number, zero)."""

    template = "mistakes/season_unreadable"


@dataclass(frozen=True, slots=True)
class Season:
    """The weights of January to December; only their proportions matter. No weights: by working days."""

    weights: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.weights)

    def __str__(self) -> str:
        return ",".join(str(each) for each in self.weights) or _EVEN

    def of(self, day: date) -> int:
        """The weight of the month in which the day lies."""
        return self.weights[day.month - 1]


BY_WORKING_DAYS = Season()


def read_season(typed: str) -> Season:
    """The weights that `8,7,9,9,9,8,5,4,9,10,11,11` names, January first; `even`: by working days.

    Raises SeasonUnreadable.
    """
    words = [word for word in re.split(r"[\s,;]+", typed) if word]
    if [word.casefold() for word in words] == [_EVEN]:
        return BY_WORKING_DAYS
    if not all(word.isascii() and word.isdigit() and int(word) <= _MOST for word in words):
        raise SeasonUnreadable(typed=typed, why="number")
    if len(words) != MONTHS:
        raise SeasonUnreadable(typed=typed, why="count", count=len(words))
    weights = tuple(int(word) for word in words)
    if not any(weights):
        raise SeasonUnreadable(typed=typed, why="zero")
    return Season(weights)


def may_have_season(period: Period, adds_up: bool) -> bool:
    """Whether weights of months matter: for a goal that adds up, over more than one month."""
    return adds_up and not month_of(period.starts_on).covers_all_of(period)


@dataclass(frozen=True, slots=True)
class MonthPart:
    """What one month of a goal's period is to carry."""

    month: Period
    weight: int
    part: Fraction
    """Of the whole goal."""


@dataclass(frozen=True)
class Course:
    """How a goal is spread over the working days of its period.

    Each working day weighs the same; with a season it weighs its month's weight / the working days of that month, so that a
    whole month weighs what it was given. Where the weights of the whole period are 0, working days decide.
    """

    calendar: WorkingCalendar
    period: Period
    season: Season = BY_WORKING_DAYS

    def between(self, start: date, end: date) -> Fraction:
        """The part of the goal that falls on the half-open span within the period; 0 where no day is worked."""
        whole = self._whole
        return self._weight(start, end) / whole if whole else Fraction(0)

    def gone(self, as_of: date) -> Fraction | None:
        """The part that is to be there by the morning of the day; None where the period has no working day."""
        if not self._whole:
            return None
        cut = min(max(as_of, self.period.starts_on), self.period.ends_on)
        return self.between(self.period.starts_on, cut)

    def months(self) -> tuple[MonthPart, ...]:
        """What each month of the period carries, in order; their parts add up to 1. None without a season."""
        if not self._seasonal:
            return ()
        return tuple(
            MonthPart(month, self.season.of(month.starts_on), self.between(first, end))
            for month, first, end in _months(self.period.starts_on, self.period.ends_on)
        )

    @once
    def _seasonal(self) -> bool:
        if not self.season:
            return False
        return self._by_season(self.period.starts_on, self.period.ends_on) > 0

    @once
    def _whole(self) -> Fraction:
        return self._weight(self.period.starts_on, self.period.ends_on)

    def _weight(self, start: date, end: date) -> Fraction:
        first, last = max(start, self.period.starts_on), min(end, self.period.ends_on)
        if self._seasonal:
            return self._by_season(first, last)
        return Fraction(self.calendar.between(first, last))

    def _by_season(self, start: date, end: date) -> Fraction:
        weight = Fraction(0)
        for month, first, last in _months(start, end):
            days = self.calendar.between(month.starts_on, month.ends_on)
            if days:
                weight += Fraction(self.season.of(first) * self.calendar.between(first, last), days)
        return weight


def _months(start: date, end: date) -> list[tuple[Period, date, date]]:
    """Each month that has a day in the half-open span, with those of its days that lie in it."""
    found, day = [], start
    while day < end:
        month = month_of(day)
        found.append((month, day, min(month.ends_on, end)))
        day = month.ends_on
    return found

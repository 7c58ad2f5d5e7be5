"""Working days: which days a team works, how many of a period's are gone and how many are left."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from salesbot.domain.periods import DAY, Period
from salesbot.once import once

_HORIZON = 400
"""In so many days there is a working day, or the calendar has none: a year off is not a calendar."""


@dataclass(frozen=True, slots=True)
class Workdays:
    """The working days of a period: how many are gone, left (today among them), and how many there are."""

    gone: int
    left: int
    all: int

    @property
    def share_gone(self) -> Fraction | None:
        """The exact part of the working days that is gone; None where the period has none."""
        return Fraction(self.gone, self.all) if self.all else None


@dataclass(frozen=True)
class WorkingCalendar:
    """The days on which a team works: a week of seven signs from Monday on, and days off besides.

    `week` is "1111100" for Monday to Friday. `days_off` are holidays and the company's own days, sorted, each
    once; those on a day that is not worked anyway do no harm. A week without a working day is a ValueError.
    """

    week: str = "1111100"
    days_off: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != 7 or set(self.week) - {"0", "1"} or "1" not in self.week:
            raise ValueError(f"not a week: {self.week!r}")
        if list(self.days_off) != sorted(set(self.days_off)):
            raise ValueError("days off are sorted, each once")

    def is_working(self, day: date) -> bool:
        """Whether the team works on the day."""
        return self.week[day.weekday()] == "1" and not self.is_off(day)

    def is_off(self, day: date) -> bool:
        """Whether the day is a holiday or another day off that would have been worked."""
        place = bisect_left(self._off, day)
        return place < len(self._off) and self._off[place] == day

    def between(self, start: date, end: date) -> int:
        """How many working days there are from `start` to the day before `end`; 0 where there is none."""
        if end <= start:
            return 0
        weeks, rest = divmod((end - start).days, 7)
        days = weeks * self.week.count("1") + sum(
            self.week[(start.weekday() + step) % 7] == "1" for step in range(rest)
        )
        return days - (bisect_left(self._off, end) - bisect_left(self._off, start))

    def workdays(self, period: Period, as_of: date) -> Workdays:
        """The period's working days, cut on the morning of the as-of day: that day itself is still left."""
        cut = min(max(as_of, period.starts_on), period.ends_on)
        gone = self.between(period.starts_on, cut)
        left = self.between(cut, period.ends_on)
        return Workdays(gone=gone, left=left, all=gone + left)

    def this_or_next_working(self, day: date) -> date:
        """The day itself if it is worked, else the first working day after it."""
        return self._step(day, DAY)

    def next_working(self, day: date) -> date:
        """The first working day after the day."""
        return self._step(day + DAY, DAY)

    def last_working_before(self, day: date) -> date:
        """The last working day before the day."""
        return self._step(day - DAY, -DAY)

    def after_working_days(self, day: date, count: int) -> date:
        """The working day that comes so many working days after the day; `count` is 1 or more."""
        for _ in range(count):
            day = self.next_working(day)
        return day

    def first_working_of(self, period: Period) -> date | None:
        """The period's first working day; None where it has none."""
        day = self.this_or_next_working(period.starts_on)
        return day if period.covers(day) else None

    def last_working_of(self, period: Period) -> date | None:
        """The period's last working day; None where it has none."""
        day = self.last_working_before(period.ends_on)
        return day if period.covers(day) else None

    def working_days_of(self, period: Period) -> tuple[date, ...]:
        """The period's working days in order."""
        days = (period.starts_on + step * DAY for step in range(period.days))
        return tuple(day for day in days if self.is_working(day))

    @once
    def _off(self) -> tuple[date, ...]:
        return tuple(day for day in self.days_off if self.week[day.weekday()] == "1")

    def _step(self, day: date, step: timedelta) -> date:
        for _ in range(_HORIZON):
            if self.is_working(day):
                return day
            day += step
        raise ValueError(f"no working day within {_HORIZON} days of {day}")

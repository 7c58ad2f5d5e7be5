"""Who is away when, and who stands in for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.periods import DAY, Period
from salesbot.domain.seasons import Course

FULL_TIME = 100
"""Percent; of somebody of whom nothing else is recorded."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody is away, both ends in."""

    id: int
    person_id: int
    first_on: date
    last_on: date
    deputy_id: int | None
    """Who gets the morning message and the approvals meanwhile; None: nobody."""
    recorded_at: datetime
    recorded_by: int | None
    followed_at: datetime | None = None
    """When the manager confirmed that goals follow; None: goals stand as agreed."""
    undone_at: datetime | None = None

    def covers(self, day: date) -> bool:
        """Whether the person is away on the day."""
        return self.first_on <= day <= self.last_on

    def days_within(self, period: Period) -> tuple[date, ...]:
        """The days of the period on which the person is away."""
        first, end = max(self.first_on, period.starts_on), min(self.last_on + DAY, period.ends_on)
        return tuple(first + step * DAY for step in range(max(0, (end - first).days)))

    def working_days(self, calendar: WorkingCalendar) -> int:
        """How many working days it takes."""
        return calendar.between(self.first_on, self.last_on + DAY)


def standing_in(away: Iterable[Absence]) -> Mapping[int, int]:
    """Who stands in for whom, of those who are away on one day: person to deputy.

    A deputy who is away as well hands on to the own deputy; where that leads nowhere or round in a circle, nobody does.
    """
    named = {absence.person_id: absence.deputy_id for absence in away}
    found: dict[int, int] = {}
    for person, deputy in named.items():
        seen = {person}
        while deputy is not None and deputy in named and deputy not in seen:
            seen.add(deputy)
            deputy = named[deputy]
        if deputy is not None and deputy not in named:
            found[person] = deputy
    return found


def missed_part(absences: Iterable[Absence], course: Course) -> Fraction:
    """The part of a goal that falls on working days on which the person is away, each day once."""
    days = {day for absence in absences for day in absence.days_within(course.period)}
    return sum((course.between(day, day + DAY) for day in days), Fraction(0))


def missed_days(absences: Iterable[Absence], period: Period, calendar: WorkingCalendar) -> int:
    """On how many working days of the period the person is away, a day that is named twice counted once."""
    days = {day for absence in absences for day in absence.days_within(period)}
    return sum(calendar.is_working(day) for day in days)

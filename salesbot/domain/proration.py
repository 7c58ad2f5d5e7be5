"""A goal for less than a whole period: absence, joining in the middle, ramping up, and a change on the way.

Nothing prorates a goal by itself; these are the figures that a manager is shown to confirm.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.figures import Figure
from salesbot.domain.money import round_half_even
from salesbot.domain.seasons import Course

WHOLE_GOAL = Fraction(1)


def part_of_goal(days: int, of_days: int, ramp: Fraction = WHOLE_GOAL) -> Fraction:
    """Which part of a goal falls on so many of its period's working days: days / all × ramp; none where it has none."""
    if not 0 <= days <= of_days:
        raise ValueError(f"{days} of {of_days} working days")
    return Fraction(days, of_days) * ramp if of_days else Fraction(0)


def month_of_service(started_on: date, day: date) -> int:
    """In which month of service a day lies, counted from the day of starting: 1 is the first.

    Somebody who started on the 31st begins the next month of service on the last day of a shorter month.
    """
    months = (day.year - started_on.year) * 12 + day.month - started_on.month
    next_day = date.fromordinal(day.toordinal() + 1)
    begun = day.day >= started_on.day or next_day.month != day.month
    return months + 1 if begun else months


def ramp_in(month: int, steps: Sequence[Fraction]) -> Fraction:
    """Which part of a goal is asked in a month of service: `steps` are those of the first months, then all of it."""
    return steps[month - 1] if 1 <= month <= len(steps) else WHOLE_GOAL


def blended(targets: Sequence[tuple[date, Figure]], course: Course) -> Figure:
    """Several versions of a goal, each weighing by the part of the course (of the working days) for which it held.

    `targets` are (valid from, target), in order; the first holds from the period's start. Rounded once, at
    the end: Σ target × its working days / all.
    """
    period = course.period
    starts = [period.starts_on, *(max(valid_from, period.starts_on) for valid_from, _ in targets[1:])]
    ends = [*starts[1:], period.ends_on]
    weighed = sum(
        figures.size_of(target) * course.between(start, end)
        for (_, target), start, end in zip(targets, starts, ends, strict=True)
    )
    return figures.resized(targets[0][1], round_half_even(Fraction(weighed)))

"""What a picture of a period shows: what was won day by day beside the path the goal expects, and where it may end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.money import Money, round_half_even

MOST_POINTS = 20
"""Slack draws no more in a line."""


@dataclass(frozen=True, slots=True)
class PicturePoint:
    """One working day: what was won by its evening; after today, where the forecast leads."""

    day: date
    low: Money
    middle: Money
    high: Money
    """By P10, P50 and P90; up to today all three are what was won."""
    expected: Money | None
    """What the goal expects by that evening; None without a goal."""


def days_shown(days: Sequence[date], today: date) -> tuple[date, ...]:
    """At most twenty of the period's working days, evenly, with the first, the last and the newest one gone among them."""
    if len(days) <= MOST_POINTS:
        return tuple(days)
    step = Fraction(len(days) - 1, MOST_POINTS - 2)
    kept = {days[round(step * place)] for place in range(MOST_POINTS - 1)}
    gone = [day for day in days if day <= today]
    return tuple(sorted(kept | ({gone[-1]} if gone else set())))


def path(
    days: Sequence[date], today: date, won_by: Callable[[date], Money], ends: tuple[Money, Money, Money],
    goal: Money | None, part_by: Callable[[date], Fraction],
) -> tuple[PicturePoint, ...]:  # fmt: skip
    """The picture's points. `won_by`: what was won by the evening of a day; `ends`: P10, P50, P90 of the period's end.

    `part_by`: the part of the goal that is to be there by the evening of a day.
    """
    gone = [day for day in days if day <= today]
    ahead = [day for day in days if day > today]
    won_now = won_by(min(today, days[-1]))
    points = []
    for day in days_shown(days, today):
        expected = None if goal is None else _part(goal, part_by(day))
        if day in gone:
            low = middle = high = won_by(day)
        else:
            way = Fraction(ahead.index(day) + 1, len(ahead))
            low, middle, high = (won_now + _part(end - won_now, way) for end in ends)
        points.append(PicturePoint(day, low, middle, high, expected))
    return tuple(points)


def _part(money: Money, part: Fraction) -> Money:
    return Money(round_half_even(money.minor * part), money.currency)

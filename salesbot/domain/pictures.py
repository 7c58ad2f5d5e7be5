"""What a picture of a period shows: what was won day by day beside the path the goal expects, and where it may end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.money import Money, round_half_even

MOST_POINTS = 20
"""Slack draws no more in a line."""
_A_MONTH = 23
"""No month has more working days."""


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


def days_shown(days: Sequence[date], today: date, steps: Collection[date] = ()) -> tuple[date, ...]:
    """At most twenty of the period's working days, evenly, with the first, the last and the newest one gone among them.

    Of a month, of which hardly any have to go, the `steps` stay as well: the days on which something was won, so that
    the line rises where it rose.
    """
    if len(days) <= MOST_POINTS:
        return tuple(days)
    newest = [day for day in days if day <= today][-1:]
    fixed = {days[0], days[-1], *newest, *steps}
    if len(days) > _A_MONTH or len(fixed) > MOST_POINTS:
        fixed = {days[0], days[-1], *newest}
    free = [day for day in days if day not in fixed]
    room = MOST_POINTS - len(fixed)
    kept = {free[(2 * place + 1) * len(free) // (2 * room)] for place in range(room)}
    return tuple(day for day in days if day in fixed or day in kept)


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
    for day in days_shown(days, today, _steps(gone, won_by)):
        expected = None if goal is None else _part(goal, part_by(day))
        if day in gone:
            low = middle = high = won_by(day)
        else:
            way = Fraction(ahead.index(day) + 1, len(ahead))
            low, middle, high = (won_now + _part(end - won_now, way) for end in ends)
        points.append(PicturePoint(day, low, middle, high, expected))
    return tuple(points)


def _steps(gone: Sequence[date], won_by: Callable[[date], Money]) -> frozenset[date]:
    """The days by whose evening it is another figure than by that of the day before."""
    won = [won_by(day) for day in gone]
    return frozenset(day for day, before, now in zip(gone[1:], won, won[1:], strict=False) if before != now)


def _part(money: Money, part: Fraction) -> Money:
    return Money(round_half_even(money.minor * part), money.currency)

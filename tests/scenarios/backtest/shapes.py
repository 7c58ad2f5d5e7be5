"""The first maker of months, in the shapes that teams really have: each month is drawn anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import pi, sin
from random import Random

from salesbot.domain.rhythm import YEAR, PastMonth, rhythm_of
from salesbot.services.forecasts.learning import MONTHS_LOOKED_AT
from tests.scenarios.backtest.held import Held

DAYS, MONTHS = 21, MONTHS_LOOKED_AT + 1
MORNINGS = (5, 10, 16)
"""How many working days were gone when the month was foretold."""
Won = Callable[[Random, int, int], list[int]]
"""(dice, the person, the month) to what was won on each working day, in minor units."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a team sells; every fourth of it is foretold, and those may have joined lately."""

    name: str
    won: Won
    joined: int = 0
    """So many months ago; they win a quarter in the first month and all from the fourth on."""


def held(shape: Shape, seeds: Iterable[int], gone: int, *, narrowed: float = 1) -> Held:
    """Seeded teams' last months, foretold on one morning; `narrowed` to 0.5 is the planted mistake."""
    return Held.of(each for seed in seeds for each in _foretold(shape, seed, gone, narrowed))


def _foretold(shape: Shape, seed: int, gone: int, narrowed: float, people: int = 12) -> list[bool]:
    """For every fourth person of a team whether the last month ended within its interval, where there is one."""
    dice, last = Random(f"{shape.name}:{seed}"), MONTHS - 1
    won = {
        (person, month): shape.won(dice, person, month + seed % YEAR)
        for person in range(people)
        for month in range(MONTHS)
    }
    if shape.joined:
        won = _joined_lately(won, last - shape.joined)
    past = [
        PastMonth(person, month, sum(days[:gone]), sum(days))
        for (person, month), days in won.items()
        if month < last
    ]
    inside = []
    for person in range(0, people, 4):
        days = won[person, last]
        found = rhythm_of(person, sum(days[:gone]), past)
        if found is not None and found.low is not None and found.high is not None:
            low = found.expected - narrowed * (found.expected - found.low)
            high = found.expected + narrowed * (found.high - found.expected)
            inside.append(low <= sum(days) <= high)
    return inside


def _joined_lately(won: dict[tuple[int, int], list[int]], since: int) -> dict[tuple[int, int], list[int]]:
    return {
        (person, month): [int(day * min((month - since + 1) / 4, 1)) for day in days]
        if person % 4 == 0
        else days
        for (person, month), days in won.items()
        if person % 4 or month >= since
    }


def _deals(dice: Random, many: float, amount: float, on: Callable[[Random], int]) -> list[int]:
    won = [0] * DAYS
    for _ in range(sum(dice.random() < many / 40 for _ in range(40))):
        won[on(dice)] += int(amount * dice.lognormvariate(0, 0.6))
    return won


def _any_day(dice: Random) -> int:
    return dice.randrange(DAYS)


def _late(dice: Random) -> int:
    return min(int(DAYS * dice.random() ** 0.4), DAYS - 1)


SHAPES = (
    Shape("steady", lambda dice, person, month: _deals(dice, 6, 8_000_00 + 500_00 * person, _any_day)),
    Shape("rush at the end", lambda dice, person, month: _deals(dice, 7, 6_000_00, _late)),
    Shape("few big deals", lambda dice, person, month: _deals(dice, 1.5, 40_000_00, _any_day)),
    Shape("growing", lambda dice, person, month: _deals(dice, 6, 5_000_00 * 1.03**month, _any_day)),
    Shape(
        "unequal", lambda dice, person, month: _deals(dice, 5, 1_000_00 * 10 ** (person % 3) / 3, _any_day)
    ),
    Shape(
        "seasonal",
        lambda dice, person, month: _deals(dice, 6 * (1 + 0.4 * sin(month * pi / 6)), 6_000_00, _any_day),
    ),
    Shape("new rep", lambda dice, person, month: _deals(dice, 6, 8_000_00, _any_day), joined=9),
)

"""Made-up teams' months, seeded: wins by working day, in the shapes that teams really have.

`python -m tests.scenarios.made_months` foretells every shape many times over and prints how often the interval holds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from random import Random

from salesbot.domain.rhythm import PastMonth, rhythm_of

DAYS = 21
MONTHS = 25
Shape = Callable[[Random, int, int], list[int]]
"""(dice, the person, the month) to what was won on each working day, in minor units."""


def steady(dice: Random, person: int, month: int) -> list[int]:
    """A few middling deals a month, on any day."""
    return _deals(dice, 6, 8_000_00 + 500_00 * person, lambda: dice.randrange(DAYS))


def rush(dice: Random, person: int, month: int) -> list[int]:
    """Most deals come in the last days of the month."""
    return _deals(dice, 7, 6_000_00, lambda: min(int(DAYS * dice.random() ** 0.4), DAYS - 1))


def whales(dice: Random, person: int, month: int) -> list[int]:
    """One or two large deals, and months with none."""
    return _deals(dice, 1.5, 40_000_00, lambda: dice.randrange(DAYS))


def growing(dice: Random, person: int, month: int) -> list[int]:
    """Every month brings three per cent more than the one before."""
    return _deals(dice, 6, int(5_000_00 * 1.03**month), lambda: dice.randrange(DAYS))


def unequal(dice: Random, person: int, month: int) -> list[int]:
    """Some people win ten times what others do."""
    return _deals(dice, 5, 1_000_00 * 10 ** (person % 3) // 3, lambda: dice.randrange(DAYS))


SHAPES: tuple[Shape, ...] = (steady, rush, whales, growing, unequal)


def foretold(shape: Shape, seed: int, people: int = 12, gone: int = 10) -> list[bool]:
    """For each person of a team whether the last month ended within what was foretold on its `gone`th day."""
    dice = Random(f"{shape.__name__}:{seed}")
    won = {(person, month): shape(dice, person, month) for person in range(people) for month in range(MONTHS)}
    past = [
        PastMonth(person, month, sum(days[:gone]), sum(days))
        for (person, month), days in won.items()
        if month < MONTHS - 1
    ]
    held = []
    for person in range(people):
        days = won[person, MONTHS - 1]
        found = rhythm_of(person, sum(days[:gone]), past)
        if found is not None and found.low is not None and found.high is not None:
            held.append(found.low <= sum(days) <= found.high)
    return held


def share_held(shape: Shape, teams: int, gone: int = 10) -> float:
    """Of so many seeded teams' people, the part whose month ended within its interval."""
    held = [each for seed in range(teams) for each in foretold(shape, seed, gone=gone)]
    return sum(held) / len(held)


def _deals(dice: Random, many: float, amount: int, on: Callable[[], int]) -> list[int]:
    won = [0] * DAYS
    count = sum(dice.random() < many / 40 for _ in range(40))
    for _ in range(count):
        won[on()] += int(amount * dice.lognormvariate(0, 0.6))
    return won


if __name__ == "__main__":
    for each in SHAPES:
        for day in (5, 10, 16):
            sys.stdout.write(f"{each.__name__:8} day {day:2}: {share_held(each, 60, day):.1%}\n")

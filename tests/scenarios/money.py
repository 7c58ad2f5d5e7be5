"""Money at random against whole numbers and exact fractions: a million operations, not one cent of difference.

    python -m tests.scenarios.money [--operations 1000000] [--seed 1] [--planted]

The oracle is written apart: schoolbook rounding of exact fractions, no code of the product's. With `--planted` amounts
are multiplied and divided as floating-point numbers; then differences have to be seen.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from unittest import mock

from salesbot.domain import money
from salesbot.domain.money import Money, convert
from tests.scoreboard.so_far import so_far

DECIMALS = {"EUR": 2, "JPY": 0, "KWD": 3, "CLF": 4, "USD": 2}
LARGEST = 10**17


def half_even(exact: Fraction) -> int:
    """The oracle's rounding: the nearer neighbour, of two equally near ones the even one."""
    below = exact.numerator // exact.denominator
    rest = exact - below
    if rest == Fraction(1, 2):
        return below if below % 2 == 0 else below + 1
    return below if rest < Fraction(1, 2) else below + 1


def _amount(chance: random.Random, currency: str | None = None) -> Money:
    size = 10 ** chance.randint(0, 17)
    return Money(chance.randint(-size, size), currency or chance.choice(list(DECIMALS)))


def _added(chance: random.Random) -> bool:
    one = _amount(chance)
    other = _amount(chance, one.currency)
    return (
        (one + other).minor == one.minor + other.minor
        and (one - other).minor == one.minor - other.minor
        and (one + (-one)).minor == 0
        and (one < other) == (one.minor < other.minor)
    )


def _written(chance: random.Random) -> bool:
    one = _amount(chance)
    places = DECIMALS[one.currency]
    digits = f"{abs(one.minor):0{places + 1}d}"
    plain = ("-" if one.minor < 0 else "") + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    return f"{one.decimal:f}" == plain and Money.of(plain, one.currency) == one


def _times(chance: random.Random) -> bool:
    one = _amount(chance)
    ratio = Fraction(chance.randint(-(10**6), 10**6), chance.choice((1, 2, 3, 7, 10, 12, 100, 360, 10**6)))
    return one.times(ratio).minor == half_even(one.minor * ratio)


def _divided(chance: random.Random) -> bool:
    one = _amount(chance)
    weights = [chance.randint(0, chance.choice((3, 100, 10**6))) for _ in range(chance.randint(1, 9))]
    weights[chance.randrange(len(weights))] += 1
    parts = [part.minor for part in one.allocate(weights)]
    exact = [Fraction(one.minor) * weight / sum(weights) for weight in weights]
    return sum(parts) == one.minor and all(
        abs(part - ideal) < 1 for part, ideal in zip(parts, exact, strict=True)
    )


def _converted(chance: random.Random) -> bool:
    one, base = _amount(chance), chance.choice(list(DECIMALS))
    rate = Decimal(chance.randint(1, 10**9)).scaleb(-chance.randint(0, 8))
    exact = Fraction(one.minor, 10 ** DECIMALS[one.currency]) * Fraction(rate) * 10 ** DECIMALS[base]
    return convert(one, rate, base).minor == half_even(exact)


def _divided_by(chance: random.Random) -> bool:
    whole, by = chance.randint(-LARGEST, LARGEST), chance.randint(1, 10**6)
    return money.nearest(whole, by) == half_even(Fraction(whole, by))


OPERATIONS: tuple[Callable[[random.Random], bool], ...] = (
    _added, _written, _times, _divided, _converted, _divided_by,
)  # fmt: skip


def tried(operations: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """How many of each operation were tried, and how many differed from the oracle."""
    chance, done, wrong = random.Random(seed), Counter[str](), Counter[str]()
    for number in range(operations):
        if number % 10_000 == 0:
            so_far(number, operations, "operations")
        operation = chance.choice(OPERATIONS)
        name = operation.__name__.strip("_")
        done[name] += 1
        wrong[name] += not operation(chance)
    return done, wrong


def _by_float(part: int, whole: int) -> int:
    return round(part / whole)


def main() -> int:
    """Reckon, print; 1 where anything differed (with `--planted`: where nothing did)."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--operations", type=int, default=1_000_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--planted", action="store_true")
    given = asked.parse_args()
    if given.planted:
        with mock.patch.object(money, "nearest", _by_float):
            done, wrong = tried(given.operations, given.seed)
    else:
        done, wrong = tried(given.operations, given.seed)
    each = ", ".join(f"{name} {count}" for name, count in sorted(done.items()))
    sys.stdout.write(
        f"seed {given.seed}: {done.total()} operations ({each}): {wrong.total()} differ from the oracle "
        f"{dict(+wrong) or ''}\n"
    )
    return int(not wrong.total() if given.planted else bool(wrong.total()) or not done.total())


if __name__ == "__main__":
    sys.exit(main())

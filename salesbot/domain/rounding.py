"""Columns that add up: figures rounded for the eye so that what is shown sums to the total that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from salesbot.domain.figures import Figure, resized, size_of, whole_unit
from salesbot.domain.money import round_half_even


def add_up(exact: Sequence[Fraction], total: int | None = None) -> list[int]:
    """Whole numbers near the exact ones that add up to `total`; without one, to their sum rounded half-even.

    Largest remainder: each is rounded down, and what is left over goes one by one to the largest remainders,
    the earlier first among equals. Without a `total` each is then less than one away from its exact value.
    """
    down = [value.numerator // value.denominator for value in exact]
    if not exact:
        return down
    wanted = round_half_even(sum(exact, Fraction(0))) if total is None else total
    each, over = divmod(wanted - sum(down), len(exact))
    by_remainder = sorted(range(len(exact)), key=lambda place: (down[place] - exact[place], place))
    for place in by_remainder[:over]:
        down[place] += 1
    return [value + each for value in down]


def in_whole_units(column: Sequence[Figure]) -> list[Figure]:
    """A column of one currency in whole units (euros without cents) that adds up to its rounded total.

    The shown total is `in_whole_unit(sum)`. −290.48 may stand as −290 or −291, whichever makes the column
    right.
    """
    if not column:
        return []
    unit = whole_unit(column[0])
    parts = add_up([Fraction(size_of(value), unit) for value in column])
    return [resized(value, part * unit) for value, part in zip(column, parts, strict=True)]


def in_whole_unit(value: Figure) -> Figure:
    """One figure rounded half-even to whole units of its currency."""
    unit = whole_unit(value)
    return resized(value, round_half_even(Fraction(size_of(value), unit)) * unit)

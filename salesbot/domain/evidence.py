"""How sure a difference is: rates with intervals, the difference of two rates, and one compared within the same mix.

Sources: Wilson's score interval; Newcombe's interval of a difference (method 10); the risk difference of Mantel and
Haenszel with Sato's variance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

USUAL = 1.959964
"""95 of 100 intervals hold the true rate."""
STRICT = 3.25
"""For one of many questions asked at once: a chance finding in about 1,700 of them."""
BETWEEN = 2.85
"""For each of two related questions about everyone of several: together a chance finding in about 330."""
MILD = 2.6
"""For one question that only confirms another."""
FEWEST = 30
"""With fewer cases on either side nothing is said."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    n: int

    @property
    def rate(self) -> float | None:
        """The part; None of nothing."""
        return self.count / self.n if self.n else None

    def interval(self, z: float = USUAL) -> tuple[float, float]:
        """Wilson's interval: 3 of 4 is 0.30 to 0.95. Of nothing anything may be true."""
        if not self.n:
            return 0.0, 1.0
        rate, square = self.count / self.n, z * z
        middle = rate + square / (2 * self.n)
        side = z * sqrt(rate * (1 - rate) / self.n + square / (4 * self.n * self.n))
        whole = 1 + square / self.n
        return max(0.0, (middle - side) / whole), min(1.0, (middle + side) / whole)


def together(shares: Iterable[Share]) -> Share:
    """Several shares as one."""
    kept = list(shares)
    return Share(sum(each.count for each in kept), sum(each.n for each in kept))


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much one rate exceeds another, and between which bounds it does."""

    difference: float
    low: float
    high: float

    @property
    def above(self) -> bool:
        """Whether it is more than chance that the one is higher."""
        return self.low > 0

    @property
    def below(self) -> bool:
        """Whether it is more than chance that the one is lower."""
        return self.high < 0


def difference(one: Share, other: Share, z: float = USUAL) -> Difference | None:
    """One rate less another; None where either rests on nothing."""
    if not one.n or not other.n:
        return None
    first, second = one.count / one.n, other.count / other.n
    (low1, high1), (low2, high2) = one.interval(z), other.interval(z)
    gap = first - second
    down = sqrt((first - low1) ** 2 + (high2 - second) ** 2)
    up = sqrt((high1 - first) ** 2 + (second - low2) ** 2)
    return Difference(gap, gap - down, gap + up)


def of_changes(
    now: Share, before: Share, others_now: Share, others_before: Share, z: float = USUAL
) -> Difference | None:
    """One's change less the others' change in the same time; None where any of the four rests on nothing.

    Newcombe's bounds of each change, put together as those of a difference are.
    """
    own, theirs = difference(now, before, z), difference(others_now, others_before, z)
    if own is None or theirs is None:
        return None
    gap = own.difference - theirs.difference
    down = sqrt((own.difference - own.low) ** 2 + (theirs.high - theirs.difference) ** 2)
    up = sqrt((own.high - own.difference) ** 2 + (theirs.difference - theirs.low) ** 2)
    return Difference(gap, gap - down, gap + up)


def within_the_mix(strata: Iterable[tuple[Share, Share]], z: float = USUAL) -> Difference | None:
    """One's rate less the others', each compared only within the same stratum; None where they share no stratum."""
    top = whole = first = second = 0.0
    for one, other in strata:
        n1, n0, n = one.n, other.n, one.n + other.n
        if not n1 or not n0:
            continue
        weight = n1 * n0 / n
        whole += weight
        top += (one.count / n1 - other.count / n0) * weight
        first += (n1 * n1 * other.count - n0 * n0 * one.count + n1 * n0 * (n0 - n1) / 2) / (n * n)
        second += (one.count * (n0 - other.count) + other.count * (n1 - one.count)) / (2 * n)
    if not whole:
        return None
    found = top / whole
    side = z * sqrt(max(found * first + second, 0.0)) / whole
    return Difference(found, found - side, found + side)

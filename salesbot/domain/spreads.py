"""What open deals may bring in together, each won whole or not at all.

Worked out exactly (whole numbers, no sampling) while there are at most `EXACT_RESULTS` different results; beyond that,
every amount is first rounded to a grid of `GRID_STEPS` steps, and `exact` says so.

What was learned of a probability (`Belief`) may be wrong for all deals of its stage at once; what the deals may bring is
foretold with all of it (the posterior predictive), so that little history tells a wider range: given either of a belief's
points the deals are independent, and the two are mixed. So are the points of what moves all probabilities (a `Sway`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil, gcd

from salesbot.domain.beliefs import STEADY, Belief, Sway
from salesbot.once import once

EXACT_RESULTS = 20_000
GRID_STEPS = 4_000
_RING = 262_139

Part = tuple[int, int, Belief | None]
"""A deal's amount in minor units, its probability in percent, and how sure that is (None: it is as it is set)."""


@dataclass(frozen=True)
class Distribution:
    """What the open deals may bring in: (result in minor units, relative weight), by result."""

    results: tuple[tuple[int, int | float], ...]
    exact: bool = True
    """Whether the results are those of the amounts as they are, not of amounts on a grid."""

    def percentile(self, part: Fraction) -> int:
        """The smallest result that is not exceeded with at least this probability, in minor units."""
        # Whole numbers are compared with whole numbers: ten times as fast as with a fraction.
        wanted = ceil(part * self._whole) if isinstance(self._whole, int) else float(part) * self._whole
        place = bisect_left(self._running, wanted)
        return self.results[min(place, len(self.results) - 1)][0]

    def chance_of(self, at_least: int) -> Fraction:
        """The probability that they bring in so many minor units or more."""
        enough = sum(weight for result, weight in self.results if result >= at_least)
        return Fraction(enough) / Fraction(self._whole)

    @property
    def _whole(self) -> int | float:
        return self._running[-1]

    @once
    def _running(self) -> list[int | float]:
        return list(accumulate(weight for _, weight in self.results))


def spread_of(parts: Sequence[Part], exact_results: int = EXACT_RESULTS, sway: Sway = STEADY) -> Distribution:
    """What deals may bring in, those of one belief together: see the module. Without beliefs, `distribution`."""
    believed: dict[Belief, list[int]] = defaultdict(list)
    others: list[tuple[int, int]] = []
    for amount, percent, belief in parts:
        if belief is not None and amount and 0 < percent < 100:
            believed[belief].append(amount)
        else:
            others.append((amount, percent))
    if not believed:
        return distribution(others, exact_results)
    amounts = [amount for amount, *_ in parts if amount]
    step, whole, points = gcd(*amounts), sum(map(abs, amounts)), len(sway.points())
    if points > 1:
        # As long as without a sway, though it is worked out thrice.
        exact_results = min(exact_results, GRID_STEPS)
    if 2 ** len(amounts) > whole // step <= exact_results:
        # Round amounts: a list of all their multiples is a third of the work of a table of the results.
        return _mixed_on_a_grid(believed, others, step, sway, exact=True)
    if _too_many(amounts, exact_results):
        return _mixed_on_a_grid(believed, others, max(1, whole * points // GRID_STEPS), sway, exact=False)
    begun = _as_chances(distribution(others, exact_results))
    found: dict[int, float] = defaultdict(float)
    for place, part in sway.points():
        weights = {result: weight * part for result, weight in begun.items()}
        for belief, theirs in believed.items():
            weights = _mixed(weights, theirs, sway.moved(belief, place))
        for result, weight in weights.items():
            found[result] += weight
    return Distribution(tuple(sorted(found.items())))


def _as_chances(spread: Distribution) -> dict[int, float]:
    whole = Fraction(sum(weight for _, weight in spread.results))
    return {result: float(weight / whole) for result, weight in spread.results}


def _mixed(
    weights: Mapping[int, float], amounts: Sequence[int], points: Iterable[tuple[float, float]]
) -> dict[int, float]:
    """The probabilities after these deals, of which either point of the belief may be the truth."""
    found: dict[int, float] = defaultdict(float)
    for chance, share in points:
        after = {result: weight * share for result, weight in weights.items()}
        for amount in amounts:
            more = {result: weight * (1 - chance) for result, weight in after.items()}
            for result, weight in after.items():
                more[result + amount] = more.get(result + amount, 0.0) + weight * chance
            after = more
        for result, weight in after.items():
            found[result] += weight
    return found


def _mixed_on_a_grid(
    believed: Mapping[Belief, Sequence[int]],
    others: Sequence[tuple[int, int]],
    step: int,
    sway: Sway,
    *,
    exact: bool,
) -> Distribution:
    """The same with every amount on a grid; a refund that may come is read from the other end."""
    begun, lowest = [1.0], 0
    for amount, percent in others:
        begun, lowest = _one_on_the_grid(begun, lowest, round(Fraction(amount, step)), percent / 100)
    found, end = list[float](), lowest
    for place, part in sway.points():
        weights, end = begun, lowest
        for belief, theirs in believed.items():
            weights, end = _several_on_the_grid(
                weights, end, [round(Fraction(amount, step)) for amount in theirs], sway.moved(belief, place)
            )
        found = _added(found, weights, part)
    results = (((end + place) * step, weight) for place, weight in enumerate(found) if weight)
    return Distribution(tuple(results), exact)


def _several_on_the_grid(
    weights: Sequence[float], lowest: int, steps: Sequence[int], points: Iterable[tuple[float, float]]
) -> tuple[list[float], int]:
    """The weights after the deals of one belief, of which either point may be the truth."""
    mixed, end = list[float](), lowest
    for chance, share in points:
        after, end = list(weights), lowest
        for each in steps:
            after, end = _one_on_the_grid(after, end, each, chance)
        mixed = _added(mixed, after, share)
    return mixed, end


def _added(before: Sequence[float], weights: Sequence[float], part: float) -> list[float]:
    """A part of these weights more; nothing yet is no weights."""
    return [one + part * more for one, more in zip(before or [0.0] * len(weights), weights, strict=True)]


def _one_on_the_grid(
    weights: Sequence[float], lowest: int, steps: int, chance: float
) -> tuple[list[float], int]:
    """The weights from the lowest result on after one more deal of so many steps."""
    if steps < 0:
        lowest, steps, chance = lowest + steps, -steps, 1 - chance
    idle = [0.0] * steps
    found = [
        without * (1 - chance) + with_it * chance
        for without, with_it in zip([*weights, *idle], [*idle, *weights], strict=True)
    ]
    return found, lowest


def distribution(parts: Sequence[tuple[int, int]], exact_results: int = EXACT_RESULTS) -> Distribution:
    """What deals of (minor units, percent) may bring in, each won whole or not at all, independently.

    Exact while there are at most `exact_results` different results, else on a grid of `GRID_STEPS` steps:
    every amount is then off by at most half a step, 1/8,000 of all the amounts.
    """
    unsure = [(amount, percent) for amount, percent in parts if amount and 0 < percent < 100]
    sure = sum(amount for amount, percent in parts if percent >= 100)
    if _too_many([amount for amount, _ in unsure], exact_results):
        return _on_a_grid(unsure, sure)
    weights = {sure: 1}
    for amount, percent in sorted(unsure, key=_roundness):
        weights = _with_one_more(weights, amount, percent)
        if len(weights) > exact_results:
            return _on_a_grid(unsure, sure)
    return Distribution(tuple(sorted(weights.items())))


def _too_many(amounts: Sequence[int], exact_results: int) -> bool:
    """Whether amounts have more different sums than that, told at once; False also where that takes too much to tell.

    A whole number stands for the sums, one bit for each, so that one more amount is one shift. It stands for them on a
    ring, and sums that meet on it count once: there are so many of them at least.
    """
    step = gcd(*amounts) or 1
    sums, whole = 1, (1 << _RING) - 1
    for place, amount in enumerate(amounts, 1):
        on = abs(amount) // step % _RING
        sums |= (sums << on | sums >> (_RING - on)) & whole
        if 2**place > exact_results and sums.bit_count() > exact_results:
            return True
    return False


def _roundness(part: tuple[int, int]) -> int:
    """How many zeros an amount ends in: the sums of round amounts are few, so those are added up first."""
    digits = str(part[0])
    return len(digits.rstrip("0")) - len(digits)


def _with_one_more(weights: dict[int, int], amount: int, percent: int) -> dict[int, int]:
    """The whole-number weights after one more deal, kept small by the greatest common divisor of the odds."""
    common = gcd(percent, 100)
    won, lost = percent // common, (100 - percent) // common
    more = {result: weight * lost for result, weight in weights.items()}
    for result, weight in weights.items():
        more[result + amount] = more.get(result + amount, 0) + weight * won
    return more


def _on_a_grid(parts: Sequence[tuple[int, int]], sure: int) -> Distribution:
    step = max(1, sum(abs(amount) for amount, _ in parts) // GRID_STEPS)
    weights, lowest = [1.0], 0
    for amount, percent in parts:
        weights, lowest = _one_on_the_grid(weights, lowest, round(Fraction(amount, step)), percent / 100)
    results = ((sure + (lowest + place) * step, weight) for place, weight in enumerate(weights) if weight)
    return Distribution(tuple(results), exact=False)

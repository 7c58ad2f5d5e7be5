"""The forecast: how a period will end, from what is won and the open deals expected in it.

`weighted` = Σ amount × probability of its stage. The chance and the percentiles come from the distribution
of what the open deals may bring, each won whole or not at all, independently of each other. It is worked out
exactly (whole numbers, no sampling) while it has at most `EXACT_RESULTS` different results; beyond that,
every amount is first rounded to a grid of `GRID_STEPS` steps, and `exact` says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import accumulate
from math import ceil, gcd

from salesbot.domain.money import Money, quantize, round_half_even
from salesbot.domain.periods import Period

EXACT_RESULTS = 20_000
GRID_STEPS = 4_000
_RING = 262_139
P10, P50, P90 = Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)


class Exclusion(StrEnum):
    """Why an open deal stays out of a forecast; it is listed, never counted as nothing."""

    NO_AMOUNT = "no_amount"
    NO_DAY = "no_day"
    OVERDUE = "overdue"
    NO_RATE = "no_rate"


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """An open deal as a forecast sees it: somebody's part of the amount, and the probability of its stage."""

    deal_id: int
    amount: Money | None
    """In the forecast's currency; None: no amount, or no rate to convert it by."""
    percent: int
    expected_on: date | None
    rated: bool = True
    """False where the amount is in a currency without any rate."""


@dataclass(frozen=True)
class Distribution:
    """What the open deals may bring in: (result in minor units, relative weight), by result."""

    results: tuple[tuple[int, int | float], ...]
    exact: bool = True

    def percentile(self, part: Fraction) -> int:
        """The smallest result that is not exceeded with at least this probability, in minor units."""
        # Whole numbers are compared with whole numbers: ten times as fast as with a fraction.
        wanted = ceil(part * self._whole) if self.exact else float(part) * self._whole
        place = bisect_left(self._running, wanted)
        return self.results[min(place, len(self.results) - 1)][0]

    def chance_of(self, at_least: int) -> Fraction:
        """The probability that they bring in so many minor units or more."""
        enough = sum(weight for result, weight in self.results if result >= at_least)
        return Fraction(enough) / Fraction(self._whole)

    @property
    def _whole(self) -> int | float:
        return self._running[-1]

    @cached_property
    def _running(self) -> list[int | float]:
        return list(accumulate(weight for _, weight in self.results))


@dataclass(frozen=True, slots=True)
class Forecast:
    """How a period is expected to end; all of it includes what is won, except `weighted` and `open`."""

    won: Money
    open: Money
    """The open deals expected in the period, at their full amounts."""
    weighted: Money
    deals: int
    """How many open deals that is."""
    commit: Money | None
    best_case: Money
    p10: Money
    p50: Money
    p90: Money
    chance: Decimal | None
    """Of reaching the goal; None without a goal."""
    coverage: Decimal | None
    """The open deals as part of the gap; None where there is no gap, or no goal."""
    excluded: tuple[tuple[int, Exclusion], ...]
    exact: bool

    @property
    def expected(self) -> Money:
        """Where it points to: won + weighted."""
        return self.won + self.weighted


def forecast(
    won: Money,
    goal: Money | None,
    open_deals: Iterable[OpenDeal],
    period: Period,
    as_of: date,
    *,
    commit: Money | None = None,
    best_case: Money | None = None,
) -> Forecast:
    """How the period will end, for the person, team or company whose parts of the open deals these are.

    Several parts of one deal (a team's) are one deal. Deals expected after the period are no part of it;
    those without an amount, a rate or an expected day, or past it, are excluded and listed. `best_case`,
    unless somebody stated one: won and every open deal.
    """
    deals = list(open_deals)
    excluded = {deal.deal_id: why for deal in deals if (why := _exclusion(deal, period, as_of)) is not None}
    due = (deal for deal in deals if deal.deal_id not in excluded and _due_in(deal, period))
    parts = tuple(_one_a_deal(due, won.currency))
    left = None if goal is None or goal.minor <= 0 else goal.minor - won.minor
    outlook = _outlook(parts, left)
    open_amount = Money(sum(amount for amount, _ in parts), won.currency)
    return Forecast(
        won=won,
        open=open_amount,
        weighted=weighted(parts, won.currency),
        deals=len(parts),
        commit=commit,
        best_case=best_case or won + open_amount,
        p10=_with(won, outlook.p10),
        p50=_with(won, outlook.p50),
        p90=_with(won, outlook.p90),
        chance=outlook.chance,
        coverage=coverage(open_amount, goal, won),
        excluded=tuple(sorted(excluded.items())),
        exact=outlook.exact,
    )


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What is told of a distribution; the percentiles in minor units."""

    p10: int
    p50: int
    p90: int
    chance: Decimal | None
    exact: bool


@lru_cache(maxsize=1024)
def _outlook(parts: tuple[tuple[int, int], ...], left: int | None) -> _Outlook:
    """What the open deals may bring in, and how likely that is `left` minor units or more.

    Kept for the same deals: those of a rep, a team or the company stay as they are on most mornings.
    """
    spread = distribution(parts)
    chance = None if left is None else quantize(spread.chance_of(left))
    return _Outlook(
        spread.percentile(P10), spread.percentile(P50), spread.percentile(P90), chance, spread.exact
    )


def weighted(parts: Iterable[tuple[int, int]], currency: str) -> Money:
    """Σ amount × probability, rounded half-even once, of (minor units, percent)."""
    return Money(round_half_even(Fraction(sum(amount * percent for amount, percent in parts), 100)), currency)


def coverage(open_amount: Money, goal: Money | None, won: Money) -> Decimal | None:
    """The open deals of the period as part of what is still to win; None where that is nothing."""
    if goal is None or goal.minor <= won.minor:
        return None
    return quantize(Fraction(open_amount.minor, goal.minor - won.minor))


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
    weights = [1.0]
    lowest = 0
    for amount, percent in parts:
        steps = round(Fraction(amount, step))
        chance = percent / 100
        if steps < 0:
            # A refund that may come: the same spread, read from the other end.
            lowest, steps, chance = lowest + steps, -steps, 1 - chance
        idle = [0.0] * steps
        weights = [
            without * (1 - chance) + with_it * chance
            for without, with_it in zip([*weights, *idle], [*idle, *weights], strict=True)
        ]
    results = ((sure + (lowest + place) * step, weight) for place, weight in enumerate(weights) if weight)
    return Distribution(tuple(results), exact=False)


def _exclusion(deal: OpenDeal, period: Period, as_of: date) -> Exclusion | None:
    if deal.expected_on is not None and deal.expected_on >= as_of and not period.covers(deal.expected_on):
        return None  # It is no part of this period, whatever else is missing.
    if not deal.rated:
        return Exclusion.NO_RATE
    if deal.amount is None:
        return Exclusion.NO_AMOUNT
    if deal.expected_on is None:
        return Exclusion.NO_DAY
    return Exclusion.OVERDUE if deal.expected_on < as_of else None


def _due_in(deal: OpenDeal, period: Period) -> bool:
    return deal.expected_on is not None and period.covers(deal.expected_on)


def _one_a_deal(deals: Iterable[OpenDeal], currency: str) -> list[tuple[int, int]]:
    amounts: dict[int, Money] = {}
    percents: dict[int, int] = {}
    for deal in deals:
        assert deal.amount is not None
        amounts[deal.deal_id] = amounts.get(deal.deal_id, Money(0, currency)) + deal.amount
        percents[deal.deal_id] = deal.percent
    return [(amount.minor, percents[deal_id]) for deal_id, amount in amounts.items()]


def _with(won: Money, minor: int) -> Money:
    return Money(won.minor + minor, won.currency)

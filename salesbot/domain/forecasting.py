"""The forecast: how a period will end, from what is won and the open deals expected in it.

`weighted` = Σ amount × probability of its stage. The chance and the percentiles come from the distribution
of what the open deals may bring, each won whole or not at all, independently of each other (`domain.spreads`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from salesbot.domain.beliefs import STEADY, Belief, Sway
from salesbot.domain.money import Money, quantize, round_half_even
from salesbot.domain.periods import Period
from salesbot.domain.spreads import Part, spread_of

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
    belief: Belief | None = None
    """How sure the percent is, where it is learned: shared by all deals of the stage."""
    rated: bool = True
    """False where the amount is in a currency without any rate."""


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
    sway: Sway = STEADY,
) -> Forecast:
    """How the period will end, for the person, team or company whose parts of the open deals these are.

    Several parts of one deal (a team's) are one deal. Deals expected after the period are no part of it;
    those without an amount, a rate or an expected day, or past it, are excluded and listed. `best_case`,
    unless somebody stated one: won and every open deal. `sway`: by how much learned probabilities move together.
    """
    deals = list(open_deals)
    excluded = {deal.deal_id: why for deal in deals if (why := _exclusion(deal, period, as_of)) is not None}
    due = [deal for deal in counted_in(deals, period, as_of) if deal.deal_id not in excluded]
    parts = tuple(_one_a_deal(due, won.currency))
    left = None if goal is None or goal.minor <= 0 else goal.minor - won.minor
    outlook = _outlook(parts, left, sway)
    open_amount = Money(sum(amount for amount, *_ in parts), won.currency)
    return Forecast(
        won=won,
        open=open_amount,
        weighted=weighted([part[:2] for part in parts], won.currency),
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


def counted_in(open_deals: Iterable[OpenDeal], period: Period, as_of: date) -> list[OpenDeal]:
    """The open deals (or parts of them) that the period's forecast is made from."""
    return [deal for deal in open_deals if _exclusion(deal, period, as_of) is None and _due_in(deal, period)]


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What is told of a distribution; the percentiles in minor units."""

    p10: int
    p50: int
    p90: int
    chance: Decimal | None
    exact: bool


@lru_cache(maxsize=1024)
def _outlook(parts: tuple[Part, ...], left: int | None, sway: Sway) -> _Outlook:
    """What the open deals may bring in, and how likely that is `left` minor units or more.

    Kept for the same deals: those of a rep, a team or the company stay as they are on most mornings.
    """
    spread = spread_of(parts, sway=sway)
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


def _one_a_deal(deals: Iterable[OpenDeal], currency: str) -> list[Part]:
    amounts: dict[int, Money] = {}
    chances: dict[int, tuple[int, Belief | None]] = {}
    for deal in deals:
        assert deal.amount is not None
        amounts[deal.deal_id] = amounts.get(deal.deal_id, Money(0, currency)) + deal.amount
        chances[deal.deal_id] = deal.percent, deal.belief
    return [(amount.minor, *chances[deal_id]) for deal_id, amount in amounts.items()]


def _with(won: Money, minor: int) -> Money:
    return Money(won.minor + minor, won.currency)

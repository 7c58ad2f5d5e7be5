"""Key figures of selling: win rates with their interval, deal sizes, cycle, velocity, and what an account costs and brings.

The sources of the formulas and their edge cases stand in `docs/figures.md`. None: there is no value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from salesbot.domain.money import Money, quantize, round_half_even

_Z = Decimal("1.959963984540054")
"""The 97.5th percentile of the normal distribution: 95 % lie between its two sides."""


@dataclass(frozen=True, slots=True)
class WinRate:
    """Won deals of those decided, and the range in which the true rate lies with 95 % (Wilson)."""

    won: int
    lost: int

    @property
    def n(self) -> int:
        """How many deals were decided."""
        return self.won + self.lost

    @property
    def rate(self) -> Fraction | None:
        """Won / (won + lost); None where nothing was decided."""
        return Fraction(self.won, self.n) if self.n else None

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """The Wilson score interval, to six decimals: 3 of 4 is 0.300642 to 0.954413."""
        if not self.n:
            return None
        with localcontext() as context:
            context.prec = 40
            n, rate = Decimal(self.n), Decimal(self.won) / Decimal(self.n)
            square = _Z * _Z
            middle = rate + square / (2 * n)
            side = _Z * (rate * (1 - rate) / n + square / (4 * n * n)).sqrt()
            whole = 1 + square / n
            low, high = (middle - side) / whole, (middle + side) / whole
        return quantize(max(Fraction(low), Fraction(0))), quantize(min(Fraction(high), Fraction(1)))


def uplift(own: WinRate, others: WinRate) -> Fraction | None:
    """By how much the win rate exceeds that of all other deals; None where either has none decided."""
    return own.rate - others.rate if own.rate is not None and others.rate is not None else None


def average(amounts: Sequence[Money]) -> Money | None:
    """The mean amount, rounded half-even once; None without amounts. All are of one currency."""
    if not amounts:
        return None
    exact = Fraction(sum(amount.minor for amount in amounts), len(amounts))
    return Money(round_half_even(exact), amounts[0].currency)


def median_amount(amounts: Sequence[Money]) -> Money | None:
    """The middle amount, of an even number the mean of the two in the middle; None without amounts."""
    middle = median([amount.minor for amount in amounts])
    return None if middle is None else Money(round_half_even(middle), amounts[0].currency)


def median(values: Sequence[Fraction | int]) -> Fraction | None:
    """The middle value, of an even number the mean of the two in the middle; None without values."""
    ordered = sorted(values)
    if not ordered:
        return None
    half, odd = divmod(len(ordered), 2)
    return Fraction(ordered[half]) if odd else Fraction(ordered[half - 1] + ordered[half]) / 2


def velocity(
    opportunities: int, amounts: Sequence[Money], rate: Fraction | None, cycle_days: Sequence[int]
) -> Money | None:
    """What the open deals bring in a day: opportunities × average won amount × win rate / average days to win.

    Days of less than one on average count as one. None without a won deal, or without one whose days are known.
    """
    if not amounts or not cycle_days or rate is None:
        return None
    days = max(Fraction(sum(cycle_days), len(cycle_days)), Fraction(1))
    size = Fraction(sum(amount.minor for amount in amounts), len(amounts))
    return Money(round_half_even(opportunities * size * rate / days), amounts[0].currency)


def acquisition_cost(cost: Money | None, new_accounts: Fraction) -> Money | None:
    """CAC = what selling and marketing cost / accounts won in the same period; None without costs or new accounts."""
    if cost is None or new_accounts <= 0:
        return None
    return cost.times(1 / new_accounts)


@dataclass(frozen=True, slots=True)
class AccountYear:
    """What accounts brought in the twelve months before a day, and how many of the earlier ones bought no more."""

    won: Money
    buying: int
    """Accounts that bought in these twelve months."""
    bought_before: int
    """Accounts that bought in the twelve months before those."""
    stayed_away: int
    """Those of them that bought nothing in these."""
    margin: Fraction | None
    """(amount − cost) / amount of the deals with a cost; None where none has one."""

    @property
    def churn(self) -> Fraction | None:
        """The part of earlier buyers that stayed away; None where there were none."""
        return Fraction(self.stayed_away, self.bought_before) if self.bought_before else None

    @property
    def lifetime_value(self) -> Money | None:
        """LTV = yearly revenue of an account × margin / churn; None where nobody stayed away or a part lacks."""
        if not self.buying or self.margin is None or not self.churn:
            return None
        return self.won.times(Fraction(1, self.buying) * self.margin / self.churn)

    def payback_months(self, cac: Money | None) -> Fraction | None:
        """CAC / (monthly revenue of an account × margin); None where an account brings nothing."""
        if cac is None or not self.buying or self.margin is None:
            return None
        monthly = Fraction(self.won.minor, self.buying * 12) * self.margin
        return Fraction(cac.minor) / monthly if monthly > 0 else None

"""Exchange rates by day: what an amount of one currency is in another, and when that cannot be said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from salesbot.domain.money import Money, exponent, round_half_even


@dataclass(frozen=True)
class Rates:
    """Units of the workspace's currency `base` for one unit of each other, by day, in the order of days."""

    base: str
    by_currency: Mapping[str, Sequence[tuple[date, Decimal]]] = field(default_factory=dict)

    def rate(self, currency: str, day: date) -> Fraction | None:
        """The last rate at or before the day, carried forward; None where there is none. The base's own is 1."""
        if currency == self.base:
            return Fraction(1)
        known = self.by_currency.get(currency, ())
        place = bisect_right([since for since, _ in known], day)
        return Fraction(known[place - 1][1]) if place else None

    def between(self, one: str, other: str, day: date) -> Fraction | None:
        """Units of the other currency for one unit of the one, through both rates of the day; None if either lacks."""
        from_one, from_other = self.rate(one, day), self.rate(other, day)
        if one == other:
            return Fraction(1)
        return from_one / from_other if from_one is not None and from_other else None

    def convert(self, amount: Money, currency: str, day: date) -> Money | None:
        """The amount in another currency at the day's rates, rounded half-even; None where a rate lacks."""
        rate = self.between(amount.currency, currency, day)
        if rate is None:
            return None
        exact = Fraction(amount.decimal) * rate
        return Money(round_half_even(exact * 10 ** exponent(currency)), currency)

"""Exchange rates by day: what an amount of one currency is in another, and when that cannot be said."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from salesbot.domain.money import Money, convert

FRESH = timedelta(days=7)
"""A rate that is older than this by the day it is used on is carried forward, and marked so."""


@dataclass(frozen=True)
class Rates:
    """Units of the workspace's currency `base` for one unit of each other, by day, in the order of days."""

    base: str
    by_currency: Mapping[str, Sequence[tuple[date, Decimal]]] = field(default_factory=dict)

    def rate(self, currency: str, day: date) -> Fraction | None:
        """The last rate at or before the day, carried forward; None where there is none. The base's own is 1."""
        if currency == self.base:
            return Fraction(1)
        exact = self.exact(currency, day)
        return None if exact is None else _fraction(exact)

    def exact(self, currency: str, day: date) -> Decimal | None:
        """As `rate`, for another currency, as it was written."""
        found = self._last(currency, day)
        return found[1] if found else None

    def carried(self, currency: str, day: date, per_base: Decimal | None = None) -> date | None:
        """Of which day the rate is, where it had to be carried forward over more than a week; else None.

        A week holds any row of days without trade. `per_base`: the frozen rate of a closed deal; where none of the
        rates up to the day is the same, somebody set it by hand and it is of no day.
        """
        found = self._last(currency, day)
        if found is not None and per_base is not None:
            same = [one for one in self.by_currency.get(currency, ()) if one[0] <= day and one[1] == per_base]
            found = same[-1] if same else None
        return found[0] if found is not None and day - found[0] > FRESH else None

    def _last(self, currency: str, day: date) -> tuple[date, Decimal] | None:
        known = self.by_currency.get(currency, ())
        place = bisect_right(known, day, key=lambda one: one[0])
        return known[place - 1] if place else None

    def between(self, one: str, other: str, day: date, per_base: Decimal | None = None) -> Fraction | None:
        """Units of the other currency for one unit of the one, through both rates of the day; None if either lacks.

        `per_base` is the rate of the one where it was frozen: it holds whatever became known later.
        """
        if one == other:
            return Fraction(1)
        from_one = _fraction(per_base) if per_base is not None else self.rate(one, day)
        if other == self.base:
            return from_one
        from_other = self.rate(other, day)
        return from_one / from_other if from_one is not None and from_other else None

    def convert(
        self, amount: Money, currency: str, day: date, per_base: Decimal | None = None
    ) -> Money | None:
        """The amount in another currency at the day's rates, rounded half-even; None where a rate lacks.

        `per_base`: the frozen rate of a closed deal.
        """
        if amount.currency == currency:
            return amount
        rate = self.between(amount.currency, currency, day, per_base)
        return None if rate is None else convert(amount, rate, currency)


@lru_cache(maxsize=4096)
def _fraction(exact: Decimal) -> Fraction:
    return Fraction(exact)


@dataclass(frozen=True)
class SealedRates(Rates):
    """The same, but on the days of months closed for pay as they were known at the closing of each."""

    sealed: Callable[[date], Rates | None] = lambda _: None

    def _last(self, currency: str, day: date) -> tuple[date, Decimal] | None:
        month = self.sealed(day)
        return super()._last(currency, day) if month is None else month._last(currency, day)

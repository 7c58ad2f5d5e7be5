"""What amounts in several currencies are worth beside each other: how large deals are is compared by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from salesbot.domain.money import Money
from salesbot.domain.rates import Rates

_UNIT = 10**9


def worth_of(rates: Rates, currency: str, day: date) -> Mapping[str, float]:
    """By what minor units of each currency are multiplied to be compared with the others, at a day's rates."""
    known = {currency: 1.0}
    for name in {*rates.by_currency, rates.base} - {currency}:
        one = rates.convert(Money(_UNIT, name), currency, day)
        if one is not None:
            known[name] = one.minor / _UNIT
    return known

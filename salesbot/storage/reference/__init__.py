"""The European Central Bank's reference rates that travel with the program: what is known before anybody brings rates in.

`eurofxref-hist.csv` is the bank's own file, cut to the years since 2024: units of each currency for one euro, newest day
first, `N/A` where none was published. Source: European Central Bank, euro foreign exchange reference rates.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache
from importlib.resources import files

EURO = "EUR"
_NONE = ("", "N/A")
_DIGITS = Context(prec=12)
"""Published rates have at most eight figures; a quotient of two of them is kept to twelve."""


def reference_rates(base: str, currency: str) -> Sequence[tuple[date, Decimal]]:
    """Units of `base` for one of `currency` by day, in the order of days; empty where the bank publishes either not."""
    return _rates(base, currency) if base != currency else ()


def per_base_of(base: Decimal, currency: Decimal) -> Decimal:
    """Units of a base for one of a currency, from the units of each for one euro."""
    return _DIGITS.divide(base, currency).normalize(_DIGITS)


@lru_cache(maxsize=64)
def _rates(base: str, currency: str) -> tuple[tuple[date, Decimal], ...]:
    found = []
    for day, published in _days():
        of_base, of_currency = published.get(base), published.get(currency)
        if of_base is not None and of_currency is not None:
            found.append((day, per_base_of(of_base, of_currency)))
    return tuple(found)


@lru_cache(maxsize=1)
def _days() -> tuple[tuple[date, dict[str, Decimal]], ...]:
    with files(__name__).joinpath("eurofxref-hist.csv").open(encoding="utf-8") as text:
        table = csv.reader(text)
        currencies = next(table)[1:]
        days = [(date.fromisoformat(row[0]), _published(currencies, row[1:])) for row in table]
    return tuple(sorted(days, key=lambda each: each[0]))


def _published(currencies: Sequence[str], values: Sequence[str]) -> dict[str, Decimal]:
    said = zip(currencies, values, strict=False)
    return {EURO: Decimal(1)} | {currency: Decimal(value) for currency, value in said if value not in _NONE}

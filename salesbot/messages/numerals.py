"""Numbers in a language's own way, at a twentieth of the cost: how Babel writes a pattern is learnt once.

What was learnt is held against Babel over numbers of every length and over ties; where one differs (groups of two, no
group below five digits), and for numbers that are very large, Babel itself writes.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from babel.numbers import NumberPattern

_LARGE = Decimal(10) ** 15
_WHOLE = tuple(
    map(Decimal, ("0", "1", "7", "12", "999", "1000", "4321", "12345", "987654", "1234567", "1000000000012"))
)
_BROKEN = tuple(
    map(Decimal, ("0.004", "0.005", "0.015", "0.995", "9.5", "12.25", "999.995", "1234.565", "1234567.8915"))
)


class Frame(NamedTuple):
    """What stands before, in and after the digits."""

    before: str
    group: str
    point: str
    after: str
    digits: int
    times: int
    """100 for a share."""

    def filled(self, amount: Decimal) -> str:
        """The number as the language writes it."""
        text = f"{amount * self.times:,.{self.digits}f}"
        if self.group != "," or self.point != ".":
            text = text.replace(",", "\0").replace(".", self.point).replace("\0", self.group)
        return f"{self.before}{text}{self.after}"


def numeral(
    pattern: NumberPattern, amount: Decimal, locale: Locale, digits: int | None, currency: str | None = None
) -> str:
    """A number that is not negative, by a pattern with so many `digits` after the point (None: as many as it has)."""
    if digits is None and amount == amount.to_integral_value():
        digits = 0
    frame = _learnt(pattern, locale, digits, currency) if digits is not None and amount < _LARGE else None
    return frame.filled(amount) if frame is not None else _usual(pattern, amount, locale, currency)


def _usual(pattern: NumberPattern, amount: Decimal, locale: Locale, currency: str | None) -> str:
    if currency is None:
        text: str = pattern.apply(amount, locale)
    else:
        text = pattern.apply(amount, locale, currency=currency, currency_digits=False)
    return text


@lru_cache(maxsize=1024)
def _learnt(pattern: NumberPattern, locale: Locale, digits: int, currency: str | None) -> Frame | None:
    """How the pattern is written; None where that is more than groups of three between a beginning and an end."""
    times = int(10**pattern.scale)

    def usual(amount: Decimal) -> str:
        return _usual(pattern, amount / times, locale, currency)

    one, many = usual(Decimal(1)), usual(Decimal(1234567))
    before, found, rest = one.partition("1")
    if not found or "234" not in many:
        return None
    point, after = "", rest
    if digits:
        point, _, after = rest.partition("0" * digits)
    frame = Frame(before, many[len(before) + 1 : many.index("234")], point, after, digits, times)
    fixed = pattern.frac_prec == (digits, digits)
    probes = (*_WHOLE, *_BROKEN) if fixed else _WHOLE
    sound = all(frame.filled(amount / times) == usual(amount) for amount in probes)
    return frame if sound else None

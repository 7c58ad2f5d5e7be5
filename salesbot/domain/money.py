"""An amount of money: whole minor units and an ISO 4217 currency, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# ISO 4217 minor units where they are not two.
_EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}

WHOLE = 1_000_000
"""A whole deal, in millionths: shares and counts are kept as whole numbers of these."""


def exponent(currency: str) -> int:
    """How many decimals the currency has: EUR 2, JPY 0, KWD 3 (ISO 4217)."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents) of one currency."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Money:
        """The money that a decimal amount stands for; more decimals than the currency has is a ValueError."""
        scaled = Decimal(amount).scaleb(exponent(currency))
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has more decimals than {currency}")
        return cls(int(scaled), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount as an exact decimal in major units, with the currency's own number of decimals."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be reckoned together")
        return other.minor

    def times(self, ratio: Fraction) -> Money:
        """The amount times an exact ratio, rounded half-even to the minor unit."""
        return Money(nearest(self.minor * ratio.numerator, ratio.denominator), self.currency)

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """The amount divided in proportion to whole weights, adding up to the minor unit (largest remainder)."""
        return [Money(part, self.currency) for part in allocate(self.minor, weights)]


def money_or_none(minor: int | None, currency: str) -> Money | None:
    """An amount of so many minor units, where there is one."""
    return None if minor is None else Money(minor, currency)


def round_half_even(value: Fraction) -> int:
    """The whole number nearest to an exact value; a half goes to the even one."""
    return nearest(value.numerator, value.denominator)


def nearest(part: int, whole: int) -> int:
    """The whole number nearest to part / whole, a half going to the even one: as exact as a fraction, and quicker."""
    number, rest = divmod(part, whole)
    twice = 2 * rest
    return number + (twice > whole or (twice == whole and number & 1))


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """A whole total divided in proportion to whole weights, the parts adding up exactly.

    Largest remainder (Hamilton): each part is rounded towards zero, and what is left over goes one by one to the
    largest remainders, the earlier first among equals. Raises ValueError without a positive weight.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError(f"cannot divide by the weights {list(weights)}")
    if len(weights) == 1:
        return [total]
    sign = -1 if total < 0 else 1
    parts = [abs(total) * weight // whole for weight in weights]
    remainders = [abs(total) * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))
    for place in by_remainder[: abs(total) - sum(parts)]:
        parts[place] += 1
    return [sign * part for part in parts]


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts of one currency; nothing adds up to zero of it."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result


def convert(amount: Money, rate: Decimal | Fraction, currency: str) -> Money:
    """The amount in another currency, at `rate` units of it for one of its own; rounded half-even to a minor unit."""
    units, unit = rate.as_integer_ratio()
    minor = nearest(amount.minor * units * 10 ** exponent(currency), unit * 10 ** exponent(amount.currency))
    return Money(minor, currency)


def convert_together(parts: Sequence[Money], rate: Decimal | Fraction, currency: str) -> list[Money]:
    """The parts of an amount in another currency: they add up to what the whole becomes, to the cent.

    Where some are above zero and some below, or all are zero, each by itself.
    """
    minors = [part.minor for part in parts]
    if not any(minors) or min(minors) < 0 < max(minors):
        return [convert(part, rate, currency) for part in parts]
    whole = convert(Money(sum(minors), parts[0].currency), rate, currency)
    return whole.allocate([abs(minor) for minor in minors])


def quantize(value: Fraction, decimals: int = 6) -> Decimal:
    """An exact ratio as a decimal, rounded half-even to so many decimals."""
    return Decimal(nearest(value.numerator * 10**decimals, value.denominator)).scaleb(-decimals)

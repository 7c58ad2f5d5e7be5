"""A figure that can be a goal or be won: money, or a count of things; both are reckoned on one path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from salesbot.domain.money import WHOLE, Money, allocate, exponent, nearest, round_half_even


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something: deals, demos, new accounts. In millionths: a shared deal counts in parts."""

    millionths: int

    @classmethod
    def of(cls, number: Decimal | str | int) -> Count:
        """The count that a decimal number stands for; more than six decimals is a ValueError."""
        scaled = Decimal(number) * WHOLE
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{number} has more than six decimals")
        return cls(int(scaled))

    @property
    def decimal(self) -> Decimal:
        """The count as an exact decimal without idle zeros: 3, 0.6, 12.5."""
        number = Decimal(self.millionths).scaleb(-6).normalize()
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number

    def __add__(self, other: Count) -> Count:
        return Count(self.millionths + other.millionths)

    def __sub__(self, other: Count) -> Count:
        return Count(self.millionths - other.millionths)

    def __neg__(self) -> Count:
        return Count(-self.millionths)

    def __lt__(self, other: Count) -> bool:
        return self.millionths < other.millionths

    def __le__(self, other: Count) -> bool:
        return self.millionths <= other.millionths

    def times(self, ratio: Fraction) -> Count:
        """The count times an exact ratio, rounded half-even to the millionth."""
        return Count(round_half_even(self.millionths * ratio))

    def allocate(self, weights: Sequence[int]) -> list[Count]:
        """The count divided in proportion to whole weights, adding up exactly (largest remainder)."""
        return [Count(part) for part in allocate(self.millionths, weights)]


Figure: TypeAlias = Money | Count
"""What a goal is set in and what is won toward it."""


def figure(size: int, currency: str | None) -> Figure:
    """The figure of so many smallest units: minor units of the currency, millionths without one."""
    return Money(size, currency) if currency is not None else Count(size)


def size_of(value: Figure) -> int:
    """The figure in its smallest unit: minor units of money, millionths of a count."""
    return value.minor if isinstance(value, Money) else value.millionths


def as_money(value: Figure) -> Money:
    """A figure that is money, as what it is."""
    assert isinstance(value, Money)
    return value


def currency_of(value: Figure) -> str | None:
    """The currency of money; None for a count."""
    return value.currency if isinstance(value, Money) else None


def resized(like: Figure, size: int) -> Figure:
    """A figure of the same kind and currency with another size, in its smallest unit."""
    return figure(size, currency_of(like))


def zero(like: Figure) -> Figure:
    """Nothing, in the kind and currency of a figure."""
    return resized(like, 0)


def plus(one: Figure, other: Figure) -> Figure:
    """The sum of two figures of one kind and currency; anything else is a ValueError."""
    return resized(one, size_of(one) + _same(one, other))


def minus(one: Figure, other: Figure) -> Figure:
    """The first figure less the second, of one kind and currency; anything else is a ValueError."""
    return resized(one, size_of(one) - _same(one, other))


def sum_of(figures: Iterable[Figure], nothing: Figure) -> Figure:
    """The sum of figures of one kind and currency; none at all adds up to `nothing`."""
    result = nothing
    for each in figures:
        result = plus(result, each)
    return result


def is_goal(value: Figure, lower_is_better: bool) -> bool:
    """Whether a figure can be asked for: above zero, or as a limit zero too, where nothing at all is to come."""
    return size_of(value) >= 0 if lower_is_better else size_of(value) > 0


def scaled(value: Figure, ratio: Fraction) -> Figure:
    """The figure times an exact ratio, rounded half-even to its smallest unit."""
    return resized(value, nearest(size_of(value) * ratio.numerator, ratio.denominator))


def at_least(one: Figure, other: Figure) -> bool:
    """Whether the first figure is as large as the second or larger."""
    return size_of(one) >= _same(one, other)


def ratio(one: Figure, other: Figure) -> Fraction | None:
    """The first figure as an exact part of the second; None where the second is zero or below it."""
    whole = _same(one, other)
    return Fraction(size_of(one), whole) if whole > 0 else None


def whole_unit(value: Figure) -> int:
    """How many smallest units make one whole: 100 cents, 1 yen, 1,000,000 millionths."""
    return 10 ** exponent(value.currency) if isinstance(value, Money) else WHOLE


def _same(one: Figure, other: Figure) -> int:
    if currency_of(one) != currency_of(other):
        raise ValueError(f"{currency_of(one)} and {currency_of(other)} cannot be reckoned together")
    return size_of(other)

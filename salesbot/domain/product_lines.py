"""What is sold in a deal: so many of a product, at what price and discount, and what each costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Generic, TypeVar

from salesbot.domain.money import WHOLE, Money, round_half_even, total

Product = TypeVar("Product")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Terms:
    """What one of a product usually sells for, and what it costs; None where nobody settled it."""

    price: Money | None = None
    cost: Money | None = None

    def in_currency(self, currency: str) -> Terms:
        """What of them holds for a deal of that currency: an amount of another one says nothing there."""
        price, cost = (
            money if money is not None and money.currency == currency else None
            for money in (self.price, self.cost)
        )
        return Terms(price, cost)


@dataclass(frozen=True, slots=True)
class Line(Generic[Product]):
    """So many of one product in a deal; the product is named, or told by its label's number."""

    product: Product
    quantity: int = 1
    price: Money | None = None
    """Of one, before the discount; None where nobody said."""
    discount: int = 0
    """What is taken off the price, in millionths of it: 100,000 for 10 %."""
    cost: Money | None = None
    """What one costs; None where nobody said."""
    usual: Money | None = None
    """The usual price of one when this was said; None where there was none."""

    @property
    def off(self) -> int:
        """What is taken off, in millionths: the discount that was said, else what the price is below the usual one."""
        if self.discount or self.price is None or self.usual is None or self.price.minor >= self.usual.minor:
            return self.discount
        return round_half_even(Fraction((self.usual.minor - self.price.minor) * WHOLE, self.usual.minor))

    @property
    def worth(self) -> Money | None:
        """What the line comes to after its discount, to the minor unit; None without a price."""
        if self.price is None:
            return None
        return self.price.times(Fraction(self.quantity * (WHOLE - self.discount), WHOLE))

    @property
    def costs(self) -> Money | None:
        """What the line costs in all; None where no cost is known."""
        return None if self.cost is None else self.cost.times(Fraction(self.quantity))

    def of(self, product: Other) -> Line[Other]:
        """The same line of a product that is named otherwise."""
        return Line(product, self.quantity, self.price, self.discount, self.cost, self.usual)

    def at_usual(self, terms: Terms, before: Line[Other] | None = None) -> Line[Product]:
        """The line with the usual price and cost where none was said, and the usual price kept beside it.

        `before`: the same product as it stands in the deal already: what changed in the catalogue since changes nothing
        of it.
        """
        if before is not None:
            kept = before.price is not None or self.price is None
            return replace(self, usual=before.usual if kept else terms.price)
        price, cost = self.price or terms.price, self.cost or terms.cost
        return replace(self, price=price, cost=cost, usual=terms.price)

    def in_currency(self, currency: str) -> Line[Product]:
        """The line in a deal of that currency: prices of another currency say nothing there."""
        if {money.currency for money in (self.price, self.cost, self.usual) if money} <= {currency}:
            return self
        return Line(self.product, self.quantity)


def worth_of(lines: Iterable[Line[Product]]) -> Money | None:
    """What all lines come to; None where there are none, or one has no price."""
    return _summed([line.worth for line in lines])


def cost_of(lines: Iterable[Line[Product]]) -> Money | None:
    """What all lines cost; None where there are none, or one's cost is not known."""
    return _summed([line.costs for line in lines])


def weights_of(lines: Sequence[Line[Product]]) -> list[int]:
    """In what proportion a deal's amount belongs to its lines: by what they come to, else by quantities.

    One line without a price leaves nothing but the quantities to go by.
    """
    worths = [line.worth for line in lines]
    if all(worth is not None and worth.minor >= 0 for worth in worths):
        minors = [worth.minor for worth in worths if worth is not None]
        if sum(minors):
            return minors
    return [line.quantity for line in lines]


def counted(lines: Iterable[Line[Product]]) -> tuple[Line[Product], ...]:
    """The lines with each product once: what was said of it first holds, its quantities are added up."""
    found: dict[Product, Line[Product]] = {}
    for line in lines:
        before = found.get(line.product)
        found[line.product] = (
            line if before is None else replace(before, quantity=before.quantity + line.quantity)
        )
    return tuple(found.values())


def _summed(amounts: Sequence[Money | None]) -> Money | None:
    known = [amount for amount in amounts if amount is not None]
    if not known or len(known) < len(amounts):
        return None
    return total(known, known[0].currency)

"""The workspace's products: what one of each usually sells for, and what it costs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.product_lines import Line, Terms
from salesbot.services.people import require_admin
from salesbot.storage.book import Book
from salesbot.storage.people import folded


class ProductUnusable(SalesbotError):
    """A line of the products cannot be kept: facts `line` (as typed), `why` (form, more, currency, twice), `currency`."""

    template = "mistakes/product_unusable"


@dataclass(frozen=True, slots=True)
class Product:
    """A product that is sold, with its usual price and cost where they were settled."""

    name: str
    terms: Terms

    @property
    def margin(self) -> Money | None:
        """What one leaves at its usual price; None where price or cost is not known."""
        price, cost = self.terms.price, self.terms.cost
        return None if price is None or cost is None else price - cost


def products_seen(book: Book, by: Person | None, *, now: datetime) -> tuple[Product, ...]:
    """Every product by name. Raises NotAllowed."""
    require_admin(book, by, now)
    return all_products(book)


def as_products(lines: Collection[Line[str]]) -> tuple[Product, ...]:
    """Products as an admin wrote them, one a line: no more than price and cost of one. Raises ProductUnusable."""
    names = [folded(line.product) for line in lines]
    for line in lines:
        if names.count(folded(line.product)) > 1:
            raise ProductUnusable(line=line.product, why="twice", currency="")
        if line.quantity != 1 or line.discount:
            raise ProductUnusable(line=line.product, why="more", currency="")
    return tuple(Product(line.product, Terms(line.price, line.cost)) for line in lines)


def settle_products(
    book: Book, by: Person | None, products: Collection[Product], *, now: datetime
) -> tuple[Product, ...]:
    """These products usually sell for this; new ones are added, and those not named stay as they are.

    Answers with those that have a price or a cost now. Deals that were logged keep what was said then. Raises NotAllowed.
    """
    require_admin(book, by, now)
    return put_products(book, by, products, now=now)


def put_products(
    book: Book, by: Person | None, products: Collection[Product], *, now: datetime
) -> tuple[Product, ...]:
    """As `settle_products`, for who was asked already or works at the terminal."""
    before = all_products(book)
    for product in products:
        book.accounts.put_terms(book.accounts.ensure_label("product", product.name), product.terms)
    after = all_products(book)
    was, are = _told(set(before) - set(after)), _told(set(after) - set(before))
    if was != are:
        book.records.audit(
            "settled", "products", None, by=by.id if by else None, now=now, before={"products": was},
            after={"products": are},
        )  # fmt: skip
    return tuple(product for product in after if product.terms != Terms())


def all_products(book: Book) -> tuple[Product, ...]:
    """Every product by name."""
    terms = book.accounts.terms()
    return tuple(
        Product(name, terms.get(number, Terms())) for number, name in book.accounts.labels("product")
    )


def _told(products: Collection[Product]) -> list[list[str | None]]:
    return [
        [
            product.name,
            *(None if m is None else f"{m.minor} {m.currency}" for m in (product.terms.price, product.terms.cost)),
        ]
        for product in sorted(products, key=lambda product: product.name)
    ]  # fmt: skip

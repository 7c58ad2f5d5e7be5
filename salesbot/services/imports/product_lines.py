"""The products of a deal in a row of a file: several in one cell, with as many quantities, prices, discounts and costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from salesbot.domain.money import WHOLE, Money
from salesbot.domain.product_lines import Line, Terms, cost_of, counted
from salesbot.services.exports.deals import DealRow
from salesbot.services.imports.cells import Cells
from salesbot.services.imports.problems import Why
from salesbot.storage.book import Book
from salesbot.storage.people import folded

TERMS = frozenset({"price", "discount", "unit_cost"})
"""The columns of what one of each product costs."""
_ONE_PERCENT = 10_000
_ABOUT_ONE = ("quantity", *TERMS)
_MOST_OF_ONE = 1_000_000


def read_lines(cells: Cells, currency: str | None) -> tuple[Line[str], ...]:
    """The products with quantity, price, discount and cost of each; one that is named twice counts together."""
    said = cells.row.cells
    if not any(map(said.get, _ABOUT_ONE)):
        typed = cells.text("product", 1000)
        return _plain(typed) if typed else ()
    products = parts(cells.text("product", 1000))
    quantities = _quantities(cells, len(products))
    if quantities is None:
        return ()
    prices, costs = (_amounts(cells, column, len(products), currency) for column in ("price", "unit_cost"))
    discounts = _discounts(cells, len(products))
    names: dict[str, str] = {}
    named = [names.setdefault(folded(product), product) for product in products]
    rows = zip(named, quantities, prices, discounts, costs, strict=True)
    return counted(Line(*row) for row in rows)


@lru_cache(maxsize=4096)
def _plain(typed: str) -> tuple[Line[str], ...]:
    """One of each product, of which nothing else is said: a long file says the same few over and over."""
    names: dict[str, str] = {}
    return counted(Line(names.setdefault(folded(product), product)) for product in parts(typed))


def with_terms_kept(was: Sequence[Line[str]], lines: Sequence[Line[str]]) -> tuple[Line[str], ...]:
    """The lines of a file that says nothing of prices: those that are known stay."""
    known = {folded(line.product): line for line in was}
    return tuple(
        replace(kept, product=line.product, quantity=line.quantity)
        if (kept := known.get(folded(line.product)))
        else line
        for line in lines
    )


class UsualTerms:
    """The usual prices and costs of products, for new deals of a file that says nothing of either."""

    def __init__(self, book: Book, columns: frozenset[str]) -> None:
        terms = {} if columns & TERMS else book.accounts.terms()
        names = book.accounts.label_names(terms) if terms else {}
        self._terms = {folded(names[number]): each for number, each in terms.items()}
        self._costs = "cost" not in columns

    def of(self, deal: DealRow) -> DealRow:
        """The deal with what its products usually sell for and cost, as when a rep logs it."""
        if not self._terms or not deal.lines or deal.amount.minor < 0:
            return deal
        currency = deal.amount.currency
        lines = tuple(
            line.at_usual(self._terms.get(folded(line.product), Terms()).in_currency(currency))
            for line in deal.lines
        )
        return replace(deal, lines=lines, cost=cost_of(lines) if self._costs else deal.cost)


def lines_content(lines: Sequence[Line[str]]) -> tuple[tuple[object, ...], ...]:
    """What the lines say, however they were written and ordered; without prices it is products and quantities alone."""
    terms = [(line.price, line.discount, line.cost) for line in lines]
    plain = [(folded(line.product), line.quantity) for line in lines]
    if not any(any(each) for each in terms):
        return tuple(sorted(plain))
    return tuple(sorted((*what, *each) for what, each in zip(plain, terms, strict=True)))


def parts(typed: str | None) -> list[str]:
    """What stands in one cell with semicolons between; empty parts are left out."""
    return [" ".join(part.split()) for part in typed.split(";") if part.strip()] if typed else []


def _quantities(cells: Cells, count: int) -> list[int] | None:
    said = parts(cells.text("quantity")) or ["1"] * count
    if len(said) != count:
        cells.wrong("quantity", Why.QUANTITIES, (";".join(["1"] * count),))
        return None
    if not all(each.isascii() and each.isdigit() and 0 < int(each) <= _MOST_OF_ONE for each in said):
        cells.wrong("quantity", Why.QUANTITY, ("1",))
        return None
    return [int(each) for each in said]


def _amounts(cells: Cells, column: str, count: int, currency: str | None) -> list[Money | None]:
    """An amount for each product, or none where its part of the cell is empty."""
    found: list[Money | None] = []
    for part in _places(cells, column, count):
        amount = cells.money(column, currency, value=part) if part else None
        if amount is not None and amount.minor < 0:
            cells.wrong(column, Why.BELOW_ZERO, value=part)
        found.append(amount)
    return found


def _discounts(cells: Cells, count: int) -> list[int]:
    """Millionths for each product, from percent: `10;12.5`."""
    found = []
    for part in _places(cells, "discount", count):
        try:
            millionths = Decimal(part.removesuffix("%").strip() or 0) * _ONE_PERCENT
        except ArithmeticError:
            millionths = Decimal(-1)
        if not 0 <= millionths <= WHOLE or millionths != int(millionths):
            cells.wrong("discount", Why.DISCOUNT, ("10",), value=part)
            millionths = Decimal(0)
        found.append(int(millionths))
    return found


def _places(cells: Cells, column: str, count: int) -> list[str]:
    """The cell's part for each product; what is empty says nothing."""
    typed = cells.text(column, 1000)
    said = [part.strip() for part in typed.split(";")] if typed else [""] * count
    if len(said) == count:
        return said
    cells.wrong(column, Why.QUANTITIES, (";".join(["10"] * count),) if count else ())
    return [""] * count

"""The catalogue of products from a file: what one of each usually sells for, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from salesbot.domain.money import Money
from salesbot.domain.product_lines import Terms
from salesbot.services.exports.amounts import written
from salesbot.services.imports.cells import Cells
from salesbot.services.imports.plans import Change, Planned, Planning, Told
from salesbot.services.imports.problems import Why
from salesbot.services.imports.sheets import Sheet
from salesbot.services.setup.products import Product, all_products, put_products
from salesbot.storage.book import Book
from salesbot.storage.people import folded

_TERMS = ("price", "cost")


def plan_products(book: Book, sheet: Sheet, now: datetime) -> Planned:
    """What a file of products would change; those that it does not name stay. Raises ImportRefused."""
    plan = Planning(sheet, now)
    known = {folded(product.name): product for product in all_products(book)}
    seen: dict[str, Product] = {}
    for row in sheet.rows:
        cells = Cells(row)
        said = _product(cells, book.workspace.currency, known, sheet.columns)
        if said is not None:
            key, was = folded(said.name), known.get(folded(said.name))
            if key not in seen and (was is None or was.terms != said.terms):
                plan.changes.append(Change(row.line, said.name, was is None, _differences(was, said)))
            if seen.setdefault(key, said).terms != said.terms:
                cells.wrong("name", Why.TWICE)
        plan.problems += cells.problems

    def enter(book: Book, import_id: int, told: Told) -> None:
        put_products(book, None, [seen[folded(change.name)] for change in plan.changes], now=now)
        told(len(plan.changes))

    return plan.done(enter)


def _product(
    cells: Cells, usual: str | None, known: Mapping[str, Product], columns: frozenset[str]
) -> Product | None:
    """One product; a column that the file lacks leaves what is known."""
    name = cells.required_name("name", "Pro")
    was = known.get(folded(name or ""))
    price, cost = (_amount(cells, column, usual, was, columns) for column in _TERMS)
    if name is None or not cells.sound:
        return None
    return Product(was.name if was else name, Terms(price, cost))


def _amount(
    cells: Cells, column: str, usual: str | None, was: Product | None, columns: frozenset[str]
) -> Money | None:
    if column not in columns:
        return getattr(was.terms, column) if was else None
    if cells.text(column) is None:
        return None
    amount = cells.money(column, cells.currency("currency", usual))
    if amount is not None and amount.minor < 0:
        cells.wrong(column, Why.BELOW_ZERO)
    return amount


def _differences(was: Product | None, said: Product) -> tuple[tuple[str, str, str], ...]:
    """(column, what was, what is), for a product that is known."""
    if was is None:
        return ()
    pairs = ((column, getattr(was.terms, column), getattr(said.terms, column)) for column in _TERMS)
    return tuple((column, _shown(old), _shown(new)) for column, old, new in pairs if old != new)


def _shown(amount: Money | None) -> str:
    return "" if amount is None else f"{written(amount)} {amount.currency}"

"""Products in the setup: the form of what each usually sells for and costs, one a line as in a deal's form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from salesbot.domain.misreadings import Misreading
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.product_lines import Line
from salesbot.services.setup.products import (
    Product,
    ProductUnusable,
    as_products,
    products_seen,
    settle_products,
)
from salesbot.slack.asking import Answer, Ask, Opened
from salesbot.slack.deals.form import LineUnreadable, read_line, written
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import ParsingContext
from salesbot.slack.reading import parsing_context
from salesbot.slack.setup.fields import asker, told_in_fields
from salesbot.storage.book import Book

_LONGEST = 2900
"""Slack's fields hold 3,000 characters; whoever adds a line needs room for it."""


def on_products(ask: Ask) -> Answer:
    """The form, filled with the products as they stand; those that do not fit stay as they are."""
    with ask.reading() as book:
        products = products_seen(book, asker(ask), now=ask.now)
        currency = book.workspace.counts_in
    lines = _fitting(products)
    form = ask.form(
        "setup/products", lines="\n".join(lines), currency=currency, more=len(products) - len(lines)
    )
    return Opened(form, "setup.products")


def on_products_form(ask: Ask) -> Answer:
    """The form is sent off."""

    def do(book: Book) -> Answer:
        with told_in_fields(ask, _field):
            context = replace(parsing_context(book, ask), currency=book.workspace.counts_in)
            products = as_products(
                [_read(line, context) for line in ask.field("products").splitlines() if line.strip()]
            )
            settled = settle_products(book, asker(ask), products, now=ask.now)
        return ask.message("setup/products_settled", products=settled)

    return ask.change(do)


def _fitting(products: Sequence[Product]) -> list[str]:
    lines, length = list[str](), 0
    for product in products:
        line = written([Line(product.name, 1, product.terms.price, 0, product.terms.cost)])
        length += len(line) + 1
        if length > _LONGEST:
            break
        lines.append(line)
    return lines


def _read(typed: str, context: ParsingContext) -> Line[str]:
    try:
        return read_line(typed, context)
    except Misreading as mistake:
        abroad = isinstance(mistake, LineUnreadable) and mistake.facts["why"] == "currency"
        why = "currency" if abroad else "form"
        raise ProductUnusable(line=" ".join(typed.split()), why=why, currency=context.currency) from None


def _field(mistake: SalesbotError) -> str | None:
    return "products" if isinstance(mistake, ProductUnusable) else None


def register(edge: Edge) -> None:
    """Answer the form of the products."""
    edge.action("setup.products")(on_products)
    edge.form("setup.products")(on_products_form)

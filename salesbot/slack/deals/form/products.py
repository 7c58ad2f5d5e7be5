"""The products of a deal as they are typed in a form: `Pro x3 @ 4,200 -10% cost 2,600`, one a line or with commas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from salesbot.domain.misreadings import Misreading
from salesbot.domain.money import Money
from salesbot.domain.product_lines import Line
from salesbot.slack.parsing import ParsingContext, escaped, exact_text, read_amount
from salesbot.slack.parsing.terms import discount_in

_LONGEST_NAME = 140
_ONE_PERCENT = 10_000
_BETWEEN = re.compile(r"[;\n]|,(?!\d)")
"""A comma before a figure belongs to a price."""
_LINE = re.compile(
    r"^(?P<product>[^@]+?)"
    r"(?:\s+[x×]\s?(?P<quantity>[1-9]\d{0,5}))?"
    r"(?:\s*@\s*(?P<price>[^%]+?))?"
    r"(?:\s+[-−–]\s?(?P<discount>\d{1,3}(?:[.,]\d{1,4})?)\s?%)?"
    r"(?:\s+(?:cost|strošek|strosek|gharama):?\s+(?P<cost>(?=.*\d)\S.*))?$",
    re.IGNORECASE,
)


class LineUnreadable(Misreading):
    """A line of the products cannot be read: facts `typed` and `why` (form, discount, currency), `currency`."""

    template = "deals/fields/products"


def read_lines(typed: str, context: ParsingContext, currency: str) -> tuple[Line[str], ...]:
    """What is sold, with its prices in the deal's currency. Raises LineUnreadable, and what `read_amount` raises."""
    context = replace(context, currency=currency)
    return tuple(read_line(piece, context) for piece in _BETWEEN.split(typed) if piece.strip())


def read_line(typed: str, context: ParsingContext) -> Line[str]:
    """One line, in the context's currency; a comma in it belongs to the product's name or to a figure."""
    return _line(" ".join(typed.split()), context)


def written(lines: Iterable[Line[str]]) -> str:
    """The lines as they would be typed."""
    return "\n".join(_written(line) for line in lines)


def _line(piece: str, context: ParsingContext) -> Line[str]:
    found = _LINE.match(piece)
    if found is None:
        raise LineUnreadable(typed=piece, why="form", currency=context.currency)
    discount = discount_in(found["discount"] or "0")
    if discount is None:
        raise LineUnreadable(typed=piece, why="discount", currency=context.currency)
    return Line(
        found["product"].strip()[:_LONGEST_NAME], int(found["quantity"] or 1), _amount(found["price"], context),
        discount, _amount(found["cost"], context),
    )  # fmt: skip


def _amount(typed: str | None, context: ParsingContext) -> Money | None:
    if not typed:
        return None
    amount = read_amount(escaped(typed), context)
    if amount.currency != context.currency:
        raise LineUnreadable(typed=typed, why="currency", currency=context.currency)
    return amount


def _written(line: Line[str]) -> str:
    said = [line.product]
    said += [f"x{line.quantity}"] if line.quantity != 1 else []
    said += [f"@ {exact_text(line.price)}"] if line.price is not None else []
    said += [f"-{Decimal(line.discount) / _ONE_PERCENT:f}%"] if line.discount else []
    said += [f"cost {exact_text(line.cost)}"] if line.cost is not None else []
    return " ".join(said)

"""What one of the product sells for and what is taken off: `price:4,200`, `discount:10%`."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from salesbot.domain.misreadings import TermsUnreadable, ValueMissing
from salesbot.domain.money import WHOLE
from salesbot.slack.parsing.amounts import amount_at
from salesbot.slack.parsing.pieces import Kind, Piece
from salesbot.slack.parsing.understanding import Understanding

_ONE_PERCENT = 10_000


def read_price(line: Understanding, key: Piece) -> None:
    """Take the price of one, in the deal's currency."""
    if key.value is None or not key.value.text:
        line.fail(ValueMissing, key.start, key.last, [""], key="price")
        return
    currency = line.amount.currency if line.amount is not None else line.context.currency
    pieces = [key.value, *line.words_from(line.at, 4)]
    read = amount_at(pieces, 0, replace(line.context, currency=currency))
    if read is None:
        line.fail(TermsUnreadable, key.start, key.last, [""], reason="price", currency=currency)
        return
    line.at += read.shape.count - 1
    end = pieces[read.shape.count - 1].end
    if read.trouble is not None:
        line.troubles.append(read.trouble)
    elif read.money is not None and read.money.currency != currency:
        line.fail(TermsUnreadable, key.start, end, [""], reason="currency", currency=currency)
    elif line.say("price", key.start, end):
        line.price = read.money


def read_discount(line: Understanding, key: Piece) -> None:
    """Take what is taken off the price, in percent."""
    if key.value is None or not key.value.text:
        line.fail(ValueMissing, key.start, key.last, [""], key="discount")
        return
    sign = line.piece()
    end = key.last
    if sign is not None and sign.kind is Kind.WORD and sign.text == "%":
        line.at, end = line.at + 1, sign.end
    found = discount_in(key.value.text)
    if found is None:
        line.fail(TermsUnreadable, key.start, end, ["discount:10%"], reason="discount", currency="")
    elif line.say("discount", key.start, end):
        line.discount = found


def discount_in(typed: str) -> int | None:
    """Millionths of a discount in percent: `10`, `12,5 %`; None for what is none."""
    text = typed.strip().removesuffix("%").strip().lstrip("-−–").replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,4})?", text):
        return None
    millionths = int(Decimal(text) * _ONE_PERCENT)
    return millionths if millionths <= WHOLE else None


def settle_terms(line: Understanding) -> None:
    """A price or a discount is of one product that is named."""
    for what in ("price", "discount"):
        if what in line.said and ("product" not in line.said or ";" in line.names["product"]):
            place, reason = line.said[what], "several" if "product" in line.said else "alone"
            line.fail(TermsUnreadable, place.start, place.end, [""], reason=reason, currency="")

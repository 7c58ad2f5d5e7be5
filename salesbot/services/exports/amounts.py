"""Costs and rates as rows of files, and amounts as plain decimals."""

from __future__ import annotations

from salesbot.domain.money import Money
from salesbot.domain.product_lines import Terms
from salesbot.storage.book import Book


def written(amount: Money) -> str:
    """An amount as a plain decimal with its currency's own number of decimals: 12500.00."""
    return f"{amount.decimal:f}"


def cost_rows(book: Book) -> list[dict[str, str]]:
    """What each month cost, by kind and campaign."""
    campaigns = book.accounts.label_names()
    return [
        {
            "month": f"{cost.month:%Y-%m}",
            "kind": cost.kind,
            "amount": written(cost.amount),
            "currency": cost.amount.currency,
            "campaign": campaigns[cost.campaign_id] if cost.campaign_id is not None else "",
        }
        for cost in book.costs.all()
    ]


def product_rows(book: Book) -> list[dict[str, str]]:
    """Every product with its usual price and cost, in the order in which they came: deals name theirs in it."""
    terms = book.accounts.terms()
    found = []
    for number, name in sorted(book.accounts.labels("product")):
        known = terms.get(number, Terms())
        said = known.price or known.cost
        found.append(
            {
                "name": name,
                "price": "" if known.price is None else written(known.price),
                "cost": "" if known.cost is None else written(known.cost),
                "currency": "" if said is None else said.currency,
            }
        )
    return found


def rate_rows(book: Book) -> list[dict[str, str]]:
    """Every rate that holds, by currency and day."""
    return [
        {"day": str(day), "currency": currency, "per_base": f"{rate:f}"}
        for currency, rates in sorted(book.rates.own().items())
        for day, rate in rates
    ]

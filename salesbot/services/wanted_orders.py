"""Which orders are still wanted: of a deal that was paid back whole nothing is to be delivered any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from salesbot.domain.orders import Order
from salesbot.storage.book import Book


def still_wanted(book: Book, orders: Sequence[Order]) -> list[Order]:
    """The orders without those that were not delivered and whose deal was refunded whole: they are cancelled by that."""
    back = defaultdict[int, int](int)
    for refund in book.deals.refunds_of(order.deal_id for order in orders if order.delivered_on is None):
        back[refund.refund_of or 0] += refund.amount.minor
    gone = {
        state.deal_id
        for state in book.deals.by_numbers(back)
        if state.amount.minor + back[state.deal_id] <= 0
    }
    return [order for order in orders if order.delivered_on is not None or order.deal_id not in gone]

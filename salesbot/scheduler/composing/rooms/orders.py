"""Orders and cases: a department hears of a new one, and who waits for it of what became of it."""

from __future__ import annotations

from salesbot.scheduler.composing.answers import Asks, fact
from salesbot.services import cases, orders
from salesbot.services.planning import Kind

ROOM: dict[Kind, Asks] = {
    Kind.ORDER: fact(orders.order_told, "orders/card", "order", "won no more"),
    Kind.CASE: fact(cases.case_told, "cases/card", "seen", "closed"),
    Kind.CASE_DUE: fact(cases.case_due, "cases/due", "seen", "answered"),
    Kind.CASE_ANSWER: fact(cases.case_card, "cases/answered", "seen", ""),
    Kind.CASE_LOOKED_AT: fact(cases.case_looked_at, "cases/moved", "seen", "nothing to say"),
    Kind.ORDER_NEWS: fact(orders.order_news, "orders/news", "order", "taken back"),
}
CARDS: dict[Kind, Asks] = {
    Kind.ORDER: fact(orders.order_card, "orders/card", "order", ""),
    Kind.CASE: fact(cases.case_card, "cases/card", "seen", ""),
}
"""What stands in a channel and is shown anew there after a change, whatever became of it."""

"""Orders: a department hears of a new one, and the rep of what became of it."""

from __future__ import annotations

from salesbot.scheduler.composing.answers import Asks, fact
from salesbot.services import orders
from salesbot.services.planning import Kind

ROOM: dict[Kind, Asks] = {
    Kind.ORDER: fact(orders.order_told, "orders/card", "order", "won no more"),
    Kind.ORDER_NEWS: fact(orders.order_news, "orders/news", "order", "taken back"),
}

"""Orders of won deals: opened with the win, told to who delivers, and followed until the customer has said how it was."""

from salesbot.services.orders.following import orders_to_follow, orders_waiting
from salesbot.services.orders.listing import (
    OrdersBehind,
    OrdersListed,
    orders_behind,
    orders_listed,
    orders_to_deliver,
)
from salesbot.services.orders.opening import open_order, order_card, order_of_deal, order_told
from salesbot.services.orders.stepping import order_news, order_shown, record_step, take_back_step
from salesbot.services.orders.telling import OrderFacts, order_facts

__all__ = [
    "OrderFacts",
    "OrdersBehind",
    "OrdersListed",
    "open_order",
    "order_card",
    "order_facts",
    "order_news",
    "order_of_deal",
    "order_shown",
    "order_told",
    "orders_behind",
    "orders_listed",
    "orders_to_deliver",
    "orders_to_follow",
    "orders_waiting",
    "record_step",
    "take_back_step",
]

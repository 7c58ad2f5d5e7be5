"""How the sums above the orders come about: on time, and how satisfied customers are."""

from __future__ import annotations

from dataclasses import dataclass

from salesbot.services.explaining.wanted import Wanted
from salesbot.services.orders import OrdersBehind, orders_behind


@dataclass(frozen=True, slots=True)
class OrdersExplained:
    """The orders behind the sums, to whom they are told."""

    behind: OrdersBehind


def orders_explained(wanted: Wanted) -> OrdersExplained:
    """Each order that came, of those that the reader may handle; in a department's channel all."""
    return OrdersExplained(orders_behind(wanted.book, wanted.person, now=wanted.now, here=wanted.here))

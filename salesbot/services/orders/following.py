"""What a rep is to do about orders: ask how it went, ask for a referral, look after what is late or open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.orders import ASKED_AFTER, ASKED_WITHIN, SATISFIED, Order, StepKind
from salesbot.services.calendars import calendar_of
from salesbot.services.orders.telling import OrderFacts, order_facts
from salesbot.services.wanted_orders import still_wanted
from salesbot.storage.book import Book


def orders_to_follow(book: Book, people: Collection[int], day: date) -> tuple[OrderFacts, ...]:
    """The orders of these reps that want something of them: late, with an issue, to be rated, a referral to be asked for."""
    orders = still_wanted(book, [order for order in book.orders.all() if _wants_something(book, order, day)])
    orders.sort(key=_urgency)
    states = {state.deal_id: state for state in book.deals.by_numbers([order.deal_id for order in orders])}
    return tuple(
        order_facts(book, order, day, state=states[order.deal_id])
        for order in orders
        if _is_theirs(states.get(order.deal_id), people)
    )


def _urgency(order: Order) -> tuple[bool, bool, int]:
    """Issues first, then what is late, then what was delivered last."""
    return order.issue != "open", order.delivered_on is not None, -order.id


def _is_theirs(state: DealState | None, people: Collection[int]) -> bool:
    return state is not None and state.outcome is Outcome.WON and state.rep_id in people


def _wants_something(book: Book, order: Order, day: date) -> bool:
    if order.issue == "open":
        return True
    if order.delivered_on is None:
        return bool(order.late_days(day))
    rated = order.last(StepKind.RATED)
    if rated is None or order.satisfaction is None:
        first = calendar_of(book).after_working_days(order.delivered_on, ASKED_AFTER)
        return first <= day <= order.delivered_on + ASKED_WITHIN
    fresh = day <= rated.day + ASKED_WITHIN
    return fresh and order.satisfaction >= SATISFIED and order.last(StepKind.REFERRAL) is None

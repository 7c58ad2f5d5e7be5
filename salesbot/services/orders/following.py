"""What a rep is to do about orders: ask how it went, ask for a referral, look after what is late or open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.orders import ASKED_AFTER, ASKED_WITHIN, SATISFIED, Order, StepKind
from salesbot.domain.own_days import OrderWaits, Wants
from salesbot.services.calendars import calendar_of
from salesbot.services.orders.telling import OrderFacts, order_facts
from salesbot.services.wanted_orders import still_wanted
from salesbot.storage.book import Book


def orders_to_follow(book: Book, people: Collection[int], day: date) -> tuple[OrderFacts, ...]:
    """The orders of these reps that want something of them: late, with an issue, to be rated, a referral to be asked for."""
    wanted = sorted(_wanted(book, day), key=lambda each: _urgency(each[0]))
    return tuple(
        order_facts(book, order, day, state=state) for order, state in wanted if _is_theirs(state, people)
    )


def orders_waiting(book: Book, person_id: int, day: date, before: date) -> tuple[OrderWaits, ...]:
    """What a rep's orders want this morning: issues, what is late, and after whom to ask since the morning of `before`."""
    wanted = book.worked_out(("orders wanted", day), lambda: _wanted(book, day))
    found = []
    for order, state in wanted:
        wants = _wants(order, day) if _is_theirs(state, (person_id,)) else None
        fresh = _wants(order, before) is not wants or not _wants_something(book, order, before)
        if wants is not None and (fresh or wants is not Wants.ASK):
            account = book.accounts.by_id(state.account_id).name
            day_of = order.delivered_on if wants is Wants.ASK else order.promised_on
            waits = OrderWaits(order.deal_id, order.id, account, wants, day_of, order.put_off_to, fresh)
            found.append(waits)
    return tuple(found)


def _wanted(book: Book, day: date) -> tuple[tuple[Order, DealState], ...]:
    """Every order that wants something of its rep, with how its deal stands."""
    at_hand = book.orders.at_hand(since=day - ASKED_WITHIN)
    orders = still_wanted(book, [order for order in at_hand if _wants_something(book, order, day)])
    states = {state.deal_id: state for state in book.deals.by_numbers([order.deal_id for order in orders])}
    return tuple((order, states[order.deal_id]) for order in orders if order.deal_id in states)


def _wants(order: Order, day: date) -> Wants | None:
    """What an order that wants something wants in the morning; None: a referral, which has the list alone."""
    if order.issue == "open":
        return Wants.ISSUE
    if order.delivered_on is None:
        return Wants.LATE if order.late_days(day) else None
    return Wants.ASK if order.satisfaction is None else None


def _urgency(order: Order) -> tuple[bool, bool, int]:
    """Issues first, then what is late, then what was delivered last."""
    return order.issue != "open", order.delivered_on is not None, -order.id


def _is_theirs(state: DealState, people: Collection[int]) -> bool:
    return state.outcome is Outcome.WON and state.rep_id in people


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

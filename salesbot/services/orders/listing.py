"""The orders that somebody may see: what is open, the late ones first, and how deliveries went of late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesbot.domain.access import may_handle_order
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.evidence import Share
from salesbot.domain.orders import Order
from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.services.orders.telling import OrderFacts, order_facts
from salesbot.services.people import viewer_of
from salesbot.services.wanted_orders import still_wanted
from salesbot.storage.book import Book
from salesbot.storage.people import folded

LOOKED_AT = timedelta(days=91)
_MOST_NAMED = 60
_MOST_BEHIND = 40


@dataclass(frozen=True, slots=True)
class OrdersListed:
    """Orders, the most urgent first, and how those of the last thirteen weeks went."""

    orders: tuple[OrderFacts, ...]
    """Open or with an issue; where a name was typed, all of those accounts, the newest first."""
    count: int
    """Of all that fit, also those that are not among `orders`."""
    late: int
    """Of them, past their promised day and not delivered."""
    issues: int
    typed: str
    on_time: Share
    """Of the orders delivered since `since` for which a day was promised, so many came by it."""
    rated: int
    satisfaction: float | None
    """The mean of `rated` scores from 0 to 10; None without any."""
    since: date


@dataclass(frozen=True, slots=True)
class OrdersBehind:
    """The orders behind the sums of the last thirteen weeks, those that came late first."""

    orders: tuple[OrderFacts, ...]
    count: int
    """Of all that were delivered since `since`, also those that are not among `orders`."""
    on_time: Share
    scores: tuple[int, ...]
    """From 0 to 10, the lowest first."""
    since: date


def orders_listed(
    book: Book, person: Person | None, typed: str, *, now: datetime, here: str | None
) -> OrdersListed:
    """The orders that the person may handle: a rep's own, those of whom one leads, for colleagues and admins all.

    Whoever asks in a department's channel (`here`) sees all too. `typed`: a part of an account's name.
    """
    day = workspace_day(book, now)
    since = day - LOOKED_AT
    asked = [order for order in book.orders.all() if typed or _is_open(order) or _came(order, since)]
    theirs = _theirs(book, person, still_wanted(book, asked), now, here)
    open_ones = [(order, state) for order, state in theirs if _is_open(order)]
    found = (
        _of_accounts(book, theirs, typed)
        if typed
        else sorted(open_ones, key=lambda one: _urgency(one[0], day))
    )
    on_time, scores = _sums(order for order, _ in theirs if _came(order, since))
    return OrdersListed(
        tuple(order_facts(book, order, day, state=state) for order, state in found[:_MOST_NAMED]), len(found),
        sum(_late(order, day) for order, _ in open_ones), sum(order.issue == "open" for order, _ in open_ones),
        typed, on_time, len(scores), sum(scores) / len(scores) if scores else None, since,
    )  # fmt: skip


def orders_behind(book: Book, person: Person | None, *, now: datetime, here: str | None) -> OrdersBehind:
    """What the sums above the orders were made of: each order that came since, for whom they are told."""
    day = workspace_day(book, now)
    since = day - LOOKED_AT
    asked = [order for order in book.orders.all() if _came(order, since)]
    done = _theirs(book, person, still_wanted(book, asked), now, here)
    done.sort(key=lambda one: (one[0].on_time is not False, one[0].delivered_on or day, one[0].id))
    on_time, scores = _sums(order for order, _ in done)
    named = tuple(order_facts(book, order, day, state=state) for order, state in done[:_MOST_BEHIND])
    return OrdersBehind(named, len(done), on_time, tuple(sorted(scores)), since)


def _sums(done: Iterable[Order]) -> tuple[Share, list[int]]:
    """Of those for which a day was promised how many came by it, and every score that was given."""
    came = list(done)
    promised = [order for order in came if order.on_time is not None]
    scores = [order.satisfaction for order in came if order.satisfaction is not None]
    return Share(sum(bool(order.on_time) for order in promised), len(promised)), scores


def orders_to_deliver(book: Book, person: Person, *, now: datetime) -> tuple[OrderFacts, ...]:
    """What waits at who delivers: expected by today, or with an issue; the most urgent first."""
    day = workspace_day(book, now)
    waiting = [
        order
        for order in book.orders.all()
        if order.issue == "open"
        or (order.delivered_on is None and order.expected_on is not None and order.expected_on <= day)
    ]
    due = _theirs(book, person, still_wanted(book, waiting), now)
    due.sort(key=lambda one: _urgency(one[0], day))
    return tuple(order_facts(book, order, day, state=state) for order, state in due)


def _theirs(
    book: Book, person: Person | None, asked: Iterable[Order], now: datetime, here: str | None = None
) -> list[tuple[Order, DealState]]:
    viewer = viewer_of(book, person, now)
    everything = viewer.member and here is not None and here in book.orders.channels().values()
    orders = {order.deal_id: order for order in asked}
    states = book.deals.by_numbers(list(orders))
    return [
        (orders[state.deal_id], state)
        for state in states
        if state.outcome is Outcome.WON and (everything or may_handle_order(viewer, state.rep_id))
    ]


def _of_accounts(
    book: Book, theirs: list[tuple[Order, DealState]], typed: str
) -> list[tuple[Order, DealState]]:
    accounts = book.accounts.by_ids({state.account_id for _, state in theirs})
    found = [one for one in theirs if folded(typed) in folded(accounts[one[1].account_id].name)]
    return sorted(found, key=lambda one: (one[0].ordered_on, one[0].id), reverse=True)


def _is_open(order: Order) -> bool:
    return order.delivered_on is None or order.issue == "open"


def _came(order: Order, since: date) -> bool:
    return order.delivered_on is not None and order.delivered_on >= since


def _late(order: Order, day: date) -> bool:
    return order.delivered_on is None and bool(order.late_days(day))


def _urgency(order: Order, day: date) -> tuple[bool, bool, date, int]:
    """Late ones first, then those with an issue, then by the expected day; without one last."""
    return not _late(order, day), order.issue != "open", order.expected_on or date.max, order.id

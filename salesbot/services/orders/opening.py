"""Opening the order of a won deal, and telling who delivers: in production's channel, without amounts."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.access import may_touch_deal, require
from salesbot.domain.changing import UNDO_WINDOW
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.orders import Department, Order
from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.mistakes import DealUnknown
from salesbot.services.orders.telling import OrderFacts, order_facts
from salesbot.services.people import viewer_of
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    department_recipient,
    due_in_channel,
    plan_once,
)
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


def open_order(book: Book, state: DealState, now: datetime) -> Order | None:
    """Open the order of a deal that was just entered as won, and plan that production hears of it.

    Only where production has a channel; a deal that was won before keeps its order. Due when the undo window is over.
    """
    if state.outcome is not Outcome.WON or Department.PRODUCTION not in book.orders.channels():
        return None
    order = book.orders.of_deal(state.deal_id)
    if order is None:
        ordered_on = state.closed_on or workspace_day(book, now)
        order = book.orders.add(state.deal_id, ordered_on, now=now, by=state.recorded_by)
    if book.workspace.live:
        plan_once(
            book, Kind.ORDER, department_recipient(Department.PRODUCTION), f"order:{order.id}", now=now,
            due=due_in_channel(book, now, UNDO_WINDOW), subject={"order": order.id, "deal": state.deal_id},
            expires_after=NEWS_EXPIRES_AFTER,
        )  # fmt: skip
    return order


def order_of_deal(book: Book, sender: Person, deal_id: int, *, now: datetime) -> OrderFacts:
    """The order of a won deal, opened now if it has none; for who may change the deal. Raises DealUnknown, NotAllowed."""
    try:
        state = book.deals.locked(deal_id)
    except LookupError:
        raise DealUnknown(typed="") from None
    require(may_touch_deal(viewer_of(book, sender, now), state.rep_id), "order")
    if state.outcome is not Outcome.WON or state.refund_of is not None:
        raise DealUnknown(typed="")
    order = book.orders.of_deal(deal_id)
    if order is None:
        day = state.closed_on or workspace_day(book, now)
        order = book.orders.add(deal_id, day, now=now, by=sender.id)
    return order_facts(book, order, workspace_day(book, now), state=state)


def order_told(book: Book, row: Announcement, now: datetime) -> OrderFacts | None:
    """What production hears of a new order; None: the deal is won no more."""
    order = book.orders.by_id(int(row.subject["order"]))
    state = book.deals.now(order.deal_id)
    if state.outcome is not Outcome.WON:
        return None
    return order_facts(book, order, workspace_day(book, now), state=state)

"""Opening the order of a won deal, and telling who delivers, without amounts: in its thread, in production's channel."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.access import may_touch_deal, require
from salesbot.domain.changing import UNDO_WINDOW
from salesbot.domain.deals import (
    DealState,
    DealUnknown,
    Outcome,
)
from salesbot.domain.orders import Department, Order
from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.services.orders.telling import OrderFacts, order_facts, order_key
from salesbot.services.people import viewer_of
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    deals_recipient,
    deals_team_of,
    department_recipient,
    due_in_channel,
    plan_card,
    plan_once,
)
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


def open_order(book: Book, state: DealState, now: datetime) -> Order | None:
    """Open the order of a deal that was just entered as won, and plan that it is told where it is worked on.

    In the deal's thread where the rep's team has a private deals channel, and to production where it has a channel;
    with neither, none is opened. A deal that was won before keeps its order. Due when the undo window is over.
    """
    told = _told_where(book, state, now)
    if state.outcome is not Outcome.WON or not told:
        return None
    order = book.orders.of_deal(state.deal_id)
    if order is None:
        ordered_on = state.closed_on or workspace_day(book, now)
        order = book.orders.add(state.deal_id, ordered_on, now=now, by=state.recorded_by)
    if book.workspace.live:
        for recipient in told:
            plan_once(
                book, Kind.ORDER, recipient, order_key(order.id), now=now,
                due=due_in_channel(book, now, UNDO_WINDOW), subject={"order": order.id, "deal": state.deal_id},
                expires_after=NEWS_EXPIRES_AFTER,
            )  # fmt: skip
        plan_card(book, Kind.ORDER, order_key(order.id), now)
    return order


def order_follows(book: Book, state: DealState) -> None:
    """The deal was changed: the card of its order says so to all who read it."""
    order = book.orders.of_deal(state.deal_id) if state.number > 1 else None
    if order is not None:
        plan_card(book, Kind.ORDER, order_key(order.id), state.recorded_at)


def _told_where(book: Book, state: DealState, now: datetime) -> list[str]:
    team = deals_team_of(book, state.rep_id, now)
    told = [] if team is None else [deals_recipient(team.id)]
    if Department.PRODUCTION in book.orders.channels():
        told.append(department_recipient(Department.PRODUCTION))
    return told


def order_of_deal(book: Book, sender: Person, deal_id: int, *, now: datetime) -> OrderFacts:
    """The order of a won deal, opened now if it has none; for who may change the deal. Raises DealUnknown, NotAllowed."""
    try:
        state = book.deals.locked(deal_id)
    except LookupError:
        raise DealUnknown(typed="") from None
    require(may_touch_deal(viewer_of(book, sender, now), state.rep_id, state.earners), "order")
    if state.outcome is not Outcome.WON or state.refund_of is not None:
        raise DealUnknown(typed="")
    order = book.orders.of_deal(deal_id)
    if order is None:
        day = state.closed_on or workspace_day(book, now)
        order = book.orders.add(deal_id, day, now=now, by=sender.id)
    return order_facts(book, order, workspace_day(book, now), state=state)


def order_told(book: Book, row: Announcement, now: datetime) -> OrderFacts | None:
    """What is told of a new order; None: the deal is won no more."""
    facts = order_card(book, row, now)
    return facts if facts.won else None


def order_card(book: Book, row: Announcement, now: datetime) -> OrderFacts:
    """The order as it is now, also where its deal is won no more."""
    return order_facts(book, book.orders.by_id(int(row.subject["order"])), workspace_day(book, now))

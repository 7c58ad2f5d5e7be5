"""The steps of an order, pressed by those who make them: promised, shipped, delivered, late, issue, resolved, rated."""

from __future__ import annotations

from datetime import date, datetime

from salesbot.domain.access import may_handle_order, require
from salesbot.domain.deals import Outcome
from salesbot.domain.orders import Order, OrderOutOfOrder, StepKind, check_step
from salesbot.domain.people import Person
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.schedules import after_quiet
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.orders.telling import OrderFacts, order_facts, order_key
from salesbot.services.people import viewer_of
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    deals_team_of,
    person_recipient,
    plan_card,
    plan_once,
    zone_of,
)
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book
from salesbot.storage.orders import WORDS

_TOLD = frozenset({StepKind.LATE, StepKind.ISSUE, StepKind.RESOLVED, StepKind.DELIVERED})
"""Steps that the rep is told of, where somebody else made them."""


def order_shown(
    book: Book, person: Person | None, order_id: int, *, now: datetime, here: str | None
) -> OrderFacts:
    """An order, to who may handle it; `here`: the channel in which it is asked for. Raises NotAllowed, ButtonExpired."""
    return order_facts(book, _allowed(book, person, order_id, now, here), workspace_day(book, now))


def record_step(
    book: Book, sender: Person, order_id: int, kind: StepKind, *, now: datetime, day: date | None = None,
    score: int | None = None, words: str = "", here: str | None = None,
) -> OrderFacts:  # fmt: skip
    """Something happened to the order (today, if no day is said); the rep is told of what matters to the customer.

    Raises NotAllowed, ButtonExpired, OrderOutOfOrder.
    """
    order = _allowed(book, sender, order_id, now, here, changing=True)
    today = workspace_day(book, now)
    account = book.accounts.by_id(book.deals.now(order.deal_id).account_id).name
    check_step(order, kind, day or today, today, account)
    _require_won(book, order, kind, account)
    number = book.orders.step(order_id, kind, day or today, now=now, by=sender.id, score=score)
    if words:
        book.records.state(WORDS, number, words, person_id=sender.id, now=now)
    after = book.orders.by_id(order_id)
    told = order_facts(book, after, today, next(step for step in after.steps if step.id == number))
    plan_card(book, Kind.ORDER, order_key(order_id), now)
    if kind in _TOLD and told.rep.id != sender.id:
        due = after_quiet(now, zone_of(book, told.rep), calendar_of(book))
        plan_once(
            book, Kind.ORDER_NEWS, person_recipient(told.rep.id), f"order_step:{number}", now=now, due=due,
            subject={"order": order_id, "step": number}, expires_after=NEWS_EXPIRES_AFTER,
        )  # fmt: skip
    return told


def take_back_step(
    book: Book, sender: Person, order_id: int, step_id: int, *, now: datetime, here: str | None
) -> OrderFacts:
    """A step was pressed by mistake: for who made it. Raises NotAllowed, ButtonExpired."""
    order = _allowed(book, sender, order_id, now, here)
    step = next((each for each in order.steps if each.id == step_id), None)
    if step is None:
        raise ButtonExpired()
    require(step.recorded_by == sender.id, "order")
    today = workspace_day(book, now)
    book.orders.step(order_id, StepKind.TAKEN_BACK, today, now=now, by=sender.id, takes_back_id=step_id)
    plan_card(book, Kind.ORDER, order_key(order_id), now)
    return order_facts(book, book.orders.by_id(order_id), today)


def order_news(book: Book, row: Announcement, now: datetime) -> OrderFacts | None:
    """What the rep is told of a step; None: it was taken back."""
    order = book.orders.by_id(int(row.subject["order"]))
    step = next((each for each in order.steps if each.id == int(row.subject["step"])), None)
    return None if step is None else order_facts(book, order, workspace_day(book, now), step)


def _allowed(
    book: Book,
    person: Person | None,
    order_id: int,
    now: datetime,
    here: str | None,
    *,
    changing: bool = False,
) -> Order:
    """The order, to who may handle it: whoever reads the channel it stands in may, there."""
    try:
        order = book.orders.locked(order_id) if changing else book.orders.by_id(order_id)
    except LookupError:
        raise ButtonExpired() from None
    viewer = viewer_of(book, person, now)
    rep_id = book.deals.now(order.deal_id).rep_id
    in_channel = viewer.member and here is not None and here in _channels(book, rep_id, now)
    require(in_channel or may_handle_order(viewer, rep_id), "order")
    return order


def _channels(book: Book, rep_id: int, now: datetime) -> set[str]:
    """Where the order stands: the departments' channels, and the private one of the rep's team."""
    team = deals_team_of(book, rep_id, now)
    own = {team.deals_channel_id} if team is not None and team.deals_channel_id else set()
    return {*book.orders.channels().values(), *own}


def _require_won(book: Book, order: Order, kind: StepKind, account: str) -> None:
    """There is nothing to deliver of a deal that is won no more. Raises OrderOutOfOrder."""
    if book.deals.now(order.deal_id).outcome is not Outcome.WON:
        raise OrderOutOfOrder(account=account, step=kind.value, why="not_won")

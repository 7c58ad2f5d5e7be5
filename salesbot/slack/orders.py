"""Orders in Slack: their card with a button for each step, in the department's channel and wherever one asks for it."""

from __future__ import annotations

from datetime import date

from salesbot.domain.orders import OrderOutOfOrder, StepKind
from salesbot.domain.people import Role
from salesbot.messages import Message
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.orders import (
    OrderFacts,
    order_of_deal,
    order_shown,
    orders_listed,
    record_step,
    take_back_step,
)
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Listener, Opened, Word
from salesbot.slack.delivery import card_of, redrawn
from salesbot.slack.edge import Edge
from salesbot.slack.parsing.words import clean
from salesbot.slack.reading import number_in, numbers_in
from salesbot.storage.book import Book

_HANDLE = frozenset({Role.REP, Role.MANAGER, Role.COLLEAGUE, Role.ADMIN})
_AT_ONCE = {
    "orders.shipped": StepKind.SHIPPED,
    "orders.delivered": StepKind.DELIVERED,
    "orders.resolved": StepKind.RESOLVED,
    "orders.referral": StepKind.REFERRAL,
}
_BY_FORM = {
    "orders.promise": StepKind.PROMISED,
    "orders.late": StepKind.LATE,
    "orders.issue": StepKind.ISSUE,
    "orders.rate": StepKind.RATED,
}


MOST_SATISFIED = 10
_OF_THE_DAY = ("before_order", "not_later")
"""What is wrong with a day that was chosen stands under its field."""


def on_orders(ask: Ask, rest: str = "") -> Answer:
    """`/sales orders`, or those of an account: `/sales orders Acme`."""
    with ask.reading() as book:
        listed = orders_listed(book, ask.person, clean(rest).strip(), now=ask.now, here=ask.channel)
        return ask.message("orders/listed", listed=listed, about=f"orders@company::{ask.now:%Y-%m}")


def on_of_deal(ask: Ask) -> Answer:
    """*Order* on a won deal: its order, opened now if it has none."""

    def opened(book: Book) -> Answer:
        found = order_of_deal(book, ask.sender(book), number_in(ask.value), now=ask.now)
        return Beside(_card(ask, found))

    return ask.change(opened)


def on_show(ask: Ask) -> Answer:
    """*Show Order*: its card as it is now."""
    with ask.reading() as book:
        found = order_shown(book, ask.person, number_in(ask.value), now=ask.now, here=ask.channel)
        return Beside(_card(ask, found))


def _at_once(kind: StepKind) -> Listener:
    """A button that says what happened today; the card takes the place of the message with the button."""

    def on_step(ask: Ask) -> Answer:
        def recorded(book: Book) -> Answer:
            sender, number = ask.sender(book), number_in(ask.value)
            return _card(ask, record_step(book, sender, number, kind, now=ask.now, here=ask.channel))

        return ask.change(recorded)

    return on_step


def _opens(kind: StepKind, action: str) -> Listener:
    """A button that opens the form for a day, a reason, or what the customer said."""

    def on_form(ask: Ask) -> Answer:
        with ask.reading() as book:
            found = order_shown(book, ask.person, number_in(ask.value), now=ask.now, here=ask.channel)
            about = {
                "order": found.order_id,
                "kind": kind.value,
                "here": ask.channel or "",
                "card": card_of(ask, "order"),
            }
            day = max(workspace_day(book, ask.now), found.order.expected_on or date.min)
            if kind is StepKind.LATE:
                day = calendar_of(book).next_working(day)
            view = ask.form("orders/form", about=about, order=found, kind=kind.value, day=day.isoformat())
        return Opened(view, action, ask.value)

    return on_form


def on_form_sent(ask: Ask) -> Answer:
    """The form is sent off."""
    kind = StepKind(str(ask.metadata["kind"]))
    words = ask.field("words")
    if not words and kind in (StepKind.LATE, StepKind.ISSUE):
        raise FieldsRefused({"words": ask.words("approvals/reason_missing")})
    day = ask.values.get("day")
    score = _score(ask) if kind is StepKind.RATED else None

    def recorded(book: Book) -> Answer:
        done = record_step(
            book, ask.sender(book), int(ask.metadata["order"]), kind, now=ask.now,
            day=date.fromisoformat(str(day)) if day else None,
            score=score, words=words,
            here=str(ask.metadata.get("here") or "") or None,
        )  # fmt: skip
        return _card(ask, done)

    try:
        answer = ask.change(recorded)
    except OrderOutOfOrder as refused:
        if refused.facts["why"] not in _OF_THE_DAY or "day" not in ask.values:
            raise
        words = ask.words(refused.template, **refused.facts, in_form=True)
        raise FieldsRefused({"day": words}) from None
    return redrawn(ask, answer)


def _score(ask: Ask) -> int:
    """How satisfied the customer is; a form without a whole number from 0 to 10 is refused under its field."""
    typed = ask.field("score")
    if not (typed.isascii() and typed.isdecimal() and int(typed) <= MOST_SATISFIED):
        raise FieldsRefused({"score": ask.words("orders/score_missing")})
    return int(typed)


def on_take_back(ask: Ask) -> Answer:
    """*Undo* under what was just recorded."""
    order, step = numbers_in(ask.value)

    def taken(book: Book) -> Answer:
        return _card(ask, take_back_step(book, ask.sender(book), order, step, now=ask.now, here=ask.channel))

    return ask.change(taken)


def _card(ask: Ask, order: OrderFacts) -> Message:
    return ask.message("orders/card", order=order)


WORDS = (
    Word("orders", on_orders, shown_to=_HANDLE),
)  # fmt: skip


def register(edge: Edge) -> None:
    """Answer the buttons and forms of orders."""
    edge.action("orders.of_deal")(on_of_deal)
    edge.action("orders.show")(on_show)
    edge.action("orders.take_back")(on_take_back)
    for action, kind in _AT_ONCE.items():
        edge.action(action)(_at_once(kind))
    for action, kind in _BY_FORM.items():
        edge.action(action)(_opens(kind, action))
    edge.form("orders.form")(on_form_sent)

"""A change of goals on its way: looked at, talked over, made, read."""

from __future__ import annotations

from collections.abc import Sequence

from salesbot.domain.goals import GoalReason
from salesbot.domain.periods import Period, month_of
from salesbot.domain.refusals import ButtonExpired
from salesbot.messages import Message
from salesbot.services.calendars import workspace_day
from salesbot.services.goals import (
    Wanted,
    ask_about_goals,
    comment_on_goals,
    confirm_goals,
    drop_goals,
    needs_look,
    propose_goals,
    read_goal_news,
    set_goals,
)
from salesbot.slack.asking import Answer, Ask, Opened
from salesbot.slack.reading import number_in
from salesbot.slack.todo import in_its_place, place_in
from salesbot.storage.book import Book


def this_month(book: Book, ask: Ask) -> Period:
    """The month in which a goal is meant where none is named."""
    return month_of(workspace_day(book, ask.now))


def made_or_shown(
    ask: Ask, book: Book, period: Period, wanted: Sequence[Wanted], reason: GoalReason | None
) -> Message:
    """Goals that are new are set at once; a change of one that stands is shown first, with what it does."""
    by = ask.sender(book)
    if needs_look(book, period, wanted, ask.now):
        preview = propose_goals(book, by, period, wanted, reason, now=ask.now)
        return ask.message("goals/proposed", preview=preview, answered=False)
    results = set_goals(book, by, period, wanted, now=ask.now, reason=reason)
    return ask.message("goals/set", results=results)


def on_replace(ask: Ask) -> Answer:
    """*Change Goals*: the new goal holds for the whole period."""
    return _confirm(ask, blend=False)


def on_blend(ask: Ask) -> Answer:
    """*Blend*: the old goal counts for the working days for which it held."""
    return _confirm(ask, blend=True)


def _confirm(ask: Ask, *, blend: bool) -> Answer:
    number = number_in(ask.value)

    def done(book: Book) -> Answer:
        results = confirm_goals(book, ask.sender(book), number, blend=blend, now=ask.now)
        return ask.message("goals/set", results=results)

    return ask.change(done)


def on_drop(ask: Ask) -> Answer:
    """*Leave As It Is*."""
    number = number_in(ask.value)

    def done(book: Book) -> Answer:
        drop_goals(book, ask.sender(book), number, now=ask.now)
        return ask.message("goals/set", results=[])

    return ask.change(done)


def on_ask_first(ask: Ask) -> Answer:
    """*Ask First*: everybody concerned says what they think before it is made."""
    number = number_in(ask.value)

    def done(book: Book) -> Answer:
        preview = ask_about_goals(book, ask.sender(book), number, now=ask.now)
        return ask.message("goals/asked_them", preview=preview)

    return ask.change(done)


def on_agree(ask: Ask) -> Answer:
    """*I Agree*."""
    value, in_list = place_in(ask.value)
    return _said(ask, number_in(value), "", in_list)


def on_comment(ask: Ask) -> Answer:
    """*Comment*: the form."""
    number = number_in(ask.value)
    return Opened(ask.form("goals/comment", about={"proposal": number}), "goals.comment", ask.value)


def on_comment_sent(ask: Ask) -> Answer:
    """The comment is sent off."""
    return _said(ask, number_in(str(ask.metadata.get("proposal", ""))), ask.field("text"))


def _said(ask: Ask, number: int, text: str, in_list: bool = False) -> Answer:
    def done(book: Book) -> Answer:
        comment_on_goals(book, ask.sender(book), number, text, now=ask.now)
        return in_its_place(ask, book, ask.message("goals/commented", text=text), in_list)

    return ask.change(done)


def on_read(ask: Ask) -> Answer:
    """*I Have Read This*."""
    value, in_list = place_in(ask.value)

    def done(book: Book) -> Answer:
        if not read_goal_news(book, ask.sender(book), value, ask.now):
            raise ButtonExpired()
        return in_its_place(ask, book, ask.message("goals/read"), in_list)

    return ask.change(done)

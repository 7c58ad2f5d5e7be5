"""What is put on a talk's agenda, noted for oneself, agreed on, done; each by a form or a button."""

from __future__ import annotations

from datetime import date, timedelta

from salesbot.domain.access import may_hold_talks, may_see_talks, require
from salesbot.domain.people import Person
from salesbot.domain.talks import WINDOWS, ActionOutcome, Aim
from salesbot.services.calendars import workspace_day
from salesbot.services.talks import (
    add_note,
    add_point,
    agree_action,
    hold_talk,
    settle_action,
    settle_point,
)
from salesbot.slack.asking import Answer, Ask, Beside, FieldsRefused, Listener, Opened
from salesbot.slack.reading import number_in
from salesbot.storage.book import Book

_DUE_IN = timedelta(days=14)
_FARTHEST = timedelta(days=366)


def opens(what: str) -> Listener:
    """The form of a `point` or a private `note`."""

    def on_button(ask: Ask) -> Answer:
        with ask.reading() as book:
            person = _person(ask, book, hold=what == "note")
            view = ask.form(f"talks/{what}_form", about={"person": person.id}, person=person)
        return Opened(view, f"talks.{what}", ask.value)

    return on_button


def on_action(ask: Ask) -> Answer:
    """*Agree on an Action*: the form."""
    with ask.reading() as book:
        person, day = _person(ask, book, hold=True), workspace_day(book, ask.now)
        view = ask.form(
            "talks/action_form", about={"person": person.id}, person=person, leader=ask.person, aims=list(Aim),
            windows=WINDOWS, due_on=day + _DUE_IN,
        )  # fmt: skip
    return Opened(view, "talks.action", ask.value)


def on_point_sent(ask: Ask) -> Answer:
    """Something is put on the agenda."""
    words, number = _words(ask), int(ask.metadata["person"])

    def noted(book: Book) -> Answer:
        add_point(book, ask.sender(book), number, words, now=ask.now)
        return ask.message("talks/noted", said="point", person=book.people.by_id(number), count=0)

    return ask.change(noted)


def on_note_sent(ask: Ask) -> Answer:
    """A private note is kept."""
    words, number = _words(ask), int(ask.metadata["person"])

    def noted(book: Book) -> Answer:
        add_note(book, ask.sender(book), number, words, now=ask.now)
        return ask.message("talks/noted", said="note", person=book.people.by_id(number), count=0)

    return ask.change(noted)


def on_action_sent(ask: Ask) -> Answer:
    """Something is agreed."""
    words, number = _words(ask), int(ask.metadata["person"])
    aim, owner = ask.field("aim"), ask.field("owner")
    days = int(ask.field("days") or WINDOWS[1])

    def agreed(book: Book) -> Answer:
        sender, day = ask.sender(book), workspace_day(book, ask.now)
        due_on = _due(ask, day)
        action = agree_action(
            book, sender, number, words, aim=Aim(aim) if aim in set(Aim) else None,
            days=days if days in WINDOWS else WINDOWS[1], due_on=due_on,
            owner_id=sender.id if owner == "leader" else number, now=ask.now,
        )  # fmt: skip
        return ask.message("talks/agreed", action=action, person=book.people.by_id(number))

    return ask.change(agreed)


def on_held(ask: Ask) -> Answer:
    """*Talk Held*: today, and its agenda is done with."""

    def held(book: Book) -> Answer:
        number = number_in(ask.value)
        count = hold_talk(book, ask.sender(book), number, now=ask.now)
        return Beside(ask.message("talks/noted", said="held", person=book.people.by_id(number), count=count))

    return ask.change(held)


def on_point_done(ask: Ask) -> Answer:
    """*Talked Over* beside a point."""

    def settled(book: Book) -> Answer:
        point = settle_point(book, ask.sender(book), number_in(ask.value), now=ask.now)
        person = book.people.by_id(point.person_id)
        return Beside(ask.message("talks/noted", said="talked_over", person=person, count=0))

    return ask.change(settled)


def _settles(outcome: ActionOutcome) -> Listener:
    def on_button(ask: Ask) -> Answer:
        def settled(book: Book) -> Answer:
            seen = settle_action(book, ask.sender(book), number_in(ask.value), outcome, now=ask.now)
            return Beside(ask.message("talks/settled", seen=seen))

        return ask.change(settled)

    return on_button


on_done = _settles(ActionOutcome.DONE)
on_drop = _settles(ActionOutcome.DROPPED)
on_reopen = _settles(ActionOutcome.OPEN)


def _person(ask: Ask, book: Book, *, hold: bool) -> Person:
    number, viewer = number_in(ask.value), ask.viewer(book)
    require((may_hold_talks if hold else may_see_talks)(viewer, number), "talk")
    return book.people.by_id(number)


def _words(ask: Ask) -> str:
    return ask.needed("words", "talks/words_missing")


def _due(ask: Ask, day: date) -> date:
    due_on = date.fromisoformat(str(ask.values["due_on"]))
    if not day <= due_on <= day + _FARTHEST:
        raise FieldsRefused({"due_on": ask.words("talks/due_refused")})
    return due_on

"""Activities in Slack: `/sales did demo Acme`, the form, and taking one back."""

from __future__ import annotations

from salesbot.messages import Message
from salesbot.services.activities import ActivityRecorded, record_activity, settle, undo_activity
from salesbot.services.calendars import workspace_day
from salesbot.slack.account_words import (
    AccountLine,
    Met,
    account_in,
    day_in_form,
    person_in,
    prefilled,
)
from salesbot.slack.asking import Answer, Ask, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import ActivityLine, read_activity
from salesbot.slack.reading import number_in, numbers_in, parsing_context
from salesbot.slack.trainings import is_training, trained
from salesbot.slack.trainings import register as register_trainings
from salesbot.storage.book import Book


def on_did(ask: Ask, rest: str) -> Answer:
    """`/sales did demo Acme`; alone, the form opens."""
    if not rest.strip():
        return on_open_form(ask)
    return LINE.typed(ask, rest)


def on_open_form(ask: Ask) -> Answer:
    """The form that records what was done."""
    with ask.reading() as book:
        view = ask.form(
            "activities/form", kinds=book.activities.kinds(), day=workspace_day(book, ask.now).isoformat(),
            account=prefilled(ask, book),
        )  # fmt: skip
    return Opened(view, "activities.form", ask.value)


def on_form(ask: Ask) -> Answer:
    """The form is sent off."""
    kind_id, note = number_in(ask.field("kind")), ask.field("note")

    def do(book: Book) -> Answer:
        account, day = account_in(ask, book), day_in_form(ask, book, ahead=False)
        return told(
            ask, record_activity(book, ask.sender(book), kind_id, account, now=ask.now, day=day, note=note)
        )

    return ask.change(do)


def on_settle(ask: Ask) -> Answer:
    """It was that follow-up."""
    activity_id, follow_up_id = numbers_in(ask.value)
    return ask.change(
        lambda book: told(ask, settle(book, ask.sender(book), activity_id, follow_up_id, now=ask.now))
    )


def on_undo(ask: Ask) -> Answer:
    """*Undo*."""
    number = number_in(ask.value)

    def do(book: Book) -> Answer:
        return ask.message(
            "activities/undone", did=undo_activity(book, ask.sender(book), number, now=ask.now)
        )

    return ask.change(do)


WORDS = (Word("did", on_did),)


def register(edge: Edge) -> None:
    """Answer the buttons and the form of activities."""
    edge.action("activities.answer")(LINE.chosen)
    edge.action("activities.form")(on_open_form)
    edge.action("activities.settle")(on_settle)
    edge.action("activities.undo")(on_undo)
    edge.form("activities.form")(on_form)
    register_trainings(edge)


def told(ask: Ask, said: ActivityRecorded) -> Message:
    """The receipt."""
    return ask.message("activities/recorded", said=said)


def record(ask: Ask, book: Book, line: ActivityLine, known: Met) -> Message:
    """Record what a line says, of whom it names."""
    person, stranger = person_in(book, line.person, known)
    said = record_activity(
        book, ask.sender(book), line.kind.id, line.account, now=ask.now, day=line.day, note=line.text,
        person=person, met=stranger,
    )  # fmt: skip
    return told(ask, said)


def _recorded(ask: Ask, book: Book, text: str, known: Met) -> Answer:
    """Record what a line says was done, inside a change."""
    if is_training(book, text):
        return trained(ask, book, text)
    context = parsing_context(book, ask, f"{ask.sales_command} did")
    return record(ask, book, read_activity(text, context, book.activities.kinds()), known)


LINE = AccountLine("activities", _recorded)
"""What is typed behind `did`, and the buttons with which it is asked back."""

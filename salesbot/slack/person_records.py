"""`/sales record @kim`: the dated record of somebody as a file, for who asked alone."""

from __future__ import annotations

from salesbot.domain.people import Role
from salesbot.messages import Message
from salesbot.services.person_records import require_record
from salesbot.services.planning import Kind, person_recipient, plan_once
from salesbot.slack.asking import Answer, Ask, Beside, Word
from salesbot.slack.edge import Edge
from salesbot.slack.reading import number_in
from salesbot.slack.subjects import person_meant
from salesbot.storage.book import Book


def on_record(ask: Ask, rest: str = "") -> Answer:
    """`/sales record @kim`; without a name one's own."""

    def planned(book: Book) -> Answer:
        about = person_meant(book, rest, word="record").id if rest.strip() else ask.sender(book).id
        return _planned(ask, book, about)

    return ask.change(planned)


def on_button(ask: Ask) -> Answer:
    """*Record*, beside the message with the button."""

    def planned(book: Book) -> Answer:
        answer = _planned(ask, book, number_in(ask.value))
        return Beside(answer)

    return ask.change(planned)


def _planned(ask: Ask, book: Book, person_id: int) -> Message:
    sender = ask.sender(book)
    require_record(book, sender, person_id, now=ask.now)
    subject = {"kind": "record", "form": "txt", "person": person_id}
    plan_once(book, Kind.FILE_MADE, person_recipient(sender.id), ask.key, now=ask.now, subject=subject)
    return ask.message("exports/planned", kind="record")


WORDS = (
    Word(
        "record", on_record, group="managers",
        shown_to=frozenset({Role.MANAGER}),
    ),
)  # fmt: skip


def register(edge: Edge) -> None:
    """Answer the button."""
    edge.action("records.take")(on_button)

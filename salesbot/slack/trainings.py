"""Trainings in Slack: `/sales did training objection handling`, and taking one back."""

from __future__ import annotations

from salesbot.services.trainings import record_training, undo_training
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.edge import Edge
from salesbot.slack.parsing import TRAINING_WORDS, kind_named, read_training
from salesbot.slack.reading import number_in, parsing_context
from salesbot.storage.book import Book


def is_training(book: Book, rest: str) -> bool:
    """Whether a line behind `did` tells of a training given; a kind of activity of that name comes first."""
    first = rest.split(maxsplit=1)[0].casefold() if rest.strip() else ""
    return first in TRAINING_WORDS and kind_named(first, book.activities.kinds()) is None


def trained(ask: Ask, book: Book, rest: str) -> Answer:
    """Record what a line says was trained, inside a change."""
    _, _, behind = rest.strip().partition(" ")
    line = read_training(behind, parsing_context(book, ask, f"{ask.sales_command} did"))
    said = record_training(book, ask.sender(book), line.topic, now=ask.now, day=line.day)
    return ask.message("activities/trained", training=said)


def on_undo(ask: Ask) -> Answer:
    """*Undo*."""
    number = number_in(ask.value)

    def do(book: Book) -> Answer:
        said = undo_training(book, ask.sender(book), number, now=ask.now)
        return ask.message("activities/training_undone", training=said)

    return ask.change(do)


def register(edge: Edge) -> None:
    """Answer the button."""
    edge.action("trainings.undo")(on_undo)

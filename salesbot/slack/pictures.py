"""*Picture*: a period, its bridge or what changed, in a direct message: an answer only one sees can hold no chart."""

from __future__ import annotations

from collections.abc import Callable

from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.scopes import EVERY
from salesbot.messages import Message
from salesbot.services.figures import movements
from salesbot.services.pictures import picture_shown
from salesbot.services.planning import plan_direct
from salesbot.services.why import why_shown
from salesbot.slack.asking import Answer, Ask, Beside, Word
from salesbot.slack.attainment import read_moved, read_subject
from salesbot.slack.edge import Edge
from salesbot.storage.book import Book

WORDS: tuple[Word, ...] = ()


def on_picture(ask: Ask) -> Answer:
    """*Picture*: the period's way so far, its goal's path, and where it may end."""
    return _planned(ask, drawn)


def on_bridge(ask: Ask) -> Answer:
    """*Picture* of why: from the goal to what was won, cause by cause."""
    return _planned(ask, _bridge)


def on_changes(ask: Ask) -> Answer:
    """*Picture* of what changed since an earlier morning."""
    return _planned(ask, _changes)


def _planned(ask: Ask, draw: Callable[[Ask, Book], Message]) -> Answer:
    """The picture is planned as a direct message, which comes within seconds."""

    def done(book: Book) -> Answer:
        sender = ask.sender(book)
        words = draw(ask, book)
        plan_direct(book, sender.id, f"picture:{ask.value}:{ask.key}", words.payload(), ask.now)
        return Beside(ask.message("pictures/coming"))

    return ask.change(done)


def drawn(ask: Ask, book: Book) -> Message:
    """The message with the picture of a period. Raises NotAllowed."""
    subject = read_subject(ask.value, book.workspace.years, EVERY)
    return ask.message("pictures/path", shown=picture_shown(book, ask.person, subject, now=ask.now))


def _bridge(ask: Ask, book: Book) -> Message:
    shown = why_shown(book, ask.person, read_subject(ask.value, book.workspace.years), now=ask.now)
    if shown.bridge is None:
        raise ButtonExpired()
    return ask.message("pictures/bridge", shown=shown)


def _changes(ask: Ask, book: Book) -> Message:
    scope, number, week = read_moved(ask.value)
    return ask.message(
        "pictures/changes", told=movements(book, ask.person, scope, number, week=week, now=ask.now)
    )


def register(edge: Edge) -> None:
    """Answer the buttons."""
    edge.action("pictures.show")(on_picture)
    edge.action("pictures.bridge")(on_bridge)
    edge.action("pictures.changes")(on_changes)

"""*Picture*: a period drawn, in a direct message, since Slack draws nothing in an answer that only one person sees."""

from __future__ import annotations

from salesbot.messages import Message
from salesbot.services.figures import Subject
from salesbot.services.pictures import picture_shown
from salesbot.services.planning import plan_direct
from salesbot.slack.asking import Answer, Ask, Beside, Word
from salesbot.slack.attainment import read_subject
from salesbot.slack.edge import Edge
from salesbot.storage.book import Book

WORDS: tuple[Word, ...] = ()


def on_picture(ask: Ask) -> Answer:
    """*Picture*: planned as a direct message, which comes within seconds."""

    def done(book: Book) -> Answer:
        sender = ask.sender(book)
        subject = read_subject(ask.value, book.workspace.year_start)
        words = drawn(ask, book, subject)
        plan_direct(book, sender.id, f"picture:{subject}:{ask.key}", words.payload(), ask.now)
        return Beside(ask.message("pictures/coming"))

    return ask.change(done)


def drawn(ask: Ask, book: Book, subject: Subject) -> Message:
    """The message with the picture. Raises NotAllowed."""
    return ask.message("pictures/path", shown=picture_shown(book, ask.person, subject, now=ask.now))


def register(edge: Edge) -> None:
    """Answer the button."""
    edge.action("pictures.show")(on_picture)

"""Where more could be sold: renewals, silent accounts, products that an account lacks and its like have."""

from __future__ import annotations

from salesbot.messages import Message
from salesbot.services.figures import Subject
from salesbot.services.plans.potential import potential_shown
from salesbot.slack.asking import Answer, Ask, Beside
from salesbot.slack.attainment import read_subject
from salesbot.slack.subjects import meant
from salesbot.storage.book import Book


def on_more(ask: Ask, rest: str = "") -> Answer:
    """`/sales plan more`: of oneself, of the first team that one leads, or of whom is named."""
    with ask.reading() as book:
        subject = meant(ask, book, rest, word="plan")
        return ask.message("attainment/nobody") if subject is None else _shown(ask, book, subject)


def on_button(ask: Ask) -> Answer:
    """*Where to Sell More*, beside the message with the button."""
    with ask.reading() as book:
        return Beside(_shown(ask, book, read_subject(ask.value, book.workspace.years)))


def _shown(ask: Ask, book: Book, subject: Subject) -> Message:
    shown = potential_shown(book, ask.person, subject, now=ask.now)
    return ask.message("plans/potential", shown=shown, about=str(subject))

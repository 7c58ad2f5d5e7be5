"""The word `why`: where the gap comes from."""

from __future__ import annotations

from dataclasses import replace

from salesbot.domain.attainment import Status
from salesbot.domain.people import Role
from salesbot.domain.periods import previous
from salesbot.messages import Message
from salesbot.services.figures import Subject
from salesbot.services.why import WhyShown, why_shown
from salesbot.slack.asking import Answer, Ask, Word, beside
from salesbot.slack.attainment import read_subject
from salesbot.slack.edge import Edge
from salesbot.slack.patience import announced
from salesbot.slack.subjects import meant, names_period
from salesbot.storage.book import Book

_LEAD = frozenset({Role.MANAGER, Role.EXECUTIVE})


def on_why(ask: Ask, rest: str = "") -> Answer:
    """`/sales why`: of one's own team or figures; behind it a period, person or team.

    In the first days of a period, where none is named, it is the one before.
    """
    with ask.reading() as book:
        subject = meant(ask, book, rest, word="why")
        if subject is None:
            return ask.message("attainment/nobody")
        shown = why_shown(book, ask.person, subject, now=ask.now)
        if not names_period(ask, book, rest) and shown.row.status in (Status.TOO_EARLY, Status.NO_GOAL):
            before = replace(subject, period=previous(subject.period, book.workspace.years))
            earlier = why_shown(book, ask.person, before, now=ask.now)
            shown = earlier if earlier.bridge is not None else shown
        return _told(ask, shown)


def on_button(ask: Ask) -> Answer:
    """*See Why*, beside the message with the button."""
    if not ask.value:
        return beside(on_why(ask))
    with ask.reading() as book:
        return beside(_told(ask, _shown(ask, book, read_subject(ask.value, book.workspace.years))))


def _shown(ask: Ask, book: Book, subject: Subject) -> WhyShown:
    return why_shown(book, ask.person, subject, now=ask.now)


def _told(ask: Ask, shown: WhyShown) -> Message:
    return ask.message("why/shown", shown=shown, about=str(shown.subject))


WORDS = (Word("why", announced(on_why), group="managers", shown_to=_LEAD),)


def register(edge: Edge) -> None:
    """Answer the buttons that lead here."""
    edge.action("why.show")(announced(on_button))

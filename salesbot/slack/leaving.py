"""Somebody left, in Slack: the last day, and who takes over."""

from __future__ import annotations

from datetime import date

from salesbot.services.calendars import workspace_day
from salesbot.services.deals.mistakes import CannotHold, HandedToSame
from salesbot.services.leaving import leaver_shown, settle_leaving
from salesbot.slack.asking import Answer, Ask, FieldsRefused, Opened, Word
from salesbot.slack.edge import Edge
from salesbot.slack.reading import met, number_in
from salesbot.slack.telling import tell
from salesbot.storage.book import Book

WORDS: tuple[Word, ...] = ()
_FORM = "leaving.settle"


def on_form(ask: Ask) -> Answer:
    """*Settle This*: the form."""
    with ask.reading() as book:
        leaver = leaver_shown(book, ask.person, number_in(ask.value), now=ask.now)
        today = workspace_day(book, ask.now)
    view = ask.form("leaving/form", about={"person": leaver.person.id}, leaver=leaver, today=today)
    return Opened(view, "leaving.form", ask.value)


def on_form_sent(ask: Ask) -> Answer:
    """The form is sent off."""
    successor = ask.field("successor") or None
    known = met(ask, [successor] if successor else [])
    last_on = date.fromisoformat(str(ask.values["last_on"]))
    person_id = number_in(str(ask.metadata.get("person", "")))

    def done(book: Book) -> Answer:
        sender = ask.sender(book)
        left = settle_leaving(book, sender, person_id, last_on, successor, now=ask.now, met=known)
        if left.successor is not None and left.successor.id != sender.id:
            tell(
                ask,
                book,
                left.successor,
                f"taken over:{person_id}:{ask.now.isoformat()}",
                "leaving/taken_over",
                left=left,
            )
        return ask.message("leaving/settled", left=left)

    try:
        return ask.change(done)
    except (CannotHold, HandedToSame) as mistake:
        template = mistake.template if "/" in mistake.template else f"mistakes/{mistake.template}"
        raise FieldsRefused({"successor": ask.words(template, in_form=True, **mistake.facts)}) from None


def register(edge: Edge) -> None:
    """Answer the button and the form."""
    edge.action("leaving.form")(on_form)
    edge.form(_FORM)(on_form_sent)

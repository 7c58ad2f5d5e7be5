"""`/sales audit`: who changed what, page by page, in a window or a message of its own."""

from __future__ import annotations

from salesbot.messages import Message
from salesbot.services.auditing import audit_page
from salesbot.slack.asking import Answer, Ask, Beside, Word
from salesbot.slack.edge import Edge
from salesbot.storage.changes import START


def on_audit(ask: Ask, rest: str = "") -> Answer:
    """The newest changes that this person may read; `/sales audit me`: those about themselves."""
    return _page(ask, START, own=bool(rest.strip()))


def on_more(ask: Ask) -> Answer:
    """*Earlier*: the next page; the value says from where, and whether only of oneself."""
    kind, _, place = ask.value.partition(":")
    records, _, entries = place.partition(":")
    after = (int(records), int(entries)) if records.isdigit() and entries.isdigit() else START
    return Beside(_page(ask, after, own=kind == "own"))


def _page(ask: Ask, after: tuple[int, int], *, own: bool) -> Message:
    if ask.person is None:
        return ask.message("attainment/nobody")
    with ask.reading() as book:
        page = audit_page(book, ask.person, now=ask.now, after=after, own=own)
    return ask.message("audit/page", page=page, own=own, first=after == START)


WORDS = (Word("audit", on_audit),)


def register(edge: Edge) -> None:
    """Answer the buttons."""
    edge.action("audit.more")(on_more)

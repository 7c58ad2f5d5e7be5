"""Telling somebody else of what was done: in their own language and zone, as a direct message."""

from __future__ import annotations

from typing import Any

from salesbot.domain.people import Person
from salesbot.messages import Message
from salesbot.services.planning import plan_direct
from salesbot.slack.asking import Ask
from salesbot.storage.book import Book


def message_to(ask: Ask, book: Book, person: Person, template: str, /, **facts: Any) -> Message:
    """A message as somebody else than the asker reads it."""
    workspace = book.workspace
    return ask.message(
        template, locale=person.language(workspace.locale), time_zone=person.zone(workspace.zone), **facts
    )


def tell(ask: Ask, book: Book, person: Person, key: str, template: str, /, **facts: Any) -> None:
    """Tell somebody what another did to what is theirs: after their quiet hours, once for each key.

    Not while the team practises.
    """
    if book.workspace.live:
        words = message_to(ask, book, person, template, **facts)
        plan_direct(book, person.id, key, words.payload(), ask.now, waits=True)

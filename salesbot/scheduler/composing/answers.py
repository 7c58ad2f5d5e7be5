"""What composing answers with, and how a kind's facts become a message in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from salesbot.domain.as_of import AsOf, morning_of
from salesbot.domain.people import Person, Team
from salesbot.messages import Message
from salesbot.runtime import Runtime
from salesbot.services.digests.audience import Audience
from salesbot.services.planning import zone_of
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book
from salesbot.storage.dispatch import ALONE, Together


@dataclass(frozen=True, slots=True)
class Said:
    """What is posted where, as it is now."""

    channel: str
    message: Message
    as_of: datetime | None = None
    known_at: datetime | None = None
    thread: str | None = None
    """Slack's ts of the message in whose thread it stands; None: in none."""
    instead_of: str | None = None
    """Slack's ts of the message whose place it takes; None: it is a new one."""
    audience: Audience | None = None
    """Who was to read it when it was made, where it was made from a view that others share."""
    together: Together = ALONE
    """What else waited and is told in it."""

    @property
    def payload(self) -> dict[str, Any]:
        """The message as it is sent."""
        place = {"thread_ts": self.thread, "ts": self.instead_of}
        return {**self.message.payload(), **{name: ts for name, ts in place.items() if ts is not None}}


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is said, and why: it is won no more, not wished, or not theirs to read any more."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """It waits until then (by the calendar): the hour is quiet."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class PutAside:
    """It stands in the day's one post for what is too many."""

    gathered: str


Composed: TypeAlias = Said | Nothing | Later | PutAside


@dataclass(frozen=True, slots=True)
class Facts:
    """A template with its facts, and as of when they hold."""

    template: str
    facts: dict[str, Any]
    as_of: AsOf | None = None


Told: TypeAlias = Facts | str
"""Facts, or why there are none."""
Asks: TypeAlias = Callable[[Book, Announcement, datetime], Told]
"""A kind's question to its service at the moment of sending."""


def fact(
    asks: Callable[[Book, Announcement, datetime], Any], template: str, name: str, otherwise: str
) -> Asks:
    """A kind whose service answers with one fact of this name, or None: then nothing is said, and `otherwise` why."""

    def ask(book: Book, row: Announcement, now: datetime) -> Told:
        found = asks(book, row, now)
        return Facts(template, {name: found}) if found else otherwise

    return ask


def said(channel: str, message: Message, told: Told | Message, book: Book, now: datetime) -> Said:
    """The message in its channel, with as of when its figures hold and when that was known."""
    if not isinstance(told, Facts) or told.as_of is None:
        return Said(channel, message)
    return Said(channel, message, morning_of(told.as_of.day, book.workspace.zone), now)


def worded(
    runtime: Runtime, book: Book, told: Told | Message, person: Person | None = None, team: Team | None = None
) -> Message | str:
    """In the person's language, or in a channel in its team's."""
    if isinstance(told, str | Message):
        return told
    usual = (team.locale if team is not None else None) or book.workspace.locale
    return runtime.renderer.message(
        told.template,
        locale=person.language(usual) if person is not None else usual,
        time_zone=zone_of(book, person),
        **told.facts,
    )

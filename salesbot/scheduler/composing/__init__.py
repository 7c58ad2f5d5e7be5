"""What a row says at the moment of sending: who may read it is asked again, then its facts, then its words.

Each kind of message has its place in one of the `rooms`; to whom it goes decides which way it takes.
"""

from __future__ import annotations

from datetime import datetime

from salesbot.runtime import Runtime
from salesbot.scheduler import filing
from salesbot.scheduler.composing.answers import Composed, Facts, Later, Nothing, PutAside, Said
from salesbot.scheduler.composing.cards import to_card
from salesbot.scheduler.composing.channel import NO_CHANNEL, to_channel
from salesbot.scheduler.composing.deals_channel import to_deals_channel
from salesbot.scheduler.composing.person import NO_SLACK_ACCOUNT, Shared, to_person
from salesbot.services.digests.audience import audience_of
from salesbot.services.planning import Kind, Recipient
from salesbot.storage.announcements import Announcement

__all__ = [
    "NO_CHANNEL",
    "NO_SLACK_ACCOUNT",
    "Composed",
    "Later",
    "Nothing",
    "PutAside",
    "Said",
    "Shared",
    "compose",
    "still_theirs",
]


def compose(runtime: Runtime, row: Announcement, now: datetime, shared: Shared | None = None) -> Composed:
    """What the row says now. Raises PostFailed where the person or channel cannot be reached at all.

    `shared`: a view of the company's books from which more than this one message is made.
    """
    if row.kind in filing.KINDS:
        return to_person(runtime, row, now, Facts(*filing.told(runtime, row, now)))
    if row.kind == Kind.CARD:
        return to_card(runtime, row, now)
    if Recipient.read(row.recipient).of == "deals":
        return to_deals_channel(runtime, row, now)
    if Recipient.read(row.recipient).of == "person":
        return to_person(runtime, row, now, shared=shared)
    return to_channel(runtime, row, now)


def still_theirs(runtime: Runtime, row: Announcement, said: Said, now: datetime) -> bool:
    """Whether what was made from a shared view is, by the books as they are at this moment, for the same eyes."""
    if said.audience is None:
        return True
    with runtime.reading(row.workspace_id) as book:
        return audience_of(book, said.audience.person.id, now) == said.audience

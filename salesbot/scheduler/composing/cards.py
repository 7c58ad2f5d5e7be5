"""The way of a card that stands in a channel and is shown anew in its place: of an order, of a case."""

from __future__ import annotations

from datetime import datetime, timedelta

from salesbot.domain.people import Team
from salesbot.runtime import Runtime
from salesbot.scheduler.composing.answers import Composed, Later, Nothing, Said, worded
from salesbot.scheduler.composing.rooms import CARDS
from salesbot.services import deals
from salesbot.services.planning import Kind, Recipient, card_of, stands
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_UNTIL_IT_STANDS = timedelta(seconds=30)


def to_card(runtime: Runtime, row: Announcement, now: datetime) -> Composed:
    """The card as it is now. Nothing where it stands no more, or who must not read it reads along meanwhile."""
    with runtime.reading(row.workspace_id) as book:
        card = card_of(book, row)
    if card is None or card.channel is None:
        return Nothing("no card")
    if not stands(card):
        return Later(now + _UNTIL_IT_STANDS)
    facts = runtime.messenger.channel(row.workspace_id, card.channel)
    if facts.unfit is not None:
        return Nothing(facts.unfit)
    with runtime.reading(row.workspace_id) as book:
        message = worded(runtime, book, CARDS[Kind(card.kind)](book, card, now), team=_team(book, row))
    if isinstance(message, str):
        return Nothing(message)
    return Said(card.channel, message, instead_of=card.slack_ts)


def _team(book: Book, row: Announcement) -> Team | None:
    """In whose language it is; a department's is the workspace's."""
    return deals.deals_team(book, row.recipient) if Recipient.read(row.recipient).of == "deals" else None

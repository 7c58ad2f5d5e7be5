"""Cards that stand in channels: an order's, a case's. After a change each is shown anew in its place, to all who read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from salesbot.domain.announcing import AnnouncementStatus
from salesbot.services.planning.kinds import Kind
from salesbot.services.planning.rows import plan_once
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_LASTS = timedelta(days=1)
_ON_ITS_WAY = {AnnouncementStatus.CLAIMED.value, AnnouncementStatus.AMBIGUOUS.value}


def plan_card(book: Book, kind: Kind, told_under: str, now: datetime) -> int:
    """Plan that what was told under this key is shown as it is now; one that is still to be told says so by itself."""
    made = 0
    for card in book.announcements.about([told_under]):
        if card.kind == kind.value and (card.status in _ON_ITS_WAY or stands(card)):
            made += plan_once(
                book, Kind.CARD, card.recipient, f"{told_under}:{now.isoformat()}", now=now,
                subject={"card": card.id}, expires_after=_LASTS,
            )  # fmt: skip
    return made


def card_of(book: Book, row: Announcement) -> Announcement | None:
    """The message that is to be shown anew; None where it never came to stand, or stands no more."""
    card = book.announcements.find(str(row.subject["card"]))
    return card if card is not None and (card.status in _ON_ITS_WAY or stands(card)) else None


def stands(card: Announcement) -> bool:
    """Whether the message is in its channel."""
    return card.status == AnnouncementStatus.SENT.value and card.slack_ts is not None

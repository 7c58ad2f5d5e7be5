"""Who was praised when and for what: counted from what the bot has told, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from salesbot.services.planning import Kind, Recipient
from salesbot.services.top_performers import top_performers
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

KINDS = (
    Kind.SHOUT_OUT, Kind.GATHERED, Kind.GOAL_REACHED, Kind.PRAISE, Kind.OWN_FEAT, Kind.KUDOS, Kind.TOP_DAY,
    Kind.TOP_WEEK, Kind.TOP_MONTH, Kind.TOP_QUARTER,
)  # fmt: skip
"""Messages that name somebody for something good."""
_OF_A_DEAL = frozenset({Kind.SHOUT_OUT, Kind.PRAISE, Kind.OWN_FEAT})
_TOP = frozenset({Kind.TOP_DAY, Kind.TOP_WEEK, Kind.TOP_MONTH, Kind.TOP_QUARTER})


@dataclass(frozen=True, slots=True)
class Praised:
    """One person was praised once."""

    person_id: int
    kind: str
    """won, goal, well_done, kudos or top."""
    at: datetime
    deal_id: int | None = None
    """The deal for which it was, where it was for one."""


def praised_between(book: Book, after: datetime, until: datetime) -> list[Praised]:
    """Every praise that was told later than the one instant and no later than the other."""
    rows = book.announcements.sent_between(after, until, (kind.value for kind in KINDS))
    return [
        Praised(person, kind, row.sent_at or row.due_at, deal_id)
        for row in rows
        for person, kind, deal_id in _of(book, row)
    ]


def _of(book: Book, row: Announcement) -> Iterator[tuple[int, str, int | None]]:
    kind = Kind(row.kind)
    if kind is Kind.GATHERED:
        yield from ((_rep(book, each), "won", _deal(each)) for each in _aside(book, row))
    elif kind in _OF_A_DEAL:
        yield _rep(book, row), "well_done" if kind is Kind.PRAISE else "won", _deal(row)
    elif kind is Kind.GOAL_REACHED and row.subject["scope"] == "rep":
        yield int(row.subject["subject"]), "goal", None
    elif kind is Kind.KUDOS and Recipient.read(row.recipient).of == "person":
        yield Recipient.read(row.recipient).number, "kudos", None
    elif kind in _TOP:
        told = top_performers(book, row, row.sent_at or row.due_at)
        named = (*told.people, told.improved, told.satisfied) if told is not None else ()
        yield from ((person.id, "top", None) for person in dict.fromkeys(named) if person is not None)


def _aside(book: Book, row: Announcement) -> list[Announcement]:
    return book.announcements.put_aside(row.recipient, row.period_key)


def _rep(book: Book, row: Announcement) -> int:
    return book.deals.now(_deal(row)).rep_id


def _deal(row: Announcement) -> int:
    return int(row.subject["deal"])

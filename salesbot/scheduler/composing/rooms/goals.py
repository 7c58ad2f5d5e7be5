"""Goals: one was changed, a change is asked about or answered, a month is to be closed."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.mistakes import SalesbotError
from salesbot.scheduler.composing.answers import Asks, Facts, Told, fact
from salesbot.services import closings, goals
from salesbot.services.goals import Preview
from salesbot.services.planning import Kind, Recipient
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


def _asked(book: Book, row: Announcement, now: datetime) -> Preview | None:
    person = book.people.by_id(Recipient.read(row.recipient).number)
    return goals.asked_of(book, person, int(row.subject["proposal"]), now=now)


def _answered(book: Book, row: Announcement, now: datetime) -> Told:
    person = book.people.by_id(Recipient.read(row.recipient).number)
    try:
        preview = goals.preview_goals(book, person, int(row.subject["proposal"]), now=now)
    except SalesbotError:
        return "settled, or not theirs any more"
    return Facts("goals/proposed", {"preview": preview, "answered": True})


_NEWS = fact(goals.goal_news, "goals/changed", "news", "read, or another goal stands")

ROOM: dict[Kind, Asks] = {
    Kind.GOAL_NEWS: _NEWS,
    Kind.GOAL_REMINDER: _NEWS,
    Kind.GOAL_ASKED: fact(_asked, "goals/asked", "preview", "settled"),
    Kind.GOAL_ANSWERED: _answered,
    Kind.CLOSING: fact(
        closings.closing_due, "closings/month", "seen", "closed, or nothing counts in it"
    ),
}  # fmt: skip

"""People: somebody will be away, or somebody's Slack account ended."""

from __future__ import annotations

from datetime import datetime

from salesbot.scheduler.composing.answers import Asks, Facts, Told, fact
from salesbot.services import absences, leaving
from salesbot.services.planning import Kind
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


def _absence(book: Book, row: Announcement, now: datetime) -> Told:
    told = absences.absence_news(book, row, now)
    return Facts("absences/told", {"role": told[0], "seen": told[1]}) if told else "undone"


ROOM: dict[Kind, Asks] = {
    Kind.ABSENCE: _absence,
    Kind.LEFT: fact(
        lambda book, row, _: leaving.leaving_question(book, row), "leaving/asked", "leaver",
        "back, or settled",
    ),
}  # fmt: skip

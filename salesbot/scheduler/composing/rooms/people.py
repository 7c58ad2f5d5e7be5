"""People: somebody will be away, what came of a talk, somebody's Slack account ended."""

from __future__ import annotations

from datetime import datetime

from salesbot.scheduler.composing.answers import Asks, Facts, Told, fact
from salesbot.services import absences, courses, leaving, talks
from salesbot.services.planning import Kind
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


def _absence(book: Book, row: Announcement, now: datetime) -> Told:
    told = absences.absence_news(book, row, now)
    return Facts("absences/told", {"role": told[0], "seen": told[1]}) if told else "undone"


ROOM: dict[Kind, Asks] = {
    Kind.ABSENCE: _absence,
    Kind.TALK_LOOKED_AT: fact(
        talks.looked_at_again, "talks/looked_at", "seen", "dropped, or they lead the person no more"
    ),
    Kind.TRAINING: fact(courses.training_told, "courses/told", "seen", "done already"),
    Kind.LEFT: fact(
        lambda book, row, _: leaving.leaving_question(book, row), "leaving/asked", "leaver",
        "back, or settled",
    ),
}  # fmt: skip

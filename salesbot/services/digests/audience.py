"""Who is about to be told a digest, with all that decides what they may be told; asked once more before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.people import Person
from salesbot.domain.viewers import Viewer
from salesbot.services.absences import is_away
from salesbot.services.calendars import workspace_day
from salesbot.services.digests.morning import teams_of_digest
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Audience:
    """Somebody with all that decides what they may be told, and whether they want it."""

    person: Person
    viewer: Viewer
    teams: tuple[int, ...]
    """The teams of which a digest tells them."""
    chosen: MessageChoices
    away: bool


def audience_of(book: Book, person_id: int, now: datetime) -> Audience:
    """The person as the books have them now."""
    person, day = book.people.by_id(person_id), workspace_day(book, now)
    viewer = viewer_of(book, person, now)
    return Audience(
        person, viewer, tuple(team.id for team in teams_of_digest(book, person, viewer, day)),
        book.choices.of(person_id), is_away(book, person_id, day),
    )  # fmt: skip

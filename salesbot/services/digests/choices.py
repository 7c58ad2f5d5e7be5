"""What a person chooses about the morning message: its hour, and days without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.people import Person
from salesbot.services.planning import morning_minute, replan
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class DigestChoices:
    """When somebody gets the morning message."""

    minute: int
    """Of the day, in the person's zone."""
    own: bool
    """Whether the person chose it; else it is the team's."""
    muted_until: date | None
    """The last day without the message; None: it comes."""

    @property
    def hour(self) -> str:
        """The hour as a time picker takes it: 08:00."""
        return f"{self.minute // 60:02}:{self.minute % 60:02}"


def digest_choices(book: Book, person: Person, day: date) -> DigestChoices:
    """What somebody has chosen, or what holds for the team."""
    muted = person.digest_muted_until
    still = muted if muted is not None and muted >= day else None
    return DigestChoices(morning_minute(book, person, day) or 480, person.digest_minute is not None, still)


def choose_digest(
    book: Book, person: Person, *, minute: int | None, muted_until: date | None, now: datetime
) -> Person:
    """Choose the hour (None: the team's) and the last day without the message; what is planned moves along."""
    before = {
        "digest_minute": person.digest_minute,
        "digest_muted_until": _written(person.digest_muted_until),
    }
    after = {"digest_minute": minute, "digest_muted_until": _written(muted_until)}
    if before == after:
        return person
    book.people.change(person.id, digest_minute=minute, digest_muted_until=muted_until)
    book.records.audit(
        "digest_chosen", "person", person.id, by=person.id, now=now, before=before, after=after
    )
    replan(book, now, people=[person.id])
    return book.people.by_id(person.id)


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None

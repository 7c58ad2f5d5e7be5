"""One morning message a person: the digest of the teams they lead, and the own day of who sells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.as_of import AsOf
from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.services.digests import Digest, DigestForNobody, digest_of
from salesbot.services.digests.company import CompanyPart, company_part
from salesbot.services.errands import Errands, errands_due
from salesbot.services.mornings.noticed import AccountsToday, accounts_today
from salesbot.services.mornings.own import OwnMorning, own_morning
from salesbot.services.unprompted import unwished
from salesbot.storage.book import Book

NOTHING_TO_TELL = "nothing to tell"


@dataclass(frozen=True, slots=True)
class Morning:
    """A person's morning message, as of a moment; one of its parts is there at least."""

    person: Person
    as_of: AsOf
    digest: Digest | None
    """Of the teams they lead."""
    own: OwnMorning | None
    """The own day of who sells."""
    company: CompanyPart | None = None
    """How the company stands, for an executive."""
    errands: Errands | None = None
    """What was agreed in a talk or given as a training, and is due."""
    noticed: AccountsToday | None = None
    """Accounts that went silent or are to be renewed; None where none is new."""

    @property
    def template(self) -> str:
        """The template that puts it into words."""
        if self.digest is not None:
            return "digests/manager"
        return "digests/company" if self.company is not None else "digests/own"

    @property
    def facts(self) -> dict[str, object]:
        """What its template is told."""
        return {
            "digest": self.digest, "own": self.own, "company": self.company, "errands": self.errands,
            "noticed": self.noticed,
        }  # fmt: skip

    @property
    def worth_telling(self) -> bool:
        """Whether it comes at all: a digest always, a rep's own day only where something is due or changed."""
        led = self.digest is not None or self.company is not None
        due = (self.errands is not None and self.errands.fresh) or self.noticed is not None
        return led or due or (self.own is not None and self.own.worth_telling)


def morning_of_person(
    book: Book, person_id: int, now: datetime, planned_for: date | None = None
) -> Morning | str:
    """The message that a person gets this morning, or why none: muted for today, or nothing to tell.

    `planned_for`: the person's day for which it was planned.
    """
    person = book.people.by_id(person_id)
    why = unwished(book, person, "morning", now, planned_for)
    if why is not None:
        return why
    morning = _morning(book, person, AsOf(workspace_day(book, now), live=False, known_at=now), now)
    return morning if morning is not None and morning.worth_telling else NOTHING_TO_TELL


def morning_message(book: Book, person_id: int, as_of: AsOf, now: datetime) -> Morning:
    """A person's morning message as of a moment: of the morning of that day, or live. Raises DigestForNobody.

    It holds only what the person may see `now`, whichever day it tells of.
    """
    person = book.people.by_id(person_id)
    morning = _morning(book, person, as_of, now)
    if morning is None:
        raise DigestForNobody(name=person.name)
    return morning


def _morning(book: Book, person: Person, as_of: AsOf, now: datetime) -> Morning | None:
    digest, own = digest_of(book, person, as_of, now), own_morning(book, person, as_of, now)
    company = company_part(book, person, as_of, now)
    if digest is None and own is None and company is None:
        return None
    return Morning(
        person, as_of, digest, own, company, errands_due(book, person.id, as_of.day, now),
        accounts_today(book, person, digest, as_of, now),
    )  # fmt: skip

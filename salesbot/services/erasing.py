"""Somebody is erased: their name and words go, their numbers stay, and every figure is what it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from salesbot.domain.people import Person, Role
from salesbot.services.addresses import person_at
from salesbot.services.people import LastAdmin, admins
from salesbot.storage.book import Book
from salesbot.storage.erasing import pattern_of, scrub


@dataclass(frozen=True, slots=True)
class Erased:
    """Somebody was erased: how they are called now, and in how many rows something was blanked."""

    person_id: int
    called: str
    rows: int
    known_as: re.Pattern[str] = field(repr=False)
    """What they were recognised by, for what others write meanwhile; kept nowhere."""


def to_be_erased(book: Book, email: str) -> Person:
    """Whom it would be. Raises PersonUnknown, LastAdmin."""
    person = person_at(book, email)
    if [each.id for each in admins(book)] == [person.id]:
        raise LastAdmin(name=person.name)
    return person


def erase(book: Book, email: str, *, now: datetime) -> Erased:
    """Blank every word and name of the person, whom nobody is any more. Raises PersonUnknown, LastAdmin.

    The address that stands instead leads nowhere (RFC 2606); by it files still tell whose a deal was.
    """
    person = to_be_erased(book, email)
    called = f"#{person.id}"
    known_as = pattern_of(_names(book, person), _parts(book, person))
    book.import_words.forget_owners(known_as)
    rows = scrub(book, person.id, known_as, called)
    book.people.set_roles(person.id, person.roles - {Role.ADMIN})
    book.people.change(
        person.id, name=called, email=f"person-{person.id}@erased.invalid", slack_id=None, dm_channel=None,
        time_zone=None, locale=None, number_locale=None, active=False,
    )  # fmt: skip
    book.forget()
    book.records.audit("erased", "person", person.id, by=None, now=now)
    return Erased(person.id, called, rows + 1, known_as)


def erase_what_came_late(book: Book, erased: Erased) -> int:
    """Blank what others wrote of the person who had read the name before it was erased; in how many rows.

    On PostgreSQL they work side by side with whoever erases, and see the new name from their next transaction on.
    """
    return scrub(book, erased.person_id, erased.known_as, erased.called)


def _names(book: Book, person: Person) -> set[str]:
    """Names, addresses and Slack ids that the person has or had, as the audit tells."""
    found = {person.name, person.email or "", person.slack_id or ""}
    for record in book.records.audited_of(person.id):
        if (record.subject, record.subject_id) == ("person", person.id):
            for values in (record.before or {}, record.after or {}):
                found |= {str(values.get(key) or "") for key in ("name", "email", "slack_id")}
    return found


def _parts(book: Book, person: Person) -> set[str]:
    """The parts of the person's name that nobody else here has."""
    others = {
        part for each in book.people.all() if each.id != person.id for part in each.name.casefold().split()
    }
    return {part for part in person.name.split() if part.casefold() not in others}

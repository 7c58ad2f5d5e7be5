"""Who is meant by an e-mail, where nobody can be chosen from a list: in the terminal."""

from __future__ import annotations

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.services.setup.reading import nearest
from salesbot.storage.book import Book


class PersonUnknown(SalesbotError):
    """Nobody has this e-mail: facts `email`, `near` (the most like it)."""

    template = "mistakes/person_unknown"


def person_at(book: Book, email: str) -> Person:
    """The person with this e-mail. Raises PersonUnknown."""
    person = book.people.by_email(email)
    if person is None:
        known = [each.email for each in book.people.all() if each.email]
        raise PersonUnknown(email=email, near=nearest(email, known))
    return person

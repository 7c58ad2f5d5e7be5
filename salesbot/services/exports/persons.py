"""Everything that is kept about one person, for that person: who they are, their deals, goals and records."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from salesbot.domain.mistakes import SalesbotError
from salesbot.services.exports.deals import deal_rows
from salesbot.services.exports.goals import goal_rows
from salesbot.services.exports.people import name_of, people_rows
from salesbot.services.setup.reading import nearest
from salesbot.storage.book import Book


class PersonUnknown(SalesbotError):
    """Nobody has this e-mail: facts `email`, `near`."""

    template = "mistakes/person_unknown"


def person_file(book: Book, email: str) -> dict[str, Any]:
    """What is kept about the person with this e-mail: in names, and under `rows` as it stands in each table.

    Raises PersonUnknown.
    """
    person = book.people.by_email(email)
    if person is None:
        known = [each.email for each in book.people.all() if each.email]
        raise PersonUnknown(email=email, near=nearest(email, known))
    states = [
        state
        for state in book.deals.all()
        if person.id in {state.rep_id, *(s.person_id for s in state.shares)}
    ]
    name = name_of(person)
    return {
        "person": {**asdict(person), "roles": sorted(person.roles)},
        "teams": [row for row in people_rows(book) if row["email"] == name],
        "deals": deal_rows(book, states),
        "goals": [row for row in goal_rows(book) if row["scope"] == "rep" and row["name"] == name],
        "rows": book.about_people.rows(person.id),
    }

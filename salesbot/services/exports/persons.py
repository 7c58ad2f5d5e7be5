"""Everything that is kept about one person, for that person: who they are, their deals, goals and records."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from salesbot.services.addresses import person_at
from salesbot.services.exports.deals import deal_rows
from salesbot.services.exports.goals import goal_rows
from salesbot.services.exports.people import name_of, people_rows
from salesbot.storage.book import Book


def person_file(book: Book, email: str) -> dict[str, Any]:
    """What is kept about the person with this e-mail: in names, and under `rows` as it stands in each table.

    Raises PersonUnknown.
    """
    person = person_at(book, email)
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

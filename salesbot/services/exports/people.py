"""People as rows of a file: one for each team and manager they had, by the day from which it held."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from salesbot.domain.people import Assignment, Person
from salesbot.storage.book import Book

SINCE_EVER = date(1970, 1, 1)
"""From here on a first team and manager hold where no day was said."""


def person_names(book: Book) -> dict[int, str]:
    """How files name each person: the e-mail, else `slack:U123`; who has neither is not in files."""
    names = {person.id: name_of(person) for person in book.people.all()}
    return {number: name for number, name in names.items() if name}


def name_of(person: Person) -> str:
    """How files name a person."""
    if person.email:
        return person.email
    return f"slack:{person.slack_id}" if person.slack_id else ""


def people_rows(book: Book) -> list[dict[str, str]]:
    """Everybody, by name."""
    names = person_names(book)
    teams = {team.id: team.name for team in book.people.teams()}
    edges: dict[int, dict[date, Assignment]] = defaultdict(dict)
    for edge in book.people.assignments():
        edges[edge.person_id][edge.valid_from] = edge
    rows = []
    for person in book.people.all():
        if person.id in names:
            held: list[Assignment | None] = [edge for _, edge in sorted(edges[person.id].items())]
            rows += [{**_row(person, names), **_edge(each, names, teams)} for each in held or [None]]
    return rows


def _row(person: Person, names: dict[int, str]) -> dict[str, str]:
    return {
        "email": names[person.id],
        "name": person.name,
        "role": ";".join(sorted(person.roles)),
        "started_on": str(person.started_on or ""),
        "ended_on": str(person.ended_on or ""),
        "time_zone": person.time_zone or "",
        "locale": person.locale or "",
        "slack_id": person.slack_id or "",
    }


def _edge(edge: Assignment | None, names: dict[int, str], teams: dict[int, str]) -> dict[str, str]:
    if edge is None:
        return {"team": "", "manager_email": "", "valid_from": ""}
    return {
        "team": teams[edge.team_id] if edge.team_id is not None else "",
        "manager_email": names.get(edge.manager_id, "") if edge.manager_id is not None else "",
        "valid_from": "" if edge.valid_from <= SINCE_EVER else str(edge.valid_from),
    }

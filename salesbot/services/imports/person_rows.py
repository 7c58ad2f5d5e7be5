"""The rows of a file of people, read: who each one is, and the teams and managers they had in turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from salesbot.domain.people import Role
from salesbot.services.imports.cells import Cells, is_person_key, person_key
from salesbot.services.imports.plans import Planning
from salesbot.services.imports.problems import Why
from salesbot.services.setup.reading import SettingUnreadable, read_locale, read_time_zone

_ROLES = {role.value: role for role in Role}


@dataclass(frozen=True, slots=True)
class Edge:
    """From a day on in this team and under this manager; the manager as files name people."""

    line: int
    team: str | None
    manager: str | None
    valid_from: date | None


@dataclass
class Entry:
    """One person of the file: what is said of them, and where they belong from when."""

    key: str
    line: int
    values: dict[str, Any]
    roles: frozenset[Role] | None
    edges: list[Edge] = field(default_factory=list)


def read_people(plan: Planning) -> dict[str, Entry]:
    """Everybody of the file, by how files name people; what is wrong is noted in the plan."""
    entries: dict[str, Entry] = {}
    for row in plan.sheet.rows:
        cells = Cells(row)
        entry = _entry(cells, plan.sheet.columns)
        if entry is not None:
            first = entries.setdefault(entry.key, entry)
            if first is not entry:
                _same_person(cells, first, entry)
                first.edges += entry.edges
        plan.problems += cells.problems
    return entries


def _entry(cells: Cells, columns: frozenset[str]) -> Entry | None:
    email = cells.required("email", "kim@example.com")
    name = cells.required_name("name", "Kim Novak")
    key = person_key(email or "")
    if email is not None and not is_person_key(key):
        cells.wrong("email", Why.EMAIL, ("kim@example.com", "slack:U012AB3CD"))
    values = _values(cells, columns, name)
    roles = _roles(cells)
    edge = Edge(cells.row.line, cells.name("team"), _manager(cells), cells.day("valid_from"))
    if not cells.sound:
        return None
    values.update(
        {"email": key} if not key.startswith("slack:") else {"slack_id": key.removeprefix("slack:")}
    )
    placed = "team" in columns or "manager_email" in columns
    return Entry(key, cells.row.line, values, roles, [edge] if placed else [])


def _values(cells: Cells, columns: frozenset[str], name: str | None) -> dict[str, Any]:
    values: dict[str, Any] = {"name": name}
    started, ended = cells.day("started_on"), cells.day("ended_on")
    if started and ended and ended < started:
        cells.wrong("ended_on", Why.DAY_ORDER, (str(started),))
    values |= {"started_on": started} if "started_on" in columns else {}
    values |= {"ended_on": ended} if "ended_on" in columns else {}
    read = {
        "time_zone": _setting(cells, "time_zone", read_time_zone, Why.TIME_ZONE),
        "locale": _setting(cells, "locale", read_locale, Why.LOCALE),
        "slack_id": cells.text("slack_id"),
    }
    return values | {column: value for column, value in read.items() if value is not None}


def _setting(cells: Cells, column: str, read: Any, why: Why) -> str | None:
    typed = cells.text(column)
    if typed is None:
        return None
    try:
        return str(read(typed))
    except SettingUnreadable as unreadable:
        cells.wrong(column, why, unreadable.facts["near"] or (unreadable.facts["example"],))
        return None


def _roles(cells: Cells) -> frozenset[Role] | None:
    typed = cells.text("role")
    if typed is None:
        return None
    words = [word.strip() for word in typed.split(";") if word.strip()]
    read = [cells.choice("role", _ROLES, value=word) for word in words]
    return frozenset(role for role in read if role is not None)


def _manager(cells: Cells) -> str | None:
    typed = cells.text("manager_email")
    return person_key(typed) if typed else None


def _same_person(cells: Cells, first: Entry, again: Entry) -> None:
    """Rows of one person may differ in team, manager and the day from which they hold, and must differ in that."""
    for column, value in again.values.items():
        if first.values.get(column) != value:
            cells.wrong(column, Why.DIFFERS, (str(first.values.get(column) or ""),))
    if first.roles != again.roles:
        cells.wrong("role", Why.DIFFERS, (";".join(sorted(first.roles or ())),))
    if again.edges and again.edges[0].valid_from in [edge.valid_from for edge in first.edges]:
        cells.wrong("valid_from", Why.TWICE, ("2026-04-01",))

"""People from a file: who they are, what they may be, their team and manager and since when; teams are made.

An empty cell takes a team, a manager or a day away; it leaves a role, a zone, a language or a Slack account alone,
since those are also settled in Slack. Several rows of one person are the teams and managers they had in turn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeAlias

from salesbot.domain.people import Person, Role
from salesbot.services.calendars import workspace_day
from salesbot.services.exports.people import SINCE_EVER, person_names
from salesbot.services.imports.cells import Cells
from salesbot.services.imports.person_rows import Edge, Entry, read_people
from salesbot.services.imports.plans import Change, Planned, Planning, Told
from salesbot.services.imports.problems import Why
from salesbot.services.imports.sheets import Sheet
from salesbot.services.setup.workspaces import replan_everybody
from salesbot.storage.book import Book
from salesbot.storage.people import folded

Place: TypeAlias = tuple[str | None, str | None]
"""A team's folded name, and a manager as files name people."""


def plan_people(book: Book, sheet: Sheet, now: datetime) -> Planned:
    """What the file would change. Raises ImportRefused."""
    plan = Planning(sheet, now)
    entries = read_people(plan)
    known = _known(book, entries, plan)
    _check_managers(book, plan, entries, known)
    _check_admins(book, plan, entries, known)
    edges, today = _edges(book), workspace_day(book, now)
    moves = {
        key: _moves(entry, edges.get(known[key].id, {}) if key in known else {}, today)
        for key, entry in entries.items()
    }
    for key, entry in entries.items():
        _tell(plan, entry, known.get(key), moves[key])
    teams = {folded(edge.team): edge.team for entry in entries.values() for edge in entry.edges if edge.team}
    for name_key, name in teams.items():
        if book.people.team_named(name) is None:
            plan.make("teams", name_key, name)

    def enter(book: Book, import_id: int, told: Told) -> None:
        ids = {key: _enter_person(book, entry, known.get(key), now) for key, entry in entries.items()}
        _enter_moves(book, ids, moves, now)
        replan_everybody(book, now)

    return plan.done(enter)


# -- checking against what is known ---------------------------------------------------------------------------


def _known(book: Book, entries: Mapping[str, Entry], plan: Planning) -> dict[str, Person]:
    """Who of the file is known: by e-mail, else by Slack account."""
    people = book.people.all()
    by_email = {person.email: person for person in people if person.email}
    by_slack = {person.slack_id: person for person in people if person.slack_id}
    known: dict[str, Person] = {}
    for key, entry in entries.items():
        slack_id = entry.values.get("slack_id")
        holder = by_slack.get(slack_id) if slack_id else None
        found = by_email.get(key)
        if found is None and holder is not None and (holder.email is None or key.startswith("slack:")):
            found = holder
        if holder is not None and (found is None or holder.id != found.id):
            cells = Cells(next(row for row in plan.sheet.rows if row.line == entry.line))
            cells.wrong("slack_id", Why.TAKEN, (holder.email or holder.name,))
            plan.problems += cells.problems
        if found is not None:
            known[key] = found
    return known


def _check_managers(
    book: Book, plan: Planning, entries: Mapping[str, Entry], known: Mapping[str, Person]
) -> None:
    """Every manager is known or in the file, and nobody is led by themselves over any number of steps."""
    names = person_names(book)
    keys = {*names.values(), *entries}
    rows = {row.line: row for row in plan.sheet.rows}
    day = workspace_day(book, plan.now)
    leads = {
        names[person]: names.get(edge.manager_id)
        for person, edge in book.people.edges_on(day).items()
        if person in names and edge.manager_id is not None
    }
    for key, entry in entries.items():
        for edge in entry.edges:
            cells = Cells(rows[edge.line])
            if edge.manager is not None and edge.manager not in keys:
                cells.person("manager_email", dict.fromkeys(keys, 0))
            plan.problems += cells.problems
        if entry.edges:
            leads[key] = max(entry.edges, key=lambda edge: edge.valid_from or SINCE_EVER).manager
    for key, entry in entries.items():
        if entry.edges and _leads_to_itself(key, leads):
            cells = Cells(rows[entry.edges[-1].line])
            cells.wrong("manager_email", Why.CIRCLE)
            plan.problems += cells.problems


def _leads_to_itself(key: str, leads: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    step = leads.get(key)
    while step is not None and step not in seen:
        if step == key:
            return True
        seen.add(step)
        step = leads.get(step)
    return False


def _check_admins(
    book: Book, plan: Planning, entries: Mapping[str, Entry], known: Mapping[str, Person]
) -> None:
    """A file does not leave the workspace without an admin."""
    before = {person.id for person in book.people.having(Role.ADMIN)}
    after, last = set(before), None
    for key, entry in entries.items():
        person = known.get(key)
        if entry.roles is None:
            continue
        if Role.ADMIN in entry.roles:
            after.add(person.id if person else -entry.line)
        elif person is not None and person.id in after:
            after.discard(person.id)
            last = entry
    if before and not after and last is not None:
        cells = Cells(next(row for row in plan.sheet.rows if row.line == last.line))
        cells.wrong("role", Why.LAST_ADMIN, (";".join(sorted({*(last.roles or ()), Role.ADMIN})),))
        plan.problems += cells.problems


# -- what changes ---------------------------------------------------------------------------------------------


def _moves(entry: Entry, before: Mapping[date, Place], today: date) -> list[Edge]:
    """Where the person belongs anew; what is so already is left out."""
    several = len(entry.edges) > 1
    moves: list[Edge] = []
    standing = dict(before)
    for edge in sorted(entry.edges, key=lambda edge: edge.valid_from or SINCE_EVER):
        day = edge.valid_from or (SINCE_EVER if several or not before else today)
        holds = max((since for since in standing if since <= day), default=None)
        is_now = standing[holds] if holds is not None else (None, None)
        wanted = (folded(edge.team) if edge.team else None, edge.manager)
        exact = edge.valid_from is not None or several
        if wanted != is_now or (exact and day not in standing and wanted != (None, None)):
            moves.append(Edge(edge.line, edge.team, edge.manager, day))
            standing[day] = wanted
    return moves


def _edges(book: Book) -> dict[int, dict[date, Place]]:
    """Where everybody belonged since when, as files name teams and people."""
    names = person_names(book)
    teams = {team.id: folded(team.name) for team in book.people.teams()}
    found: dict[int, dict[date, Place]] = {}
    for edge in book.people.assignments():
        team = teams[edge.team_id] if edge.team_id is not None else None
        manager = names.get(edge.manager_id) if edge.manager_id is not None else None
        found.setdefault(edge.person_id, {})[edge.valid_from] = team, manager
    return found


def _tell(plan: Planning, entry: Entry, person: Person | None, moves: list[Edge]) -> None:
    if person is None:
        plan.changes.append(Change(entry.line, entry.key, True))
        return
    columns = [
        (column, str(getattr(person, column) or ""), str(value or ""))
        for column, value in entry.values.items()
        if getattr(person, column) != value
    ]
    if entry.roles is not None and entry.roles != person.roles:
        columns.append(("role", ";".join(sorted(person.roles)), ";".join(sorted(entry.roles))))
    columns += [("team", "", _told_move(move)) for move in moves]
    if columns:
        plan.changes.append(Change(entry.line, entry.key, False, tuple(columns)))


def _told_move(move: Edge) -> str:
    """The team, and from which day on; no day where it holds since ever."""
    since = "" if move.valid_from is None or move.valid_from <= SINCE_EVER else str(move.valid_from)
    return f"{move.team or ''} {since}".strip()


def _enter_person(book: Book, entry: Entry, person: Person | None, now: datetime) -> int:
    if person is None:
        made = book.people.add(now=now, roles=entry.roles or (), **entry.values)
        book.records.audit(
            "imported", "person", made.id, by=None, now=now, after={"roles": sorted(made.roles)}
        )
        return made.id
    changes = {column: value for column, value in entry.values.items() if getattr(person, column) != value}
    if changes:
        book.people.change(person.id, **changes)
    if entry.roles is not None and entry.roles != person.roles:
        book.people.set_roles(person.id, entry.roles)
        book.records.audit(
            "roles", "person", person.id, by=None, now=now, before={"roles": sorted(person.roles)},
            after={"roles": sorted(entry.roles)},
        )  # fmt: skip
    return person.id


def _enter_moves(book: Book, ids: Mapping[str, int], moves: Mapping[str, list[Edge]], now: datetime) -> None:
    everybody = {name: number for number, name in person_names(book).items()} | dict(ids)
    led: dict[int, Counter[int]] = {}
    for key, edges in moves.items():
        for edge in edges:
            assert edge.valid_from is not None
            team = _team(book, edge.team, now) if edge.team else None
            manager = everybody[edge.manager] if edge.manager else None
            book.people.assign(
                ids[key], team_id=team, manager_id=manager, valid_from=edge.valid_from, now=now
            )
            book.records.audit(
                "moved", "person", ids[key], by=None, now=now,
                after={"team": team, "manager": manager, "valid_from": str(edge.valid_from)},
            )  # fmt: skip
            if team is not None and manager is not None:
                led.setdefault(team, Counter())[manager] += 1
    for team, managers in led.items():
        if book.people.team(team).manager_id is None:
            # The file names managers of people; most of a team's people say who leads the team.
            book.people.change_team(team, manager_id=managers.most_common(1)[0][0])


def _team(book: Book, name: str, now: datetime) -> int:
    found = book.people.team_named(name)
    return found.id if found is not None else book.people.add_team(name=name, now=now).id

"""What is asked of people: who somebody is, what they may be, which team they are in, whom they lead, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, and_, func, select

from salesbot.domain.people import Assignment, Person, Role, Team
from salesbot.storage import tables
from salesbot.storage.prepared import settle
from salesbot.storage.questions import given, given_several, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_PERSON: Any = tables.Person.__table__
_ROLE: Any = tables.PersonRole.__table__
_TEAM: Any = tables.Team.__table__
_EDGE: Any = tables.Assignment.__table__

_TEAM_LOCALE = (
    select(_TEAM.c.locale)
    .join(_EDGE, and_(_EDGE.c.workspace_id == _TEAM.c.workspace_id, _EDGE.c.team_id == _TEAM.c.id))
    .where(_EDGE.c.workspace_id == _PERSON.c.workspace_id, _EDGE.c.person_id == _PERSON.c.id)
    .order_by(_EDGE.c.valid_from.desc(), _EDGE.c.id.desc())
    .limit(1)
    .correlate(_PERSON)
    .scalar_subquery()
)
_PEOPLE: Select[Any] = (
    select(_PERSON, _ROLE.c.role, _TEAM_LOCALE.label("team_locale"))
    .outerjoin(_ROLE, and_(_ROLE.c.workspace_id == _PERSON.c.workspace_id, _ROLE.c.person_id == _PERSON.c.id))
    .where(_PERSON.c.workspace_id == given("workspace_id"))
)
"""A row for each role that somebody holds, one for who holds none."""
_EVERYBODY = _PEOPLE.order_by(_PERSON.c.name, _PERSON.c.id)
_BY_ID = _PEOPLE.where(_PERSON.c.id == given("id"))
_BY_IDS = _PEOPLE.where(_PERSON.c.id.in_(given_several("ids")))
_BY_SLACK_ID = _PEOPLE.where(_PERSON.c.slack_id == given("slack_id"))
_BY_EMAIL = _PEOPLE.where(_PERSON.c.email == given("email"))
_LOCKED = (
    select(_PERSON.c.id)
    .where(_PERSON.c.workspace_id == given("workspace_id"), _PERSON.c.id == given("id"))
    .with_for_update()
)
_TEAMS = question(tables.Team).order_by(_TEAM.c.name)
_TEAM_BY_ID = question(tables.Team, _TEAM.c.id == given("id"))
_EDGES = question(tables.Assignment).order_by(_EDGE.c.person_id, _EDGE.c.valid_from, _EDGE.c.id)
_MOVED = (
    select(_EDGE.c.person_id)
    .where(
        _EDGE.c.workspace_id == given("workspace_id"), _EDGE.c.valid_from > given("first"),
        _EDGE.c.valid_from < given("last"),
    )
    .distinct()
)  # fmt: skip
_EDGE_ON = (
    question(tables.Assignment, _EDGE.c.person_id == given("person_id"), _EDGE.c.valid_from <= given("day"))
    .order_by(_EDGE.c.valid_from.desc(), _EDGE.c.id.desc())
    .limit(1)
)


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name as names are compared: case and spaces folded."""
    return " ".join(name.casefold().split())


class People:
    """People, roles, teams, and the dated edges between them."""

    def __init__(self, book: Book) -> None:
        self.book = book

    # -- people -------------------------------------------------------------------------------------------

    def all(self) -> list[Person]:
        """Everybody, by name."""
        return list(self._people(_EVERYBODY))

    def by_id(self, person_id: int) -> Person:
        """The person of that number; LookupError if there is none."""
        found = self._people(_BY_ID, id=person_id)
        if not found:
            raise LookupError(f"there is no person {person_id}")
        return found[0]

    def by_ids(self, people: Iterable[int]) -> dict[int, Person]:
        """Those people, by number."""
        return {one.id: one for one in _people(self.book.all(_BY_IDS, ids=sorted(people)))}

    def locked(self, person_id: int) -> None:
        """Nobody else who locks this person goes on until this book is closed."""
        if not self.book.writes_alone:
            settle(self.book.connection, _LOCKED, {"workspace_id": self.book.workspace_id, "id": person_id})
            self.book.look_again()

    def by_slack_id(self, slack_id: str) -> Person | None:
        """The person behind a Slack account."""
        found = self._people(_BY_SLACK_ID, slack_id=slack_id)
        return found[0] if found else None

    def by_email(self, email: str) -> Person | None:
        """The person with that address, case folded."""
        found = self._people(_BY_EMAIL, email=email.casefold())
        return found[0] if found else None

    def having(self, role: Role) -> list[Person]:
        """Everybody who holds the role, by name."""
        return [person for person in self.all() if role in person.roles]

    def add(self, *, name: str, now: datetime, roles: Iterable[Role] = (), **values: Any) -> Person:
        """A new person of the workspace."""
        if values.get("email"):
            values["email"] = values["email"].casefold()
        number = self.book.add(tables.Person, name=name, created_at=now, **values)
        self.set_roles(number, roles)
        return self.by_id(number)

    def change(self, person_id: int, **values: Any) -> Person:
        """Write something anew about a person."""
        if values.get("email"):
            values["email"] = values["email"].casefold()
        self.book.change(tables.Person, _PERSON.c.id == person_id, **values)
        return self.by_id(person_id)

    def planned(self, people: Iterable[int], until: datetime) -> None:
        """What these people are told stands planned up to then."""
        self.book.change(tables.Person, _PERSON.c.id.in_(sorted(people)), planned_until=until)

    def set_roles(self, person_id: int, roles: Iterable[Role]) -> None:
        """The person holds exactly these roles."""
        self.book.remove(tables.PersonRole, _ROLE.c.person_id == person_id)
        rows = [{"person_id": person_id, "role": role.value} for role in sorted(set(roles))]
        self.book.add_rows(tables.PersonRole, rows)
        self.book.forget(tables.Person)

    def _people(self, asked: Select[Any], **values: Any) -> tuple[Person, ...]:
        key = (asked, *values.values())
        return self.book.remembered(tables.Person, key, lambda: _people(self.book.all(asked, **values)))

    # -- teams --------------------------------------------------------------------------------------------

    def teams(self) -> list[Team]:
        """Every team, by name."""
        return list(
            self.book.remembered(
                tables.Team, "all", lambda: tuple(_team(row) for row in self.book.all(_TEAMS))
            )
        )

    def team(self, team_id: int) -> Team:
        """The team of that number; LookupError if there is none."""
        team = self.book.remembered(tables.Team, team_id, lambda: self._team(team_id))
        if team is None:
            raise LookupError(f"there is no team {team_id}")
        return team

    def _team(self, team_id: int) -> Team | None:
        row = self.book.first(_TEAM_BY_ID, id=team_id)
        return None if row is None else _team(row)

    def team_named(self, name: str) -> Team | None:
        """The team of that name, case and spaces folded."""
        row = self.book.one(self.book.select(tables.Team, _TEAM.c.name_key == folded(name)))
        return None if row is None else _team(row)

    def add_team(self, *, name: str, now: datetime, **values: Any) -> Team:
        """A new team."""
        return self.team(
            self.book.add(tables.Team, name=name, name_key=folded(name), created_at=now, **values)
        )

    def change_team(self, team_id: int, **values: Any) -> Team:
        """Settle something anew for a team."""
        if "name" in values:
            values["name_key"] = folded(values["name"])
        self.book.change(tables.Team, _TEAM.c.id == team_id, **values)
        return self.team(team_id)

    # -- who is where, by date ----------------------------------------------------------------------------

    def assign(
        self, person_id: int, *, team_id: int | None, manager_id: int | None, valid_from: date, now: datetime,
        by: int | None = None,
    ) -> None:  # fmt: skip
        """From that day on the person belongs to this team and reports to this manager; history stays as it was."""
        self.book.add(
            tables.Assignment, person_id=person_id, team_id=team_id, manager_id=manager_id,
            valid_from=valid_from, recorded_at=now, recorded_by=by,
        )  # fmt: skip

    def moved_between(self, first: date, last: date) -> frozenset[int]:
        """Who may have changed the team within the half-open span, later than on its first day."""
        return self.book.remembered(
            tables.Assignment,
            (first, last),
            lambda: frozenset(person for (person,) in self.book.all(_MOVED, first=first, last=last)),
        )

    def assignments(self, known_at: datetime | None = None) -> list[Assignment]:
        """Every edge that was recorded by then, in the order in which a later one replaces an earlier one."""
        edges = self.book.remembered(
            tables.Assignment, "all", lambda: tuple(_edge(row) for row in self.book.all(_EDGES))
        )
        return [edge for edge in edges if known_at is None or edge.recorded_at <= known_at]

    def assignment_on(self, person_id: int, day: date) -> Assignment | None:
        """Where the person belongs on a day."""
        return self.book.remembered(
            tables.Assignment, (person_id, day), lambda: self._assignment_on(person_id, day)
        )

    def _assignment_on(self, person_id: int, day: date) -> Assignment | None:
        row = self.book.first(_EDGE_ON, person_id=person_id, day=day)
        return None if row is None else _edge(row)

    def members_on(self, team_id: int, day: date) -> list[int]:
        """Who is in the team on a day, by person's number."""
        return sorted(person for person, edge in self.edges_on(day).items() if edge.team_id == team_id)

    def edges_on(self, day: date) -> dict[int, Assignment]:
        """Where everybody belongs on a day: the newest edge in force, the later recorded among equals."""
        in_force: dict[int, Assignment] = {}
        for edge in self.assignments():
            if edge.valid_from <= day:
                in_force[edge.person_id] = edge
        return in_force

    def below(self, manager_id: int, day: date) -> frozenset[int]:
        """Everybody whose line of managers leads to this one on that day, over any number of steps."""
        edges = self.edges_on(day)
        found: set[int] = set()
        frontier = {manager_id}
        while frontier:
            frontier = {p for p, edge in edges.items() if edge.manager_id in frontier} - found - {manager_id}
            found |= frontier
        return frozenset(found)

    def count(self) -> int:
        """How many people the workspace has."""
        query = select(func.count()).select_from(_PERSON)
        found = self.book.connection.execute(
            query.where(and_(_PERSON.c.workspace_id == self.book.workspace_id))
        )
        return int(found.scalar_one())


def _people(rows: Sequence[Row[Any]]) -> tuple[Person, ...]:
    held: dict[int, set[Role]] = {}
    for row in rows:
        held.setdefault(row.id, set()).update([Role(row.role)] if row.role is not None else [])
    return tuple(_person(row, frozenset(held.pop(row.id))) for row in rows if row.id in held)


def _edge(row: Row[Any]) -> Assignment:
    return Assignment(row.person_id, row.team_id, row.manager_id, row.valid_from, row.recorded_at)


def _person(row: Row[Any], roles: frozenset[Role]) -> Person:
    return Person(
        id=row.id, name=row.name, email=row.email, slack_id=row.slack_id, roles=roles,
        time_zone=row.time_zone, zone_chosen=row.zone_chosen, locale=row.locale,
        number_locale=row.number_locale, started_on=row.started_on, ended_on=row.ended_on, active=row.active,
        shows_amounts=row.shows_amounts, amounts_asked=row.amounts_asked, praise=row.praise,
        dm_channel=row.dm_channel, team_locale=row.team_locale,
        on_leaderboards=row.on_leaderboards, announces_given=row.announces_given,
        announces_received=row.announces_received,
    )  # fmt: skip


def _team(row: Row[Any]) -> Team:
    return Team(
        id=row.id, name=row.name, manager_id=row.manager_id, channel_id=row.channel_id,
        digest_minute=row.digest_minute, shows_amounts=row.shows_amounts,
        shout_out_delay=row.shout_out_delay, leaderboard=row.leaderboard, locale=row.locale,
        approval_limit=row.approval_limit, digest_in_channel=row.digest_in_channel,
        pipeline_id=row.pipeline_id, deals_channel_id=row.deals_channel_id, goals_read_by=row.goals_read_by,
        goal_steps=None if row.goal_steps is None else tuple(row.goal_steps),
    )  # fmt: skip

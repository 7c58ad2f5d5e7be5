"""Teams: their name, manager, channel, hour and members, and what they show of their figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Role, SlackPerson, Team
from salesbot.services.calendars import workspace_day
from salesbot.services.people import GuestRefused, acquaint, add_role, move_person, require_admin
from salesbot.services.planning import replan
from salesbot.services.setup.reading import read_name
from salesbot.services.trials import require_no_trial
from salesbot.storage.book import Book


class TeamNameTaken(SalesbotError):
    """Another team has this name: fact `name`."""

    template = "mistakes/team_name_taken"


@dataclass(frozen=True, slots=True)
class TeamSettled:
    """A team as it stands now, and who joined and left it by this."""

    team: Team
    made: bool
    joined: tuple[Person, ...]
    left: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class MembersMet:
    """The people of a channel: those who can be in a team, and the names of those who cannot."""

    people: tuple[Person, ...]
    refused: tuple[str, ...]


def settle_team(
    book: Book, by: Person | None, team_id: int | None, settings: dict[str, Any], *, now: datetime,
    members: Iterable[int] | None = None,
) -> TeamSettled:  # fmt: skip
    """Make a team (`team_id` None, with a `name`) or settle something anew for it, and say who is in it from today.

    `settings`: fields of the team by name. Its manager is made a manager, its members reps unless they have a role.
    Without `members` they stay as they are. Raises NotAllowed, TeamNameTaken, SettingUnreadable, LeadsItself.
    """
    require_admin(book, by, now)
    values = {**settings, "name": read_name(settings["name"])} if "name" in settings else dict(settings)
    _refuse_name(book, team_id, values.get("name"))
    before = book.people.team(team_id) if team_id is not None else None
    team = _changed(book, by, before, values, now)
    if team.manager_id is not None:
        add_role(book, by, team.manager_id, Role.MANAGER, now=now)
    was = set(book.people.members_on(team.id, workspace_day(book, now)))
    wanted = was if members is None else set(members)
    _lead(book, by, team, before, was & wanted, now)
    joined = [_join(book, by, team, person_id, now) for person_id in sorted(wanted - was)]
    left = [_leave(book, by, person_id, now) for person_id in sorted(was - wanted)]
    return TeamSettled(team, before is None, tuple(joined), tuple(left))


def meet_members(book: Book, by: Person | None, found: Sequence[SlackPerson], *, now: datetime) -> MembersMet:
    """The people behind a channel's members, made acquainted; bots are passed over, guests and strangers named."""
    require_admin(book, by, now)
    met, refused = [], []
    for each in found:
        if each.bot or each.deleted:
            continue
        try:
            met.append(acquaint(book, each, now))
        except GuestRefused:
            refused.append(each.name)
    return MembersMet(tuple(met), tuple(refused))


def _refuse_name(book: Book, team_id: int | None, name: str | None) -> None:
    same = book.people.team_named(name) if name is not None else None
    if same is not None and same.id != team_id:
        raise TeamNameTaken(name=same.name)


def _changed(
    book: Book, by: Person | None, before: Team | None, values: dict[str, Any], now: datetime
) -> Team:
    changes = {name: value for name, value in values.items() if getattr(before, name, None) != value}
    if before is not None and "leaderboard" in changes:
        require_no_trial(book, before, workspace_day(book, now))
    if before is None:
        team = book.people.add_team(now=now, **values)
    elif changes:
        team = book.people.change_team(before.id, **changes)
    else:
        return before
    was = {name: getattr(before, name) for name in changes} if before else None
    leading = {team.manager_id, before.manager_id if before else None}
    replan(book, now, people=[number for number in leading if number is not None], teams=[team.id])
    book.records.audit(
        "settled" if before else "made", "team", team.id, by=by.id if by else None, now=now,
        before=was, after=changes,
    )  # fmt: skip
    return team


def _lead(
    book: Book, by: Person | None, team: Team, before: Team | None, staying: set[int], now: datetime
) -> None:
    """Those who reported to the team's former manager report to the new one from today."""
    if before is None or before.manager_id == team.manager_id:
        return
    day = workspace_day(book, now)
    for person_id in sorted(staying - {team.manager_id}):
        edge = book.people.assignment_on(person_id, day)
        if edge is not None and edge.manager_id == before.manager_id:
            move_person(
                book, by, person_id, team_id=team.id, manager_id=team.manager_id, valid_from=day, now=now
            )


def _join(book: Book, by: Person | None, team: Team, person_id: int, now: datetime) -> Person:
    day = workspace_day(book, now)
    edge = book.people.assignment_on(person_id, day)
    keeps = edge.manager_id if edge else None
    manager = keeps if person_id == team.manager_id or team.manager_id is None else team.manager_id
    move_person(book, by, person_id, team_id=team.id, manager_id=manager, valid_from=day, now=now)
    person = book.people.by_id(person_id)
    return person if person.roles else add_role(book, by, person_id, Role.REP, now=now)


def _leave(book: Book, by: Person | None, person_id: int, now: datetime) -> Person:
    move_person(
        book, by, person_id, team_id=None, manager_id=None, valid_from=workspace_day(book, now), now=now
    )
    return book.people.by_id(person_id)

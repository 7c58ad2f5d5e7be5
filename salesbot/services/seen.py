"""Who sees what about somebody: their managers, the channel, the leaderboard, and what a manager was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.feats import Game
from salesbot.domain.leaderboards import Mode
from salesbot.domain.people import Person, Role, Team
from salesbot.services.calendars import workspace_day
from salesbot.services.planning import mode_on
from salesbot.services.recognition import team_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class WhoSees:
    """What others see of one person, and who they are."""

    person: Person
    leaders: tuple[Person, ...]
    """The line of managers, the nearest first: they see this person's figures and deals."""
    deputies: tuple[Person, ...]
    """Who stands in for one of them today, and sees as much meanwhile."""
    executives: tuple[Person, ...]
    """They see sums of teams and the company."""
    admins: tuple[Person, ...]
    team: Team | None
    amounts: bool
    """Whether the person's amounts may stand in the channel."""
    mode: Mode | None
    """How the team's leaderboard is shown; None: no team."""
    contests: bool
    """Whether the team plays contests."""
    named: bool
    """Whether the person's name may stand there before colleagues."""


def who_sees(book: Book, person: Person, *, now: datetime) -> WhoSees:
    """Who sees what about the person today; only ever asked by the person."""
    day = workspace_day(book, now)
    leaders = _line(book, person, now)
    away = {absence.person_id: absence.deputy_id for absence in book.absences.on(day)}
    stand_in = [away[leader.id] for leader in leaders if away.get(leader.id) is not None]
    team = team_of(book, person.id, day)
    mode = mode_on(book, team, day) if team is not None else None
    return WhoSees(
        person=person, leaders=leaders,
        deputies=tuple(book.people.by_id(one) for one in stand_in if one is not None and one != person.id),
        executives=_others(book, person, Role.EXECUTIVE), admins=_others(book, person, Role.ADMIN),
        contests=team is not None and Game.CONTESTS in book.praise.of_team(team.id).games,
        team=team, amounts=team is not None and team.shows_amounts and person.shows_amounts, mode=mode,
        named=person.on_leaderboards and mode not in (None, Mode.OFF, Mode.PRIVATE),
    )  # fmt: skip


def _line(book: Book, person: Person, now: datetime) -> tuple[Person, ...]:
    edges = book.people.edges_on(workspace_day(book, now))
    found: list[Person] = []
    at = edges[person.id].manager_id if person.id in edges else None
    while at is not None and at != person.id and all(each.id != at for each in found):
        found.append(book.people.by_id(at))
        at = edges[at].manager_id if at in edges else None
    return tuple(each for each in found if each.active and each.has(Role.MANAGER))


def _others(book: Book, person: Person, role: Role) -> tuple[Person, ...]:
    return tuple(each for each in book.people.having(role) if each.active and each.id != person.id)

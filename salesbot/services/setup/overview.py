"""How a workspace is set up: what an admin sees first, and what is still to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.people import Person, Role, Team
from salesbot.domain.schedules import written_minute
from salesbot.domain.workspaces import Workspace
from salesbot.services.calendars import workspace_day
from salesbot.services.people import admins, require_admin
from salesbot.services.setup.claims import Offer, offers
from salesbot.services.setup.reading import written_week
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class TeamSeen:
    """A team as the overview lists it."""

    team: Team
    manager: str | None
    members: tuple[Person, ...]

    @property
    def hour(self) -> str:
        """When its morning digest comes: 08:00."""
        return written_minute(self.team.digest_minute)


@dataclass(frozen=True, slots=True)
class SetupSeen:
    """Everything that is settled, for one look."""

    workspace: Workspace
    week: str
    teams: tuple[TeamSeen, ...]
    stages: tuple[str, ...]
    reasons: int
    admins: tuple[str, ...]
    people: int
    apart: tuple[Person, ...]
    """People of files who have no Slack account yet."""
    practice: int
    """Practice deals that still stand."""
    offers: tuple[Offer, ...]

    @property
    def next_step(self) -> str:
        """What is best done next: workspace, team, live, or nothing."""
        if not self.workspace.ready:
            return "workspace"
        if not self.teams:
            return "team"
        return "" if self.workspace.live else "live"


def setup_seen(book: Book, by: Person | None, now: datetime) -> SetupSeen:
    """How the workspace is set up. Raises NotAllowed."""
    require_admin(book, by, now)
    people = {person.id: person for person in book.people.all()}
    day = workspace_day(book, now)
    edges = book.people.edges_on(day)
    teams = tuple(
        TeamSeen(
            team,
            people[team.manager_id].name if team.manager_id is not None else None,
            tuple(person for person in people.values() if _in_team(edges.get(person.id), team)),
        )
        for team in book.people.teams()
    )
    return SetupSeen(
        workspace=book.workspace, week=written_week(book.workspace.week), teams=teams,
        stages=tuple(f"{stage.name} {stage.probability} %" for stage in book.accounts.stages_of(None)),
        reasons=len(book.accounts.reasons()), admins=tuple(person.name for person in admins(book)),
        people=sum(1 for person in people.values() if person.roles),
        apart=tuple(person for person in people.values() if person.roles and person.slack_id is None),
        practice=len(book.deals.practice()), offers=offers(book, by),
    )  # fmt: skip


def holders(book: Book) -> dict[Role, tuple[Person, ...]]:
    """Who holds each role, by name."""
    people = book.people.all()
    return {role: tuple(person for person in people if role in person.roles) for role in Role}


def _in_team(edge: object, team: Team) -> bool:
    return getattr(edge, "team_id", None) == team.id

"""Where teams stand this month, as far as somebody may see them: a manager's own, an executive's all, a rep's own total."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import may_see_company, may_see_person, may_see_team_total
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.goals import Scope
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Role, Team
from salesbot.domain.periods import Period, month_of
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Carried, Measured, carried_in
from salesbot.services.calendars import workspace_day
from salesbot.services.digests.changed import Moments
from salesbot.services.digests.teams import team_part
from salesbot.services.digests.told import TeamPart
from salesbot.services.figures.spans import OfPeriod
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


class NoTeamToShow(SalesbotError):
    """Somebody asked for a team's figures who may see none: fact `small` (whether the own team is too small)."""

    template = "mistakes/no_team_to_show"


@dataclass(frozen=True, slots=True)
class TeamFigures(OfPeriod):
    """Every team that somebody may see, by name; money as in a digest, in whole units that add up."""

    period: Period
    as_of: AsOf
    teams: tuple[TeamPart, ...]
    company: Attainment | None
    """None where the reader may not see it, or it has nothing to show."""
    company_carried: Carried | None
    """What of the company's revenue rests on rates carried forward."""


def team_figures(
    book: Book, person: Person | None, *, now: datetime, name: str = "", period: Period | None = None
) -> TeamFigures:
    """The teams that somebody may see (of that name, if one is given) in a period (this month), live.

    Raises NoTeamToShow.
    """
    viewer = viewer_of(book, person, now)
    day = workspace_day(book, now)
    as_of, period = AsOf(day, live=True, known_at=now), period or month_of(day)
    teams = [team for team in teams_seen(book, viewer, now) if not name or _is_named(team, name)]
    if not teams:
        raise NoTeamToShow(small=bool(viewer.teams) and viewer.has(Role.REP))
    moments = Moments(book, as_of, as_of)
    parts = [
        team_part(book, team.id, period, moments, lambda person_id: may_see_person(viewer, person_id))
        for team in teams
    ]
    company = _company(book, viewer, period, as_of)
    carried = carried_in(Measured(book, period, as_of), Scope.COMPANY, None, company) if company else None
    return TeamFigures(period, as_of, tuple(parts), company, carried)


def teams_seen(book: Book, viewer: Viewer, now: datetime) -> list[Team]:
    """The teams whose totals somebody may see, by name."""
    day = workspace_day(book, now)
    return [
        team
        for team in book.people.teams()
        if may_see_team_total(viewer, team.id, len(book.people.members_on(team.id, day)))
    ]


def _company(book: Book, viewer: Viewer, period: Period, as_of: AsOf) -> Attainment | None:
    reps = frozenset(person.id for person in book.people.having(Role.REP))
    if not may_see_company(viewer, reps):
        return None
    measured = Measured(book, period, as_of)
    return measured.main_row(Scope.COMPANY, None) if measured.rows_of(Scope.COMPANY, None) else None


def _is_named(team: Team, name: str) -> bool:
    return " ".join(team.name.casefold().split()) == " ".join(name.casefold().split())

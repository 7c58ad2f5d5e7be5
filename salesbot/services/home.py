"""What App Home shows somebody: their own figures and deals, the teams they lead, and what an admin looks after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import may_configure
from salesbot.domain.announcing import AnnouncementStatus
from salesbot.domain.contests import ContestStatus
from salesbot.domain.goals import Scope
from salesbot.domain.people import Person, Role
from salesbot.services.calendars import workspace_day
from salesbot.services.contests import ContestShown, contests_seen
from salesbot.services.deals.results import DealFacts
from salesbot.services.deals.telling import all_facts
from salesbot.services.earning import Earned, earned_by
from salesbot.services.figures import OwnFigures, TeamFigures, own_figures, team_figures, teams_seen
from salesbot.services.follow_ups import FollowUpFacts, due_follow_ups, tomorrow
from salesbot.services.people import viewer_of
from salesbot.services.pipeline import Looked as LookedAt
from salesbot.services.pipeline import PipelineShown, pipeline_shown
from salesbot.services.planning import Kind
from salesbot.services.setup.claims import able_to_set_up
from salesbot.services.troubles import Trouble, trouble_of
from salesbot.services.trying_again import TROUBLES_ARE_SHOWN, may_try_again
from salesbot.storage.book import Book
from salesbot.storage.workspaces import BackupNote, backup_note

MOST_DEALS = 10
MOST_DUE = 8
MOST_PIPELINES = 3
MOST_TROUBLES = 5
MOST_CONTESTS = 3
_RUNS = (ContestStatus.RUNNING, ContestStatus.COUNTING)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that could not be delivered."""

    id: str
    due_at: datetime
    trouble: Trouble
    again: bool
    """Whether another try makes sense."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What an admin looks after."""

    people: int
    teams: int
    goals: bool
    """Whether any goal was ever set."""
    troubles: tuple[Undelivered, ...]
    """What could not be delivered of late, the newest first."""
    backup: BackupNote


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """Everything that somebody's App Home shows."""

    person: Person | None
    day: date
    """The workspace's day."""
    ready: bool
    """Whether the workspace has a currency and a time zone; without, there is nothing else to show."""
    live: bool
    admins: tuple[str, ...]
    """Who can set it up, where it is not."""
    own: OwnFigures | None
    deals: tuple[DealFacts, ...]
    """The person's own open deals, those expected soonest first; at most ten."""
    open_deals: int
    teams: TeamFigures | None
    looked: Looked | None
    pipelines: tuple[PipelineShown, ...] = ()
    """One's own open deals by stage, then those of each team that one leads."""
    due: tuple[FollowUpFacts, ...] = ()
    """What the person has to do by today, the longest overdue first; at most eight."""
    due_count: int = 0
    tomorrow: date | None = None
    """The day that *Tomorrow* puts things off to."""
    rewards: bool = False
    """Whether anything can be asked for."""
    contests: tuple[ContestShown, ...] = ()
    """Those that run in the person's teams; at most three."""
    earned: Earned | None = None
    """Badges, points and level, where the team plays for them."""


def home_figures(book: Book, person: Person | None, *, now: datetime) -> HomeFigures:
    """What App Home shows the person at this moment; each part only as far as the policy allows."""
    ready = book.workspace.ready
    states = book.deals.open([person.id], MOST_DEALS) if person is not None and ready else []
    count = book.deals.count_open([person.id]) if person is not None and ready else 0
    due = due_follow_ups(book, person.id, workspace_day(book, now)) if person is not None and ready else ()
    return HomeFigures(
        person=person, day=workspace_day(book, now), ready=ready, live=book.workspace.live,
        admins=() if ready else able_to_set_up(book),
        own=_own(book, person, count, now) if ready else None, deals=tuple(all_facts(book, states)),
        open_deals=count, teams=_teams(book, person, now) if ready else None,
        looked=_looked(book, person, now), due=due[:MOST_DUE], due_count=len(due),
        pipelines=tuple(_pipelines(book, person, count, now)) if ready else (),
        tomorrow=tomorrow(book, now) if due else None,
        rewards=person is not None and ready and bool(book.rewards.all()),
        contests=_contests(book, person, now) if person is not None and ready else (),
        earned=earned_by(book, person, now=now) if person is not None and ready else None,
    )  # fmt: skip


def _contests(book: Book, person: Person, now: datetime) -> tuple[ContestShown, ...]:
    seen = contests_seen(book, person, now=now)
    return tuple(each for each in seen if each.status in _RUNS)[:MOST_CONTESTS]


def _pipelines(book: Book, person: Person | None, open_deals: int, now: datetime) -> Iterable[PipelineShown]:
    if person is None:
        return
    viewer = viewer_of(book, person, now)
    if open_deals and viewer.member:
        yield pipeline_shown(book, person, LookedAt(Scope.REP, person.id), now=now)
    for team_id in sorted(viewer.teams_led)[:MOST_PIPELINES] if viewer.has(Role.MANAGER) else ():
        shown = pipeline_shown(book, person, LookedAt(Scope.TEAM, team_id), now=now)
        if shown.deals:
            yield shown


def _own(book: Book, person: Person | None, open_deals: int, now: datetime) -> OwnFigures | None:
    """The own figures of who sells: of others only where there are any."""
    if person is None or not viewer_of(book, person, now).member:
        return None
    own = own_figures(book, person, person.id, now=now)
    sells = person.has(Role.REP) or bool(open_deals or own.wins) or own.row.goal is not None
    return own if sells else None


def _teams(book: Book, person: Person | None, now: datetime) -> TeamFigures | None:
    """The teams that a manager leads, or all for an executive."""
    viewer = viewer_of(book, person, now)
    if not viewer.has(Role.MANAGER, Role.EXECUTIVE) or not teams_seen(book, viewer, now):
        return None
    return team_figures(book, person, now=now)


def _looked(book: Book, person: Person | None, now: datetime) -> Looked | None:
    if not may_configure(viewer_of(book, person, now)):
        return None
    dead = book.announcements.of(
        kinds=[kind.value for kind in Kind if kind is not Kind.TROUBLE],
        statuses=[AnnouncementStatus.DEAD.value], limit=MOST_TROUBLES,
    )  # fmt: skip
    return Looked(
        people=book.people.count(), teams=len(book.people.teams()), goals=bool(book.goals.versions()),
        troubles=tuple(
            Undelivered(row.id, row.due_at, trouble_of(book, row, row.last_error or ""), may_try_again(book, row, now))
            for row in dead
            if row.due_at >= now - TROUBLES_ARE_SHOWN
        ),
        backup=backup_note(book.connection, book.workspace_id),
    )  # fmt: skip

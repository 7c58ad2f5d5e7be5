"""Goals that a win reached: looked for when the win is told, once for each version of a goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from salesbot.domain import figures
from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.feats import Feat, TeamPraise
from salesbot.domain.figures import Figure
from salesbot.domain.goals import Goal, Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, month_of, quarter_of, read_period, year_of
from salesbot.domain.recognition import milestone_told, milestones_crossed, reaches
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    due_in_channel,
    person_recipient,
    plan_once,
    team_recipient,
)
from salesbot.services.recognition import team_told
from salesbot.services.webhooks import plan_goal_call
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_JUST_BEFORE = timedelta(microseconds=1)
_REACHED = 100


@dataclass(frozen=True, slots=True)
class GoalReached:
    """A reached goal as a channel hears of it: without figures, unless everybody concerned said yes."""

    team: Team
    scope: Scope
    person: Person | None
    """Whose goal it is; None for a team's or the company's."""
    period: Period
    percent: int
    """The milestone: 50, 90, 100, 120, 150 or 200."""
    goal: Money | None
    """None: not for this channel."""


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """A goal that somebody reached, told to them alone."""

    person: Person
    period: Period
    percent: int
    goal: Figure


@dataclass(frozen=True, slots=True)
class _Crossing:
    scope: Scope
    subject_id: int | None
    period: Period
    crossed: tuple[int, ...]
    """The milestones that the win crossed, in percent."""
    version: str
    """Of the goal: a milestone is told once for each."""


def plan_goals_reached(book: Book, deal_id: int, now: datetime) -> int:
    """Plan what a channel hears of the goals that this won deal reached; answers with how many posts are new.

    The goals are those that stood when the win was entered, so a goal that is set later announces only what is
    still ahead; and only what still holds now is told.
    """
    state = book.deals.now(deal_id)
    if state.outcome is not Outcome.WON or state.closed_on is None or not book.workspace.live:
        return 0
    won = _entered_as_won(book.deals.history(deal_id))
    periods = (month_of(state.closed_on), *_longer(book, state))
    crossings = [each for period in periods for each in _crossings(book, won, period, now)]
    for each in crossings:
        if _REACHED in each.crossed:
            key = f"goal:{each.version}:{_REACHED}"
            plan_goal_call(book, each.scope, each.subject_id, each.period, key, now)
    for each in crossings:
        _plan_alone(book, each, now)
    return sum(_plan(book, each, team, now) for each in crossings for team in _told(book, each, state, now))


def goal_reached(book: Book, row: Announcement, now: datetime) -> GoalReached | None:
    """What a channel hears of a reached goal at this moment; None: nothing, since it holds no more or is not wished."""
    team, subject = team_told(book, row.recipient), row.subject
    scope, percent = Scope(subject["scope"]), int(subject["percent"])
    period = read_period(subject["period"], book.workspace.years)
    person = book.people.by_id(int(subject["subject"])) if scope is Scope.REP else None
    if team is None or (person is not None and (person.praise != "public" or not person.active)):
        return None
    measured = Measured(book, period, AsOf(workspace_day(book, now), live=True, known_at=now))
    standing = measured.main_row(scope, subject["subject"])
    if standing.goal is None or not reaches(standing.won, standing.goal, percent):
        return None
    if not book.praise.of_team(team.id).tells(Feat(f"goal_{percent}")):
        return None
    open_talk = team.shows_amounts and (person is None or person.shows_amounts)
    if percent != _REACHED and not open_talk:
        return None
    shown = (
        standing.goal
        if open_talk and isinstance(standing.goal, Money) and scope is not Scope.COMPANY
        else None
    )
    return GoalReached(team, scope, person, period, percent, shown)


def own_goal(book: Book, row: Announcement, now: datetime) -> OwnGoal | None:
    """What somebody who likes praise in private is told of their goal; None: it holds no more, or is not wished."""
    person = book.people.by_id(int(row.subject["subject"]))
    period, percent = (
        read_period(row.subject["period"], book.workspace.years),
        int(row.subject["percent"]),
    )
    measured = Measured(book, period, AsOf(workspace_day(book, now), live=True, known_at=now))
    standing = measured.main_row(Scope.REP, person.id)
    if (
        person.praise != "private"
        or standing.goal is None
        or not reaches(standing.won, standing.goal, percent)
    ):
        return None
    return OwnGoal(person, period, percent, standing.goal)


def _entered_as_won(history: list[DealState]) -> DealState:
    """The entry by which the deal came to be won as it stands."""
    won = history[-1]
    for state in reversed(history):
        if state.outcome is not Outcome.WON:
            break
        won = state
    return won


def _longer(book: Book, state: DealState) -> tuple[Period, Period]:
    day, years = state.closed_on or state.effective_on, book.workspace.years
    return quarter_of(day, years), year_of(day, years)


def _crossings(book: Book, won: DealState, period: Period, now: datetime) -> Iterable[_Crossing]:
    """The goals of the period that lay above what was won before this entry, and not above it after."""
    day = workspace_day(book, now)
    after = Measured(book, period, AsOf(day, live=True, known_at=won.recorded_at))
    if not after.goals:
        return
    before = Measured(book, period, AsOf(day, live=True, known_at=won.recorded_at - _JUST_BEFORE))
    for scope, subject_id in _subjects(after, won):
        goal = next(iter(after.goals_of(scope, subject_id, REVENUE)), None)
        if goal is None or figures.currency_of(goal) != after.currency:
            continue
        was, is_now = (
            before.row(scope, subject_id, REVENUE, goal),
            after.row(scope, subject_id, REVENUE, goal),
        )
        crossed = milestones_crossed(goal, was.won, is_now.won)
        if crossed:
            version = _version(after.goals, scope, subject_id, goal)
            yield _Crossing(scope, subject_id, period, crossed, version)


def _subjects(measured: Measured, won: DealState) -> Iterable[tuple[Scope, int | None]]:
    people = sorted({share.person_id for share in won.sharers})
    day = won.closed_on or won.effective_on
    teams = sorted({team for person in people if (team := measured.teams.of(person, day)) is not None})
    yield from ((Scope.REP, person) for person in people)
    yield from ((Scope.TEAM, team) for team in teams)
    yield Scope.COMPANY, None


def _version(goals: Iterable[Goal], scope: Scope, subject_id: int | None, goal: Figure) -> str:
    """What names this version of a goal; a sum of the reps' goals is another version when it is another sum."""
    own = [
        each
        for each in goals
        if each.scope is scope and each.subject_id == subject_id and each.metric == REVENUE and each.target
    ]
    if own:
        return str(own[0].id)
    period = next(iter(goals)).period.key
    return f"{scope.value}-{subject_id}-{period}-{figures.size_of(goal)}"


def _told(book: Book, crossing: _Crossing, state: DealState, now: datetime) -> list[Team]:
    """The teams whose channels hear of it: the team concerned, or all of them for the company."""
    teams = [team for team in book.people.teams() if team.channel_id is not None]
    if crossing.scope is Scope.COMPANY:
        return teams
    if crossing.scope is Scope.TEAM:
        return [team for team in teams if team.id == crossing.subject_id]
    edge = book.people.assignment_on(crossing.subject_id or 0, workspace_day(book, now))
    return [team for team in teams if edge is not None and team.id == edge.team_id]


def _plan(book: Book, crossing: _Crossing, team: Team, now: datetime) -> bool:
    """Plan the highest milestone that the team hears of and that nothing as high was told of before."""
    recipient = team_recipient(team.id)
    planned = book.announcements.keys(Kind.GOAL_REACHED.value, recipient, f"goal:{crossing.version}:")
    already = {int(key.rpartition(":")[2]) for key in planned}
    percent = milestone_told(crossing.crossed, book.praise.of_team(team.id).milestones(), already)
    if percent is None:
        return False
    subject: dict[str, object] = {
        "scope": crossing.scope.value, "subject": crossing.subject_id, "period": crossing.period.key,
        "percent": percent,
    }  # fmt: skip
    return plan_once(
        book, Kind.GOAL_REACHED, recipient, f"goal:{crossing.version}:{percent}", now=now,
        due=due_in_channel(book, now, timedelta()), subject=subject, expires_after=NEWS_EXPIRES_AFTER,
    )  # fmt: skip


def _plan_alone(book: Book, crossing: _Crossing, now: datetime) -> None:
    """Plan the same for the person alone, who likes praise in private: their team's milestones, also without a channel."""
    if crossing.scope is not Scope.REP or crossing.subject_id is None:
        return
    person = book.people.by_id(crossing.subject_id)
    if person.praise != "private":
        return
    edge = book.people.assignment_on(person.id, workspace_day(book, now))
    settled = (
        book.praise.of_team(edge.team_id) if edge is not None and edge.team_id is not None else TeamPraise()
    )
    recipient = person_recipient(person.id)
    planned = book.announcements.keys(Kind.OWN_GOAL.value, recipient, f"goal:{crossing.version}:")
    already = {int(key.rpartition(":")[2]) for key in planned}
    percent = milestone_told(crossing.crossed, settled.milestones(), already)
    if percent is not None:
        plan_once(
            book, Kind.OWN_GOAL, recipient, f"goal:{crossing.version}:{percent}", now=now,
            subject={"subject": person.id, "period": crossing.period.key, "percent": percent},
            expires_after=NEWS_EXPIRES_AFTER,
        )  # fmt: skip

"""Agreeing on a goal: for a rep, a team, a territory or the company; every change is a version and leaves an audit row.

A first version holds from the first day of its period. A later change holds from the day it is made, or from the first
day of a period that has not begun; it replaces the goal of the whole period, or is blended with what held before by the
working days for which each held.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import require
from salesbot.domain.figures import Figure, currency_of
from salesbot.domain.goals import (
    Goal,
    GoalNotAFigure,
    GoalReason,
    Scope,
    agreed_parts,
    check_target,
    check_tiers,
    goal_in_force,
)
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.domain.proration import blended
from salesbot.domain.seasons import BY_WORKING_DAYS, Course, Season, may_have_season
from salesbot.services.attainment import is_measured
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.goals.recording import record_goal
from salesbot.services.people import viewer_of
from salesbot.services.scopes import may_set, name_of
from salesbot.storage.book import Book


class GoalReasonMissing(SalesbotError):
    """A goal that stands was to be replaced without a reason: facts `name`, `period`, `goal`, `reasons`."""

    template = "mistakes/goal_reason_missing"


class GoalUnmeasured(SalesbotError):
    """A goal was to be set in a metric for which nothing is recorded yet: fact `metric`."""

    template = "mistakes/goal_unmeasured"


class NoSuchGoal(SalesbotError):
    """A goal was to be taken back that does not stand: facts `name`, `period`."""

    template = "mistakes/no_such_goal"


@dataclass(frozen=True, slots=True)
class GoalSet:
    """A goal as it is from now on, and as it was."""

    scope: Scope
    subject_id: int | None
    name: str
    """The person's, team's or territory's; empty for the company."""
    metric: Metric
    period: Period
    goal: Figure | None
    """None: there is none any more."""
    was: Figure | None
    """None: there was none before."""
    valid_from: date
    changed: bool
    """False where it was agreed so already; then nothing is recorded."""
    version: int | None = None
    """The number of the version that was recorded."""
    agreed: Figure | None = None
    """What was agreed on, where the goal is blended with what held before."""
    floor: Figure | None = None
    stretch: Figure | None = None


def set_goal(
    book: Book, by: Person | None, scope: Scope, subject_id: int | None, period: Period, target: Figure, *,
    now: datetime, metric: Metric = REVENUE, reason: GoalReason | None = None,
    blend: bool = False, floor: Figure | None = None, stretch: Figure | None = None,
    season: Season | None = None,
) -> GoalSet:  # fmt: skip
    """Agree on a goal; `by` None is the terminal. The same goal again changes nothing.

    `blend`: what held before still counts for the working days for which it held. `season`: what each month is to carry;
    None: as it was, for a new goal as the company settled. Raises
    NotAllowed, GoalNotAFigure, GoalUnmeasured, GoalReasonMissing (where it replaces another goal).
    """
    require_may_set(book, by, scope, subject_id, now)
    check_target(metric, target)
    check_tiers(metric, target, floor, stretch)
    if metric.of_company and scope is not Scope.COMPANY:
        raise GoalNotAFigure(metric=metric, target=target, why="company")
    if scope is Scope.TERRITORY and not metric.of_accounts:
        raise GoalNotAFigure(metric=metric, target=target, why="territory")
    if not is_measured(metric):
        raise GoalUnmeasured(metric=metric)
    asked = _Asked(scope, subject_id, metric, period, target, reason, blend, floor, stretch, season)
    return _enter(book, by, asked, now)


def take_back_goal(
    book: Book, by: Person | None, scope: Scope, subject_id: int | None, period: Period, *, now: datetime,
    metric: Metric = REVENUE, reason: GoalReason | None = None,
) -> GoalSet:  # fmt: skip
    """From today on there is no such goal; its versions stay. Raises NotAllowed, NoSuchGoal."""
    require_may_set(book, by, scope, subject_id, now)
    if goal_now(book, scope, subject_id, period, metric, workspace_day(book, now)) is None:
        raise NoSuchGoal(name=name_of(book, scope, subject_id), period=period)
    asked = _Asked(scope, subject_id, metric, period, None, reason or GoalReason.ERROR)
    return _enter(book, by, asked, now)


def goal_now(
    book: Book, scope: Scope, subject_id: int | None, period: Period, metric: Metric, day: date
) -> Goal | None:
    """The goal that holds on the day, for exactly this period and metric."""
    return goal_in_force(versions_of(book, scope, subject_id, period, metric), day)


@dataclass(frozen=True, slots=True)
class _Asked:
    scope: Scope
    subject_id: int | None
    metric: Metric
    period: Period
    target: Figure | None
    reason: GoalReason | None
    blend: bool = False
    floor: Figure | None = None
    stretch: Figure | None = None
    season: Season | None = None


def require_may_set(
    book: Book, by: Person | None, scope: Scope, subject_id: int | None, now: datetime
) -> None:
    """Let pass who may set this goal, and the terminal (None). Raises NotAllowed."""
    if by is None:
        return
    require(may_set(book, viewer_of(book, by, now), scope, subject_id), "set_goal")


def _enter(book: Book, by: Person | None, asked: _Asked, now: datetime) -> GoalSet:
    if asked.scope is Scope.REP and asked.subject_id is not None:
        # Two who change one person's goal at once: the second sees what the first agreed on.
        book.people.locked(asked.subject_id)
    today = workspace_day(book, now)
    versions = versions_of(book, asked.scope, asked.subject_id, asked.period, asked.metric)
    standing = goal_in_force(versions, today)
    was = standing.target if standing is not None else None
    name = name_of(book, asked.scope, asked.subject_id)
    season = season_of(book, asked.period, asked.metric, asked.season, standing)
    same_season = standing is None or standing.season == season
    if was == asked.target and same_season and _same_tiers(standing, asked):
        since = standing.valid_from if standing is not None else asked.period.starts_on
        return _told(asked, name, was, was, since, changed=False)
    if was is not None and asked.target is not None and asked.reason is None:
        raise GoalReasonMissing(name=name, period=asked.period, goal=was, reasons=tuple(GoalReason))
    valid_from = begins_on(versions, asked.period, today)
    target = asked.target
    if asked.blend and standing is not None and target is not None:
        target = blend_in(book, versions, standing, target, valid_from, season)
    goal = Goal(
        asked.scope, asked.subject_id, asked.metric, asked.period, target, valid_from, now, asked.reason,
        agreed=asked.target if target != asked.target else None, floor=asked.floor, stretch=asked.stretch,
        recorded_by=by.id if by else None, season=season,
    )  # fmt: skip
    number = record_goal(book, goal, standing)
    return _told(asked, name, target, was, valid_from, changed=True, version=number)


def season_of(
    book: Book, period: Period, metric: Metric, wanted: Season | None, standing: Goal | None
) -> Season:
    """What each month carries of a goal: what is wanted, else as it was, else as the company settled.

    Only goals that add up over more than one month have a season.
    """
    if not may_have_season(period, metric.adds_up):
        return BY_WORKING_DAYS
    if wanted is not None:
        return wanted
    return standing.season if standing is not None else book.workspace.season


def blend_in(
    book: Book,
    versions: list[Goal],
    standing: Goal,
    target: Figure,
    valid_from: date,
    season: Season,
) -> Figure:
    """The goal of the whole period where `target` holds from a day on and what stood before it until then.

    Each weighs by the working days (by a season: by the weight of those days) for which it holds. A goal in another unit,
    or one that does not add up day by day, replaces instead.
    """
    parts = agreed_parts(versions, standing)
    fits = all(currency_of(figure) == currency_of(target) for _, figure in parts)
    if not fits or not standing.metric.adds_up or valid_from <= standing.period.starts_on:
        return target
    course = Course(calendar_of(book), standing.period, season)
    if course.gone(valid_from) is None:
        return target
    return blended([*parts, (valid_from, target)], course)


def _same_tiers(standing: Goal | None, asked: _Asked) -> bool:
    """Whether nothing is different beside the target either; what was not said is as it was."""
    if standing is None:
        return asked.floor is None and asked.stretch is None
    return asked.floor in (None, standing.floor) and asked.stretch in (None, standing.stretch)


def begins_on(versions: list[Goal], period: Period, today: date) -> date:
    """A first version holds for the whole period; a later one from today, once the period has begun."""
    begun = [goal for goal in versions if goal.valid_from <= max(today, period.starts_on)]
    return max(today, period.starts_on) if begun else period.starts_on


def versions_of(
    book: Book, scope: Scope, subject_id: int | None, period: Period, metric: Metric
) -> list[Goal]:
    """Every version of one goal, in the order of recording."""
    wanted = str(metric).casefold()
    return [
        goal
        for goal in book.goals.versions(period)
        if (goal.scope, goal.subject_id) == (scope, subject_id) and str(goal.metric).casefold() == wanted
    ]


def _told(
    asked: _Asked, name: str, goal: Figure | None, was: Figure | None, since: date, *, changed: bool,
    version: int | None = None,
) -> GoalSet:  # fmt: skip
    return GoalSet(
        asked.scope, asked.subject_id, name, asked.metric, asked.period, goal, was, since, changed, version,
        asked.target if goal != asked.target else None, asked.floor, asked.stretch,
    )  # fmt: skip

"""Agreeing on a goal: for a rep, a team or the company; every change is a version of its own and leaves an audit row.

A first version holds from the first day of its period. A later change holds from the day it is made, or from the first
day of a period that has not begun, and replaces the goal of the whole period: nothing is blended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import may_set_company_goal, may_set_goal, may_set_team_goal, require
from salesbot.domain.figures import Figure, currency_of
from salesbot.domain.goals import Goal, GoalReason, Scope, check_target, goal_in_force
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period
from salesbot.services.attainment import is_measured
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
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
    """The person's or team's; empty for the company."""
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


def set_goal(
    book: Book, by: Person | None, scope: Scope, subject_id: int | None, period: Period, target: Figure, *,
    now: datetime, metric: Metric = REVENUE, reason: GoalReason | None = None, valid_from: date | None = None,
) -> GoalSet:  # fmt: skip
    """Agree on a goal; `by` None is the terminal. The same goal again changes nothing.

    Raises NotAllowed, GoalNotAFigure, GoalUnmeasured, GoalReasonMissing (where it replaces another goal).
    """
    _require(book, by, scope, subject_id, now)
    check_target(metric, target)
    if not is_measured(metric):
        raise GoalUnmeasured(metric=metric)
    return _enter(book, by, _Asked(scope, subject_id, metric, period, target, reason, valid_from), now)


def take_back_goal(
    book: Book, by: Person | None, scope: Scope, subject_id: int | None, period: Period, *, now: datetime,
    metric: Metric = REVENUE, reason: GoalReason | None = None,
) -> GoalSet:  # fmt: skip
    """From today on there is no such goal; its versions stay. Raises NotAllowed, NoSuchGoal."""
    _require(book, by, scope, subject_id, now)
    if goal_now(book, scope, subject_id, period, metric, workspace_day(book, now)) is None:
        raise NoSuchGoal(name=name_of(book, scope, subject_id), period=period)
    asked = _Asked(scope, subject_id, metric, period, None, reason or GoalReason.ERROR, None)
    return _enter(book, by, asked, now)


def goal_now(
    book: Book, scope: Scope, subject_id: int | None, period: Period, metric: Metric, day: date
) -> Goal | None:
    """The goal that holds on the day, for exactly this period and metric."""
    return goal_in_force(_versions(book, scope, subject_id, period, metric), day)


def name_of(book: Book, scope: Scope, subject_id: int | None) -> str:
    """The person's or team's name; empty for the company."""
    if scope is Scope.COMPANY or subject_id is None:
        return ""
    return book.people.by_id(subject_id).name if scope is Scope.REP else book.people.team(subject_id).name


@dataclass(frozen=True, slots=True)
class _Asked:
    scope: Scope
    subject_id: int | None
    metric: Metric
    period: Period
    target: Figure | None
    reason: GoalReason | None
    valid_from: date | None


def _require(book: Book, by: Person | None, scope: Scope, subject_id: int | None, now: datetime) -> None:
    if by is None:
        return
    viewer = viewer_of(book, by, now)
    if scope is Scope.COMPANY or subject_id is None:
        reps = frozenset(person.id for person in book.people.having(Role.REP))
        allowed = may_set_company_goal(viewer, reps)
    elif scope is Scope.TEAM:
        allowed = may_set_team_goal(viewer, subject_id)
    else:
        allowed = may_set_goal(viewer, subject_id)
    require(allowed, "set_goal")


def _enter(book: Book, by: Person | None, asked: _Asked, now: datetime) -> GoalSet:
    if asked.scope is Scope.REP and asked.subject_id is not None:
        # Two who change one person's goal at once: the second sees what the first agreed on.
        book.people.locked(asked.subject_id)
    today = workspace_day(book, now)
    versions = _versions(book, asked.scope, asked.subject_id, asked.period, asked.metric)
    standing = goal_in_force(versions, today)
    was = standing.target if standing is not None else None
    name = name_of(book, asked.scope, asked.subject_id)
    if was == asked.target:
        since = standing.valid_from if standing is not None else asked.period.starts_on
        return _told(asked, name, was, since, changed=False)
    if was is not None and asked.target is not None and asked.reason is None:
        raise GoalReasonMissing(name=name, period=asked.period, goal=was, reasons=tuple(GoalReason))
    valid_from = asked.valid_from or _valid_from(versions, asked.period, today)
    number = book.goals.add(
        Goal(
            asked.scope, asked.subject_id, asked.metric, asked.period, asked.target, valid_from, now,
            asked.reason,
        ),
        by=by.id if by else None,
    )  # fmt: skip
    _audit(book, by, asked, was, valid_from, number, now)
    return _told(asked, name, was, valid_from, changed=True, version=number)


def _valid_from(versions: list[Goal], period: Period, today: date) -> date:
    """A first version holds for the whole period; a later one from today, once the period has begun."""
    begun = [goal for goal in versions if goal.valid_from <= max(today, period.starts_on)]
    return max(today, period.starts_on) if begun else period.starts_on


def _versions(book: Book, scope: Scope, subject_id: int | None, period: Period, metric: Metric) -> list[Goal]:
    wanted = str(metric).casefold()
    return [
        goal
        for goal in book.goals.versions(period.key)
        if (goal.scope, goal.subject_id) == (scope, subject_id) and str(goal.metric).casefold() == wanted
    ]


def _audit(
    book: Book, by: Person | None, asked: _Asked, was: Figure | None, valid_from: date, number: int,
    now: datetime,
) -> None:  # fmt: skip
    about = {
        "scope": asked.scope.value, "subject": asked.subject_id, "metric": str(asked.metric),
        "period": asked.period.key,
    }  # fmt: skip
    book.records.audit(
        "set" if asked.target is not None else "took_back", "goal", number, by=by.id if by else None, now=now,
        before={**about, **_written(was)} if was is not None else None,
        after={
            **about, **_written(asked.target), "valid_from": str(valid_from),
            "reason": asked.reason.value if asked.reason else None,
        },
    )  # fmt: skip


def _written(target: Figure | None) -> dict[str, str | None]:
    if target is None:
        return {"target": None, "currency": None}
    return {"target": f"{target.decimal:f}", "currency": currency_of(target)}


def _told(
    asked: _Asked, name: str, was: Figure | None, since: date, *, changed: bool, version: int | None = None
) -> GoalSet:
    return GoalSet(
        asked.scope, asked.subject_id, name, asked.metric, asked.period, asked.target, was, since, changed,
        version,
    )  # fmt: skip

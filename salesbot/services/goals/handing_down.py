"""Handing a goal down: to whom it goes, by what, and what each would be asked; a change of goals like every other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain import figures
from salesbot.domain.alphabet import alphabetical
from salesbot.domain.as_of import AsOf
from salesbot.domain.figures import Figure
from salesbot.domain.goals import Goal, GoalReason, Scope
from salesbot.domain.handing_down import Split, parts_of_goal
from salesbot.domain.metrics import Metric
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, read_period
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.goals.changing import propose_goals
from salesbot.services.goals.previewing import Preview
from salesbot.services.goals.setting import NoSuchGoal, goal_now, require_may_set
from salesbot.services.goals.wanted import Wanted
from salesbot.services.scopes import name_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom a part of a goal is handed down."""

    scope: Scope
    subject_id: int
    name: str
    goal: Figure | None
    """What stands already."""
    last_year: Figure
    """What was won in the same period a year ago."""


@dataclass(frozen=True, slots=True)
class HandingDown:
    """A goal with everybody to whom it can be handed down, by name."""

    goal: Goal
    name: str
    receivers: tuple[Receiver, ...]


def handing_down(
    book: Book, by: Person, scope: Scope, subject_id: int | None, period: Period, metric: Metric, *, now: datetime
) -> HandingDown:  # fmt: skip
    """A team's or the company's own goal, and who would take a part of it. Raises NotAllowed, NoSuchGoal."""
    require_may_set(book, by, scope, subject_id, now)
    day = workspace_day(book, now)
    goal = goal_now(book, scope, subject_id, period, metric, day)
    name = name_of(book, scope, subject_id)
    if goal is None or goal.target is None or scope is Scope.REP or not metric.adds_up:
        raise NoSuchGoal(name=name, period=period)
    before = Measured(book, _a_year_before(period, book), AsOf(day, live=True, known_at=now))
    below = Scope.TEAM if scope is Scope.COMPANY else Scope.REP
    numbers = _teams(book) if below is Scope.TEAM else _members(book, subject_id or 0, day)
    unit = figures.currency_of(goal.target)
    receivers = []
    for number in numbers:
        standing = goal_now(book, below, number, period, metric, day)
        won = before.row(below, number, metric, figures.zero(goal.target) if unit else None).won
        receivers.append(
            Receiver(below, number, name_of(book, below, number), standing.target if standing else None, won)
        )
    ordered = sorted(receivers, key=lambda each: alphabetical(each.name))
    return HandingDown(goal, name, tuple(ordered))


def hand_down(
    book: Book, by: Person, told: HandingDown, split: Split, weights: Mapping[int, int], *, now: datetime,
    reason: GoalReason,
) -> Preview:  # fmt: skip
    """Propose the parts as goals; who has no weight among others who have gets none. Raises NotAllowed."""
    if split is Split.LAST_YEAR:
        used = [max(figures.size_of(each.last_year), 0) for each in told.receivers]
    elif split is Split.WEIGHTS:
        used = [weights.get(each.subject_id, 0) for each in told.receivers]
    else:
        used = [1 for _ in told.receivers]
    assert told.goal.target is not None
    parts = parts_of_goal(told.goal.target, used)
    wanted = [
        Wanted(each.scope, each.subject_id, part, told.goal.metric, season=told.goal.season)
        for each, part in zip(told.receivers, parts, strict=True)
        if figures.size_of(part) > 0
    ]
    return propose_goals(book, by, told.goal.period, wanted, reason, now=now)


def _teams(book: Book) -> list[int]:
    return [team.id for team in book.people.teams()]


def _members(book: Book, team_id: int, day: date) -> list[int]:
    return [number for number in book.people.members_on(team_id, day) if book.people.by_id(number).active]


def _a_year_before(period: Period, book: Book) -> Period:
    """The same period a year earlier: by its name, a span of days by its days."""
    if "/" in period.key:
        first, _, last = period.key.partition("/")
        return read_period(f"{_year_less(first)}/{_year_less(last)}")
    key = f"{int(period.key[:4]) - 1:04}{period.key[4:]}"
    if key.endswith("-W53"):
        key = key.replace("-W53", "-W52")
    return read_period(key, book.workspace.years)


def _year_less(day: str) -> str:
    year, rest = int(day[:4]) - 1, day[4:]
    return f"{year:04}{'-02-28' if rest == '-02-29' else rest}"

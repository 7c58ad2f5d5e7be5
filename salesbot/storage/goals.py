"""What is asked of goals: every version, as recorded by an instant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select

from salesbot.domain.book_years import BookYears
from salesbot.domain.figures import currency_of, figure, size_of
from salesbot.domain.goals import Goal, GoalReason, Scope
from salesbot.domain.metrics import Metric, read_metric
from salesbot.domain.periods import Period, as_called
from salesbot.domain.seasons import BY_WORKING_DAYS, read_season
from salesbot.storage import tables
from salesbot.storage.questions import EVER, given, question
from salesbot.storage.subjects import subject_of, subject_values

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_GOAL: Any = tables.Goal.__table__

_VERSIONS = question(tables.Goal, _GOAL.c.recorded_at <= given("known_at")).order_by(_GOAL.c.id)
_OF_DAYS = _VERSIONS.where(_GOAL.c.starts_on == given("since"), _GOAL.c.ends_on == given("until"))
_COVERING = _VERSIONS.where(_GOAL.c.starts_on <= given("day"), _GOAL.c.ends_on > given("day"))


class Goals:
    """Every version of every goal of one workspace, in the order of recording."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, goal: Goal, *, by: int | None = None, import_id: int | None = None) -> int:
        """Record a version; answers with its number."""
        return self.book.add(
            tables.Goal,
            **subject_values(goal.scope, goal.subject_id),
            metric=str(goal.metric),
            period=goal.period.key,
            starts_on=goal.period.starts_on,
            ends_on=goal.period.ends_on,
            target=None if goal.target is None else size_of(goal.target),
            currency=None if goal.target is None else currency_of(goal.target),
            agreed=None if goal.agreed is None else size_of(goal.agreed),
            floor=None if goal.floor is None else size_of(goal.floor),
            stretch=None if goal.stretch is None else size_of(goal.stretch),
            season=str(goal.season) if goal.season else None,
            valid_from=goal.valid_from,
            reason=goal.reason.value if goal.reason else None,
            recorded_at=goal.recorded_at,
            recorded_by=by,
            import_id=import_id,
        )

    def versions(self, period: Period | None = None, known_at: datetime | None = None) -> list[Goal]:
        """The versions (of goals for one period) recorded by then, in the order of recording."""
        if period is None:
            return self._goals(_VERSIONS, known_at)
        found = self._goals(_OF_DAYS, known_at, since=period.starts_on, until=period.ends_on)
        return [goal for goal in found if goal.period == period]

    def versions_of(
        self, people: Iterable[int], period: Period, known_at: datetime | None = None
    ) -> list[Goal]:
        """The versions of these people's own goals for the period: nobody else's are looked through."""
        found: dict[int, list[Goal]] = self.book.remembered(
            tables.Goal,
            ("by person", period),
            lambda: _by_person(self.versions(period)),
        )
        return [
            goal
            for person in people
            for goal in found.get(person, ())
            if known_at is None or goal.recorded_at <= known_at
        ]

    def by_id(self, goal_id: int) -> Goal:
        """The version of that number; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.Goal, _GOAL.c.id == goal_id))
        if row is None:
            raise LookupError(f"there is no goal {goal_id}")
        return _goal(row, self.book.workspace.years)

    def covering(self, day: date, known_at: datetime | None = None) -> list[Goal]:
        """The versions of goals whose period holds the day, recorded by then."""
        return self._goals(_COVERING, known_at, day=day)

    def _goals(self, asked: Select[Any], known_at: datetime | None, **values: Any) -> list[Goal]:
        years = self.book.workspace.years
        return [
            goal
            for goal in self.book.remembered(
                tables.Goal,
                (asked, *values.values()),
                lambda: tuple(_goal(row, years) for row in self.book.all(asked, known_at=EVER, **values)),
            )
            if known_at is None or goal.recorded_at <= known_at
        ]


def _by_person(goals: Iterable[Goal]) -> dict[int, list[Goal]]:
    found: dict[int, list[Goal]] = {}
    for goal in goals:
        if goal.scope is Scope.REP and goal.subject_id is not None:
            found.setdefault(goal.subject_id, []).append(goal)
    return found


def _goal(row: Row[Any], years: BookYears) -> Goal:
    scope, subject_id = subject_of(row)
    return Goal(
        scope=scope,
        subject_id=subject_id,
        metric=_metric(row.metric),
        period=as_called(Period(row.period, row.starts_on, row.ends_on), years),
        target=None if row.target is None else figure(row.target, row.currency),
        valid_from=row.valid_from,
        recorded_at=row.recorded_at,
        reason=GoalReason(row.reason) if row.reason else None,
        id=row.id,
        agreed=None if row.agreed is None else figure(row.agreed, row.currency),
        floor=None if row.floor is None else figure(row.floor, row.currency),
        stretch=None if row.stretch is None else figure(row.stretch, row.currency),
        recorded_by=row.recorded_by,
        season=read_season(row.season) if row.season else BY_WORKING_DAYS,
    )


@cache
def _metric(written: str) -> Metric:
    """A company has thousands of goals in a few metrics: each is read once."""
    return read_metric(written)

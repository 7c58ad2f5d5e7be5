"""What is asked of goals: every version, as recorded by an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row

from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_GOAL: Any = tables.Goal.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class GoalVersion:
    """One version of a goal as it was recorded. `target`: minor units of `currency`, else millionths; None: taken back."""

    id: int
    scope: str
    person_id: int | None
    team_id: int | None
    metric: str
    period: str
    starts_on: date
    ends_on: date
    target: int | None
    currency: str | None
    valid_from: date
    reason: str | None
    recorded_at: datetime
    recorded_by: int | None


class Goals:
    """Every version of every goal of one workspace, in the order of recording."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, **values: Any) -> int:
        """Record a version; answers with its number."""
        return self.book.add(tables.Goal, **values)

    def versions(self, *, period: str | None = None, known_at: datetime | None = None) -> list[GoalVersion]:
        """The versions (of one period) recorded by then."""
        where = [] if period is None else [_GOAL.c.period == period]
        if known_at is not None:
            where.append(_GOAL.c.recorded_at <= known_at)
        rows = self.book.all(self.book.select(tables.Goal, *where).order_by(_GOAL.c.id))
        return [_version(row) for row in rows]

    def covering(self, day: date, known_at: datetime | None = None) -> list[GoalVersion]:
        """The versions whose period holds the day, recorded by then."""
        where = [_GOAL.c.starts_on <= day, _GOAL.c.ends_on > day]
        if known_at is not None:
            where.append(_GOAL.c.recorded_at <= known_at)
        rows = self.book.all(self.book.select(tables.Goal, *where).order_by(_GOAL.c.id))
        return [_version(row) for row in rows]


def _version(row: Row[Any]) -> GoalVersion:
    return GoalVersion(
        id=row.id, scope=row.scope, person_id=row.person_id, team_id=row.team_id, metric=row.metric,
        period=row.period, starts_on=row.starts_on, ends_on=row.ends_on, target=row.target,
        currency=row.currency, valid_from=row.valid_from, reason=row.reason,
        recorded_at=row.recorded_at, recorded_by=row.recorded_by,
    )  # fmt: skip

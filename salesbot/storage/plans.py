"""What is asked of saved plans: every version, as recorded by an instant."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row

from salesbot.domain.book_years import BookYears
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, as_called
from salesbot.domain.plans import Selling
from salesbot.domain.saved_plans import SavedPlan
from salesbot.storage import tables
from salesbot.storage.questions import of_days
from salesbot.storage.subjects import subject_of, subject_values

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_PLAN: Any = tables.SavedPlan.__table__


class Plans:
    """The plans that people of one workspace saved."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, plan: SavedPlan) -> int:
        """Record a version; answers with its number."""
        selling = plan.selling
        return self.book.add(
            tables.SavedPlan, **subject_values(plan.scope, plan.subject_id),
            period=plan.period.key, starts_on=plan.period.starts_on, ends_on=plan.period.ends_on,
            planned_on=plan.planned_on, goal=plan.goal.minor, won=plan.won.minor, currency=plan.goal.currency,
            won_deals=selling.won, decided_deals=selling.decided, average=selling.average.minor,
            cycle_days=selling.cycle_days, of_team=plan.of_team, what_if=plan.what_if,
            open_deals=plan.open_deals, days_left=plan.days_left, working_days_left=plan.working_days_left,
            days_a_week=plan.days_a_week, recorded_at=plan.recorded_at, recorded_by=plan.recorded_by,
        )  # fmt: skip

    def versions(self, period: Period, known_at: datetime | None = None) -> list[SavedPlan]:
        """Every version for exactly this period recorded by then, in the order of recording."""
        known = [_PLAN.c.recorded_at <= known_at] if known_at is not None else []
        query = self.book.select(tables.SavedPlan, *of_days(_PLAN.c, period), *known)
        return [_plan(row, self.book.workspace.years) for row in self.book.all(query.order_by(_PLAN.c.id))]


def _plan(row: Row[Any], years: BookYears) -> SavedPlan:
    scope, subject_id = subject_of(row)
    period = as_called(Period(row.period, row.starts_on, row.ends_on), years)
    return SavedPlan(
        scope=scope, subject_id=subject_id, period=period, planned_on=row.planned_on,
        goal=Money(row.goal, row.currency), won=Money(row.won, row.currency),
        selling=Selling(
            row.won_deals, row.decided_deals, Money(row.average, row.currency), row.cycle_days
        ),
        of_team=row.of_team, what_if=row.what_if, open_deals=row.open_deals, days_left=row.days_left,
        working_days_left=row.working_days_left, days_a_week=row.days_a_week,
        recorded_at=row.recorded_at, recorded_by=row.recorded_by, id=row.id,
    )  # fmt: skip

"""What is asked of estimates and assumptions: every version, as recorded by an instant."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, or_

from salesbot.domain.assumptions import Assumption
from salesbot.domain.book_years import BookYears
from salesbot.domain.estimates import Estimate
from salesbot.domain.money import Money, money_or_none
from salesbot.domain.periods import Period, as_called
from salesbot.storage import tables
from salesbot.storage.questions import of_days
from salesbot.storage.subjects import subject_of, subject_values

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ESTIMATE: Any = tables.Estimate.__table__
_ASSUMPTION: Any = tables.Assumption.__table__


class Estimates:
    """What people of one workspace said of how periods will end."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, estimate: Estimate, currency: str) -> int:
        """Record a version; answers with its number."""
        return self.book.add(
            tables.Estimate,
            **subject_values(estimate.scope, estimate.subject_id),
            **_period(estimate.period),
            commit_amount=estimate.commit.minor if estimate.commit is not None else None,
            best_case=estimate.best_case.minor if estimate.best_case is not None else None,
            currency=currency, recorded_at=estimate.recorded_at, recorded_by=estimate.recorded_by,
        )  # fmt: skip

    def versions(self, period: Period, known_at: datetime | None = None) -> list[Estimate]:
        """Every version for exactly this period recorded by then, in the order of recording."""
        known = [_ESTIMATE.c.recorded_at <= known_at] if known_at is not None else []
        query = self.book.select(tables.Estimate, *of_days(_ESTIMATE.c, period), *known)
        return [
            _estimate(row, self.book.workspace.years) for row in self.book.all(query.order_by(_ESTIMATE.c.id))
        ]

    # -- assumptions --------------------------------------------------------------------------------------

    def assume(self, assumption: Assumption) -> int:
        """Record an assumption; answers with its number."""
        return self.book.add(
            tables.Assumption,
            **subject_values(assumption.scope, assumption.subject_id),
            **_period(assumption.period),
            what=assumption.what, why=assumption.why, amount=assumption.amount.minor,
            currency=assumption.amount.currency, from_on=assumption.from_on,
            foretold=assumption.foretold.minor if assumption.foretold is not None else None,
            recorded_at=assumption.recorded_at, recorded_by=assumption.recorded_by,
        )  # fmt: skip

    def assumptions(self, period: Period, known_at: datetime | None = None) -> list[Assumption]:
        """The assumptions for exactly this period that stood then, in the order of recording."""
        c = _ASSUMPTION.c
        known = [c.recorded_at <= known_at, _stood(known_at)] if known_at is not None else [_stood(None)]
        query = self.book.select(tables.Assumption, *of_days(c, period), *known)
        return [_assumption(row, self.book.workspace.years) for row in self.book.all(query.order_by(c.id))]

    def assumption(self, number: int) -> Assumption:
        """The assumption of that number that still stands; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.Assumption, _ASSUMPTION.c.id == number, _stood(None)))
        if row is None:
            raise LookupError(number)
        return _assumption(row, self.book.workspace.years)

    def withdraw(self, number: int, *, by: int, now: datetime) -> None:
        """The assumption stands no more; what it was stays."""
        self.book.change(tables.Assumption, _ASSUMPTION.c.id == number, withdrawn_at=now, withdrawn_by=by)


def _stood(known_at: datetime | None) -> Any:
    never = _ASSUMPTION.c.withdrawn_at.is_(None)
    return never if known_at is None else or_(never, _ASSUMPTION.c.withdrawn_at > known_at)


def _period(period: Period) -> dict[str, object]:
    return {"period": period.key, "starts_on": period.starts_on, "ends_on": period.ends_on}


def _estimate(row: Row[Any], years: BookYears) -> Estimate:
    scope, subject_id = subject_of(row)
    return Estimate(
        scope=scope, subject_id=subject_id,
        period=as_called(Period(row.period, row.starts_on, row.ends_on), years),
        commit=money_or_none(row.commit_amount, row.currency), best_case=money_or_none(row.best_case, row.currency),
        recorded_at=row.recorded_at, recorded_by=row.recorded_by, id=row.id,
    )  # fmt: skip


def _assumption(row: Row[Any], years: BookYears) -> Assumption:
    from_on: date = row.from_on
    scope, subject_id = subject_of(row)
    return Assumption(
        scope=scope, subject_id=subject_id,
        period=as_called(Period(row.period, row.starts_on, row.ends_on), years), what=row.what, why=row.why,
        amount=Money(row.amount, row.currency), from_on=from_on,
        foretold=money_or_none(row.foretold, row.currency), recorded_at=row.recorded_at,
        recorded_by=row.recorded_by, id=row.id,
    )  # fmt: skip

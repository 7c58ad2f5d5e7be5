"""What is asked of cases."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row

from salesbot.domain.cases import CaseOutcome, TroubleCase
from salesbot.domain.diagnosis import Sign, Trouble
from salesbot.domain.evidence import Share
from salesbot.domain.goals import Scope
from salesbot.domain.orders import Department
from salesbot.storage import tables
from salesbot.storage.subjects import subject_of, subject_values

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_CASE: Any = tables.TroubleCase.__table__


class Cases:
    """The cases of one workspace; words to them are statements beside them."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(
        self, department: Department, trouble: Trouble, scope: Scope, subject_id: int | None, *,
        evidence: dict[str, Any], starts_on: date, ends_on: date, due_on: date, now: datetime, by: int,
    ) -> TroubleCase:  # fmt: skip
        """A trouble is handed to a department."""
        number = self.book.add(
            tables.TroubleCase, department=department.value, trouble=trouble.value,
            **subject_values(scope, subject_id), evidence=evidence, starts_on=starts_on,
            ends_on=ends_on, due_on=due_on, recorded_at=now, recorded_by=by,
        )  # fmt: skip
        return self.by_id(number)

    def by_id(self, case_id: int) -> TroubleCase:
        """The case of that number; LookupError if there is none."""
        found = self._cases(_CASE.c.id == case_id)
        if not found:
            raise LookupError(f"there is no case {case_id}")
        return found[0]

    def all(self) -> list[TroubleCase]:
        """Every case, those due soonest first."""
        return self._cases()

    def change(self, case_id: int, **values: Any) -> TroubleCase:
        """Write something anew about a case."""
        self.book.change_row(tables.TroubleCase, case_id, **values)
        return self.by_id(case_id)

    def _cases(self, *where: ColumnElement[bool]) -> list[TroubleCase]:
        query = self.book.select(tables.TroubleCase, *where).order_by(_CASE.c.due_on, _CASE.c.id)
        return [_case(row) for row in self.book.all(query)]


def _case(row: Row[Any]) -> TroubleCase:
    said = row.evidence
    scope, subject_id = subject_of(row)
    return TroubleCase(
        id=row.id, department=Department(row.department), trouble=Trouble(row.trouble),
        scope=scope, subject_id=subject_id,
        sign=Sign(said["sign"]), about=said["about"], now=Share(*said["now"]), before=Share(*said["before"]),
        starts_on=row.starts_on, ends_on=row.ends_on, due_on=row.due_on, outcome=CaseOutcome(row.outcome),
        owner_id=row.owner_id, answered_on=row.answered_on, closed_on=row.closed_on, recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
    )  # fmt: skip

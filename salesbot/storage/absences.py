"""What is asked of absences: who is away when, who stands in, and which days the company has off."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row

from salesbot.domain.absences import Absence
from salesbot.storage import tables
from salesbot.storage.questions import given, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ABSENCE: Any = tables.Absence.__table__
_OFF: Any = tables.DayOff.__table__
_WORKLOAD: Any = tables.Workload.__table__

_BETWEEN = question(
    tables.Absence, _ABSENCE.c.first_on <= given("last"), _ABSENCE.c.last_on >= given("first"),
    _ABSENCE.c.undone_at.is_(None),
).order_by(_ABSENCE.c.first_on, _ABSENCE.c.id)  # fmt: skip
_DAYS_OFF = question(tables.DayOff).order_by(_OFF.c.day, _OFF.c.id)


class Absences:
    """The absences, days off and workloads of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(
        self, person_id: int, first_on: date, last_on: date, *, deputy_id: int | None, now: datetime,
        by: int | None,
    ) -> Absence:  # fmt: skip
        """Record days on which somebody is away."""
        return self.by_id(
            self.book.add(
                tables.Absence, person_id=person_id, first_on=first_on, last_on=last_on,
                deputy_id=deputy_id, recorded_at=now, recorded_by=by,
            )
        )  # fmt: skip

    def by_id(self, absence_id: int) -> Absence:
        """The absence of that number, undone or not; LookupError if there is none."""
        row = self.book.one(self.book.select(tables.Absence, _ABSENCE.c.id == absence_id))
        if row is None:
            raise LookupError(f"there is no absence {absence_id}")
        return _absence(row)

    def change(self, absence_id: int, **values: Any) -> Absence:
        """Write something anew about an absence that stands."""
        self.book.change(
            tables.Absence, _ABSENCE.c.id == absence_id, _ABSENCE.c.undone_at.is_(None), **values
        )
        return self.by_id(absence_id)

    def on(self, day: date) -> list[Absence]:
        """Who is away on a day."""
        return self.between(day, day)

    def between(self, first: date, last: date, person_id: int | None = None) -> list[Absence]:
        """The absences that touch these days (of one person), the earliest first."""
        rows = self.book.remembered(
            tables.Absence, (first, last), lambda: self.book.all(_BETWEEN, first=first, last=last)
        )
        return [_absence(row) for row in rows if person_id in (None, row.person_id)]

    def known(self, first: date, last: date, known_at: datetime) -> list[Absence]:
        """The absences that touched these days as they stood at an instant, those undone since among them."""
        query = self.book.select(
            tables.Absence, _ABSENCE.c.first_on <= last, _ABSENCE.c.last_on >= first,
            _ABSENCE.c.recorded_at <= known_at,
        )  # fmt: skip
        rows = self.book.all(query.order_by(_ABSENCE.c.first_on, _ABSENCE.c.id))
        return [_absence(row) for row in rows if row.undone_at is None or row.undone_at > known_at]

    # -- the company's own days off -----------------------------------------------------------------------

    def days_off(self, known_at: datetime | None = None) -> dict[date, str]:
        """The days that the company has off besides public holidays, with their names, as known then."""
        rows = self.book.remembered(tables.DayOff, "all", lambda: self.book.all(_DAYS_OFF))
        return {row.day: row.name for row in rows if _stands(row, known_at)}

    def add_day_off(self, day: date, name: str, *, now: datetime, by: int | None) -> None:
        """From now on the day is not worked."""
        self.book.add(tables.DayOff, day=day, name=name, recorded_at=now, recorded_by=by)

    def take_back_day_off(self, day: date, now: datetime) -> bool:
        """The day is worked after all; False where it was."""
        return bool(
            self.book.change(tables.DayOff, _OFF.c.day == day, _OFF.c.undone_at.is_(None), undone_at=now)
        )

    # -- part time ----------------------------------------------------------------------------------------

    def set_workload(
        self, person_id: int, percent: int, valid_from: date, *, now: datetime, by: int | None
    ) -> None:
        """From that day on the person works so many percent of full time."""
        self.book.add(
            tables.Workload, person_id=person_id, percent=percent, valid_from=valid_from, recorded_at=now,
            recorded_by=by,
        )  # fmt: skip

    def workloads(self, day: date) -> dict[int, int]:
        """Who works how many percent of full time on a day, of those for whom it was said."""
        query = self.book.select(tables.Workload, _WORKLOAD.c.valid_from <= day)
        rows = self.book.all(query.order_by(_WORKLOAD.c.valid_from, _WORKLOAD.c.id))
        return {row.person_id: row.percent for row in rows}


def _stands(row: Row[Any], known_at: datetime | None) -> bool:
    if known_at is None:
        return row.undone_at is None
    return bool(row.recorded_at <= known_at and (row.undone_at is None or row.undone_at > known_at))


def _absence(row: Row[Any]) -> Absence:
    return Absence(
        id=row.id, person_id=row.person_id, first_on=row.first_on, last_on=row.last_on,
        deputy_id=row.deputy_id, recorded_at=row.recorded_at, recorded_by=row.recorded_by,
        followed_at=row.followed_at, undone_at=row.undone_at,
    )  # fmt: skip

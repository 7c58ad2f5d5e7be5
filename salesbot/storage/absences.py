"""What is asked of absences: who is away when, who stands in, and which days the company has off."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, or_

from salesbot.domain.absences import Absence
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ABSENCE: Any = tables.Absence.__table__  # type: ignore[attr-defined]
_OFF: Any = tables.DayOff.__table__  # type: ignore[attr-defined]
_WORKLOAD: Any = tables.Workload.__table__  # type: ignore[attr-defined]


class Absences:
    """The absences, days off and workloads of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._days_off: dict[datetime | None, dict[date, str]] = {}

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
        where = [_ABSENCE.c.first_on <= last, _ABSENCE.c.last_on >= first, _ABSENCE.c.undone_at.is_(None)]
        if person_id is not None:
            where.append(_ABSENCE.c.person_id == person_id)
        query = self.book.select(tables.Absence, *where).order_by(_ABSENCE.c.first_on, _ABSENCE.c.id)
        return [_absence(row) for row in self.book.all(query)]

    # -- the company's own days off -----------------------------------------------------------------------

    def days_off(self, known_at: datetime | None = None) -> dict[date, str]:
        """The days that the company has off besides public holidays, with their names, as known then."""
        if known_at not in self._days_off:
            query = self.book.select(tables.DayOff, *_standing(known_at)).order_by(_OFF.c.day, _OFF.c.id)
            self._days_off[known_at] = {row.day: row.name for row in self.book.all(query)}
        return self._days_off[known_at]

    def add_day_off(self, day: date, name: str, *, now: datetime, by: int | None) -> None:
        """From now on the day is not worked."""
        self.book.add(tables.DayOff, day=day, name=name, recorded_at=now, recorded_by=by)
        self._days_off.clear()

    def take_back_day_off(self, day: date, now: datetime) -> bool:
        """The day is worked after all; False where it was."""
        self._days_off.clear()
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


def _standing(known_at: datetime | None) -> list[ColumnElement[bool]]:
    if known_at is None:
        return [_OFF.c.undone_at.is_(None)]
    return [_OFF.c.recorded_at <= known_at, or_(_OFF.c.undone_at.is_(None), _OFF.c.undone_at > known_at)]


def _absence(row: Row[Any]) -> Absence:
    return Absence(
        id=row.id, person_id=row.person_id, first_on=row.first_on, last_on=row.last_on,
        deputy_id=row.deputy_id, recorded_at=row.recorded_at, recorded_by=row.recorded_by,
        followed_at=row.followed_at, undone_at=row.undone_at,
    )  # fmt: skip

"""What is asked of kudos."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row

from salesbot.domain.kudos import Category, Kudos
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_ROWS: Any = tables.Kudos.__table__


class KudosGiven:
    """The kudos of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, **values: Any) -> Kudos:
        """New kudos."""
        return self.by_id(self.book.add(tables.Kudos, **values))

    def by_id(self, kudos_id: int) -> Kudos:
        """The kudos of that number; LookupError if there are none."""
        found = self._found(_ROWS.c.id == kudos_id)
        if not found:
            raise LookupError(f"there are no kudos {kudos_id}")
        return found[0]

    def undo(self, kudos_id: int, now: Any) -> bool:
        """Take kudos back; False where they were before."""
        standing = (_ROWS.c.id == kudos_id, _ROWS.c.undone_at.is_(None))
        return self.book.change(tables.Kudos, *standing, undone_at=now) == 1

    def given_on(self, giver_id: int, day: date) -> list[Kudos]:
        """What somebody gave on a day and did not take back."""
        return self._found(_ROWS.c.giver_id == giver_id, _ROWS.c.on_day == day, _ROWS.c.undone_at.is_(None))

    def between(self, start: date, end: date, person_id: int | None = None) -> list[Kudos]:
        """What was given (to a person) in the half-open span of days and not taken back, by number."""
        where = [_ROWS.c.on_day >= start, _ROWS.c.on_day < end, _ROWS.c.undone_at.is_(None)]
        if person_id is not None:
            where.append(_ROWS.c.person_id == person_id)
        return self._found(*where)

    def _found(self, *where: ColumnElement[bool]) -> list[Kudos]:
        query = self.book.select(tables.Kudos, *where).order_by(_ROWS.c.id)
        return [_kudos(row) for row in self.book.all(query)]


def _kudos(row: Row[Any]) -> Kudos:
    return Kudos(
        row.id, row.giver_id, row.person_id, Category(row.category), row.reason, row.on_day, row.recorded_at,
        row.undone_at,
    )  # fmt: skip

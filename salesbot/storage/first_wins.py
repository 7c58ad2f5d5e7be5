"""With which deal each account was won first, as credit tells it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select

from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_CREDIT: Any = tables.Credit.__table__


class FirstWins:
    """Reads from credit when accounts were won."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def first_wins(self, known_at: datetime | None = None) -> dict[int, tuple[date, int]]:
        """For each account that has won deals: the day and the number of the first one that still stands.

        The first day on which an account was ever credited is looked up; only where nothing of it stands any more, all its
        days are.
        """
        return self.book.worked_out(("first wins", known_at), lambda: self._first_wins(known_at))

    def _first_wins(self, known_at: datetime | None) -> dict[int, tuple[date, int]]:
        c = _CREDIT.c
        early = (
            select(c.account_id, func.min(c.day).label("day"))
            .where(c.workspace_id == self.book.workspace_id)
            .group_by(c.account_id)
            .subquery()
        )
        accounts = {row.account_id for row in self.book.all(select(early.c.account_id))}
        found = self._standing(known_at, (c.account_id == early.c.account_id) & (c.day == early.c.day), early)
        rest = sorted(accounts - found.keys())
        for start in range(0, len(rest), 500):
            found |= self._standing(known_at, c.account_id.in_(rest[start : start + 500]))
        return found

    def _standing(
        self, known_at: datetime | None, where: ColumnElement[bool], beside: Any = None
    ) -> dict[int, tuple[date, int]]:
        """The first win of each account that stands, of the rows of which this holds."""
        c = _CREDIT.c
        known = [c.recorded_at <= known_at] if known_at else []
        query = (
            select(c.account_id, c.deal_id, c.day)
            .select_from(_CREDIT if beside is None else beside.join(_CREDIT, where))
            .where(c.workspace_id == self.book.workspace_id, c.kind == "revenue", where, *known)
            .group_by(c.account_id, c.deal_id, c.day)
            .having(func.sum(c.millionths) > 0)
            .order_by(c.day.desc(), c.deal_id.desc())
        )
        return {row.account_id: (row.day, row.deal_id) for row in self.book.all(query)}

    def corrected_in(self, start: date, end: date) -> set[int]:
        """Deals with credit in the half-open span that corrects a month closed for pay."""
        c = _CREDIT.c
        query = select(c.deal_id).where(
            c.workspace_id == self.book.workspace_id, c.earned_on.is_not(None), c.day >= start, c.day < end
        )
        return {row.deal_id for row in self.book.all(query.distinct())}

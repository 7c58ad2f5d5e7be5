"""What is asked of closings: which months are closed for pay, as known when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from salesbot.domain.closings import ClosedMonths, Closing, standing_closings
from salesbot.storage import tables
from salesbot.storage.questions import question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_CLOSING: Any = tables.MonthClosing.__table__
_WORKSPACE: Any = tables.Workspace.__table__

_CLOSINGS = question(tables.MonthClosing).order_by(_CLOSING.c.id)


class Closings:
    """The closings of one workspace's months."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def all(self, known_at: datetime | None = None) -> list[Closing]:
        """Every closing and reopening, in their order."""
        return [
            Closing(row.id, row.month, row.closed, row.recorded_at, row.recorded_by)
            for row in self.book.remembered(tables.MonthClosing, "all", lambda: self.book.all(_CLOSINGS))
            if known_at is None or row.recorded_at <= known_at
        ]

    def known(self, known_at: datetime) -> ClosedMonths:
        """Which months were closed at that instant."""
        return standing_closings(self.all(known_at))

    def read(self) -> ClosedMonths:
        """Which months are closed, for who only looks."""
        return standing_closings(self.all())

    def held(self) -> ClosedMonths:
        """Which months are closed, none being closed or opened until this book is done."""
        self._lock(read=True)
        return self.read()

    def add(self, month: str, *, closed: bool, by: int | None, at: datetime) -> int:
        """Close a month, or open it again, while nobody writes into a past month; answers with the row's number."""
        self._lock(read=False)
        return self.book.add(tables.MonthClosing, month=month, closed=closed, recorded_at=at, recorded_by=by)

    def _lock(self, *, read: bool) -> None:
        if self.book.writes_alone:
            return
        mine = select(_WORKSPACE.c.id).where(_WORKSPACE.c.id == self.book.workspace_id)
        self.book.connection.execute(mine.with_for_update(read=read))
        self.book.forget(tables.MonthClosing)

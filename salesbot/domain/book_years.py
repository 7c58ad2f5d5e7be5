"""In which month the years of the books begin, and since when: a company may move them, and what is past stays.

A move holds from the next first day of a year by it. What it cuts is a short quarter and a short year in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

DAY = timedelta(days=1)
Stretch = tuple[date | None, date | None, int]
"""From when and until when (half-open; None: for ever) years begin in which month."""


@dataclass(frozen=True, slots=True)
class YearMove:
    """Somebody decided, on a day of the books and at an instant, that years begin in another month (1 to 12)."""

    month: int
    decided_on: date
    decided_at: datetime

    @property
    def holds_from(self) -> date:
        """The first day of the first year by it: the day of the decision, or the next first of that month."""
        first = date(self.decided_on.year, self.month, 1)
        return first if first >= self.decided_on else first.replace(year=first.year + 1)


@dataclass(frozen=True, slots=True)
class BookYears:
    """The month in which years began at first (1 to 12), and what was decided since, in order."""

    first: int = 1
    moves: tuple[YearMove, ...] = ()

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Which month holds from when until when, in order; together they are all of time."""
        return _stretches(self)

    @property
    def month(self) -> int:
        """The month in which years begin by the newest decision."""
        return self.stretches[-1][2]

    def on(self, day: date) -> Stretch:
        """What holds on a day."""
        return next(each for each in reversed(self.stretches) if each[0] is None or each[0] <= day)

    def coming(self, day: date) -> date | None:
        """The first day of a year by a move that was decided and does not hold on the day yet."""
        since = self.stretches[-1][0]
        return since if since is not None and since > day else None

    def moved(self, month: int, on: date, at: datetime) -> BookYears:
        """Years begin in that month from its next first day on; a move that did not come about yet is given up."""
        return BookYears(self.first, (*self.moves, YearMove(month, on, at)))

    def known(self, at: datetime | None) -> BookYears:
        """As it was decided by an instant; None: as it is now."""
        if at is None:
            return self
        return BookYears(self.first, tuple(move for move in self.moves if move.decided_at <= at))


@cache
def _stretches(years: BookYears) -> tuple[Stretch, ...]:
    held: list[tuple[date | None, int]] = [(None, years.first)]
    for move in years.moves:
        while held[-1][0] is not None and held[-1][0] > move.decided_on:
            held.pop()
        if held[-1][1] != move.month:
            held.append((move.holds_from, move.month))
    ends = [since for since, _ in held[1:]]
    return tuple((since, until, month) for (since, month), until in zip(held, [*ends, None], strict=True))

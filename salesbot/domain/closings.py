"""Months closed for pay: what was counted stays counted, and what is changed later counts in the open month.

A month is named as periods are: `2026-05`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.periods import Period, following, month_of


class MonthClosed(SalesbotError):
    """A change would touch a month that is closed for pay, and is not this person's to make: facts `month`, `by`.

    `month` is the first day of the month, `by` the names of those who may make it.
    """

    template = "mistakes/month_closed"


@dataclass(frozen=True, slots=True)
class Closing:
    """A month was closed for pay, or opened again."""

    id: int
    month: str
    closed: bool
    at: datetime
    """Up to this instant what was recorded belongs to the closed month."""
    by: int | None
    """None: from the terminal."""


@dataclass(frozen=True)
class ClosedMonths:
    """The months that are closed for pay, each with the instant at which it was closed."""

    at: Mapping[str, datetime] = field(default_factory=dict)

    def closed(self, day: date) -> bool:
        """Whether the day lies in a closed month."""
        return bool(self.at) and month_of(day).key in self.at

    def known_at(self, day: date, known_at: datetime) -> datetime:
        """By when what counts on the day must have been recorded: in a closed month, by its closing."""
        return min(known_at, self.at.get(month_of(day).key, known_at))

    def period_known_at(self, period: Period, known_at: datetime) -> datetime:
        """As `known_at`, for a whole period: by the last closing, where all of its months are closed."""
        closed = [self.at.get(month) for month in months_of(period.starts_on, period.ends_on)]
        instants = [instant for instant in closed if instant is not None]
        return min(known_at, max(instants)) if instants and len(instants) == len(closed) else known_at

    def open_day(self, day: date) -> date:
        """The first day from this one on that is in no closed month."""
        while self.closed(day):
            day = month_of(day).ends_on
        return day


def months_of(start: date, end: date) -> list[str]:
    """Every month that has a day in the half-open span, by name, in order."""
    months, month = [], month_of(start)
    while month.starts_on < end:
        months.append(month.key)
        month = following(month)
    return months


def standing_closings(closings: list[Closing]) -> ClosedMonths:
    """What all closings and reopenings, in their order, leave closed."""
    at: dict[str, datetime] = {}
    for closing in closings:
        if closing.closed:
            at[closing.month] = closing.at
        else:
            at.pop(closing.month, None)
    return ClosedMonths(at)

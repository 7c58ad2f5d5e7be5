"""What open seats carry of a team's goal: counted in the sum of its reps' goals, and told apart from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.as_of import AsOf
from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, PeriodKind, following, month_of
from salesbot.domain.seats import Seat
from salesbot.storage.book import Book

_OF_MONTHS = frozenset({PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR})


@dataclass(frozen=True, slots=True)
class SeatGoal:
    """What one open seat carries in a period."""

    team_id: int
    starts_on: date
    goal: Money


def seat_goals(book: Book, period: Period, as_of: AsOf, calendar: WorkingCalendar) -> tuple[SeatGoal, ...]:
    """The goals of the seats that stand open on the as-of day: a month's by its working days from the start on."""
    if period.kind not in _OF_MONTHS:
        return ()
    day = min(as_of.day, period.last_day)
    told = [
        SeatGoal(seat.team_id, seat.starts_on, goal)
        for seat in book.seats.standing(day, as_of.known_at)
        if (goal := _carried(seat, period, calendar)) is not None and goal.minor
    ]
    return tuple(told)


def _carried(seat: Seat, period: Period, calendar: WorkingCalendar) -> Money | None:
    if seat.goal is None:
        return None
    carried, month = Money(0, seat.goal.currency), month_of(period.starts_on)
    while month.starts_on < period.ends_on:
        days = len(calendar.working_days_of(month))
        there = (
            calendar.between(max(month.starts_on, seat.starts_on), month.ends_on)
            if seat.starts_on < month.ends_on
            else 0
        )
        if days:
            carried = carried + seat.goal.times(Fraction(there, days))
        month = following(month)
    return carried

"""How many people a goal takes, by when they must start, and what an open seat costs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.domain.staffing import (
    Member,
    RepMonth,
    productivity_of,
    seat_cost,
    staffing,
    strength_of,
)

JULY = read_period("2026-07")
"""23 working days by a plain calendar."""
CALENDAR = WorkingCalendar()
RAMP = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


def euro(amount: int) -> Money:
    return Money.of(amount, "EUR")


MONTHS = [RepMonth(euro(amount), 20) for amount in (20_000, 30_000, 40_000, 40_000, 50_000, 60_000)]


def test_productivity_is_won_by_days_with_the_spread_of_months() -> None:
    found = productivity_of([*MONTHS, RepMonth(euro(99_000), 4)], "EUR")
    assert found is not None
    assert (found.a_day, found.low, found.high, found.months) == (euro(2_000), euro(1_500), euro(2_500), 6)
    assert productivity_of(MONTHS[:5], "EUR") is None


def test_a_starter_counts_by_the_ramp_and_a_leaver_by_the_days() -> None:
    assert strength_of(Member(None), JULY, CALENDAR, RAMP) == 1
    assert strength_of(Member(date(2026, 7, 1)), JULY, CALENDAR, RAMP) == Fraction(1, 4)
    assert strength_of(Member(date(2026, 4, 1)), JULY, CALENDAR, RAMP) == 1
    assert strength_of(Member(None, date(2026, 7, 3)), JULY, CALENDAR, RAMP) == Fraction(3, 23)


def test_people_needed_and_the_last_day_to_start() -> None:
    productivity = productivity_of(MONTHS, "EUR")
    assert productivity is not None
    found = staffing(
        euro(138_000), JULY, [Member(None), Member(None)], productivity, CALENDAR, RAMP, date(2026, 3, 2)
    )
    assert found is not None
    assert (found.needed, found.needed_low, found.needed_high) == (3, 3, 4)
    assert (found.brings, found.short, found.more) == (euro(92_000), euro(46_000), 1)
    assert found.start_by == date(2026, 4, 1)
    late = staffing(
        euro(138_000), JULY, [Member(None), Member(None)], productivity, CALENDAR, RAMP, date(2026, 4, 2)
    )
    assert late is not None
    assert (late.start_by, late.starting_now) == (None, 2)


def test_enough_people_need_nobody() -> None:
    productivity = productivity_of(MONTHS, "EUR")
    assert productivity is not None
    found = staffing(euro(40_000), JULY, [Member(None)], productivity, CALENDAR, RAMP, date(2026, 6, 1))
    assert found is not None
    assert (found.more, found.short, found.start_by, found.starting_now) == (0, euro(0), None, None)


def test_an_open_seat_costs_what_a_full_person_would_bring_more() -> None:
    assert seat_cost(euro(2_000), JULY, date(2026, 9, 1), CALENDAR, RAMP) == euro(46_000)
    assert seat_cost(euro(2_000), JULY, date(2026, 7, 1), CALENDAR, RAMP) == euro(34_500)
    assert seat_cost(euro(2_000), JULY, date(2026, 3, 1), CALENDAR, RAMP) == euro(0)


def test_part_time_counts_by_its_part() -> None:
    half = [RepMonth(euro(20_000), Fraction(10)) for _ in range(6)]
    full = [RepMonth(euro(40_000), 20) for _ in range(6)]
    found, whole = productivity_of(half, "EUR"), productivity_of(full, "EUR")
    assert found is not None
    assert whole is not None
    assert found.a_day == whole.a_day == euro(2_000)
    assert strength_of(Member(None, workload=Fraction(3, 5)), JULY, CALENDAR, RAMP) == Fraction(3, 5)

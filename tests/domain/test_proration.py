"""Goals for less than a period, with January 2026: 21 working days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from salesbot.domain.proration import (
    blended,
    month_of_service,
    part_of_goal,
    ramp_in,
)
from salesbot.domain.seasons import Course
from tests.domain.worked import JANUARY, NEW_YEAR, eur

GOAL = eur("100,000")


def test_five_days_away_of_21_take_their_part() -> None:
    assert GOAL.times(part_of_goal(16, 21)) == eur("76,190.48")


def test_a_joiner_on_the_twelfth_has_15_of_21_days() -> None:
    days = NEW_YEAR.between(date(2026, 1, 12), JANUARY.ends_on)
    assert GOAL.times(part_of_goal(days, 21)) == eur("71,428.57")
    half = GOAL.times(part_of_goal(days, 21, ramp_in(1, [Fraction(1, 2)])))
    assert half == eur("35,714.29"), "rounded once, not after each step"


def test_a_goal_changed_on_the_nineteenth_blends_by_working_days() -> None:
    """100,000 for 11 working days, 120,000 for 10."""
    versions = [(date(2026, 1, 1), GOAL), (date(2026, 1, 19), eur("120,000"))]
    assert blended(versions, Course(NEW_YEAR, JANUARY)) == eur("109,523.81")
    assert blended(versions[:1], Course(NEW_YEAR, JANUARY)) == GOAL


@pytest.mark.parametrize(
    ("day", "month"),
    [
        ("2026-01-31", 1),
        ("2026-02-27", 1),
        ("2026-02-28", 2),
        ("2026-03-30", 2),
        ("2026-03-31", 3),
        ("2027-01-31", 13),
    ],
)
def test_months_of_service_run_from_the_day_of_starting(day: str, month: int) -> None:
    assert month_of_service(date(2026, 1, 31), date.fromisoformat(day)) == month


def test_before_the_first_month_of_service_nothing_is_ramped() -> None:
    assert ramp_in(0, [Fraction(1, 4), Fraction(1, 2)]) == 1


def test_after_the_ramp_the_goal_is_whole() -> None:
    steps = [Fraction(1, 4), Fraction(1, 2)]
    assert [ramp_in(month, steps) for month in (1, 2, 3)] == [*steps, 1]


@pytest.mark.parametrize(("days", "of_days"), [(-1, 21), (22, 21), (1, 0)])
def test_more_days_than_there_are_is_nonsense(days: int, of_days: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        part_of_goal(days, of_days)


def test_a_period_without_working_days_carries_nothing() -> None:
    assert part_of_goal(0, 0) == 0

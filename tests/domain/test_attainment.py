"""Attainment, with January 2026: 21 working days, and the morning of the 15th, when 9 of them are gone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.attainment import (
    Attainment,
    Status,
    has_reached,
    measure_attainment,
    opportunities_needed,
)
from salesbot.domain.calendars import Workdays
from salesbot.domain.figures import Count
from salesbot.domain.money import Money
from tests.domain.worked import eur

NINE_GONE = Workdays(gone=9, left=12, all=21)
ALL_GONE = Workdays(gone=21, left=0, all=21)
NONE_GONE = Workdays(gone=0, left=21, all=21)
AMOUNTS = st.integers(-(10**12), 10**12)
GOALS = st.integers(1, 10**12)
WORKDAYS = st.builds(
    lambda gone, left: Workdays(gone, left, gone + left), st.integers(0, 70), st.integers(0, 70)
)


def at_nine(goal: Money | None, won: Money) -> Attainment:
    return measure_attainment(goal, won, NINE_GONE, over=False)


def test_the_whole_row_of_the_worked_example() -> None:
    row = measure_attainment(
        eur("100,000"), eur("40,000"), NINE_GONE, False, name="Kim Novak", period="2026-01", reps_at_goal=None
    )
    assert row == Attainment(
        scope="rep",
        name="Kim Novak",
        metric="revenue",
        period="2026-01",
        goal=eur("100,000"),
        won=eur("40,000"),
        attainment=Decimal("0.400000"),
        gap=eur("60,000"),
        expected=eur("42,857.14"),
        pace=Decimal("0.933333"),
        projected=eur("93,333.33"),
        needed_per_day=eur("5,000"),
        working_days_gone=9,
        working_days_left=12,
        reps_at_goal=None,
        status=Status.BEHIND,
    )
    assert row.against_pace == eur("-2,857.14")
    assert row.per_day_so_far == eur("4,444.44")
    assert row.exact == Fraction(2, 5)


def test_an_attainment_of_130_percent_is_130_percent() -> None:
    """Caps at 100 hide who did best."""
    row = at_nine(eur("100,000"), eur("130,000"))
    assert row.attainment == Decimal("1.300000")
    assert row.gap == eur("-30,000")
    assert row.needed_per_day == eur(0)
    assert row.status is Status.REACHED


@pytest.mark.parametrize("goal", [None, eur(0)])
@pytest.mark.parametrize("won", [eur(0), eur("12,500"), eur("-300")])
def test_without_a_goal_there_is_no_attainment(goal: Money | None, won: Money) -> None:
    """0 of 0 is neither 0 % nor 100 %."""
    row = at_nine(goal, won)
    assert row.attainment is None
    assert row.pace is None
    assert row.status is Status.NO_GOAL
    assert row.won == won


def test_without_a_goal_the_run_rate_still_has_a_value() -> None:
    row = at_nine(None, eur("40,000"))
    assert (row.gap, row.expected, row.needed_per_day, row.against_pace) == (None, None, None, None)
    assert row.projected == eur("93,333.33")


def test_no_working_day_gone_no_pace() -> None:
    row = measure_attainment(eur("100,000"), eur("1,000"), NONE_GONE, over=False)
    assert row.pace is None
    assert row.projected is None
    assert row.per_day_so_far is None
    assert row.expected == eur(0)
    assert row.status is Status.TOO_EARLY


def test_no_working_day_left_no_need_a_day() -> None:
    row = measure_attainment(eur("100,000"), eur("40,000"), ALL_GONE, over=False)
    assert row.needed_per_day is None
    assert row.gap == eur("60,000")
    assert row.status is Status.AT_RISK


def test_when_the_period_is_over_what_is_won_is_what_it_came_to() -> None:
    row = measure_attainment(eur("100,000"), eur("99,999.99"), ALL_GONE, over=True)
    assert row.projected == eur("99,999.99")
    assert row.expected == eur("100,000")
    assert row.attainment == Decimal("1.000000")
    assert row.status is Status.MISSED, "a cent short is short, whatever the rounding shows"


def test_a_period_without_working_days_has_no_pace_until_it_is_over() -> None:
    none = Workdays(0, 0, 0)
    assert measure_attainment(eur(100), eur(50), none, over=False).expected is None
    over = measure_attainment(eur(100), eur(50), none, over=True)
    assert (over.expected, over.projected, over.status) == (eur(100), eur(50), Status.MISSED)


@pytest.mark.parametrize(
    ("won", "status"),
    [
        ("100,000", Status.REACHED),
        ("40,714.29", Status.ON_TRACK),
        ("40,714.28", Status.BEHIND),
        ("34,285.72", Status.BEHIND),
        ("34,285.71", Status.AT_RISK),
        ("-500", Status.AT_RISK),
    ],
)
def test_status_bands_are_exact_at_95_and_80_percent_of_pace(won: str, status: Status) -> None:
    """Expected is 42,857.142857…: 95 % of it 40,714.2857…, 80 % of it 34,285.714…"""
    assert at_nine(eur("100,000"), eur(won)).status is status


@pytest.mark.parametrize(
    ("won", "status"),
    [("855", Status.ON_TRACK), ("854.99", Status.BEHIND), ("720", Status.BEHIND), ("719.99", Status.AT_RISK)],
)
def test_the_bands_begin_at_their_own_figure(won: str, status: Status) -> None:
    """Of 2,100 exactly 900 is expected."""
    assert at_nine(eur("2,100"), eur(won)).status is status


@pytest.mark.parametrize(
    ("gone", "whole", "early"),
    [
        (2, 5, True),
        (3, 5, False),
        (3, 15, False),
        (3, 16, True),
        (4, 20, False),
        (4, 21, True),
        (13, 66, True),
    ],
)
def test_it_is_too_early_before_three_days_and_a_fifth_of_them(gone: int, whole: int, early: bool) -> None:
    row = measure_attainment(eur(100), eur(1), Workdays(gone, whole - gone, whole), over=False)
    assert (row.status is Status.TOO_EARLY) is early


def test_a_team_is_measured_by_sums_never_by_the_mean_of_percentages() -> None:
    """60 % of 10,000 and 0 % of 90,000 is 6 %, not 30 %."""
    team = at_nine(eur("10,000") + eur("90,000"), eur("6,000") + eur(0))
    assert team.attainment == Decimal("0.060000")


def test_deals_are_measured_on_the_same_path() -> None:
    row = measure_attainment(Count.of(10), Count.of("3.6"), NINE_GONE, over=False, metric="deals")
    assert row.attainment == Decimal("0.360000")
    assert row.expected == Count.of("4.285714")
    assert row.gap == Count.of("6.4")
    assert row.pace == Decimal("0.840000")


def test_a_share_is_never_prorated() -> None:
    """95 % of deliveries on time is asked from the first day on, and no day's part of it makes sense."""
    row = measure_attainment(
        Count.of("0.95"), Count.of("0.9"), NINE_GONE, False, metric="on_time", adds_up=False
    )
    assert row.expected == Count.of("0.95")
    assert row.projected == Count.of("0.9")
    assert row.needed_per_day is None
    assert row.pace == row.attainment == Decimal("0.947368")


def test_twenty_more_deals_must_be_tried_to_close_the_gap() -> None:
    assert opportunities_needed(eur("60,000"), eur("12,000"), Fraction(1, 4)) == 20
    assert opportunities_needed(eur("60,000.01"), eur("12,000"), Fraction(1, 4)) == 21
    assert opportunities_needed(eur(0), eur("12,000"), Fraction(1, 4)) == 0
    assert opportunities_needed(eur("60,000"), eur("12,000"), Fraction(0)) is None


def test_reached_is_to_the_cent() -> None:
    assert has_reached(eur(100), eur(100))
    assert not has_reached(eur(100), eur("99.99"))
    assert not has_reached(eur(0), eur(100))
    assert not has_reached(None, eur(100))


@given(st.one_of(st.none(), st.integers(-10, 10**12)), AMOUNTS, WORKDAYS, st.booleans())
def test_every_row_is_defined_and_finite(goal: int | None, won: int, workdays: Workdays, over: bool) -> None:
    target = None if goal is None else Money(goal, "EUR")
    row = measure_attainment(target, Money(won, "EUR"), workdays, over)
    assert (row.attainment is None) == (goal is None or goal <= 0)
    for ratio in (row.attainment, row.pace):
        assert ratio is None or ratio.is_finite()
    if goal is not None and row.gap is not None and isinstance(row.gap, Money):
        assert row.gap.minor == goal - won


@given(GOALS, AMOUNTS, st.integers(1, 10**9), WORKDAYS)
def test_one_more_deal_never_lowers_anything(goal: int, won: int, more: int, workdays: Workdays) -> None:
    before = measure_attainment(Money(goal, "EUR"), Money(won, "EUR"), workdays, False)
    after = measure_attainment(Money(goal, "EUR"), Money(won + more, "EUR"), workdays, False)
    assert before.attainment is not None
    assert after.attainment is not None
    assert after.attainment >= before.attainment
    assert before.exact is not None
    assert after.exact is not None
    assert after.exact > before.exact

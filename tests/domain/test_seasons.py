"""What each month carries of a goal: the year 2026 with 1 January off, and custom periods that cut a month."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.attainment import measure_attainment
from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.goals import Goal, Scope, goal_share
from salesbot.domain.metrics import REVENUE
from salesbot.domain.periods import DAY, Period, read_period
from salesbot.domain.proration import blended
from salesbot.domain.seasons import (
    BY_WORKING_DAYS,
    Course,
    Season,
    SeasonUnreadable,
    may_have_season,
    read_season,
)
from tests.domain.worked import NEW_YEAR, eur

RETAIL = Season((5, 5, 5, 5, 5, 5, 5, 5, 10, 10, 20, 20))
"""Of a year of 100: 40 in its first eight months, 60 in the last four."""


def test_weights_are_read_as_they_are_typed_and_written_back() -> None:
    assert read_season("5 5 5 5 5 5 5 5 10,10,20,20") == RETAIL
    assert read_season(str(RETAIL)) == RETAIL
    assert read_season(" Even ") == BY_WORKING_DAYS == read_season(str(BY_WORKING_DAYS))


def test_a_month_may_carry_nothing_and_none_more_than_ten_thousand() -> None:
    assert read_season("0 " * 11 + "10000").weights == (*[0] * 11, 10_000)


@pytest.mark.parametrize(
    ("typed", "why"),
    [("1,2,3", "count"), ("", "count"), ("a b", "number"), ("1,2,-3", "number"), ("0 " * 12, "zero"),
     ("1.5 " * 12, "number"), ("99999 " * 12, "number"), ("10001 " * 12, "number"), ("٣ " * 12, "number"),
     ("² " * 12, "number")],
)  # fmt: skip
def test_other_weights_are_refused(typed: str, why: str) -> None:
    with pytest.raises(SeasonUnreadable) as refused:
        read_season(typed)
    assert refused.value.facts["why"] == why


@pytest.mark.parametrize(
    ("as_of", "part"),
    [
        ("2026-01-01", Fraction(0)),
        ("2026-02-01", Fraction(5, 100)),
        ("2026-09-01", Fraction(40, 100)),
        ("2026-11-01", Fraction(60, 100)),
        ("2026-11-16", Fraction(70, 100)),
        ("2027-01-01", Fraction(1)),
        ("2027-05-05", Fraction(1)),
        ("2025-12-24", Fraction(0)),
    ],
)
def test_a_year_is_expected_month_by_month(as_of: str, part: Fraction) -> None:
    """November has 21 working days, 10 of them before Monday the 16th: half its weight, near enough to be told exactly."""
    course = Course(NEW_YEAR, read_period("2026"), RETAIL)
    gone = course.gone(date.fromisoformat(as_of))
    if as_of == "2026-11-16":
        part = Fraction(60, 100) + Fraction(20, 100) * Fraction(10, 21)
    assert gone == part


def test_pace_follows_the_months() -> None:
    """1,000,000 for the year, 380,000 won by 1 September: 400,000 was to be there, not two thirds of the year."""
    year = read_period("2026")
    day = date(2026, 9, 1)
    days = NEW_YEAR.workdays(year, day)
    row = measure_attainment(
        eur("1,000,000"), eur("380,000"), days, False, course_gone=Course(NEW_YEAR, year, RETAIL).gone(day)
    )
    assert (row.expected, row.projected) == (eur("400,000"), eur("950,000"))
    assert row.pace is not None
    assert (float(row.pace), row.status.value) == (0.95, "on_track")
    by_days = measure_attainment(eur("1,000,000"), eur("380,000"), days, False)
    assert by_days.status.value == "at_risk"


def test_the_months_of_a_quarter_and_of_books_that_begin_in_april() -> None:
    quarter = Course(NEW_YEAR, read_period("2026-Q4"), RETAIL)
    assert [each.part for each in quarter.months()] == [Fraction(1, 5), Fraction(2, 5), Fraction(2, 5)]
    books = Course(NEW_YEAR, read_period("2026", 4), RETAIL)
    assert [each.month.key for each in books.months()][::11] == ["2026-04", "2027-03"]
    assert sum(each.part for each in books.months()) == 1
    assert books.gone(date(2027, 1, 1)) == Fraction(85, 100)


def test_a_month_that_is_cut_carries_its_working_days_of_it() -> None:
    """12 January to 28 February: 15 of January's 21 days, and all of February."""
    course = Course(NEW_YEAR, read_period("2026-01-12/2026-02-28"), Season((7, 5, *[0] * 10)))
    assert [each.part for each in course.months()] == [Fraction(5, 10), Fraction(5, 10)]
    assert course.gone(date(2026, 2, 1)) == Fraction(1, 2)


def test_where_no_month_of_the_period_carries_anything_working_days_decide() -> None:
    period = read_period("2026-Q2")
    nothing = Course(NEW_YEAR, period, Season((1, *[0] * 11)))
    assert nothing.months() == ()
    assert nothing.gone(date(2026, 5, 1)) == Course(NEW_YEAR, period).gone(date(2026, 5, 1))


def test_a_period_without_working_days_carries_nothing_and_has_no_course() -> None:
    weekend = Course(NEW_YEAR, read_period("2026-01-10/2026-01-11"), RETAIL)
    assert weekend.gone(date(2026, 1, 11)) is None
    assert weekend.between(date(2026, 1, 10), date(2026, 1, 12)) == 0


def test_a_single_month_may_carry_all_of_a_quarter() -> None:
    january = Course(NEW_YEAR, read_period("2026-Q1"), Season((1, *[0] * 11)))
    assert [each.part for each in january.months()] == [1, 0, 0]


def test_a_month_of_a_years_goal_is_its_weight() -> None:
    year = Goal(
        Scope.REP, 1, REVENUE, read_period("2026"), eur("1,000,000"), date(2026, 1, 1),
        datetime(2025, 12, 31, tzinfo=UTC), season=RETAIL,
    )  # fmt: skip
    november = goal_share([year], read_period("2026-11"), NEW_YEAR)
    assert november is not None
    assert november.figure == eur("200,000")
    week = goal_share([year], read_period("2026-W46"), NEW_YEAR)
    assert week is not None
    assert week.part == Fraction(20, 100) * Fraction(5, 21)


def test_a_change_on_the_way_weighs_by_the_season() -> None:
    """100,000 until the end of August (40 of 100), 200,000 after: 160,000."""
    parts = [(date(2026, 1, 1), eur("100,000")), (date(2026, 9, 1), eur("200,000"))]
    assert blended(parts, Course(NEW_YEAR, read_period("2026"), RETAIL)) == eur("160,000")


def test_only_what_adds_up_over_several_months_has_a_season() -> None:
    assert may_have_season(read_period("2026"), True)
    assert may_have_season(read_period("2026-01-30/2026-02-02"), True)
    assert not may_have_season(read_period("2026-02"), True)
    assert not may_have_season(read_period("2026-01-05/2026-01-20"), True)
    assert not may_have_season(read_period("2026"), False)


_weights = st.lists(st.integers(0, 50), min_size=12, max_size=12).filter(any).map(tuple).map(Season)
_weeks = st.sampled_from(["1111100", "1111110", "0000001", "1010100"])


@given(_weights, _weeks, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 500), st.data())
def test_the_parts_of_any_course_add_up_to_the_whole(
    season: Season, week: str, first: date, length: int, data: st.DataObject
) -> None:
    period = Period("any", first, first + length * DAY)
    course = Course(WorkingCalendar(week), period, season)
    cut = first + data.draw(st.integers(0, length)) * DAY
    if course.gone(cut) is None:
        assert course.between(period.starts_on, period.ends_on) == 0
        return
    assert course.between(first, cut) + course.between(cut, period.ends_on) == 1
    assert sum(each.part for each in course.months()) in (0, 1)
    assert 0 <= (course.gone(cut) or 0) <= 1

"""Working days: counted, stepped over and cut on the morning of a day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.calendars import Workdays, WorkingCalendar
from salesbot.domain.periods import month_of, read_period
from tests.domain.worked import JANUARY, JUNE, NEW_YEAR, STATEHOOD_DAY

WEEKS = st.text("01", min_size=7, max_size=7).filter(lambda week: "1" in week)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
CALENDARS = st.builds(
    lambda week, off: WorkingCalendar(week, tuple(sorted(off))), WEEKS, st.sets(DAYS, max_size=40)
)


def test_january_2026_has_nine_working_days_gone_on_the_morning_of_the_fifteenth() -> None:
    """2 January, 5 to 9, 12 to 14; today is still left."""
    assert NEW_YEAR.workdays(JANUARY, date(2026, 1, 15)) == Workdays(gone=9, left=12, all=21)


def test_june_2026_in_slovenia_has_eleven_gone_on_tuesday_the_sixteenth() -> None:
    assert STATEHOOD_DAY.workdays(JUNE, date(2026, 6, 16)) == Workdays(gone=11, left=10, all=21)
    assert STATEHOOD_DAY.workdays(JUNE, date(2026, 6, 16)).share_gone == Fraction(11, 21)


@pytest.mark.parametrize(("day", "gone", "left"), [("2025-12-01", 0, 21), ("2026-01-01", 0, 21)])
def test_before_a_period_nothing_of_it_is_gone(day: str, gone: int, left: int) -> None:
    assert NEW_YEAR.workdays(JANUARY, date.fromisoformat(day)) == Workdays(gone, left, 21)


def test_after_a_period_nothing_of_it_is_left() -> None:
    assert NEW_YEAR.workdays(JANUARY, date(2026, 5, 1)) == Workdays(gone=21, left=0, all=21)


def test_on_the_first_day_nothing_is_gone_and_on_the_last_not_everything() -> None:
    """The off-by-one of (today − start) / (end − start): 0 on the first day and 100 % on the last."""
    assert NEW_YEAR.workdays(JANUARY, date(2026, 1, 30)).gone == 20


@given(CALENDARS, DAYS, st.integers(0, 800))
def test_counting_agrees_with_looking_at_each_day(
    calendar: WorkingCalendar, start: date, length: int
) -> None:
    end = start + timedelta(days=length)
    one_by_one = sum(calendar.is_working(start + timedelta(days=step)) for step in range(length))
    assert calendar.between(start, end) == one_by_one
    assert calendar.between(end, start) == 0


@given(CALENDARS, DAYS, DAYS)
def test_gone_and_left_make_the_whole_period(calendar: WorkingCalendar, day: date, as_of: date) -> None:
    period = month_of(day)
    workdays = calendar.workdays(period, as_of)
    assert workdays.gone + workdays.left == workdays.all == len(calendar.working_days_of(period))


@given(CALENDARS, DAYS)
def test_steps_land_on_the_nearest_working_day(calendar: WorkingCalendar, day: date) -> None:
    following = calendar.next_working(day)
    assert calendar.is_working(following)
    assert calendar.between(day + timedelta(days=1), following) == 0
    before = calendar.last_working_before(day)
    assert calendar.is_working(before)
    assert calendar.between(before + timedelta(days=1), day) == 0
    assert calendar.this_or_next_working(day) == (day if calendar.is_working(day) else following)


def test_a_month_begins_and_ends_on_working_days_if_it_has_any() -> None:
    assert NEW_YEAR.first_working_of(JANUARY) == date(2026, 1, 2)
    assert NEW_YEAR.last_working_of(JANUARY) == date(2026, 1, 30)
    weekend = read_period("2026-01-03/2026-01-04")
    assert NEW_YEAR.first_working_of(weekend) is None
    assert NEW_YEAR.last_working_of(weekend) is None
    assert NEW_YEAR.workdays(weekend, date(2026, 1, 4)).share_gone is None


def test_the_books_close_on_the_fifth_working_day_after_a_month() -> None:
    assert STATEHOOD_DAY.after_working_days(date(2026, 6, 30), 5) == date(2026, 7, 7)


def test_a_holiday_on_a_sunday_takes_no_working_day() -> None:
    calendar = WorkingCalendar("1111100", (date(2026, 2, 8),))
    assert not calendar.is_off(date(2026, 2, 8))
    assert calendar.between(date(2026, 2, 2), date(2026, 2, 16)) == 10


@pytest.mark.parametrize("week", ["", "0000000", "111110", "11111002", "1111x00"])
def test_a_week_has_seven_signs_and_a_working_day(week: str) -> None:
    with pytest.raises(ValueError, match="not a week"):
        WorkingCalendar(week)


def test_days_off_are_sorted_and_each_once() -> None:
    with pytest.raises(ValueError, match="sorted"):
        WorkingCalendar("1111100", (date(2026, 1, 2), date(2026, 1, 1)))


def test_a_year_off_is_not_a_calendar() -> None:
    off = tuple(date(2026, 1, 1) + timedelta(days=step) for step in range(500))
    with pytest.raises(ValueError, match="no working day"):
        WorkingCalendar("1111100", off).next_working(date(2026, 1, 1))


def test_a_calendar_has_a_working_day_within_four_hundred_days() -> None:
    first = date(2026, 1, 1)
    most = tuple(first + timedelta(step) for step in range(400))
    assert WorkingCalendar("1111111", most[:-1]).this_or_next_working(first) == most[-1]
    with pytest.raises(ValueError, match="no working day"):
        WorkingCalendar("1111111", most).this_or_next_working(first)

"""The years of the books may be moved: what is past stays, and periods still tile time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salesbot.domain.book_years import BookYears, YearMove
from salesbot.domain.periods import (
    DAY,
    Period,
    PeriodKind,
    PeriodUnreadable,
    as_called,
    begins_quarter,
    custom,
    following,
    kind_in_the_books,
    period_of,
    previous,
    quarter_of,
    read_period,
    year_of,
)

FIRST = date(2024, 1, 1)
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)


@st.composite
def moved(draw: st.DrawFn) -> list[BookYears]:
    """Books whose years were moved up to three times, as they stood after each decision."""
    stood, at = [BookYears(draw(st.integers(1, 12)))], 0
    for _ in range(draw(st.integers(1, 3))):
        at += draw(st.integers(0, 700))
        stood.append(stood[-1].moved(draw(st.integers(1, 12)), FIRST + timedelta(at), NOON + timedelta(at)))
    return stood


OF_BOOKS = st.sampled_from([PeriodKind.QUARTER, PeriodKind.YEAR])
DAYS = st.dates(date(2022, 1, 1), date(2031, 12, 31))


@given(OF_BOOKS, moved(), DAYS)
def test_periods_tile_time_and_each_has_a_name_of_its_own(
    kind: PeriodKind, stood: list[BookYears], day: date
) -> None:
    years = stood[-1]
    period = period_of(kind, day, years)
    assert period.covers(day)
    for inside in (period.starts_on, period.last_day):
        assert period_of(kind, inside, years) == period
    assert read_period(period.key, years) == period
    after, before = following(period, years), previous(period, years)
    assert (before.ends_on, after.starts_on) == (period.starts_on, period.ends_on)
    # A year cut so short that it is one quarter counts as the quarter.
    assume(all(kind_in_the_books(each, years) is kind for each in (before, period, after)))
    assert previous(after, years) == period == following(before, years)


@given(OF_BOOKS, moved(), DAYS)
def test_what_is_past_stays_as_it_was_called(kind: PeriodKind, stood: list[BookYears], day: date) -> None:
    for was, years in pairwise(stood):
        period = period_of(kind, day, was)
        if period.over(years.moves[-1].decided_on):
            assert period_of(kind, day, years) == period == read_period(period.key, years)
            assert as_called(period, years) == period


@given(moved(), DAYS)
def test_quarters_make_up_years(stood: list[BookYears], day: date) -> None:
    year, years = year_of(day, stood[-1]), stood[-1]
    quarter, days = quarter_of(year.starts_on, years), 0
    while quarter.starts_on < year.ends_on:
        days += quarter.days
        quarter = following(quarter, years)
    assert days == year.days


def april(decided: str) -> BookYears:
    on = date.fromisoformat(decided)
    return BookYears().moved(4, on, datetime(on.year, on.month, on.day, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("named", "days"),
    [
        ("2025", "2025-01-01/2025-12-31"),
        ("2026-Q1", "2026-01-01/2026-03-31"),
        ("2026-Q2", "2026-07-01/2026-09-30"),
        ("2026-Q4", "2027-01-01/2027-03-31"),
        ("2026", "2026-04-01/2027-03-31"),
    ],
)
def test_a_name_means_one_period_the_earlier_one_first(named: str, days: str) -> None:
    first, last = map(date.fromisoformat, days.split("/"))
    assert read_period(named, april("2026-02-10")) == Period(named, first, last + DAY)


def test_the_short_year_and_the_quarter_without_a_name_are_called_by_their_days() -> None:
    years = april("2026-02-10")
    assert year_of(date(2026, 2, 10), years) == custom(date(2026, 1, 1), date(2026, 3, 31))
    assert quarter_of(date(2026, 5, 1), years) == custom(date(2026, 4, 1), date(2026, 6, 30))
    assert as_called(year_of(date(2026, 1, 1)), years) == custom(date(2026, 1, 1), date(2026, 12, 31))
    # Back to the calendar's year on its first day: nothing of 2026 after December is left.
    back = april("2025-03-01").moved(1, date(2026, 6, 1), NOON)
    assert read_period("2026", back) == custom(date(2026, 4, 1), date(2026, 12, 31))


def test_a_move_that_did_not_come_about_is_given_up() -> None:
    years = april("2026-02-10")
    assert years.coming(date(2026, 3, 31)) == date(2026, 4, 1)
    assert years.coming(date(2026, 4, 1)) is None
    back = years.moved(1, date(2026, 3, 1), NOON)
    assert [each[2] for each in back.stretches] == [1]
    assert quarter_of(date(2026, 5, 1), back).key == "2026-Q2"


def test_what_was_known_earlier_is_asked_as_it_was_called_then() -> None:
    years = april("2026-02-10")
    assert read_period("2026", years.known(datetime(2026, 2, 1, tzinfo=UTC))).starts_on == date(2026, 1, 1)


def decided(years: BookYears, month: int, day: str) -> BookYears:
    on = date.fromisoformat(day)
    return years.moved(month, on, datetime(on.year, on.month, on.day, 9, tzinfo=UTC))


def test_a_move_holds_from_the_next_first_of_its_month_which_may_be_the_day_itself() -> None:
    holds = {
        day: YearMove(4, date.fromisoformat(day), NOON).holds_from for day in ("2026-04-01", "2026-04-02")
    }
    assert holds == {"2026-04-01": date(2026, 4, 1), "2026-04-02": date(2027, 4, 1)}


def test_a_move_that_began_today_stays_and_one_that_did_not_is_given_up_alone() -> None:
    begun = decided(decided(BookYears(), 4, "2026-02-10"), 7, "2026-04-01")
    assert [each[2] for each in begun.stretches] == [1, 4, 7]
    third = decided(decided(decided(BookYears(), 4, "2024-02-01"), 7, "2026-05-01"), 10, "2026-06-01")
    assert [each[2] for each in third.stretches] == [1, 4, 10]
    assert (third.month, third.coming(date(2026, 9, 30))) == (10, date(2026, 10, 1))
    assert (BookYears(4).month, BookYears(4).coming(date(2026, 1, 1))) == (4, None)


def test_what_was_decided_by_an_instant_is_known_at_it() -> None:
    years = april("2026-02-10")
    assert years.known(None) is years
    assert years.known(years.moves[0].decided_at) == years
    assert years.known(years.moves[0].decided_at - timedelta(seconds=1)) == BookYears()


def test_a_name_that_no_period_ever_had_is_refused() -> None:
    """Years began in October, from 2027 on in January: the second quarter of 2026 would be one of 2027 by the old rule."""
    with pytest.raises(PeriodUnreadable):
        read_period("2026-Q2", decided(BookYears(10), 1, "2026-02-01"))


def test_a_year_called_by_its_end_is_never_a_cut_one() -> None:
    back = decided(april("2025-03-01"), 1, "2026-06-01")
    assert read_period("FY26", back) == Period("2025", date(2025, 4, 1), date(2026, 4, 1))


def test_only_days_that_a_move_made_a_quarter_or_year_of_count_as_one() -> None:
    years = april("2026-02-10")
    for kind in (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR):
        assert kind_in_the_books(period_of(kind, date(2025, 5, 5), years), years) is kind
    nine = decided(BookYears(), 10, "2026-02-10")
    assert kind_in_the_books(year_of(date(2026, 2, 10), nine), nine) is PeriodKind.YEAR
    assert kind_in_the_books(quarter_of(date(2026, 5, 1), years), years) is PeriodKind.QUARTER
    some_days = custom(date(2026, 1, 5), date(2026, 1, 20))
    assert kind_in_the_books(some_days, years) is PeriodKind.CUSTOM
    assert as_called(some_days, years) == some_days


def test_the_first_months_of_quarters() -> None:
    begun = {
        start: [month for month in range(1, 13) if begins_quarter(date(2026, month, 15), start)]
        for start in (1, 2)
    }
    assert begun == {1: [1, 4, 7, 10], 2: [2, 5, 8, 11]}

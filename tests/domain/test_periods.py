"""Periods: how they are named, where they begin, and that they tile time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.periods import (
    PeriodKind,
    PeriodUnreadable,
    custom,
    following,
    month_of,
    period_of,
    previous,
    quarter_of,
    read_period,
    week_of,
    year_of,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
NAMED = st.sampled_from([PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR])
YEAR_STARTS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("typed", "year_start", "first", "last"),
    [
        ("2026-01", 1, "2026-01-01", "2026-01-31"),
        ("2028-02", 1, "2028-02-01", "2028-02-29"),
        ("2026-12", 1, "2026-12-01", "2026-12-31"),
        ("2026-W03", 1, "2026-01-12", "2026-01-18"),
        ("2026-w01", 1, "2025-12-29", "2026-01-04"),
        ("2026-W53", 1, "2026-12-28", "2027-01-03"),
        ("2026-Q1", 1, "2026-01-01", "2026-03-31"),
        ("2026-Q4", 1, "2026-10-01", "2026-12-31"),
        ("2026-Q1", 4, "2026-04-01", "2026-06-30"),
        ("2026-q4", 4, "2027-01-01", "2027-03-31"),
        ("2026-Q4", 12, "2027-09-01", "2027-11-30"),
        ("2026", 1, "2026-01-01", "2026-12-31"),
        ("2026", 7, "2026-07-01", "2027-06-30"),
        ("2026-01-12/2026-02-28", 1, "2026-01-12", "2026-02-28"),
        (" 2026-01-12/2026-01-12 ", 1, "2026-01-12", "2026-01-12"),
    ],
)
def test_a_period_is_read_by_its_name(typed: str, year_start: int, first: str, last: str) -> None:
    period = read_period(typed, year_start)
    assert (period.starts_on.isoformat(), period.last_day.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026-13",
        "9999-W52",
        "9999-12-01/9999-12-31",
        "2026-00",
        "2026-1",
        "2025-W53",
        "2026-W00",
        "2026-Q5",
        "26",
        "2026-01-12",
        "January",
        "0000",
        "2026-02-28/2026-01-12",
        "2026-02-30/2026-03-01",
        "2026/01",
        "9999",
        "٢٠٢٦",
        "2026-01-12/2026-02-28/x",
    ],
)
def test_anything_else_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(PeriodUnreadable) as refused:
        read_period(typed)
    assert refused.value.facts["typed"] == typed


@given(NAMED, DAYS, YEAR_STARTS)
def test_each_day_lies_in_exactly_one_period_of_a_kind(kind: PeriodKind, day: date, year_start: int) -> None:
    period = period_of(kind, day, year_start)
    assert period.covers(day)
    assert not previous(period).covers(day)
    assert not following(period).covers(day)
    for inside in (period.starts_on, period.last_day):
        assert period_of(kind, inside, year_start) == period


@given(NAMED, DAYS, YEAR_STARTS)
def test_periods_tile_time_without_gap_or_overlap(kind: PeriodKind, day: date, year_start: int) -> None:
    period = period_of(kind, day, year_start)
    assert previous(period).ends_on == period.starts_on
    assert following(period).starts_on == period.ends_on
    assert following(previous(period)) == period == previous(following(period))
    assert previous(period) == period_of(kind, period.starts_on - timedelta(days=1), year_start)


@given(NAMED, DAYS, YEAR_STARTS)
def test_a_key_names_the_period_it_came_from(kind: PeriodKind, day: date, year_start: int) -> None:
    period = period_of(kind, day, year_start)
    assert read_period(period.key, year_start) == period
    assert period.kind is kind


@given(DAYS, st.integers(1, 400))
def test_a_custom_period_has_its_neighbours_of_the_same_length(day: date, length: int) -> None:
    period = custom(day, day + timedelta(days=length - 1))
    assert period.kind is PeriodKind.CUSTOM
    assert period.days == previous(period).days == following(period).days == length
    assert following(previous(period)) == period
    assert read_period(period.key) == period


@given(DAYS, YEAR_STARTS)
def test_months_make_quarters_and_quarters_make_years(day: date, year_start: int) -> None:
    month, quarter, year = month_of(day), quarter_of(day, year_start), year_of(day, year_start)
    assert quarter.covers_all_of(month)
    assert year.covers_all_of(quarter)
    quarters = [quarter_of(year.starts_on, year_start)]
    while quarters[-1].ends_on < year.ends_on:
        quarters.append(following(quarters[-1]))
    assert [one.key[-2:] for one in quarters] == ["Q1", "Q2", "Q3", "Q4"]
    assert {one.key[:4] for one in quarters} == {year.key}


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    assert week_of(date(2027, 1, 1)).key == "2026-W53"
    assert week_of(date(2024, 12, 30)).key == "2025-W01"


def test_a_period_is_over_on_the_morning_after_its_last_day() -> None:
    june = read_period("2026-06")
    assert not june.over(date(2026, 6, 30))
    assert june.over(date(2026, 7, 1))


def test_a_custom_period_is_not_told_from_a_day() -> None:
    with pytest.raises(ValueError, match="first and a last day"):
        period_of(PeriodKind.CUSTOM, date(2026, 1, 1))
    with pytest.raises(ValueError, match="is before"):
        custom(date(2026, 1, 2), date(2026, 1, 1))


def test_years_begin_in_january_where_nobody_says_otherwise() -> None:
    day = date(2026, 1, 15)
    assert quarter_of(day) == period_of(PeriodKind.QUARTER, day) == read_period("2026-Q1")
    assert year_of(day) == period_of(PeriodKind.YEAR, day) == read_period("2026")


def test_a_period_covers_all_of_those_within_it() -> None:
    quarter, month = read_period("2026-Q1"), read_period("2026-03")
    assert quarter.covers_all_of(month)
    assert quarter.covers_all_of(quarter)
    assert not month.covers_all_of(quarter)
    assert not read_period("2026-01").covers_all_of(quarter)

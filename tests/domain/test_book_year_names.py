"""How a year of the books over two calendar years is called, and how it may be typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from salesbot.domain.book_years import BookYears
from salesbot.domain.periods import PeriodUnreadable, quarter_of, read_period, year_of
from salesbot.slack.parsing.period_words import put_together


@pytest.mark.parametrize(
    ("typed", "start", "key"),
    [
        ("FY27", 4, "2026"), ("fy2027", 4, "2026"), ("FY 2026/27", 4, "2026"), ("2026/27", 4, "2026"),
        ("2026/2027", 7, "2026"), ("FY26/27", 4, "2026"), ("FY27-Q1", 4, "2026-Q1"), ("2026/27-Q4", 4, "2026-Q4"),
        ("FY27", 1, "2027"), ("FY27-Q2", 1, "2027-Q2"), ("2026-Q1", 4, "2026-Q1"), ("2026", 4, "2026"),
    ],
)  # fmt: skip
def test_it_is_called_by_the_year_in_which_it_ends_or_by_both(typed: str, start: int, key: str) -> None:
    assert read_period(typed, start) == read_period(key, start)


@pytest.mark.parametrize(
    ("typed", "start"), [("2026/27", 1), ("2026/28", 4), ("26/27", 4), ("FY", 4), ("FY27-Q5", 4)]
)
def test_what_no_year_of_the_books_is_called_is_refused(typed: str, start: int) -> None:
    with pytest.raises(PeriodUnreadable):
        read_period(typed, start)


_MOVED = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "to", "typed", "days"),
    [
        (1, 4, "FY27", ("2027-01-01", "2027-03-31")),
        (1, 4, "FY2027", ("2027-01-01", "2027-03-31")),
        (1, 4, "FY26", ("2026-01-01", "2026-12-31")),
        (1, 4, "FY28", ("2027-04-01", "2028-03-31")),
        (1, 4, "2027", ("2027-04-01", "2028-03-31")),
        (4, 1, "FY26", ("2025-04-01", "2026-03-31")),
        (4, 1, "FY27", ("2027-01-01", "2027-12-31")),
        (7, 4, "FY27", ("2026-07-01", "2027-03-31")),
        (7, 4, "FY28", ("2027-04-01", "2028-03-31")),
    ],
)
def test_a_year_that_a_move_cut_short_is_called_by_the_year_in_which_it_ends(
    first: int, to: int, typed: str, days: tuple[str, str]
) -> None:
    years = BookYears(first).moved(to, _MOVED.date(), _MOVED)
    found = read_period(typed, years)
    assert (found.starts_on.isoformat(), found.last_day.isoformat()) == days


@pytest.mark.parametrize("typed", ["2026/27", "FY27-Q1"])
def test_a_short_year_has_no_other_name(typed: str) -> None:
    with pytest.raises(PeriodUnreadable):
        read_period(typed, BookYears(1).moved(4, _MOVED.date(), _MOVED))


def test_both_calendar_years_are_told() -> None:
    day = read_period("2027-02").starts_on
    assert year_of(day, 4).book_year == (2026, 2027)
    assert [quarter_of(day, start).book_year for start in (1, 4, 7)] == [
        (2027, 2027),
        (2026, 2027),
        (2026, 2027),
    ]
    assert read_period("2027-02").book_year is None


@pytest.mark.parametrize("start", range(1, 13))
def test_a_quarter_and_its_year_are_of_the_same_calendar_years(start: int) -> None:
    names = ["2026", *(f"2026-Q{number}" for number in (1, 2, 3, 4))]
    assert {read_period(name, start).book_year for name in names} == {(2026, 2026 if start == 1 else 2027)}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Q2 2026", "2026-Q2"), ("2026 q2", "2026-q2"), ("FY27 Q1", "FY27-Q1"), ("Q1 FY 2026/27", "FY2026/27-Q1"),
        ("fy 27", "fy27"), ("Adria Q2", "Adria Q2"), ("FY Adria", "FY Adria"),
    ],
)  # fmt: skip
def test_words_that_name_one_period_are_put_together(typed: str, read: str) -> None:
    assert put_together(typed.split()) == read.split()

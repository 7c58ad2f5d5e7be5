"""How a year of the books over two calendar years is called, and how it may be typed."""

from __future__ import annotations

import pytest

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

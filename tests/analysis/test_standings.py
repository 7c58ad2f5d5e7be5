"""Won by week and month, and the same point of the period before."""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.analysis.standings import DayWon, same_point_before, won_between, won_by_period
from salesbot.domain.money import Money
from salesbot.domain.periods import PeriodKind, read_period
from tests.domain.worked import JUNE, STATEHOOD_DAY, eur

KIM, BO = 1, 2
DAYS = [
    DayWon(KIM, date(2026, 5, 29), eur("5,200")),
    DayWon(KIM, date(2026, 6, 1), eur("3,900")),
    DayWon(BO, date(2026, 6, 8), eur("11,600")),
    DayWon(KIM, date(2026, 6, 9), eur("9,800")),
    DayWon(KIM, date(2026, 6, 10), eur("-800")),
]


def test_a_row_for_each_person_a_column_for_each_week() -> None:
    table = won_by_period(DAYS, [KIM, BO], PeriodKind.WEEK, date(2026, 5, 25), date(2026, 6, 15), "EUR")
    assert [period.key for period in table.periods] == ["2026-W22", "2026-W23", "2026-W24"]
    assert table.cells == (
        (eur("5,200"), eur("3,900"), eur("9,000")),
        (eur(0), eur(0), eur("11,600")),
    )
    assert table.totals == (eur("5,200"), eur("3,900"), eur("20,600"))


def test_days_outside_and_people_who_are_not_asked_for_stay_out() -> None:
    table = won_by_period(DAYS, [BO], PeriodKind.MONTH, date(2026, 6, 1), date(2026, 6, 9), "EUR")
    assert table.cells == ((eur("11,600"),),)
    assert won_between(DAYS, date(2026, 6, 1), date(2026, 6, 9), "EUR") == {
        KIM: eur("3,900"),
        BO: eur("11,600"),
    }


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(ValueError, match="USD among EUR"):
        won_between(
            [DayWon(KIM, date(2026, 6, 1), Money.of(5, "USD"))], date(2026, 6, 1), date(2026, 6, 2), "EUR"
        )


@pytest.mark.parametrize(
    ("as_of", "end"),
    [
        ("2026-06-01", "2026-05-01"),
        ("2026-06-02", "2026-05-04"),
        ("2026-06-16", "2026-05-18"),
        ("2026-07-01", "2026-06-01"),
    ],
)
def test_the_month_before_is_compared_at_as_many_working_days(as_of: str, end: str) -> None:
    start, until = same_point_before(JUNE, date.fromisoformat(as_of), STATEHOOD_DAY)
    assert (start, until) == (date(2026, 5, 1), date.fromisoformat(end))
    if as_of < "2026-07":
        assert (
            STATEHOOD_DAY.between(start, until)
            == STATEHOOD_DAY.workdays(JUNE, date.fromisoformat(as_of)).gone
        )


def test_a_shorter_month_before_is_taken_whole() -> None:
    march = read_period("2026-03")
    start, until = same_point_before(march, date(2026, 3, 31), STATEHOOD_DAY)
    assert (start, until) == (date(2026, 2, 1), date(2026, 3, 1))

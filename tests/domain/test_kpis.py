"""Key figures of selling: the vectors of the field, and where there is no value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from salesbot.domain.kpis import (
    AccountYear,
    WinRate,
    acquisition_cost,
    average,
    median,
    median_amount,
    uplift,
    velocity,
)
from salesbot.domain.money import Money


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


@pytest.mark.parametrize(
    ("won", "lost", "low", "high"),
    [(3, 1, "0.30", "0.95"), (30, 10, "0.60", "0.86"), (0, 5, "0.00", "0.43"), (5, 0, "0.57", "1.00")],
)
def test_the_wilson_interval_is_wide_for_few_deals(won: int, lost: int, low: str, high: str) -> None:
    found = WinRate(won, lost).interval
    assert found is not None
    assert [round(side, 2) for side in found] == [Decimal(low), Decimal(high)]


def test_nothing_decided_has_no_rate() -> None:
    nothing = WinRate(0, 0)
    assert (nothing.rate, nothing.interval) == (None, None)
    assert uplift(WinRate(1, 1), nothing) is None
    assert uplift(WinRate(3, 1), WinRate(1, 1)) == Fraction(1, 4)


def test_one_whale_moves_the_average_and_not_the_median() -> None:
    amounts = [eur("10"), eur("20"), eur("30"), eur("1000")]
    assert (average(amounts), median_amount(amounts)) == (eur("265"), eur("25"))
    assert (average([]), median_amount([]), median([])) == (None, None, None)


def test_velocity_is_opportunities_times_size_times_rate_by_days() -> None:
    assert velocity(40, [eur("12000")], Fraction(1, 4), [60]) == eur("2000")
    assert velocity(1, [eur("100")], Fraction(1), [0, 0]) == eur("100")
    assert velocity(40, [], Fraction(1, 4), []) is None
    assert velocity(40, [eur("100")], Fraction(1), []) is None


def test_no_new_account_has_no_cost_of_winning_one() -> None:
    assert acquisition_cost(eur("6000"), Fraction(3)) == eur("2000")
    assert acquisition_cost(eur("6000"), Fraction(0)) is None
    assert acquisition_cost(None, Fraction(3)) is None


def test_the_lifetime_of_an_account_is_revenue_times_margin_by_churn() -> None:
    year = AccountYear(eur("10000"), buying=20, bought_before=100, stayed_away=5, margin=Fraction(8, 10))
    assert year.churn == Fraction(1, 20)
    assert year.lifetime_value == eur("8000")
    assert year.payback_months(eur("400")) == 12


@pytest.mark.parametrize(
    "year",
    [
        AccountYear(eur("1"), 1, 10, 0, Fraction(1)),
        AccountYear(eur("1"), 1, 0, 0, Fraction(1)),
        AccountYear(eur("1"), 1, 10, 1, None),
        AccountYear(eur("0"), 0, 10, 10, None),
    ],
)
def test_a_lifetime_without_churn_margin_or_buyers_has_no_value(year: AccountYear) -> None:
    assert year.lifetime_value is None


def test_an_account_that_brings_nothing_never_pays_back() -> None:
    year = AccountYear(eur("0"), 1, 1, 1, Fraction(1))
    assert year.payback_months(eur("100")) is None
    assert year.payback_months(None) is None

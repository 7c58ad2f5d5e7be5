"""Exchange rates by day: the last one holds, both ways, through the base; months closed for pay keep their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from salesbot.domain.money import Money
from salesbot.domain.rates import Rates, SealedRates
from tests.domain.worked import eur


def on(day: int, month: int = 1) -> date:
    return date(2026, month, day)


def of(*rates: tuple[int, str]) -> tuple[tuple[date, Decimal], ...]:
    return tuple((on(day), Decimal(rate)) for day, rate in rates)


RATES = Rates(
    "EUR",
    {
        "USD": of((1, "0.9"), (2, "0.9"), (3, "0.9"), (9, "0.8"), (20, "0.9")),
        "JPY": of((2, "0.006")),
        "KWD": of((2, "3")),
        "XXX": of((2, "0")),
    },
)


@pytest.mark.parametrize(
    ("currency", "day", "rate"),
    [
        ("EUR", on(1), "1"), ("USD", date(2025, 12, 31), None), ("USD", on(1), "0.9"), ("USD", on(8), "0.9"),
        ("USD", on(9), "0.8"), ("USD", on(19), "0.8"), ("USD", on(31), "0.9"), ("CHF", on(9), None),
    ],
)  # fmt: skip
def test_the_last_rate_at_or_before_the_day_holds(currency: str, day: date, rate: str | None) -> None:
    assert RATES.rate(currency, day) == (None if rate is None else Fraction(rate))
    if currency != "EUR":
        assert RATES.exact(currency, day) == (None if rate is None else Decimal(rate))


def test_a_rate_is_told_to_be_old_after_a_week() -> None:
    assert RATES.carried("JPY", on(2)) is None
    assert RATES.carried("JPY", on(9)) is None
    assert RATES.carried("JPY", on(10)) == on(2)
    assert RATES.carried("CHF", on(10)) is None
    assert RATES.carried("EUR", on(10)) is None


def test_a_frozen_rate_is_as_old_as_the_last_day_before_that_had_it() -> None:
    assert RATES.carried("USD", on(12), Decimal("0.9")) == on(3), "not the 20th, which was not known"
    assert RATES.carried("USD", on(10), Decimal("0.9")) is None, "the 3rd is a week ago"
    assert RATES.carried("USD", on(17), Decimal("0.8")) == on(9)
    assert RATES.carried("USD", on(20), Decimal("0.9")) is None, "of the day itself"
    assert RATES.carried("USD", on(17), Decimal("0.77")) is None, "by hand"
    assert RATES.carried("CHF", on(17), Decimal("0.77")) is None


@pytest.mark.parametrize(
    ("one", "other", "rate"),
    [
        ("USD", "EUR", Fraction(4, 5)),
        ("EUR", "USD", Fraction(5, 4)),
        ("USD", "JPY", Fraction("0.8") / Fraction("0.006")),
        ("CHF", "CHF", Fraction(1)),
        ("EUR", "EUR", Fraction(1)),
        ("USD", "CHF", None),
        ("CHF", "USD", None),
        ("CHF", "EUR", None),
        ("EUR", "XXX", None),
    ],
)
def test_one_currency_in_another_goes_through_both_rates(one: str, other: str, rate: Fraction | None) -> None:
    assert RATES.between(one, other, on(9)) == rate


def test_a_frozen_rate_holds_whatever_became_known() -> None:
    assert RATES.between("USD", "EUR", on(9), Decimal("0.5")) == Fraction(1, 2)
    assert RATES.between("USD", "JPY", on(9), Decimal("0.6")) == 100
    assert RATES.between("CHF", "EUR", on(9), Decimal(2)) == 2
    assert RATES.convert(Money.of("10", "USD"), "EUR", on(9), Decimal("0.5")) == eur(5)


@pytest.mark.parametrize(
    ("amount", "currency", "converted"),
    [
        (eur(5), "EUR", eur(5)),
        (Money(7, "CHF"), "CHF", Money(7, "CHF")),
        (Money(7, "CHF"), "EUR", None),
        (eur(7), "CHF", None),
        (Money.of("1000", "USD"), "EUR", eur(800)),
        (eur(800), "USD", Money.of("1000", "USD")),
        (Money.of("6", "USD"), "JPY", Money(800, "JPY")),
        (Money(500, "JPY"), "EUR", eur(3)),
        (Money.of("1.001", "KWD"), "EUR", eur("3.00")),
        (Money(5, "JPY"), "KWD", Money(10, "KWD")),
    ],
)
def test_an_amount_in_another_currency(amount: Money, currency: str, converted: Money | None) -> None:
    assert RATES.convert(amount, currency, on(9)) == converted


@pytest.mark.parametrize(("cents", "rounded"), [(5, 4), (15, 14), (25, 22), (35, 32), (-5, -4), (-15, -14)])
def test_a_half_cent_goes_to_the_even_one(cents: int, rounded: int) -> None:
    """4.5, 13.5, 22.5 and 31.5 cents."""
    assert RATES.convert(Money(cents, "USD"), "EUR", on(5)) == Money(rounded, "EUR")


def test_a_month_closed_for_pay_keeps_the_rates_of_its_closing() -> None:
    as_closed = Rates("EUR", {"USD": of((2, "0.7"))})
    sealed = SealedRates("EUR", RATES.by_currency, lambda day: as_closed if day.month == 1 else None)
    assert sealed.rate("USD", on(9)) == Fraction(7, 10)
    assert sealed.convert(Money.of("10", "USD"), "EUR", on(31)) == eur(7)
    assert sealed.rate("JPY", on(9)) is None
    assert sealed.rate("USD", on(1, 2)) == Fraction(9, 10)
    assert SealedRates("EUR", RATES.by_currency).rate("USD", on(9)) == Fraction(4, 5)

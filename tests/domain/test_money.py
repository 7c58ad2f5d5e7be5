"""Money: whole minor units, rounded half to even, divided to the cent, never two currencies together."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.figures import as_money
from salesbot.domain.money import (
    Money,
    allocate,
    convert,
    convert_together,
    exponent,
    money_or_none,
    nearest,
    quantize,
    round_half_even,
    total,
)
from tests.domain.worked import eur

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "written"),
    [
        ("12.5", "EUR", 1250, "12.50"),
        ("1200", "JPY", 1200, "1200"),
        ("1200", "KRW", 1200, "1200"),
        ("7", "VND", 7, "7"),
        ("1.234", "KWD", 1234, "1.234"),
        ("1.2345", "CLF", 12345, "1.2345"),
        ("-0.01", "USD", -1, "-0.01"),
    ],
)
def test_an_amount_is_kept_in_the_smallest_unit_of_its_currency(
    amount: str, currency: str, minor: int, written: str
) -> None:
    assert Money.of(amount, currency) == Money(minor, currency)
    assert str(Money(minor, currency).decimal) == written


@pytest.mark.parametrize(("amount", "currency"), [("0.001", "EUR"), ("0.5", "JPY"), ("0.00001", "CLF")])
def test_more_decimals_than_the_currency_has_are_refused(amount: str, currency: str) -> None:
    with pytest.raises(ValueError, match="more decimals"):
        Money.of(amount, currency)


def test_every_currency_has_its_own_decimals() -> None:
    """ISO 4217: two, but for those that are named."""
    assert {
        exponent(each) for each in ("BIF", "CLP", "ISK", "PYG", "RWF", "UGX", "UYI", "XAF", "XOF", "XPF")
    } == {0}
    assert {exponent(each) for each in ("BHD", "IQD", "JOD", "LYD", "OMR", "TND")} == {3}
    assert (exponent("UYW"), exponent("EUR"), exponent("CHF")) == (4, 2, 2)


def test_amounts_are_compared_and_turned_round() -> None:
    assert eur(1) < eur("1.01")
    assert not eur(1) < eur(1)
    assert not eur(2) < eur(1)
    assert eur(1) <= eur(1)
    assert not eur("1.01") <= eur(1)
    assert (-eur(3), eur(3) - eur(5), eur(3) + eur(5)) == (eur(-3), eur(-2), eur(8))
    assert as_money(eur(3)) == eur(3)


@pytest.mark.parametrize("together", [Money.__add__, Money.__sub__, Money.__lt__, Money.__le__])
def test_two_currencies_are_never_reckoned_together(together: object) -> None:
    assert callable(together)
    with pytest.raises(ValueError, match="EUR and USD"):
        together(eur(1), Money(100, "USD"))
    with pytest.raises(ValueError, match="EUR and USD"):
        total([eur(1), Money(100, "USD")], "EUR")


def test_nothing_is_no_amount_and_adds_up_to_zero() -> None:
    assert money_or_none(None, "EUR") is None
    assert money_or_none(0, "EUR") == eur(0)
    assert total([], "JPY") == Money(0, "JPY")
    assert total([eur(1), eur(2)], "EUR") == eur(3)


@pytest.mark.parametrize(
    ("part", "whole", "rounded"),
    [
        (1, 2, 0), (3, 2, 2), (5, 2, 2), (7, 2, 4), (9, 2, 4), (11, 2, 6),
        (-1, 2, 0), (-3, 2, -2), (-5, 2, -2), (-7, 2, -4),
        (1, 3, 0), (2, 3, 1), (4, 3, 1), (5, 3, 2), (-1, 3, 0), (-2, 3, -1), (-5, 3, -2),
        (49, 100, 0), (50, 100, 0), (51, 100, 1), (149, 100, 1), (150, 100, 2), (0, 7, 0), (6, 3, 2),
    ],
)  # fmt: skip
def test_a_half_goes_to_the_even_neighbour(part: int, whole: int, rounded: int) -> None:
    assert nearest(part, whole) == rounded
    assert round_half_even(Fraction(part, whole)) == rounded
    assert Money(part, "EUR").times(Fraction(1, whole)) == Money(rounded, "EUR")


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**9))
def test_rounding_is_that_of_the_decimal_standard(part: int, whole: int) -> None:
    assert nearest(part, whole) == round(Fraction(part, whole))


@pytest.mark.parametrize(
    ("whole", "weights", "parts"),
    [
        (100, [1], [100]),
        (-7, [3], [-7]),
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (101, [1, 1], [51, 50]),
        (10, [1, 2, 4], [1, 3, 6]),
        (3, [7, 3], [2, 1]),
        (5, [500_000, 300_000, 200_000], [3, 1, 1]),
        (-1, [1, 9], [0, -1]),
        (0, [1, 2], [0, 0]),
        (1, [1, 0], [1, 0]),
        (1, [0, 1, 1], [0, 1, 0]),
    ],
)
def test_what_is_left_over_goes_to_the_largest_remainders(
    whole: int, weights: list[int], parts: list[int]
) -> None:
    assert allocate(whole, weights) == parts
    assert Money(whole, "EUR").allocate(weights) == [Money(part, "EUR") for part in parts]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [3, -1], [-1, 3], [-1]])
def test_nothing_is_divided_by_weights_that_are_none(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="cannot divide"):
        allocate(100, weights)


@given(st.integers(-(10**15), 10**15), WEIGHTS)
def test_parts_add_up_and_none_is_a_unit_away_from_its_due(whole: int, weights: list[int]) -> None:
    parts = allocate(whole, weights)
    assert sum(parts) == whole
    for part, weight in zip(parts, weights, strict=True):
        due = Fraction(whole * weight, sum(weights))
        assert abs(part - due) < 1
        assert abs(part) >= abs(due) - 1
        assert part == due or weight
        assert part * whole >= 0


@pytest.mark.parametrize(
    ("amount", "rate", "currency", "converted"),
    [
        (Money.of("1000", "USD"), "0.92", "EUR", eur(920)),
        (Money.of("0.05", "USD"), "0.9", "EUR", eur("0.04")),
        (Money.of("0.15", "USD"), "0.9", "EUR", eur("0.14")),
        (Money.of("10", "EUR"), "163.25", "JPY", Money(1632, "JPY")),
        (Money.of("1000", "JPY"), "0.0061", "EUR", eur("6.10")),
        (Money.of("2.5", "KWD"), "3", "CLF", Money.of("7.5", "CLF")),
    ],
)
def test_an_amount_is_converted_by_units_of_the_other_for_one_of_its_own(
    amount: Money, rate: str, currency: str, converted: Money
) -> None:
    assert convert(amount, Decimal(rate), currency) == converted
    assert convert(amount, Fraction(rate), currency) == converted


@pytest.mark.parametrize(
    ("parts", "rate", "converted"),
    [
        ((), "0.5", ()),
        ((5,), "0.5", (2,)),
        ((1, 1, 1, 0), "0.5", (1, 1, 0, 0)),
        ((-1, -1, -1, 0), "0.5", (-1, -1, 0, 0)),
        ((7, 0, 3), "0.9", (6, 0, 3)),
        ((0, 0), "0.9", (0, 0)),
        ((5, -5), "0.9", (4, -4)),
        ((15, -5, 0), "0.9", (14, -4, 0)),
    ],
)
def test_the_parts_of_an_amount_add_up_to_the_converted_whole(
    parts: tuple[int, ...], rate: str, converted: tuple[int, ...]
) -> None:
    """Three halves of a cent are two cents, not nought; where one is given and one taken back, each is by itself."""
    found = convert_together([Money(part, "USD") for part in parts], Decimal(rate), "EUR")
    assert found == [Money(part, "EUR") for part in converted]


def test_a_ratio_is_rounded_to_six_decimals() -> None:
    assert str(quantize(Fraction(2, 3))) == "0.666667"
    assert str(quantize(Fraction(21, 20))) == "1.050000"
    assert str(quantize(Fraction(1, 8), 2)) == "0.12"

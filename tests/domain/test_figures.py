"""Figures: money and counts on one path, and never the two together."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain import figures
from salesbot.domain.figures import Count, Figure
from salesbot.domain.money import Money

SIZES = st.integers(-(10**17), 10**17)
UNITS = st.sampled_from(["EUR", "JPY", "KWD", None])


@pytest.mark.parametrize(
    ("typed", "millionths", "shown"),
    [("3", 3_000_000, "3"), ("0.6", 600_000, "0.6"), ("120", 120_000_000, "120"), ("0", 0, "0")],
)
def test_a_count_is_kept_in_millionths(typed: str, millionths: int, shown: str) -> None:
    assert Count.of(typed) == Count(millionths)
    assert str(Count(millionths).decimal) == shown


def test_a_count_of_more_than_six_decimals_is_refused() -> None:
    with pytest.raises(ValueError, match="six decimals"):
        Count.of("0.1234567")


def test_counts_are_reckoned_like_numbers() -> None:
    assert Count.of("0.6") + Count.of("0.4") == Count.of(1)
    assert Count.of(1) - Count.of("0.4") == Count.of("0.6")
    assert -Count.of(1) < Count.of(0) <= Count.of(0)
    assert not Count.of(1) < Count.of(1)
    assert Count.of(10).times(Fraction(1, 3)).decimal == Decimal("3.333333")
    assert Count.of(1).allocate([1, 1, 1]) == [Count(333_334), Count(333_333), Count(333_333)]


@given(SIZES, SIZES, UNITS)
def test_sums_and_differences_undo_each_other(one: int, other: int, unit: str | None) -> None:
    a, b = figures.figure(one, unit), figures.figure(other, unit)
    assert figures.minus(figures.plus(a, b), b) == a
    assert figures.sum_of([a, b], figures.zero(a)) == figures.plus(a, b)
    assert figures.at_least(a, b) == (one >= other)
    assert figures.currency_of(a) == unit


@pytest.mark.parametrize("other", [Money(100, "USD"), Count(100)])
def test_two_units_are_never_added(other: Figure) -> None:
    """The mistake by which dollars and deals made one company goal."""
    with pytest.raises(ValueError, match="cannot be reckoned together"):
        figures.plus(Money(100, "EUR"), other)
    with pytest.raises(ValueError, match="cannot be reckoned together"):
        figures.ratio(Money(100, "EUR"), other)


def test_a_part_of_nothing_has_no_value() -> None:
    assert figures.ratio(Count(0), Count(0)) is None
    assert figures.ratio(Money(5, "EUR"), Money(-5, "EUR")) is None
    assert figures.ratio(Money(5, "EUR"), Money(4, "EUR")) == Fraction(5, 4)


def test_a_whole_is_a_hundred_cents_one_yen_or_a_million_millionths() -> None:
    units: list[Figure] = [Money(0, "EUR"), Money(0, "JPY"), Money(0, "KWD"), Count(0)]
    assert [figures.whole_unit(unit) for unit in units] == [100, 1, 1000, 1_000_000]


def test_nothing_may_be_a_limit_and_is_no_goal() -> None:
    assert [figures.is_goal(Count(size), lower_is_better=True) for size in (-1, 0, 1)] == [False, True, True]
    assert [figures.is_goal(Count(size), lower_is_better=False) for size in (-1, 0, 1)] == [
        False,
        False,
        True,
    ]

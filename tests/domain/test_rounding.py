"""Columns that add up."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.figures import Figure, size_of, sum_of
from salesbot.domain.money import Money, round_half_even
from salesbot.domain.rounding import add_up, in_whole_unit, in_whole_units
from tests.domain.worked import eur

EXACT = st.lists(st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=100), max_size=40)


def test_the_column_against_pace_adds_up_to_the_team() -> None:
    column: list[Figure] = [
        eur("-10,428.57"), eur("-3,976.19"), eur("-1,890.48"), eur("-290.48"), eur("2,071.43"), eur("9,771.43"),
    ]  # fmt: skip
    shown = [eur("-10,429"), eur("-3,976"), eur("-1,890"), eur("-290"), eur("2,071"), eur("9,771")]
    assert in_whole_units(column) == shown
    assert sum_of(in_whole_units(column), eur(0)) == eur("-4,743") == in_whole_unit(eur("-4,742.86"))


@given(EXACT)
def test_rounded_parts_add_up_to_the_rounded_total(exact: list[Fraction]) -> None:
    parts = add_up(exact)
    assert sum(parts) == round_half_even(sum(exact, Fraction(0)))
    assert all(abs(part - value) < 1 for part, value in zip(parts, exact, strict=True))


@given(EXACT.filter(bool), st.integers(-(10**6), 10**6))
def test_they_add_up_to_any_total_that_is_asked_for(exact: list[Fraction], total: int) -> None:
    assert sum(add_up(exact, total)) == total


@given(
    st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=40), st.sampled_from(["EUR", "JPY", "KWD"])
)
def test_columns_of_any_currency_add_up(minors: list[int], currency: str) -> None:
    column: list[Figure] = [Money(minor, currency) for minor in minors]
    shown = in_whole_units(column)
    assert sum(map(size_of, shown)) == size_of(in_whole_unit(Money(sum(minors), currency)))
    assert currency != "JPY" or shown == column


def test_whole_parts_stay_as_they_are() -> None:
    assert add_up([Fraction(3), Fraction(-2)]) == [3, -2]
    assert add_up([]) == []
    assert in_whole_units([]) == []

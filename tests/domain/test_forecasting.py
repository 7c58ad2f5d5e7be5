"""Forecasts: the weighted pipeline, the exact distribution behind it, coverage, and what stays out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.beliefs import Belief
from salesbot.domain.forecasting import P10, P50, P90, Exclusion, OpenDeal, coverage, forecast
from salesbot.domain.money import Money
from salesbot.domain.spreads import distribution, spread_of
from tests.domain.worked import JANUARY, eur

MORNING = date(2026, 1, 15)
FOUR = [("50,000", 50), ("30,000", 80), ("20,000", 20), ("10,000", 90)]
PARTS = st.lists(st.tuples(st.integers(-500, 5_000), st.integers(0, 100)), max_size=7)


def deals(*parts: tuple[str, int], expected: str = "2026-01-28") -> list[OpenDeal]:
    return [
        OpenDeal(number, eur(amount), percent, date.fromisoformat(expected))
        for number, (amount, percent) in enumerate(parts)
    ]


def test_four_deals_of_the_worked_example() -> None:
    """Mean 62,000 and more than the gap of 60,000, yet the chance to cover it is 56 %."""
    found = forecast(eur("40,000"), eur("100,000"), deals(*FOUR), JANUARY, MORNING)
    assert found.weighted == eur("62,000")
    assert found.expected == eur("102,000")
    assert [found.p10, found.p50, found.p90] == [eur("70,000"), eur("100,000"), eur("130,000")]
    assert found.chance == Decimal("0.564000")
    assert found.coverage == Decimal("1.833333")
    assert found.open == eur("110,000")
    assert found.best_case == eur("150,000")
    assert (found.deals, found.exact, found.excluded, found.commit) == (4, True, (), None)


def test_the_spread_has_the_sources_standard_deviation() -> None:
    spread = distribution([(5_000_000, 50), (3_000_000, 80), (2_000_000, 20), (1_000_000, 90)])
    whole = sum(weight for _, weight in spread.results)
    mean = sum(result * weight for result, weight in spread.results) / whole
    variance = sum((result - mean) ** 2 * weight for result, weight in spread.results) / whole
    assert mean == 6_200_000
    assert round(variance**0.5 / 100) == 29_017


def test_without_a_goal_there_is_no_chance_and_no_coverage() -> None:
    found = forecast(eur("40,000"), None, deals(*FOUR), JANUARY, MORNING)
    assert (found.chance, found.coverage) == (None, None)


def test_a_goal_that_is_met_needs_no_coverage() -> None:
    found = forecast(eur("40,000"), eur("40,000"), deals(*FOUR), JANUARY, MORNING)
    assert found.coverage is None
    assert found.chance == 1
    assert coverage(eur("110,000"), eur("100,000"), eur("40,000")) == Decimal("1.833333")


def test_without_open_deals_it_ends_as_it_stands() -> None:
    found = forecast(eur("40,000"), eur("100,000"), [], JANUARY, MORNING)
    assert found.p10 == found.p90 == found.expected == found.best_case == eur("40,000")
    assert found.chance == 0
    assert found.coverage == 0


def test_what_cannot_be_counted_is_listed() -> None:
    rows = [
        OpenDeal(1, None, 50, date(2026, 1, 20)),
        OpenDeal(2, eur("5,000"), 50, None),
        OpenDeal(3, eur("5,000"), 50, date(2026, 1, 14)),
        OpenDeal(4, None, 50, date(2026, 1, 20), rated=False),
        OpenDeal(5, eur("5,000"), 50, MORNING),
        OpenDeal(6, eur("5,000"), 50, date(2026, 2, 1)),
        OpenDeal(7, None, 50, date(2026, 2, 1), rated=False),
    ]
    found = forecast(eur(0), eur("100,000"), rows, JANUARY, MORNING)
    assert dict(found.excluded) == {
        1: Exclusion.NO_AMOUNT,
        2: Exclusion.NO_DAY,
        3: Exclusion.OVERDUE,
        4: Exclusion.NO_RATE,
    }
    assert (found.deals, found.open) == (1, eur("5,000"))


def test_two_shares_of_one_deal_are_won_or_lost_together() -> None:
    rows = [OpenDeal(7, eur("600"), 50, date(2026, 1, 20)), OpenDeal(7, eur("400"), 50, date(2026, 1, 20))]
    found = forecast(eur(0), eur("1,000"), rows, JANUARY, MORNING)
    assert (found.deals, found.chance) == (1, Decimal("0.500000"))


def test_a_commit_and_a_best_case_that_somebody_stated_are_kept() -> None:
    found = forecast(
        eur(0), None, deals(*FOUR), JANUARY, MORNING, commit=eur("50,000"), best_case=eur("70,000")
    )
    assert (found.commit, found.best_case) == (eur("50,000"), eur("70,000"))


@given(PARTS)
def test_the_distribution_is_that_of_every_way_it_can_go(parts: list[tuple[int, int]]) -> None:
    by_hand: dict[int, Fraction] = {}
    for wins in product((True, False), repeat=len(parts)):
        result = sum(amount for (amount, _), won in zip(parts, wins, strict=True) if won)
        chance = Fraction(1)
        for (_, percent), won in zip(parts, wins, strict=True):
            chance *= Fraction(percent if won else 100 - percent, 100)
        by_hand[result] = by_hand.get(result, Fraction(0)) + chance
    spread = distribution(parts)
    assert spread.exact
    for at_least in (-100, 0, 1, 2_500):
        assert spread.chance_of(at_least) == sum(
            (chance for result, chance in by_hand.items() if result >= at_least), Fraction(0)
        )
    for part in (P10, P50, P90):
        reached = [
            r
            for r in sorted(by_hand)
            if sum(c for other, c in by_hand.items() if other <= r) >= part and by_hand[r]
        ]
        assert spread.percentile(part) == reached[0]


@given(PARTS.filter(lambda parts: any(amount and 0 < percent < 100 for amount, percent in parts)))
def test_on_the_grid_it_stays_close_to_exact(parts: list[tuple[int, int]]) -> None:
    """Amounts of euros with cents: each is off by at most half a step."""
    parts = [(amount * 1_001, percent) for amount, percent in parts]
    exact, grid = distribution(parts), distribution(parts, exact_results=1)
    step = max(1, sum(abs(amount) for amount, _ in parts) // 4_000)
    slack = step * (len(parts) + 1)
    assert not grid.exact
    for at_least in (0, 1_000_000):
        assert grid.chance_of(at_least - slack) + Fraction(1, 10**9) >= exact.chance_of(at_least)
        assert exact.chance_of(at_least - slack) + Fraction(1, 10**9) >= grid.chance_of(at_least)


@pytest.mark.parametrize("count", [40, 300])
def test_many_deals_of_odd_amounts_are_reckoned_on_a_grid_and_it_says_so(count: int) -> None:
    parts = [
        (100_000 + 7_919 * number**2 % 3_999_971, (10, 25, 50, 75)[number % 4]) for number in range(count)
    ]
    spread = distribution(parts)
    mean = Fraction(sum(amount * percent for amount, percent in parts), 100)
    assert not spread.exact
    assert spread.percentile(P10) < mean < spread.percentile(P90)
    assert abs(spread.percentile(P50) - mean) / mean < Fraction(1, 20)


def test_amounts_of_two_currencies_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be reckoned"):
        forecast(Money(0, "USD"), None, deals(*FOUR), JANUARY, MORNING)


def test_many_different_amounts_go_onto_the_grid_and_many_equal_ones_stay_exact() -> None:
    different = [(2**number * 100, 50) for number in range(15)]
    assert distribution(different[:14]).exact
    assert not distribution(different).exact
    assert distribution([(-amount, percent) for amount, percent in different[:14]]).exact
    assert distribution([(120_000, 25)] * 40).exact
    assert not distribution([(10**11 + 7**number, 50) for number in range(15)]).exact


def test_a_belief_keeps_mean_variance_and_skewness_in_two_points() -> None:
    won, lost = 7.0, 23.0
    points, n = Belief(won, lost).points(), won + lost
    mean = sum(chance * share for chance, share in points)
    second = sum((chance - mean) ** 2 * share for chance, share in points)
    third = sum((chance - mean) ** 3 * share for chance, share in points)
    assert sum(share for _, share in points) == pytest.approx(1)
    assert all(0 < chance < 1 for chance, _ in points)
    assert mean == pytest.approx(won / n)
    assert second == pytest.approx(won * lost / (n * n * (n + 1)))
    skewness = 2 * (lost - won) * (n + 1) ** 0.5 / ((n + 2) * (won * lost) ** 0.5)
    assert third / second**1.5 == pytest.approx(skewness)


@pytest.mark.parametrize("amount", [1_000_00, 1_234_57, -500_00])
def test_what_is_learned_from_little_tells_a_wider_range_around_the_same_middle(amount: int) -> None:
    amounts = [amount + 37 * place for place in range(40)]
    sure = spread_of([(each, 50, None) for each in amounts])
    unsure = spread_of([(each, 50, Belief(10, 10)) for each in amounts])
    known = spread_of([(each, 50, Belief(50_000, 50_000)) for each in amounts])
    widths = [spread.percentile(P90) - spread.percentile(P10) for spread in (known, sure, unsure)]
    step = sum(map(abs, amounts)) / 4_000
    assert widths[0] == pytest.approx(widths[1], abs=2 * step)
    assert widths[2] > 1.3 * widths[1]
    means = [
        sum(result * weight for result, weight in each.results) / sum(weight for _, weight in each.results)
        for each in (known, unsure)
    ]
    assert means == pytest.approx([sum(amounts) / 2] * 2, rel=1e-3)
    assert unsure.chance_of(min(0, sum(amounts)) - 40 * 10**6) == pytest.approx(1)


def test_deals_of_one_deal_and_a_sure_one_stand_beside_a_belief() -> None:
    spread = spread_of([(100, 100, None), (50, 25, Belief(5, 15)), (0, 50, Belief(5, 5))])
    assert dict(spread.results) == pytest.approx({100: 0.75, 150: 0.25})
    assert spread.exact

"""Points, levels and badges: what is earned when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.money import Money
from salesbot.domain.rewards import (
    BudgetShort,
    Done,
    PointsShort,
    badges_earned,
    level_of,
    require_budget,
    require_points,
    to_next_level,
)


@pytest.mark.parametrize(
    ("earned", "level", "missing"), [(0, 1, 100), (99, 1, 1), (100, 2, 150), (1999, 5, 1), (2000, 6, None)]
)
def test_levels(earned: int, level: int, missing: int | None) -> None:
    assert (level_of(earned), to_next_level(earned)) == (level, missing)


def test_badges_come_by_rule() -> None:
    assert badges_earned(Done(0, 0, 0, 0, 0)) == ()
    assert badges_earned(Done(10, 1, 8, 5, 9)) == ("wins_1", "wins_10", "record_1", "streak_8", "helper_5")


def test_no_more_points_than_there_are_and_no_more_than_the_budget() -> None:
    require_points(50, 50)
    with pytest.raises(PointsShort):
        require_points(51, 50)
    budget, spent = Money.of("1000", "EUR"), Money.of("900", "EUR")
    require_budget(Money.of("100", "EUR"), spent, budget, 2026)
    with pytest.raises(BudgetShort):
        require_budget(Money.of("100.01", "EUR"), spent, budget, 2026)
    require_budget(Money.of("0", "EUR"), budget, budget, 2026)


@given(st.lists(st.tuples(st.sampled_from(["earn", "spend"]), st.integers(1, 60)), max_size=30))
def test_a_balance_is_never_below_nothing(events: list[tuple[str, int]]) -> None:
    balance = 0
    for what, points in events:
        if what == "spend":
            try:
                require_points(points, balance)
            except PointsShort:
                continue
            balance -= points
        else:
            balance += points
        assert balance >= 0

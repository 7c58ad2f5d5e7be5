"""Trials: both ways in each pair, the same order for the same seed, and effects against figures worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.leaderboards import Mode
from salesbot.domain.trials import Measured, Trial, drawn, effect

MONDAY = date(2026, 6, 22)


def a_trial(pairs: int = 6, seed: int = 7, stopped_on: date | None = None) -> Trial:
    order = drawn(Mode.TOP, Mode.PRIVATE, pairs, seed)
    made = datetime(2026, 6, 16, 8, tzinfo=UTC)
    return Trial(1, 1, Mode.TOP, Mode.PRIVATE, MONDAY, order, seed, made, stopped_on=stopped_on)


def weeks(trial: Trial, top: list[int | None], private: list[int | None]) -> list[Measured]:
    """What was attained in percent, pair by pair."""
    given_to = {Mode.TOP: top, Mode.PRIVATE: private}
    return [
        Measured(block, None if value is None else Fraction(value, 100))
        for block in trial.blocks
        for value in [given_to[block.mode][block.pair - 1]]
    ]


@given(st.sampled_from([6, 8, 10, 13]), st.integers(0, 2**31))
def test_each_pair_has_both_ways_and_the_seed_says_in_which_order(pairs: int, seed: int) -> None:
    order = drawn(Mode.TOP, Mode.OFF, pairs, seed)
    assert order == drawn(Mode.TOP, Mode.OFF, pairs, seed)
    assert all({*order[at : at + 2]} == {Mode.TOP, Mode.OFF} for at in range(0, 2 * pairs, 2))


def test_orders_differ_from_seed_to_seed() -> None:
    assert len({drawn(Mode.TOP, Mode.OFF, 6, seed) for seed in range(200)}) > 50, "64 there are"


def test_the_way_of_a_day_and_none_before_after_or_once_stopped() -> None:
    trial = a_trial()
    assert trial.mode_on(MONDAY - timedelta(days=1)) is None
    assert [trial.mode_on(MONDAY + timedelta(days=7 * week)) for week in range(12)] == list(trial.order)
    assert trial.mode_on(MONDAY + timedelta(days=84)) is None
    stopped = a_trial(stopped_on=MONDAY + timedelta(days=24))
    assert stopped.mode_on(MONDAY + timedelta(days=24)) is None
    assert len(stopped.blocks) == 3, "the week in which it was stopped is not measured"
    assert a_trial(stopped_on=MONDAY - timedelta(days=1)).blocks == ()


def test_by_hand() -> None:
    """Differences 4, 2, 6, 0, 8, 4 points: mean 4, s = √8 = 2.828; 4 ± 2.571 × 2.828 / √6 = 4 ± 2.968."""
    trial = a_trial()
    found = effect(trial, weeks(trial, [54, 52, 56, 50, 58, 54], [50] * 6))
    assert (found.pairs, found.difference) == (6, Fraction(4, 100))
    assert (found.one, found.other) == (Fraction(54, 100), Fraction(50, 100))
    assert found.low == pytest.approx(0.01032, abs=1e-5)
    assert found.high == pytest.approx(0.06968, abs=1e-5)
    assert found.by_chance == Fraction(4, 64), "all plus or all minus, and the nothing either way"
    assert found.enough
    assert not found.clear, "an interval beyond nothing is not enough: chance makes it in 1 of 16"


def test_clear_only_where_both_say_so() -> None:
    trial = a_trial()
    found = effect(trial, weeks(trial, [54, 52, 56, 51, 58, 54], [50] * 6))
    assert found.by_chance == Fraction(2, 64)
    assert found.clear
    assert not effect(trial, weeks(trial, [54, 40, 56, 51, 58, 30], [50] * 6)).clear


def test_few_pairs_say_nothing_and_a_week_without_a_figure_takes_its_pair_out() -> None:
    trial = a_trial()
    found = effect(trial, weeks(trial, [60, 60, 60, 60, 60, None], [50] * 6))
    assert found.pairs == 5
    assert not found.enough
    assert not found.clear
    alone = effect(trial, weeks(trial, [60, *[None] * 5], [50] * 6))
    assert (alone.low, alone.pairs) == (None, 1)
    assert effect(trial, []).difference is None


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=6, max_size=6))
def test_the_other_way_round_is_the_same_with_the_other_sign(pairs: list[tuple[int, int]]) -> None:
    trial = a_trial()
    there = effect(trial, weeks(trial, [one for one, _ in pairs], [other for _, other in pairs]))
    back = effect(trial, weeks(trial, [other for _, other in pairs], [one for one, _ in pairs]))
    assert there.difference is not None
    assert back.difference is not None
    assert there.difference == -back.difference
    assert there.by_chance == back.by_chance
    assert there.low is not None
    assert back.high is not None
    assert there.low == pytest.approx(-back.high)
    assert there.clear is back.clear

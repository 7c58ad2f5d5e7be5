"""Did it help: differences in differences by hand, their intervals, and regression to the mean."""

from __future__ import annotations

from random import Random

import pytest

from salesbot.domain.effects import Sample, effect_of_counts, effect_of_means, effect_of_rates
from salesbot.domain.evidence import Share


def test_a_rate_by_hand() -> None:
    effect = effect_of_rates((Share(8, 20), Share(12, 20)), (Share(20, 40), Share(22, 40)), Share(50, 100))
    assert effect.change == pytest.approx((0.6 - 0.4) - (0.55 - 0.5))
    assert effect.low is not None
    assert effect.high is not None
    assert effect.low < 0 < effect.high
    assert not effect.sure
    assert effect.by_itself is None


def test_where_the_others_rest_on_nothing_nothing_is_said() -> None:
    effect = effect_of_rates((Share(8, 20), Share(12, 20)), (Share(0, 0), Share(2, 4)), Share(0, 0))
    assert (effect.change, effect.low, effect.high) == (None, None, None)
    few = effect_of_rates((Share(1, 4), Share(3, 4)), (Share(2, 4), Share(2, 4)), Share(0, 0))
    assert few.change == pytest.approx(0.5)
    assert few.low is None


def test_a_start_that_stood_out_names_what_would_have_come_by_itself() -> None:
    effect = effect_of_rates((Share(2, 20), Share(9, 20)), (Share(20, 40), Share(20, 40)), Share(50, 100))
    assert effect.by_itself == pytest.approx(0.4)
    means = effect_of_means(
        (Sample(9, 100.0, 900.0), Sample(9, 150.0, 900.0)), (Sample(9, 120.0, 900.0), Sample(9, 120.0, 900.0)),
        Sample(30, 140.0, 900.0),
    )  # fmt: skip
    assert means.change == pytest.approx(50.0)
    assert means.by_itself == pytest.approx(40.0)
    # Welch: four times 900 / 9 is a side of t(32) * 20.
    assert means.low == pytest.approx(50.0 - 2.0369 * 20, abs=0.02)


def test_counts_are_set_against_the_mean_of_the_others() -> None:
    effect = effect_of_counts((4, 9), (20, 24), 4, 4.0)
    assert effect.change == pytest.approx(5 - 1)
    assert effect.low == pytest.approx(4 - 1.959964 * (13 + 44 / 16) ** 0.5)
    assert effect_of_counts((4, 9), (0, 0), 0, None).change is None
    assert effect_of_counts((1, 9), (20, 24), 4, 6.0).by_itself == pytest.approx(5.0)


def test_the_interval_of_a_rate_covers() -> None:
    random, covered, runs = Random(7), 0, 400

    def draw(rate: float, n: int) -> Share:
        return Share(sum(random.random() < rate for _ in range(n)), n)

    for _ in range(runs):
        effect = effect_of_rates((draw(0.3, 25), draw(0.5, 25)), (draw(0.4, 80), draw(0.45, 80)), Share(0, 0))
        assert effect.low is not None
        assert effect.high is not None
        covered += effect.low <= 0.15 <= effect.high
    assert covered / runs > 0.93

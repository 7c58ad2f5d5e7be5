"""Stage probabilities from history: drawn towards the set one, and better calibrated than it."""

from __future__ import annotations

from random import Random

import pytest

from salesbot.domain.chances import LEARN_FROM, StageChance, chance_learned


@pytest.mark.parametrize(
    ("won", "decided", "percent"),
    [(10, 20, 50), (0, 20, 17), (20, 20, 83), (0, 1_000, 1), (1_000, 1_000, 99), (30, 100, 32)],
)
def test_the_set_probability_weighs_as_ten_deals(won: int, decided: int, percent: int) -> None:
    assert chance_learned(50, won, decided) == percent


def test_below_twenty_decided_deals_the_set_one_stands() -> None:
    few, enough = (StageChance(1, "Proposal", 50, 3, decided) for decided in (LEARN_FROM - 1, LEARN_FROM))
    assert (few.learned, few.percent) == (False, 50)
    assert (enough.learned, enough.percent) == (True, 27)


def test_learned_probabilities_are_calibrated_and_beat_the_set_ones() -> None:
    """Brier score over 300 seeded teams: each learns from 60 deals, and is judged by the next 40."""
    dice = Random(7)
    as_set, learned, told, came = 0.0, 0.0, 0.0, 0
    for _ in range(300):
        truth = dice.betavariate(4, 4)
        past = sum(dice.random() < truth for _ in range(60))
        chance = chance_learned(50, past, 60) / 100
        for _ in range(40):
            won = dice.random() < truth
            as_set += (0.5 - won) ** 2
            learned += (chance - won) ** 2
            told, came = told + chance, came + won
    assert learned < as_set * 0.95
    assert told / came == pytest.approx(1, abs=0.03)

"""What the shares foretold of past months corrects them: for slipping, falling and months that differ."""

from __future__ import annotations

from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.beliefs import STEADY, Belief, Sway
from salesbot.domain.chances import StageChance, in_its_month
from salesbot.domain.spreads import spread_of
from salesbot.domain.track_records import PastDue, TrackRecord, track_record

HALF = StageChance(1, "Proposal", 50, 100, 200)


def record(*won: int, due: int = 20) -> TrackRecord | None:
    """Of deals at 50 %, so many each month, the last month first."""
    return track_record([PastDue(age, 1, due, each) for age, each in enumerate(won, 1)], [HALF])


def test_too_few_due_deals_make_no_record() -> None:
    assert record(due=20) is None
    assert record(1, 2, due=9) is None
    assert track_record([PastDue(1, 99, 50, 10)], [HALF]) is None, "a stage that is no more"
    assert record(5, 5, due=10) is not None


def test_months_as_foretold_leave_the_shares_as_they_are() -> None:
    found = record(*[10] * 24)
    assert found is not None
    assert (found.months, found.due, found.foretold, found.won) == (24, 480, 240, 240)
    assert found.factor == pytest.approx(1)
    assert found.sway.months == 0
    assert 0 < found.sway.level < 0.1


def test_a_quarter_that_slips_lowers_the_share_by_nearly_a_quarter() -> None:
    found, little = record(*[7, 8] * 12), record(7, 8)
    assert found is not None
    assert little is not None
    assert found.factor == pytest.approx(0.75, abs=0.02)
    assert found.factor < little.factor < 1, "little history is drawn towards 1"
    assert found.sway.level < little.sway.level < 1 / sqrt(10)


def test_newer_months_count_more() -> None:
    falling, rising = record(*[5] * 12, *[10] * 12), record(*[10] * 12, *[5] * 12)
    assert falling is not None
    assert rising is not None
    assert falling.factor < 0.65 < 0.85 < rising.factor


def test_months_that_differ_beyond_chance_sway_together_and_others_do_not() -> None:
    dice, swaying, calm = Random(3), 0, 0
    for _ in range(60):
        shifts = [dice.choice((0.3, 0.7)) for _ in range(24)]
        apart = record(*[sum(dice.random() < shift for _ in range(20)) for shift in shifts])
        alike = record(*[sum(dice.random() < 0.5 for _ in range(20)) for _ in range(24)])
        assert apart is not None
        assert alike is not None
        swaying += 0.6 < apart.sway.months < 1.1
        calm += alike.sway.months < 0.2
    assert swaying >= 55, "the logits of 0.3 and 0.7 are 0.85 from the middle"
    assert calm >= 45
    few = record(*[2, 18] * 2)
    assert few is not None
    assert few.sway.months == 0, "of four months it is not told"


def test_nothing_won_and_everything_won_stay_chances() -> None:
    for won in (0, 20):
        found = record(*[won] * 12)
        assert found is not None
        for stage in (StageChance(1, "", 1, 0, 200), HALF, StageChance(1, "", 99, 200, 200)):
            percent, belief = in_its_month(stage, found.factor)
            assert 1 <= percent <= 99
            assert belief.won > 0 < belief.lost


@given(st.integers(0, 100), st.integers(0, 200), st.integers(0, 200))
def test_a_factor_of_one_is_the_stages_own_share(as_set: int, won: int, lost: int) -> None:
    stage = StageChance(1, "", as_set, won, won + lost)
    percent, belief = in_its_month(stage, 1)
    if 1 <= as_set <= 99:
        assert abs(percent - stage.percent) <= 1
    assert belief.won + belief.lost == pytest.approx(stage.belief.won + stage.belief.lost)
    assert 0.009 <= belief.won / (belief.won + belief.lost) <= 0.991


AMOUNTS = st.lists(st.integers(1, 40), min_size=1, max_size=8)


@given(AMOUNTS, st.floats(0.05, 0.3), st.floats(0.0, 0.5), st.sampled_from([1_00, 7_919]))
def test_a_sway_widens_and_keeps_the_mean_and_the_whole(
    amounts: list[int], level: float, months: float, size: int
) -> None:
    """The same on a list of multiples, on a table of results and on a grid; points stay within 0 and 1."""
    parts = [(amount * size + amount % 3, 40, Belief(40, 60)) for amount in amounts]
    for most in (20_000, 1):
        still, swayed = (spread_of(parts, most, sway) for sway in (STEADY, Sway(level, months)))
        told = []
        for each in (still, swayed):
            whole = sum(weight for _, weight in each.results)
            mean = sum(result * weight for result, weight in each.results) / whole
            told.append((mean, sum((result - mean) ** 2 * weight for result, weight in each.results) / whole))
            assert whole == pytest.approx(1)
        rough = 1e-9 if most > 1 else 0.02
        assert told[1][0] == pytest.approx(told[0][0], rel=rough)
        assert told[1][1] >= told[0][1] * (1 - 2 * rough) - 1e-6
        assert float(swayed.chance_of(sum(amount for amount, *_ in parts) + 10**6)) == 0


def test_the_points_of_a_sway_have_a_normals_spread_and_outer_tenths() -> None:
    points = Sway(0.1).points()
    assert sum(weight for _, weight in points) == pytest.approx(1)
    assert sum(weight * place for place, weight in points) == pytest.approx(0)
    assert sum(weight * place**2 for place, weight in points) == pytest.approx(1)
    assert points[-1][0] == pytest.approx(1.2816, rel=0.01)
    assert STEADY.points() == ((0.0, 1.0),)

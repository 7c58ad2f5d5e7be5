"""How months usually go on, and how sure that is: back-tested on seeded teams of several shapes."""

from __future__ import annotations

from random import Random

import pytest

from salesbot.domain.rhythm import (
    OWN_MONTHS_NEEDED,
    RESIDUALS_NEEDED,
    PastMonth,
    failed_too_often,
    rhythm_of,
)
from tests.scenarios.backtest.held import Held
from tests.scenarios.backtest.open_deals import PIPELINES, judged
from tests.scenarios.backtest.other_teams import TRADES, foretold, made
from tests.scenarios.backtest.shapes import SHAPES, held


@pytest.mark.parametrize(("narrowed", "right"), [(1, True), (0.5, False)])
def test_eight_of_ten_months_end_within_their_interval(narrowed: float, right: bool) -> None:
    """The full form, by shape, over more teams and days, is `python -m tests.scenarios.backtest`."""
    told = [held(shape, range(10), gone=10, narrowed=narrowed) for shape in SHAPES]
    together = Held(sum(each.n for each in told), sum(each.covered for each in told))
    assert together.n > 200
    assert together.as_wanted is right


def test_so_do_those_of_the_second_maker_and_ends_of_open_deals() -> None:
    """Its full form is `python -m tests.scenarios.backtest other` and `deals`."""
    teams = [made(trade, seed) for trade in TRADES[3:6] for seed in range(4)]
    months = Held.of(each for team in teams for each in foretold(team, 0.48))
    assert months.n > 30
    assert 0.7 <= months.share <= 0.95
    for pipeline, seeds in ((PIPELINES[3], 60), (PIPELINES[-1], 150)):
        ends = [judged(pipeline, seed) for seed in range(seeds)]
        assert 0.7 <= Held.of(each.placed for each in ends).share <= 0.9
    halved = [judged(PIPELINES[3], seed, narrowed=0.5) for seed in range(60)]
    assert Held.of(each.placed for each in halved).share < 0.6


def months(owner: int, *totals: int, so_far: int = 0) -> list[PastMonth]:
    return [PastMonth(owner, month, so_far, total) for month, total in enumerate(totals)]


def test_it_ends_where_the_last_six_months_went_from_here() -> None:
    found = rhythm_of(1, 50, months(1, 9_999, *[160] * 6, so_far=60))
    assert found is not None
    assert found.expected == 150


def test_too_little_history_bears_no_interval_and_none_at_all_no_figure() -> None:
    found = rhythm_of(1, 50, months(1, *[160] * 12))
    assert found is not None
    assert (found.low, found.high) == (None, None)
    assert found.residuals == 9 < RESIDUALS_NEEDED
    assert found.share_covered is None
    assert rhythm_of(1, 50, months(1, 160, 160)) is None
    assert rhythm_of(1, 50, months(2, *[160] * 12)) is None
    assert rhythm_of(1, 50, months(1, *[0] * 12)) is None


def test_a_starter_among_many_has_no_interval_yet() -> None:
    pool = [one for owner in range(4) for one in months(owner, *[100] * 24)]
    for own, borne in ((OWN_MONTHS_NEEDED - 1, False), (OWN_MONTHS_NEEDED, True)):
        found = rhythm_of(9, 0, [*pool, *months(9, *[100] * own)])
        assert found is not None
        assert (found.low is not None) is borne


@pytest.mark.parametrize("people", [4, 5, 12])
def test_few_past_months_cover_no_more_than_eight_of_ten(people: int) -> None:
    """Of 28 past months whole ranks, rounded outwards, would cover 25 of 29: 86 %."""
    inside = []
    for seed in range(500):
        dice = Random(seed)
        own = [
            months(owner, *[dice.randrange(90_000, 110_000) for _ in range(11)]) for owner in range(people)
        ]
        found = rhythm_of(0, 0, [one for theirs in own for one in theirs[:10]])
        assert found is not None
        if found.low is not None and found.high is not None:
            inside.append(found.low <= own[0][10].total <= found.high)
    assert len(inside) > 450
    assert 0.77 <= Held.of(inside).share <= 0.83


def test_no_interval_where_those_of_past_months_did_not_hold() -> None:
    """A market that jumps each month: the pool's past tells of nothing that came."""
    calm = [[1_000 + owner + month % 2 for month in range(16)] for owner in range(10)]
    wild = [[*theirs, *[400, 1_900, 100, 2_400, 50, 2_800]] for theirs in calm]
    for pool, borne in ((calm, True), (wild, False)):
        found = rhythm_of(1, 0, [one for owner, theirs in enumerate(pool) for one in months(owner, *theirs)])
        assert found is not None
        assert (found.low is not None, found.high is not None, found.failed) == (borne, borne, not borne)
        assert found.tried > 50


@pytest.mark.parametrize(
    ("covered", "tried", "failed"),
    [(0, 0, False), (13, 20, False), (30, 50, True), (67, 100, False), (66, 100, True)],
)
def test_how_many_have_to_fail_before_there_is_none(covered: int, tried: int, failed: bool) -> None:
    assert failed_too_often(covered, tried) is failed


def test_nobody_ends_below_what_is_won_already() -> None:
    pool = [one for owner in range(4) for one in months(owner, *[100, 900, 0, 400] * 6, so_far=0)]
    found = rhythm_of(1, 5_000, pool)
    assert found is not None
    assert found.low is not None
    assert found.low >= 5_000


def test_what_was_foretold_and_came_is_counted() -> None:
    pool = [one for owner in range(10) for one in months(owner, *[100 + owner] * 8)]
    found = rhythm_of(3, 0, pool)
    assert found is not None
    assert (found.residuals, found.tried, found.covered) == (50, 30, 30)
    assert found.bias == 0

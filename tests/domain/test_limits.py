"""Goals where lower is better: a limit of 30 days, of €10,000 given back in January 2026 (21 working days, 9 gone)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from salesbot.domain.attainment import Attainment, Status, has_reached, measure_attainment
from salesbot.domain.calendars import Workdays
from salesbot.domain.figures import Count, Figure
from salesbot.domain.goals import GoalNotAFigure, check_tiers
from salesbot.domain.metrics import read_metric
from tests.domain.worked import JANUARY, NEW_YEAR, eur

NINE_GONE = NEW_YEAR.workdays(JANUARY, date(2026, 1, 15))
LIMIT = eur("10,000")


def limit(
    won: Figure,
    goal: Figure = LIMIT,
    workdays: Workdays = NINE_GONE,
    *,
    over: bool = False,
    adds_up: bool = True,
) -> Attainment:
    return measure_attainment(goal, won, workdays, over, adds_up=adds_up, lower_is_better=True)


def test_attainment_is_the_limit_against_what_came() -> None:
    row = limit(eur("8,000"), over=True, workdays=Workdays(21, 0, 21))
    assert (row.attainment, row.gap, row.status) == (Decimal("1.25"), eur("2,000"), Status.REACHED)
    over = limit(eur("12,500"), over=True, workdays=Workdays(21, 0, 21))
    assert (over.attainment, over.gap, over.status) == (Decimal("0.8"), eur("-2,500"), Status.MISSED)
    assert over.exact == Decimal("0.8")


def test_pace_is_what_the_days_gone_allow_against_what_came() -> None:
    """9 of 21 days allow 4,285.71."""
    row = limit(eur("4,000"))
    assert (row.expected, row.projected) == (eur("4,285.71"), eur("9,333.33"))
    assert (row.pace, row.status) == (Decimal("1.071429"), Status.ON_TRACK)
    assert row.needed_per_day == eur(500)
    assert limit(eur("5,000")).status is Status.BEHIND
    assert limit(eur("6,000")).status is Status.AT_RISK


def test_a_limit_is_kept_only_when_the_period_is_over_and_broken_at_once() -> None:
    assert limit(eur(1)).status is Status.ON_TRACK
    early = NEW_YEAR.workdays(JANUARY, date(2026, 1, 3))
    assert limit(eur(1), workdays=early).status is Status.TOO_EARLY
    assert limit(eur("10,000.01"), workdays=early).status is Status.AT_RISK
    assert limit(LIMIT, over=True).status is Status.REACHED


@pytest.mark.parametrize("won", [eur(0), eur(-50)])
def test_where_nothing_came_there_is_no_ratio_and_the_limit_is_kept(won: Figure) -> None:
    row = limit(won)
    assert (row.attainment, row.pace, row.status) == (None, None, Status.ON_TRACK)
    assert limit(won, over=True).status is Status.REACHED
    assert has_reached(LIMIT, won, lower_is_better=True)


def test_a_median_is_held_against_its_limit_as_it_is() -> None:
    row = limit(Count.of(40), Count.of(30), adds_up=False)
    assert (row.attainment, row.pace, row.expected) == (Decimal("0.75"), Decimal("0.75"), Count.of(30))
    assert (row.needed_per_day, row.status) == (None, Status.AT_RISK)
    assert limit(Count.of(20), Count.of(30), adds_up=False).status is Status.ON_TRACK


def test_a_limit_of_nothing_at_all_has_no_ratio_and_is_kept_while_nothing_comes() -> None:
    for won, status, ended in (
        (eur(0), Status.ON_TRACK, Status.REACHED),
        (eur(5), Status.AT_RISK, Status.MISSED),
    ):
        row = limit(won, eur(0))
        assert (row.attainment, row.pace, row.expected, row.needed_per_day) == (None, None, eur(0), eur(0))
        assert (row.status, limit(won, eur(0), over=True).status) == (status, ended)
        assert has_reached(eur(0), won, lower_is_better=True) is (won == eur(0))
    assert limit(eur(0), eur(-1)).status is Status.NO_GOAL


def test_the_floor_of_a_limit_lies_above_it_and_the_stretch_below() -> None:
    metric = read_metric("refunds")
    check_tiers(metric, LIMIT, eur("12,000"), eur("8,000"))
    for floor, stretch, why in ((eur("8,000"), None, "floor"), (None, eur("12,000"), "stretch")):
        with pytest.raises(GoalNotAFigure) as refused:
            check_tiers(metric, LIMIT, floor, stretch)
        assert refused.value.facts["why"] == why


def test_which_metrics_are_limits_and_which_add_up() -> None:
    limits = {"refunds", "costs", "cycle_days"}
    assert {name for name in limits if read_metric(name).lower_is_better} == limits
    assert {name for name in limits if read_metric(name).adds_up} == {"refunds"}
    assert {name for name in limits if read_metric(name).is_money} == {"refunds", "costs"}
    assert not read_metric("trainings").lower_is_better

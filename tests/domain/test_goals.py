"""Goals: metrics, versions, sums of reps' goals, and shares of a longer goal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from salesbot.domain.figures import Count, Figure
from salesbot.domain.goals import (
    Goal,
    GoalNotAFigure,
    GoalShare,
    Scope,
    check_target,
    cover,
    goal_in_force,
    goal_share,
    goals_in_force,
    sums_of_goals,
)
from salesbot.domain.metrics import REVENUE, Metric, MetricKind, MetricUnreadable, read_metric
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, read_period
from tests.domain.worked import JANUARY, JUNE, STATEHOOD_DAY, eur

NEW_YEARS_EVE = datetime(2025, 12, 31, 9, tzinfo=UTC)


def goal(
    target: Figure | None,
    valid_from: str = "2026-01-01",
    period: Period = JANUARY,
    rep: int = 1,
    hour: int = 9,
) -> Goal:
    recorded_at = NEW_YEARS_EVE.replace(hour=hour)
    return Goal(Scope.REP, rep, REVENUE, period, target, date.fromisoformat(valid_from), recorded_at)


@pytest.mark.parametrize(
    ("typed", "metric"),
    [
        ("revenue", REVENUE),
        (" Revenue ", REVENUE),
        ("activities", Metric(MetricKind.ACTIVITIES)),
        ("activities:Demo", Metric(MetricKind.ACTIVITIES, "demo")),
        ("product:Pro  Plus", Metric(MetricKind.PRODUCT, "Pro Plus")),
        ("on_time", Metric(MetricKind.ON_TIME)),
    ],
)
def test_a_metric_is_read_as_files_write_it(typed: str, metric: Metric) -> None:
    assert read_metric(typed) == metric
    assert read_metric(str(metric)) == metric


@pytest.mark.parametrize(
    "typed", ["", "sales", "product", "product:", "revenue:Pro", "activities:", "deals:"]
)
def test_another_metric_is_refused_with_those_there_are(typed: str) -> None:
    with pytest.raises(MetricUnreadable) as refused:
        read_metric(typed)
    assert refused.value.facts["typed"] == typed
    assert "revenue" in refused.value.facts["known"]


def test_money_metrics_are_money_and_averages_do_not_add_up() -> None:
    money = {kind for kind in MetricKind if Metric(kind).is_money}
    averages = {kind for kind in MetricKind if not Metric(kind).adds_up}
    deals = {MetricKind.REVENUE, MetricKind.MARGIN, MetricKind.PRODUCT}
    assert money == deals | {MetricKind.REFUNDS, MetricKind.COSTS}
    marks = {MetricKind.ON_TIME, MetricKind.SATISFACTION}
    assert averages == marks | {MetricKind.COSTS, MetricKind.CYCLE_DAYS}


@pytest.mark.parametrize(
    ("metric", "target", "why"),
    [
        ("revenue", Count.of(10), "money"),
        ("deals", eur(10), "number"),
        ("revenue", eur(0), "zero"),
        ("deals", Count.of(-1), "zero"),
        ("refunds", eur(-1), "zero"),
    ],
)
def test_a_goal_is_above_zero_and_in_the_metrics_own_unit(metric: str, target: Figure, why: str) -> None:
    with pytest.raises(GoalNotAFigure) as refused:
        check_target(read_metric(metric), target)
    assert refused.value.facts["why"] == why


def test_a_good_goal_passes() -> None:
    check_target(REVENUE, eur("0.01"))
    check_target(read_metric("deals"), Count.of(1))
    check_target(read_metric("refunds"), eur(0))


def test_the_newest_version_in_force_replaces_the_whole_period() -> None:
    versions = [goal(eur("120,000"), "2026-01-19"), goal(eur("100,000"))]
    for day, target in (("2026-01-01", "100,000"), ("2026-01-18", "100,000"), ("2026-01-19", "120,000")):
        in_force = goal_in_force(versions, date.fromisoformat(day))
        assert in_force is not None
        assert in_force.target == eur(target)


def test_of_one_day_the_version_recorded_last_holds() -> None:
    versions = [goal(eur("110,000"), hour=11), goal(eur("100,000"), hour=9)]
    in_force = goal_in_force(versions, date(2026, 1, 5))
    assert in_force is not None
    assert in_force.target == eur("110,000")


def test_a_goal_taken_back_is_none() -> None:
    versions = [goal(eur("100,000")), goal(None, "2026-01-10")]
    assert goal_in_force(versions, date(2026, 1, 9)) is not None
    assert goal_in_force(versions, date(2026, 1, 10)) is None
    assert goal_in_force([], date(2026, 1, 10)) is None


def test_a_goal_stands_before_its_period_begins_but_not_before_it_was_agreed_within_it() -> None:
    assert goal_in_force([goal(eur("100,000"))], date(2025, 12, 20)) is not None
    assert goal_in_force([goal(eur("100,000"), "2026-01-12")], date(2026, 1, 11)) is None


def test_each_goal_of_many_has_its_own_version_in_force() -> None:
    versions = [
        goal(eur("100,000"), rep=1),
        goal(eur("50,000"), rep=2),
        goal(eur("60,000"), "2026-01-12", rep=2),
        goal(eur("30,000"), rep=1, period=JUNE),
    ]
    found = {
        (one.subject_id, one.period.key): one.target for one in goals_in_force(versions, date(2026, 1, 12))
    }
    assert found == {
        (1, "2026-01"): eur("100,000"),
        (2, "2026-01"): eur("60,000"),
        (1, "2026-06"): eur("30,000"),
    }


def test_reps_goals_add_up_by_currency_and_never_across() -> None:
    """$100,000, €90,000 and 50 deals are three goals, not 190,050."""
    sums = sums_of_goals([Money.of(100_000, "USD"), eur("50,000"), eur("40,000"), Count.of(50)])
    assert sums == (Count.of(50), eur("90,000"), Money.of(100_000, "USD"))
    assert sums_of_goals([]) == ()


def test_the_cover_check_says_what_the_reps_goals_leave_open() -> None:
    check = cover(eur("300,000"), [eur("60,000"), eur("200,000"), Money.of(9, "USD")])
    assert (check.of_reps, check.missing, check.covered) == (eur("260,000"), eur("40,000"), False)
    assert cover(eur("300,000"), [eur("310,000")]).covered


def test_a_week_without_a_goal_takes_its_working_days_of_the_month() -> None:
    """8 to 12 June: 5 of June's 21 working days."""
    week = read_period("2026-W24")
    share = goal_share([goal(eur("50,000"), period=JUNE)], week, STATEHOOD_DAY)
    assert share is not None
    assert share.part == Fraction(5, 21)
    assert share.figure == eur("11,904.76")
    assert share.attained_by(eur("15,200")) == Fraction(15_200 * 21, 50_000 * 5)


def test_the_shortest_goal_that_covers_the_period_is_taken() -> None:
    year, quarter = read_period("2026"), read_period("2026-Q2")
    goals = [goal(eur("600,000"), period=year), goal(eur("150,000"), period=quarter)]
    share = goal_share(goals, JUNE, STATEHOOD_DAY)
    assert share is not None
    assert share.goal == eur("150,000")
    own = goal_share([*goals, goal(eur("70,000"), period=JUNE)], JUNE, STATEHOOD_DAY)
    assert own == GoalShare(eur("70,000"))


def test_a_goal_that_covers_only_a_part_of_the_period_does_not_count() -> None:
    across = read_period("2026-W27")
    assert goal_share([goal(eur("50,000"), period=JUNE)], across, STATEHOOD_DAY) is None
    assert goal_share([], JUNE, STATEHOOD_DAY) is None
    assert GoalShare(eur(100), Fraction(0)).attained_by(eur(5)) is None

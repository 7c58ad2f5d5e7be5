"""The worked figures of how sales are reckoned, one by one, with the test that holds each; and mistakes that others made.

January 2026, Monday to Friday, the 1st a holiday: 21 working days, 9 gone on the morning of the 15th.

    attainment, sums not means      test_attainment: a_team_is_measured_by_sums; here: three reps
    zero or missing goal            test_attainment: without_a_goal_there_is_no_attainment
    units never added               test_goals: reps_goals_add_up_by_currency; test_figures: two_units_are_never_added
    lower is better                 test_limits
    expected, pace (0.9333)         test_attainment: the_whole_row_of_the_worked_example; here: not by the calendar
    seasonal                        test_seasons
    bands, first days               test_attainment: status_bands, the_bands_begin, it_is_too_early
    projected, needed a day         test_attainment: the_whole_row_of_the_worked_example
    needed opportunities (20)       test_attainment: twenty_more_deals; test_plans: the_worked_example
    forecast, interval (56.4 %)     test_forecasting: four_deals_of_the_worked_example, the_spread_has...
    coverage (1.83)                 test_forecasting: four_deals..., a_goal_that_is_met_needs_no_coverage; here: its figure
    velocity (2,000)                test_kpis: velocity_is_opportunities...
    win rate, Wilson                test_kpis: the_wilson_interval_is_wide_for_few_deals
    average, median                 test_kpis: one_whale_moves_the_average_and_not_the_median
    cost and worth of an account    test_kpis: no_new_account..., the_lifetime_of_an_account...
    absence, joiner, ramp           test_proration: five_days_away..., a_joiner_on_the_twelfth...
    not proratable                  test_attainment: a_share_is_never_prorated; slack/test_limits_and_support
    revision, blended (109,523.81)  test_proration: a_goal_changed_on_the_nineteenth_blends
    splits to the cent              here; services/test_ledger_adds_up
    gap bridge                      test_bridges
    refunds, reopening, currency    services/test_ledger_adds_up, services/test_rates_frozen, slack/test_deal_credit
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.clock import day_in
from salesbot.domain.as_of import morning_of
from salesbot.domain.attainment import Status, measure_attainment
from salesbot.domain.calendars import Workdays
from salesbot.domain.figures import sum_of
from salesbot.domain.forecasting import OpenDeal, forecast
from salesbot.domain.money import Money, allocate
from salesbot.domain.periods import PeriodKind, period_of
from salesbot.domain.recognition import MILESTONES, milestones_crossed
from tests.domain.worked import JANUARY, NEW_YEAR, eur

FIFTEENTH = date(2026, 1, 15)


def test_three_reps_of_whom_two_missed_and_one_doubled_are_another_story_than_the_teams_100_percent() -> None:
    goals, won = [eur("10,000")] * 3, [eur("5,000"), eur("5,000"), eur("20,000")]
    over = Workdays(21, 0, 21)
    team = measure_attainment(sum_of(goals, eur(0)), sum_of(won, eur(0)), over, True, reps_at_goal=1)
    assert (team.exact, team.reps_at_goal) == (Fraction(1), 1)
    reps = [measure_attainment(goal, each, over, True) for goal, each in zip(goals, won, strict=True)]
    assert [str(row.attainment) for row in reps] == ["0.500000", "0.500000", "2.000000"]


def test_the_expected_goes_by_working_days_and_not_by_the_calendar() -> None:
    """100,000 × 9 / 21 = 42,857.14 (0.9333 of it won: behind), not × 14 / 31 = 45,161.29 (0.8857)."""
    row = measure_attainment(eur("100,000"), eur("40,000"), NEW_YEAR.workdays(JANUARY, FIFTEENTH), False)
    assert row.expected == eur("42,857.14")
    assert str(row.pace) == "0.933333"
    assert row.status is Status.BEHIND
    assert round(float(Fraction(40_000 * 31, 100_000 * 14)), 4) == 0.8857


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-01-01", "0"), ("2026-01-02", "0"), ("2026-01-03", "4,761.90"), ("2026-02-01", "100,000")],
)
def test_nothing_is_expected_on_the_first_morning_and_all_of_it_only_after_the_last_day(
    day: str, expected: str
) -> None:
    """Off by one is the mistake: on the morning of the last day one day's part is still to come."""
    as_of = date.fromisoformat(day)
    days = NEW_YEAR.workdays(JANUARY, as_of)
    row = measure_attainment(eur("100,000"), eur(0), days, JANUARY.over(as_of))
    assert row.expected == eur(expected)
    last = measure_attainment(eur("100,000"), eur(0), NEW_YEAR.workdays(JANUARY, date(2026, 1, 30)), False)
    assert last.expected == eur("95,238.10")


def test_zero_of_zero_is_no_goal_and_never_100_percent() -> None:
    row = measure_attainment(eur(0), eur(0), NEW_YEAR.workdays(JANUARY, FIFTEENTH), False)
    assert (row.attainment, row.pace, row.status) == (None, None, Status.NO_GOAL)


def test_coverage_is_open_deals_against_what_is_left_and_lost_deals_are_nowhere() -> None:
    """110,000 open / 60,000 to win = 1.83; what was lost is no open deal, so nothing can put it there."""
    deals = [
        OpenDeal(number, Money.of(amount, "EUR"), percent, date(2026, 1, 30))
        for number, (amount, percent) in enumerate(
            [("50000", 50), ("30000", 80), ("20000", 20), ("10000", 90)], 1
        )
    ]
    told = forecast(eur("40,000"), eur("100,000"), deals, JANUARY, FIFTEENTH)
    assert told.coverage is not None
    assert round(float(told.coverage), 2) == 1.83
    assert told.weighted == eur("62,000")


@pytest.mark.parametrize(
    ("cents", "shares", "parts"),
    [
        (10_000, [333_400, 333_300, 333_300], [3_334, 3_333, 3_333]),
        (1_001, [500_000, 500_000], [501, 500]),
        (1_001, [0, 1_000_000], [0, 1_001]),
    ],
)
def test_a_split_gives_each_the_own_share_to_the_cent(
    cents: int, shares: list[int], parts: list[int]
) -> None:
    """Never the whole deal to each of those who share it."""
    assert allocate(cents, shares) == parts


def test_a_milestone_is_crossed_by_the_deal_that_crosses_it_whenever_it_is_entered() -> None:
    """It is looked for when a deal is entered, so one entered after the last day's job still crosses 100 %."""
    assert milestones_crossed(eur("100"), eur("89"), eur("250")) == (90, 100, 120, 150, 200)
    assert milestones_crossed(eur("100"), eur("99.99"), eur("100")) == (100,)
    assert milestones_crossed(eur("100"), eur("100"), eur("130")) == (120,)
    assert max(MILESTONES) == 200


ZONES = ("Europe/Ljubljana", "America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Africa/Dar_es_Salaam")
INSTANTS = st.integers(1_420_000_000, 2_050_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(INSTANTS, st.sampled_from(ZONES), st.integers(1, 12))
def test_each_deal_lies_in_exactly_one_day_month_quarter_and_year_of_the_workspaces_zone(
    instant: datetime, zone: str, year_start: int
) -> None:
    day = day_in(zone, instant)
    assert morning_of(day, zone) <= instant < morning_of(day + timedelta(days=1), zone)
    assert day == instant.astimezone(ZoneInfo(zone)).date()
    for kind in (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.WEEK):
        period = period_of(kind, day, year_start)
        days = [day + timedelta(days=step) for step in (-400, -32, -1, 0, 1, 32, 400)]
        around = {period_of(kind, each, year_start) for each in days}
        assert [each.key for each in around if each.covers(day)] == [period.key]

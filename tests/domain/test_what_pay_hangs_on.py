"""Edges of what pay hangs on: parts that go from one to another, causes at their limits, needs and chances of a cent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from salesbot.domain.attainment import Status, measure_attainment, opportunities_needed
from salesbot.domain.calendars import Workdays
from salesbot.domain.causes import Cause, DealPart, cause_of
from salesbot.domain.changes import Changes, what_changed
from salesbot.domain.deals import Outcome
from salesbot.domain.forecasting import Exclusion, OpenDeal, counted_in, forecast
from salesbot.domain.money import Money
from tests.domain.worked import JUNE, eur

MONDAY, TUESDAY, JULY = date(2026, 6, 15), date(2026, 6, 16), date(2026, 7, 10)
DEAL = DealPart(1, 7, "Acme", Outcome.OPEN, eur("10,000"), 50, date(2026, 6, 26), entered=eur("10,000"))
HALF = replace(DEAL, amount=eur("5,000"), millionths=500_000)
WON = replace(DEAL, outcome=Outcome.WON, closed_on=MONDAY, won=10_000_00)
LOST = replace(DEAL, outcome=Outcome.LOST, closed_on=MONDAY)
CENT = Money(1, "EUR")


def of(person: int, part: DealPart = HALF) -> DealPart:
    return replace(part, person_id=person)


def between(before: list[DealPart], after: list[DealPart]) -> Changes:
    return what_changed(before, after, JUNE, MONDAY, TUESDAY, "EUR")


def test_a_part_goes_to_who_came_and_those_who_stayed_keep_theirs() -> None:
    assert between([of(7), of(8)], [of(8), of(9)]).rows == ()
    came = between([of(7)], [of(7), of(9)]).rows
    assert [(row.deal.person_id, row.cause) for row in came] == [(9, Cause.NEW)]


def test_parts_go_over_in_the_order_of_people_however_they_are_read() -> None:
    small = replace(HALF, amount=eur("4,000"))
    for turn in (1, -1):
        assert between([of(7), of(8, small)][::turn], [of(9), of(10, small)][::turn]).rows == ()


@pytest.mark.parametrize("won", [1, -1, 1_000_00])
def test_who_is_credited_in_the_period_has_handed_nothing_over(won: int) -> None:
    left = replace(HALF, theirs=False, won=won)
    rows = between([of(7)], [left, of(8)]).rows
    assert {(row.deal.person_id, row.cause) for row in rows} == {(7, Cause.SHARE), (8, Cause.NEW)}
    assert between([of(7)], [replace(left, won=0), of(8)]).rows == ()


def test_what_left_them_is_told_as_it_stood_with_them() -> None:
    gone = replace(HALF, theirs=False)
    (row,) = between([HALF], [gone, of(8, gone)]).rows
    assert (row.before, row.after, row.deal, row.cause) == (HALF, gone, HALF, Cause.SHARE)
    credited = replace(gone, won=500)
    (row,) = between([gone], [credited]).rows
    assert row.deal == credited


def test_what_was_lost_is_told_on_its_days_in_the_period_and_of_theirs_alone() -> None:
    later = replace(DEAL, expected_on=JULY)
    (row,) = between([later], [replace(LOST, closed_on=TUESDAY)]).rows
    assert (row.cause, row.effect) == (Cause.LOST, eur(0))
    assert between([], [replace(LOST, theirs=False)]).rows == ()
    in_may = replace(LOST, closed_on=date(2026, 5, 31))
    assert what_changed([], [in_may], JUNE, date(2026, 5, 30), date(2026, 6, 2), "EUR").rows == ()


def test_what_was_sure_and_is_won_moves_nothing() -> None:
    assert between([replace(DEAL, percent=100)], [WON]).rows == ()


def test_sums_of_a_cause_are_money_and_the_larger_deal_comes_first() -> None:
    small = replace(LOST, deal_id=1, amount=eur("2,000"))
    changes = between([], [small, replace(LOST, deal_id=2), replace(DEAL, deal_id=3)])
    found = changes.by_cause()
    assert found[Cause.NEW][1] == eur("5,000")
    assert [row.deal.deal_id for row in found[Cause.LOST][0]] == [2, 1]


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (None, replace(WON, amount=eur(0)), Cause.WON),
        (None, replace(WON, amount=-CENT), Cause.REFUNDED),
        (WON, replace(WON, amount=eur(0), entered=None), Cause.AMOUNT),
        (WON, replace(WON, amount=-CENT), Cause.REFUNDED),
        (replace(WON, closed_on=None), replace(WON, closed_on=None, won=0), Cause.CORRECTED),
        (DEAL, replace(DEAL, won=5), Cause.CORRECTED),
        (replace(DEAL, entered=None), replace(DEAL, entered=None, amount=eur(5)), Cause.AMOUNT),
        (replace(DEAL, expected_on=TUESDAY), replace(DEAL, expected_on=TUESDAY, percent=60), Cause.STAGE),
        (
            replace(LOST, expected_on=MONDAY),
            replace(LOST, expected_on=MONDAY, amount=eur(5), entered=eur(5)),
            Cause.AMOUNT,
        ),
    ],
)
def test_the_first_cause_that_fits(before: DealPart | None, after: DealPart, cause: Cause) -> None:
    assert cause_of(before, after, JUNE, TUESDAY) is cause


@pytest.mark.parametrize(
    ("gap", "average", "rate", "needed"),
    [
        (eur(0), eur(0), Fraction(0), 0), (eur(-5), eur(10), Fraction(1, 2), 0), (CENT, CENT, Fraction(1, 2), 2),
        (CENT, eur(10), Fraction(1, 2), 1), (eur(10), eur(5), Fraction(1, 2), 4), (eur(11), eur(5), Fraction(1, 2), 5),
        (eur(10), eur(5), Fraction(0), None), (eur(10), eur(0), Fraction(1), None),
    ],
)  # fmt: skip
def test_deals_to_try_are_rounded_up_and_none_once_the_gap_is_closed(
    gap: Money, average: Money, rate: Fraction, needed: int | None
) -> None:
    assert opportunities_needed(gap, average, rate) == needed


def test_a_cent_that_is_missing_is_needed() -> None:
    assert measure_attainment(CENT, eur(0), Workdays(20, 1, 21), False).needed_per_day == CENT
    assert measure_attainment(eur(5), eur(6), Workdays(20, 1, 21), False).needed_per_day == eur(0)


def test_where_nothing_is_to_be_there_yet_it_is_too_early() -> None:
    row = measure_attainment(eur(100), eur(1), Workdays(10, 11, 21), False, course_gone=Fraction(0))
    assert (row.pace, row.status) == (None, Status.TOO_EARLY)


def test_a_limit_of_a_mean_is_not_lost_by_being_over_it_once() -> None:
    so_far = Workdays(10, 11, 21)
    mean = measure_attainment(eur(100), eur(102), so_far, False, lower_is_better=True, adds_up=False)
    assert mean.status is Status.ON_TRACK
    assert (
        measure_attainment(eur(100), eur(102), so_far, False, lower_is_better=True).status is Status.AT_RISK
    )
    assert measure_attainment(None, eur(102), so_far, False, lower_is_better=True).status is Status.NO_GOAL


def open_deal(number: int, amount: int | None, percent: int = 50, on: date | None = TUESDAY) -> OpenDeal:
    return OpenDeal(number, None if amount is None else eur(amount), percent, on)


def test_one_in_ten_ends_below_and_one_in_ten_above() -> None:
    """Nothing comes with 9.5 % of two, and with 85 % of one."""
    assert forecast(eur(0), None, [open_deal(1, 1, 81), open_deal(2, 2, 50)], JUNE, MONDAY).p10 == eur(1)
    assert forecast(eur(0), None, [open_deal(1, 1, 90)], JUNE, MONDAY).p10 == eur(0)
    assert forecast(eur(0), None, [open_deal(1, 5, 15)], JUNE, MONDAY).p90 == eur(5)


def test_a_deal_of_which_one_part_is_left_out_is_left_out() -> None:
    found = forecast(eur(0), None, [open_deal(1, 5), open_deal(1, None), open_deal(2, 3)], JUNE, MONDAY)
    assert (found.deals, found.open, found.excluded) == (1, eur(3), ((1, Exclusion.NO_AMOUNT),))


def test_what_is_left_out_stands_in_the_order_of_deals() -> None:
    deals = [open_deal(3, None), open_deal(2, 5, on=None), open_deal(1, 5, on=date(2026, 5, 20))]
    assert forecast(eur(0), None, deals, JUNE, MONDAY).excluded == (
        (1, Exclusion.OVERDUE), (2, Exclusion.NO_DAY), (3, Exclusion.NO_AMOUNT),
    )  # fmt: skip


def test_an_overdue_deal_is_not_counted_and_one_of_another_period_not_listed() -> None:
    overdue = open_deal(1, 5, on=date(2026, 6, 12))
    assert counted_in([overdue, open_deal(2, 5)], JUNE, MONDAY) == [open_deal(2, 5)]
    assert (
        forecast(eur(0), None, [open_deal(1, None, on=date(2026, 5, 20))], JUNE, date(2026, 5, 20)).excluded
        == ()
    )


@pytest.mark.parametrize(("goal", "told"), [(-1, False), (0, False), (1, True)])
def test_there_is_a_chance_of_a_goal_above_nothing(goal: int, told: bool) -> None:
    found = forecast(eur(0), Money(goal, "EUR"), [open_deal(1, 5)], JUNE, MONDAY)
    assert (found.chance is not None) is told

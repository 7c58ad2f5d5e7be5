"""What a win earns: a shout-out once for ever, milestones once each, firsts and records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.figures import Count
from salesbot.domain.money import Money
from salesbot.domain.recognition import (
    MILESTONES,
    Origin,
    Silence,
    Win,
    is_first_deal,
    is_record,
    milestone_told,
    milestones_crossed,
    silence,
)
from tests.domain.worked import STATEHOOD_DAY, eur

MONDAY = date(2026, 6, 15)
ACME = Win(17, 1, eur("12,500"), closed_on=MONDAY)


def test_a_deal_won_today_is_told() -> None:
    assert silence(ACME, MONDAY, STATEHOOD_DAY) is None


@pytest.mark.parametrize("origin", [Origin.IMPORTED, Origin.PRACTICE, Origin.CORRECTION])
def test_what_was_not_logged_live_is_not_told(origin: Origin) -> None:
    assert silence(replace(ACME, origin=origin), MONDAY, STATEHOOD_DAY) is Silence.NOT_LOGGED


def test_a_deal_is_told_once_for_ever() -> None:
    assert silence(replace(ACME, told_before=True), MONDAY, STATEHOOD_DAY) is Silence.TOLD_BEFORE


def test_a_refund_is_not_told() -> None:
    assert silence(replace(ACME, amount=eur("-100")), MONDAY, STATEHOOD_DAY) is Silence.NOTHING_WON


@pytest.mark.parametrize(
    ("today", "told"),
    [("2026-06-18", True), ("2026-06-19", False), ("2026-06-15", True)],
)
def test_news_lasts_three_working_days(today: str, told: bool) -> None:
    assert (silence(ACME, date.fromisoformat(today), STATEHOOD_DAY) is None) is told


def test_a_weekend_and_a_holiday_do_not_make_news_old() -> None:
    wednesday = replace(ACME, closed_on=date(2026, 6, 24))
    assert silence(wednesday, date(2026, 6, 30), STATEHOOD_DAY) is None
    assert silence(wednesday, date(2026, 7, 1), STATEHOOD_DAY) is Silence.OLD_NEWS


@pytest.mark.parametrize("praise", ["private", "none"])
def test_who_wants_no_public_praise_gets_none(praise: str) -> None:
    assert silence(ACME, MONDAY, STATEHOOD_DAY, praise) is Silence.ASKED_NOT_TO


def test_one_large_deal_crosses_several_milestones_and_the_channel_hears_of_the_highest() -> None:
    crossed = milestones_crossed(eur("50,000"), eur("20,000"), eur("80,000"))
    assert crossed == (50, 90, 100, 120, 150)
    assert milestone_told(crossed) == 150


def test_the_channel_hears_nothing_of_50_90_and_120_percent() -> None:
    assert milestone_told((50, 90)) is None
    assert milestone_told((120,)) is None
    assert milestone_told((50, 90), {50, 90, 100}) == 90


def test_a_milestone_is_crossed_to_the_cent() -> None:
    assert milestones_crossed(eur(100), eur("89.99"), eur("99.99")) == (90,)
    assert milestones_crossed(eur(100), eur("99.99"), eur("100")) == (100,)
    assert milestones_crossed(eur(100), eur("100"), eur("100")) == ()


def test_falling_back_and_rising_again_tells_nothing_twice() -> None:
    assert milestone_told((90, 100), already={90, 100}) is None
    assert milestone_told((100,), already={150}) is None, "what is lower than what was told is no news"


@pytest.mark.parametrize("goal", [None, eur(0)])
def test_without_a_goal_there_are_no_milestones(goal: Money | None) -> None:
    assert milestones_crossed(goal, eur(0), eur("1,000,000")) == ()


@given(
    st.integers(1, 1000), st.lists(st.integers(-300, 500), max_size=15), st.sets(st.sampled_from(MILESTONES))
)
def test_however_deals_and_refunds_come_each_milestone_is_told_once_and_they_only_rise(
    goal: int, changes: list[int], wanted: set[int]
) -> None:
    told: list[int] = []
    won = most = 0
    for each in changes:
        crossed = milestones_crossed(Count(goal), Count(won), Count(won + each))
        percent = milestone_told(crossed, wanted, told)
        told += [] if percent is None else [percent]
        won += each
        most = max(most, won)
    assert told == sorted(set(told))
    reached = [percent for percent in sorted(wanted) if most * 100 >= goal * percent]
    assert told[-1:] == reached[-1:]
    assert set(told) <= set(reached)


def test_a_first_deal_is_one_within_ninety_days_of_starting() -> None:
    assert is_first_deal(0, date(2026, 4, 1), date(2026, 6, 30))
    assert not is_first_deal(0, date(2026, 4, 1), date(2026, 7, 1))
    assert not is_first_deal(0, date(2026, 7, 1), date(2026, 6, 30))
    assert not is_first_deal(1, date(2026, 4, 1), date(2026, 6, 30))
    assert not is_first_deal(0, None, date(2026, 6, 30))


def test_a_record_needs_three_months_and_five_deals_behind_it() -> None:
    earlier = [eur(amount) for amount in ("1,000", "2,000", "3,000", "4,000", "5,000")]
    since, day = date(2026, 3, 1), date(2026, 6, 15)
    assert is_record(eur("5,000.01"), earlier, since, day)
    assert not is_record(eur("5,000"), earlier, since, day)
    assert not is_record(eur("9,000"), earlier[:4], since, day)
    assert not is_record(eur("9,000"), earlier, date(2026, 4, 1), day)
    assert not is_record(eur("9,000"), earlier, None, day)
    assert not is_record(Money.of("9000", "USD"), earlier, since, day)

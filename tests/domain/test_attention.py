"""What needs attention: at most three things for a manager, and what would close a gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from salesbot.domain.attainment import Status
from salesbot.domain.attention import (
    Candidate,
    FarBehind,
    LateDelivery,
    LostOnReason,
    StaleDeal,
    Why,
    enough_together,
    lost_on_one_reason,
    needs_of_manager,
    stale_limit,
    staleness,
)
from tests.domain.worked import eur

TUESDAY = date(2026, 6, 16)
LUKA_ON_PRICE = LostOnReason(5, 1, "price", on_reason=3, lost=4, decided=6, amount=eur("40,000"))
HELIOS = StaleDeal(7, 4, "Helios", eur("24,000"), "Proposal", 19, 8, Why.NO_CHANGE)
MERCATOR = LateDelivery(9, 4, "Mercator", date(2026, 6, 12), None, 4)
TOM = FarBehind(6, eur("-3,976.19"), Status.AT_RISK)


@pytest.mark.parametrize(
    ("days", "median", "expected", "why"),
    [
        (17, 8, None, Why.NO_CHANGE),
        (16, 8, None, None),
        (14, None, None, None),
        (15, None, None, Why.NO_CHANGE),
        (1, None, date(2026, 6, 15), Why.PAST_DAY),
        (1, None, TUESDAY, None),
        (1, 0, None, Why.NO_CHANGE),
    ],
)
def test_a_deal_is_stale_past_twice_the_usual_days_or_past_its_day(
    days: int, median: int | None, expected: date | None, why: Why | None
) -> None:
    assert staleness(days, median, expected, TUESDAY) is why


def test_a_median_of_seven_and_a_half_days_makes_a_limit_of_fifteen() -> None:
    assert stale_limit(Fraction(15, 2)) == 15


def test_three_losses_on_one_reason_need_a_look_if_they_are_half_of_all() -> None:
    few = replace(LUKA_ON_PRICE, on_reason=2, lost=2)
    scattered = replace(LUKA_ON_PRICE, on_reason=3, lost=7)
    half = replace(LUKA_ON_PRICE, on_reason=3, lost=6)
    assert lost_on_one_reason([few, scattered, half, LUKA_ON_PRICE]) == [half, LUKA_ON_PRICE]
    assert replace(LUKA_ON_PRICE, decided=10).sure


def test_of_each_kind_the_weightiest_before_the_second_of_any() -> None:
    kolpa = replace(HELIOS, deal_id=8, account="Kolpa", amount=eur("11,000"))
    found = needs_of_manager([LUKA_ON_PRICE], [kolpa, HELIOS], [], [TOM])
    assert found == (LUKA_ON_PRICE, HELIOS, TOM)
    assert needs_of_manager([], [kolpa, HELIOS]) == (HELIOS, kolpa)
    assert needs_of_manager() == ()


def test_never_more_than_three() -> None:
    assert needs_of_manager([LUKA_ON_PRICE], [HELIOS], [MERCATOR], [TOM]) == (LUKA_ON_PRICE, HELIOS, MERCATOR)


def test_who_is_named_for_losses_is_not_named_again_and_only_at_risk_counts_as_behind() -> None:
    luka = FarBehind(5, eur("-10,428.57"), Status.AT_RISK)
    ivana = FarBehind(4, eur("-1,890.48"), Status.BEHIND)
    assert needs_of_manager([LUKA_ON_PRICE], behind=[TOM, luka, ivana]) == (LUKA_ON_PRICE, TOM)
    assert needs_of_manager(behind=[TOM, luka, ivana]) == (luka, TOM)


def test_the_fewest_deals_close_a_gap_and_of_as_many_the_likeliest() -> None:
    large, likely, small = (
        Candidate(1, "Helios", eur("24,000"), 50),
        Candidate(2, "Kolpa", eur("20,000"), 75),
        Candidate(3, "Sava", eur("6,000"), 90),
    )
    deals = [small, likely, large]
    assert enough_together(eur("20,000"), deals) == (likely,)
    assert enough_together(eur("21,000"), deals) == (large,)
    assert enough_together(eur("50,000"), deals) == (large, likely, small)
    assert enough_together(eur("50,000.01"), deals) == ()
    assert enough_together(eur(0), deals) == ()
    assert enough_together(eur(5), []) == ()

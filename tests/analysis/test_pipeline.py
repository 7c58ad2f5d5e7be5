"""The pipeline: days in stages, medians, what is stale, and a row for each stage."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from salesbot.analysis.pipeline import (
    OpenInStage,
    StageMove,
    StageNow,
    StageVisit,
    pipeline,
    stage_medians,
    stage_visits,
    why_stale,
)
from salesbot.domain.attention import Why
from salesbot.domain.deals import Outcome
from salesbot.domain.money import Money
from tests.domain.worked import eur

NEW, PROPOSAL = 1, 3
TUESDAY = date(2026, 6, 16)
STAGES = [StageNow(NEW, "New", 10), StageNow(2, "Qualified", 25), StageNow(PROPOSAL, "Proposal", 50)]


def day(number: int) -> date:
    return date(2026, 6, number)


def test_a_deals_entries_are_read_as_stays_in_stages() -> None:
    moves = [
        StageMove(1, day(1), NEW, Outcome.OPEN),
        StageMove(1, day(2), NEW, Outcome.OPEN),
        StageMove(1, day(4), PROPOSAL, Outcome.OPEN),
        StageMove(1, day(9), None, Outcome.WON),
        StageMove(2, day(3), None, Outcome.WON),
        StageMove(3, day(3), PROPOSAL, Outcome.OPEN),
    ]
    assert stage_visits(moves) == [
        StageVisit(1, NEW, day(1), day(4), Outcome.WON),
        StageVisit(1, PROPOSAL, day(4), day(9), Outcome.WON),
        StageVisit(3, PROPOSAL, day(3), None, Outcome.OPEN),
    ]


def test_a_reopened_deal_begins_a_new_stay() -> None:
    moves = [
        StageMove(1, day(1), NEW, Outcome.OPEN),
        StageMove(1, day(3), None, Outcome.LOST),
        StageMove(1, day(8), NEW, Outcome.OPEN),
        StageMove(1, day(9), None, Outcome.WON),
    ]
    visits = stage_visits(moves)
    assert [(visit.entered_on, visit.left_on) for visit in visits] == [(day(1), day(3)), (day(8), day(9))]
    assert stage_medians(visits) == {NEW: 3}


def test_medians_are_of_won_deals_only() -> None:
    visits = [
        StageVisit(1, PROPOSAL, day(1), day(8), Outcome.WON),
        StageVisit(2, PROPOSAL, day(1), day(9), Outcome.WON),
        StageVisit(3, PROPOSAL, day(1), day(30), Outcome.LOST),
        StageVisit(4, NEW, day(1), None, Outcome.OPEN),
    ]
    assert stage_medians(visits) == {PROPOSAL: Fraction(15, 2)}
    assert stage_medians([]) == {}


@pytest.mark.parametrize(
    ("changed", "expected", "why"),
    [(1, None, None), (31, 26, Why.NO_CHANGE), (15, 15, Why.PAST_DAY)],
)
def test_a_deal_is_stale_by_its_stages_median(changed: int, expected: int | None, why: Why | None) -> None:
    changed_on = date(2026, 5, 31) if changed == 31 else day(changed)
    deal = OpenInStage(1, PROPOSAL, eur(1), changed_on, None, day(expected) if expected else None)
    assert why_stale(deal, {PROPOSAL: Fraction(15, 2)}, TUESDAY) is why


def test_every_open_stage_has_a_row_also_the_empty_ones() -> None:
    deals = [
        OpenInStage(1, PROPOSAL, eur("24,000"), date(2026, 5, 28), None, day(26)),
        OpenInStage(2, PROPOSAL, eur("0.01"), day(10), None, day(26)),
        OpenInStage(3, NEW, None, day(16), None, None),
    ]
    new, qualified, proposal = pipeline(STAGES, deals, {PROPOSAL: Fraction(8)}, TUESDAY, "EUR")
    assert (new.deals, new.amount, new.oldest_days) == (1, eur(0), 0)
    assert (qualified.deals, qualified.oldest_days, qualified.stale) == (0, None, 0)
    assert (proposal.amount, proposal.weighted) == (eur("24,000.01"), eur("12,000"))
    assert (proposal.oldest_days, proposal.stale) == (19, 1)


def test_amounts_beyond_what_a_float_holds_stay_exact() -> None:
    large = [OpenInStage(number, NEW, Money(2**53 + 1, "EUR"), day(1), None, None) for number in range(2)]
    assert pipeline(STAGES, large, {}, TUESDAY, "EUR")[0].amount == Money(2**54 + 2, "EUR")

"""What changed between two digests: one cause for each deal, effects that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.causes import Cause, DealPart
from salesbot.domain.changes import Change, Changes, what_changed
from salesbot.domain.deals import Outcome
from salesbot.domain.money import Money, total
from tests.domain.worked import JUNE, eur

MONDAY, TUESDAY = date(2026, 6, 15), date(2026, 6, 16)
ACME = DealPart(1, 7, "Acme", Outcome.OPEN, eur("10,000"), 50, date(2026, 6, 26), entered=eur("10,000"))
WON = replace(ACME, outcome=Outcome.WON, closed_on=MONDAY, won=10_000_00)
REFUND = replace(WON, amount=eur("-1,000"), won=-1_000_00)
MAY = replace(WON, closed_on=date(2026, 5, 20), won=0)
LOST = replace(ACME, outcome=Outcome.LOST, closed_on=MONDAY)
JULY = date(2026, 7, 10)


def between(before: DealPart | None, after: DealPart | None) -> Changes:
    return what_changed([before] if before else [], [after] if after else [], JUNE, MONDAY, TUESDAY, "EUR")


@pytest.mark.parametrize(
    ("before", "after", "cause", "effect"),
    [
        (ACME, WON, Cause.WON, "5,000"),
        (None, WON, Cause.WON, "10,000"),
        (None, ACME, Cause.NEW, "5,000"),
        (ACME, replace(ACME, expected_on=JULY), Cause.LATER, "-5,000"),
        (ACME, replace(ACME, expected_on=None), Cause.LATER, "-5,000"),
        (replace(ACME, expected_on=JULY), ACME, Cause.EARLIER, "5,000"),
        (replace(ACME, expected_on=None), ACME, Cause.EARLIER, "5,000"),
        (ACME, LOST, Cause.LOST, "-5,000"),
        (WON, LOST, Cause.LOST, "-10,000"),
        (None, LOST, Cause.LOST, "0"),
        (replace(ACME, expected_on=JULY), LOST, Cause.LOST, "0"),
        (WON, ACME, Cause.REOPENED, "-5,000"),
        (LOST, ACME, Cause.REOPENED, "5,000"),
        (ACME, replace(ACME, outcome=Outcome.WITHDRAWN), Cause.WITHDRAWN, "-5,000"),
        (replace(ACME, outcome=Outcome.WITHDRAWN), ACME, Cause.NEW, "5,000"),
        (ACME, None, Cause.WITHDRAWN, "-5,000"),
        (None, REFUND, Cause.REFUNDED, "-1,000"),
        (REFUND, replace(REFUND, amount=eur("-1,500"), won=-1_500_00), Cause.REFUNDED, "-500"),
        (REFUND, replace(REFUND, outcome=Outcome.WITHDRAWN, won=0), Cause.WITHDRAWN, "1,000"),
        (WON, replace(WON, closed_on=JULY, won=0), Cause.LATER, "-10,000"),
        (MAY, replace(MAY, amount=eur("9,500"), won=-500_00), Cause.CORRECTED, "-500"),
        (MAY, replace(MAY, won=-500_00), Cause.CORRECTED, "-500"),
        (MAY, replace(ACME, won=-10_000_00), Cause.REOPENED, "-5,000"),
        (MAY, replace(LOST, won=-10_000_00), Cause.LOST, "-10,000"),
        (MAY, replace(MAY, outcome=Outcome.WITHDRAWN, won=-10_000_00), Cause.WITHDRAWN, "-10,000"),
        (MAY, replace(MAY, millionths=600_000, won=-4_000_00), Cause.SHARE, "-4,000"),
        (None, replace(MAY, won=10_000_00), Cause.WON, "10,000"),
        (None, replace(MAY, won=8_000_00), Cause.CORRECTED, "8,000"),
        (None, replace(MAY, amount=eur("0"), theirs=False, won=-8_000_00), Cause.CORRECTED, "-8,000"),
        (None, replace(REFUND, closed_on=date(2026, 5, 20)), Cause.REFUNDED, "-1,000"),
        (WON, replace(WON, amount=eur("9,500"), won=9_500_00), Cause.CURRENCY, "-500"),
        (replace(ACME, theirs=False), ACME, Cause.SHARE, "5,000"),
        (ACME, replace(ACME, theirs=False), Cause.SHARE, "-5,000"),
        (replace(ACME, theirs=False), WON, Cause.SHARE, "10,000"),
        (replace(ACME, amount=Money.of(900, "SEK"), rated=False), ACME, Cause.CURRENCY, "5,000"),
        (ACME, replace(ACME, amount=eur("12,000"), entered=eur("12,000")), Cause.AMOUNT, "1,000"),
        (ACME, replace(ACME, percent=75), Cause.STAGE, "2,500"),
        (ACME, replace(ACME, amount=eur("9,500")), Cause.CURRENCY, "-250"),
        (ACME, replace(ACME, amount=eur("6,000"), millionths=600_000), Cause.SHARE, "-2,000"),
        (replace(ACME, expected_on=MONDAY), replace(ACME, expected_on=MONDAY), Cause.OVERDUE, "-5,000"),
    ],
)
def test_each_way_a_deal_can_move_the_forecast_has_its_cause(
    before: DealPart | None, after: DealPart | None, cause: Cause, effect: str
) -> None:
    changes = between(before, after)
    assert [(row.cause, row.effect) for row in changes.rows] == [(cause, eur(effect))]
    assert changes.after - changes.before == eur(effect)
    assert changes.won == (after.won if after else 0) - (before.won if before else 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ACME, ACME),
        (ACME, replace(ACME, account="Acme Corp")),
        (None, replace(ACME, expected_on=JULY)),
        (LOST, None),
        (LOST, LOST),
        (None, replace(LOST, closed_on=date(2026, 6, 12))),
        (ACME, replace(ACME, expected_on=date(2026, 6, 29))),
    ],
)
def test_what_does_not_move_the_forecast_is_not_told(before: DealPart | None, after: DealPart | None) -> None:
    assert between(before, after).rows == ()


def test_a_deal_handed_over_between_them_moves_nothing_by_that_alone() -> None:
    handed = replace(ACME, person_id=8)
    assert what_changed([ACME], [handed], JUNE, MONDAY, TUESDAY, "EUR").rows == ()
    assert what_changed([ACME], [], JUNE, MONDAY, TUESDAY, "EUR").rows[0].effect == eur("-5,000")
    due = replace(ACME, expected_on=MONDAY)
    changes = what_changed([due], [replace(due, person_id=8)], JUNE, MONDAY, TUESDAY, "EUR")
    assert [(row.cause, row.deal.person_id, row.effect) for row in changes.rows] == [
        (Cause.OVERDUE, 8, eur("-5,000"))
    ]


def test_a_part_given_to_somebody_is_a_share_that_moved() -> None:
    parts = [replace(ACME, person_id=who, amount=eur("5,000"), millionths=500_000) for who in (7, 8)]
    nobodys = replace(ACME, person_id=8, theirs=False, millionths=0)
    changes = what_changed([ACME, nobodys], parts, JUNE, MONDAY, TUESDAY, "EUR")
    assert [(row.cause, row.effect) for row in changes.rows] == [
        (Cause.SHARE, eur("-2,500")),
        (Cause.SHARE, eur("2,500")),
    ]
    assert changes.before == changes.after


def test_the_largest_effect_of_a_cause_comes_first() -> None:
    small = replace(ACME, deal_id=2, account="Kolpa", amount=eur("2,000"))
    changes = what_changed([], [small, ACME], JUNE, MONDAY, TUESDAY, "EUR")
    assert [row.deal.account for row in changes.rows] == ["Acme", "Kolpa"]
    assert list(changes.by_cause()) == [Cause.NEW]


PARTS = st.builds(
    DealPart,
    deal_id=st.integers(1, 6),
    person_id=st.integers(1, 2),
    account=st.just("Acme"),
    outcome=st.sampled_from(list(Outcome)),
    amount=st.integers(-999, 9_999).map(lambda minor: Money(minor, "EUR")),
    percent=st.integers(0, 100),
    expected_on=st.one_of(st.none(), st.dates(date(2026, 5, 1), date(2026, 7, 31))),
    closed_on=st.one_of(st.none(), st.dates(date(2026, 5, 1), date(2026, 7, 31))),
    won=st.integers(-9_999, 9_999),
    theirs=st.booleans(),
    rated=st.booleans(),
)
STATES = st.lists(PARTS, max_size=8, unique_by=lambda part: (part.deal_id, part.person_id))


@given(STATES, STATES)
def test_effects_always_add_up_to_the_difference(before: list[DealPart], after: list[DealPart]) -> None:
    changes = what_changed(before, after, JUNE, MONDAY, TUESDAY, "EUR")
    assert total((row.effect for row in changes.rows), "EUR") == changes.after - changes.before
    told = [row for rows, _ in changes.by_cause().values() for row in rows]
    assert told == list(changes.rows)
    assert all(isinstance(row, Change) for row in told)


@given(STATES)
def test_nothing_changed_is_no_change(states: list[DealPart]) -> None:
    assert what_changed(states, states, JUNE, MONDAY, MONDAY, "EUR").rows == ()

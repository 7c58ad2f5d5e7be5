"""Credit: what a won deal earns whom, at which rate, and which rows a change of it adds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.crediting import changes_of_credit, frozen_rate, held_credit, placed, taken_back
from salesbot.domain.deals import CreditRow, DealState, EntryKind, Outcome, Share, credits_of, says_the_same
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.rates import Rates
from tests.domain.worked import eur

KIM, LEA, BO = 1, 2, 3
CLOSED, LATER, OPEN_DAY = date(2026, 1, 20), date(2026, 1, 25), date(2026, 2, 3)
RATES = Rates("EUR", {"USD": [(date(2026, 1, 1), Decimal("0.9")), (LATER, Decimal("0.8"))]})
WON = DealState(
    deal_id=7, entry_id=1, number=1, kind=EntryKind.WON, account_id=4, rep_id=KIM, outcome=Outcome.WON,
    stage_id=None, reason_id=None, amount=Money.of("1000", "USD"), cost=None, opened_on=None, expected_on=None,
    closed_on=CLOSED, technique=None, source_id=None, campaign_id=None, competitor_id=None,
    shares=(Share(KIM, WHOLE),), lines=(), effective_on=CLOSED, recorded_at=datetime(2026, 1, 20, tzinfo=UTC),
    recorded_by=KIM,
)  # fmt: skip
HALF = Decimal("0.5")


def row(person: int = KIM, amount: int | Money = 100, cost: int | None = None, **other: object) -> CreditRow:
    whole = eur(amount) if isinstance(amount, int) else amount
    made = CreditRow(7, 4, person, False, CLOSED, whole, None if cost is None else eur(cost), WHOLE)
    return replace(made, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "state", "rate"),
    [
        (None, WON, "0.9"),
        (None, replace(WON, closed_on=LATER), "0.8"),
        (None, replace(WON, outcome=Outcome.OPEN), None),
        (None, replace(WON, closed_on=None), None),
        (None, replace(WON, amount=eur(5), per_base=HALF, kind=EntryKind.RATED), None),
        (None, replace(WON, amount=Money(5, "CHF")), None),
        (None, replace(WON, per_base=HALF), "0.9"),
        (None, replace(WON, kind=EntryKind.RATED, per_base=HALF), "0.5"),
        (None, replace(WON, kind=EntryKind.UNDONE, per_base=HALF), "0.5"),
        (None, replace(WON, kind=EntryKind.REFUNDED, per_base=HALF), "0.5"),
        (None, replace(WON, kind=EntryKind.RATED), "0.9"),
        (replace(WON, per_base=HALF), replace(WON, kind=EntryKind.EDITED), "0.5"),
        (replace(WON, per_base=HALF), replace(WON, kind=EntryKind.RATED, per_base=Decimal("0.6")), "0.6"),
        (WON, replace(WON, kind=EntryKind.EDITED), "0.9"),
        (replace(WON, per_base=HALF), replace(WON, closed_on=LATER), "0.8"),
        (replace(WON, per_base=HALF, outcome=Outcome.OPEN), WON, "0.9"),
        (replace(WON, per_base=HALF, amount=Money(5, "CHF")), WON, "0.9"),
    ],
)
def test_the_rate_is_that_of_the_close_and_stays_with_day_and_currency(
    before: DealState | None, state: DealState, rate: str | None
) -> None:
    assert frozen_rate(before, state, RATES) == (None if rate is None else Decimal(rate))


def test_each_sharer_earns_their_part_to_the_cent() -> None:
    shares = (Share(BO, 0, assist=True), Share(LEA, 300_000), Share(KIM, 700_000))
    state = replace(WON, amount=eur("100.01"), cost=eur("10.01"), shares=shares, per_base=HALF)
    assert [
        (each.person_id, each.assist, each.amount, each.cost, each.millionths) for each in credits_of(state)
    ] == [
        (KIM, False, eur("70.01"), eur("7.01"), 700_000),
        (LEA, False, eur("30.00"), eur("3.00"), 300_000),
        (BO, True, eur(0), None, WHOLE),
    ]
    assert {(each.deal_id, each.account_id, each.day, each.per_base) for each in credits_of(state)} == {
        (7, 4, CLOSED, HALF)
    }


def test_a_refund_takes_its_amount_back_and_counts_no_deal() -> None:
    refund = replace(WON, amount=eur("-100"), shares=(Share(KIM, WHOLE), Share(BO, 0, assist=True)))
    assert [(each.person_id, each.amount, each.millionths) for each in credits_of(refund)] == [
        (KIM, eur(-100), 0)
    ]


def test_a_refund_of_one_cent_counts_no_deal() -> None:
    assert [each.millionths for each in credits_of(replace(WON, amount=Money(-1, "EUR")))] == [0]


def test_a_deal_of_nothing_is_a_deal() -> None:
    assert [each.millionths for each in credits_of(replace(WON, amount=eur(0)))] == [WHOLE]


@pytest.mark.parametrize("outcome", [Outcome.OPEN, Outcome.LOST, Outcome.WITHDRAWN])
def test_what_is_not_won_earns_nothing(outcome: Outcome) -> None:
    assert credits_of(replace(WON, outcome=outcome)) == ()
    assert credits_of(replace(WON, closed_on=None)) == ()


def test_entries_say_the_same_whoever_made_them_and_in_whatever_order_people_stand() -> None:
    shared = replace(WON, shares=(Share(KIM, 1), Share(LEA, 2), Share(BO, 0, assist=True)))
    other = replace(
        shared, shares=shared.shares[::-1], entry_id=9, number=2, kind=EntryKind.EDITED, recorded_by=LEA,
        effective_on=LATER,
    )  # fmt: skip
    assert says_the_same(shared, other)
    assert not says_the_same(shared, replace(other, amount=eur(1)))
    assert not says_the_same(shared, replace(other, shares=(Share(KIM, 2), Share(LEA, 1))))
    assert not says_the_same(
        replace(WON, shares=(Share(KIM, 1),)), replace(WON, shares=(Share(KIM, 1, assist=True),))
    )


def test_the_main_reason_stands_first() -> None:
    assert WON.reason_ids == ()
    assert replace(WON, reason_id=5, more_reasons=(6, 4)).reason_ids == (5, 6, 4)


def test_rows_of_a_deal_are_summed_by_person_day_and_currency() -> None:
    rows = [row(amount=100, cost=7), row(amount=20, cost=1, millionths=0), row(LEA), row(day=LATER)]
    assert held_credit(rows) == [
        row(amount=120, cost=8), row(LEA), row(day=LATER),
    ]  # fmt: skip
    assert held_credit([]) == []


@pytest.mark.parametrize(
    "other",
    [
        row(LEA), row(account_id=5), row(assist=True), row(day=LATER), row(earned_on=LATER), row(per_base=HALF),
        row(cost=0), row(amount=Money(10_000, "USD")),
    ],
)  # fmt: skip
def test_what_differs_in_whom_when_or_at_which_rate_is_held_apart(other: CreditRow) -> None:
    assert held_credit([row(), other]) == [row(), other]


def test_what_was_taken_back_is_not_held() -> None:
    assert held_credit([row(cost=3), taken_back(row(cost=3))]) == []
    assert held_credit([row(cost=3), row(amount=-100, cost=-3, millionths=-WHOLE)]) == []
    for kept in (row(amount=0), row(amount=0, cost=3, millionths=0), row(millionths=0)):
        assert held_credit([kept]) == [kept]


def test_a_row_is_cancelled_by_its_opposite() -> None:
    assert taken_back(row(cost=3)) == row(amount=-100, cost=-3, millionths=-WHOLE)
    assert taken_back(row()) == row(amount=-100, millionths=-WHOLE)


def test_a_change_takes_all_back_and_grants_anew() -> None:
    held, earned = [row(), row(LEA)], [row(amount=300)]
    assert changes_of_credit(held, earned) == [taken_back(row()), taken_back(row(LEA)), row(amount=300)]
    assert changes_of_credit([], earned) == earned
    assert changes_of_credit(held, []) == [taken_back(row()), taken_back(row(LEA))]
    assert changes_of_credit([], []) == []
    assert changes_of_credit(held, [row(LEA), row()]) == []


def test_what_counts_later_is_held_for_the_day_on_which_it_was_earned() -> None:
    counted_later = row(day=OPEN_DAY, earned_on=CLOSED)
    assert changes_of_credit([counted_later], [row()]) == []
    assert changes_of_credit([row()], [row(day=LATER)]) == [taken_back(row()), row(day=LATER)]
    assert changes_of_credit([counted_later], [row(day=OPEN_DAY)]) != []


def test_in_a_month_closed_for_pay_nothing_is_added() -> None:
    in_january = lambda day: day.month == 1  # noqa: E731
    assert placed(row(day=OPEN_DAY), in_january, LATER) == row(day=OPEN_DAY)
    assert placed(row(), in_january, OPEN_DAY) == row(day=OPEN_DAY, earned_on=CLOSED)
    assert placed(row(day=LATER, earned_on=CLOSED), in_january, OPEN_DAY) == row(
        day=OPEN_DAY, earned_on=CLOSED
    )


ROWS = st.lists(
    st.builds(
        lambda person, cents, day: row(person, day=day, amount=Money(cents, "EUR"), cost=None),
        st.integers(1, 3), st.integers(-10**9, 10**9), st.sampled_from([CLOSED, LATER]),
    ),
    max_size=5,
)  # fmt: skip


@given(ROWS, ROWS)
def test_after_a_change_a_deal_holds_what_it_earns(before: list[CreditRow], earned: list[CreditRow]) -> None:
    held = held_credit(before)
    now = held_credit([*held, *changes_of_credit(held, earned)])
    assert sorted(map(str, now)) == sorted(map(str, held_credit(earned)))

"""A saved plan against what came since it was saved."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.domain.plans import Selling
from salesbot.domain.saved_plans import SavedPlan, SoldSince, track


def euro(amount: int) -> Money:
    return Money.of(amount, "EUR")


SAVED = SavedPlan(
    scope=Scope.REP, subject_id=7, period=read_period("2026-06"), planned_on=date(2026, 6, 8),
    goal=euro(80_000), won=euro(20_000), selling=Selling(1, 4, euro(12_000), 30), of_team=False, what_if=False,
    open_deals=4, days_left=22, working_days_left=16, days_a_week=5,
    recorded_at=datetime(2026, 6, 8, 9, tzinfo=UTC), recorded_by=7,
)  # fmt: skip


def test_a_version_says_what_it_took_then() -> None:
    plan = SAVED.plan
    assert (plan.deals, plan.opportunities, plan.pipeline, plan.new) == (5, 20, euro(240_000), 16)
    assert plan.a_week == Fraction(5)


def test_what_came_is_counted_from_then_on() -> None:
    sold = [SoldSince(euro(10_000), True, 20), SoldSince(euro(7_000), False, None), SoldSince(None, True, 40)]
    found = track(SAVED, sold, [euro(5_000)], new=3, gone=8, over=False)
    assert (found.won, found.decided, found.in_play, found.new) == (2, 3, 4, 3)
    assert found.pipeline == euro(22_000)
    assert found.average == euro(10_000)
    assert (found.win_rate, found.cycle_days, found.left_out) == (Fraction(2, 3), 40, 1)
    assert (found.due, found.deals_due) == (Fraction(1, 2), 2)
    assert found.a_week == Fraction(15, 8)


def test_nothing_has_no_rate() -> None:
    found = track(SAVED, [], [], new=0, gone=0, over=False)
    assert (found.win_rate, found.average, found.a_week, found.cycle_days) == (None, None, None, None)
    assert found.deals_due == 0

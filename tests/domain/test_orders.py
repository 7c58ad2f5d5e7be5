"""What an order's steps say, and which do not fit."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from salesbot.domain.orders import Order, OrderOutOfOrder, Step, StepKind, as_left, check_step

AT = datetime(2026, 6, 1, tzinfo=UTC)
JUNE = [date(2026, 6, day) for day in range(1, 31)]


def order(*steps: tuple[StepKind, int]) -> Order:
    """An order with steps of (kind, day of June)."""
    made = (
        Step(n, 1, kind, JUNE[day - 1], 8 if kind is StepKind.RATED else None, None, AT, None)
        for n, (kind, day) in enumerate(steps, 1)
    )
    return as_left(Order(1, 1, JUNE[0]), made)


def test_a_delay_moves_what_is_expected_and_not_what_was_promised() -> None:
    late = order((StepKind.PROMISED, 10), (StepKind.LATE, 15))
    assert (late.promised_on, late.expected_on) == (JUNE[9], JUNE[14])
    assert late.put_off_to == JUNE[14]
    assert order((StepKind.PROMISED, 10)).put_off_to is None
    assert late.late_days(JUNE[9]) is None
    assert late.late_days(JUNE[11]) == 2
    done = order((StepKind.PROMISED, 10), (StepKind.LATE, 15), (StepKind.DELIVERED, 14))
    assert (done.late_days(JUNE[29]), done.on_time) == (4, False)
    assert order((StepKind.PROMISED, 10), (StepKind.DELIVERED, 9)).late_days(JUNE[29]) == 0


def test_what_was_taken_back_says_nothing() -> None:
    steps = [
        Step(1, 1, StepKind.DELIVERED, JUNE[3], None, None, AT, 1),
        Step(2, 1, StepKind.TAKEN_BACK, JUNE[3], None, 1, AT, 1),
    ]
    assert as_left(Order(1, 1, JUNE[0]), steps).delivered_on is None


@pytest.mark.parametrize(
    ("stands", "kind", "why"),
    [
        (order(), StepKind.RESOLVED, "no_issue"),
        (order(), StepKind.RATED, "not_delivered"),
        (order((StepKind.DELIVERED, 3)), StepKind.DELIVERED, "done"),
        (order((StepKind.DELIVERED, 3)), StepKind.LATE, "done"),
    ],
)
def test_a_step_that_does_not_fit_is_refused(stands: Order, kind: StepKind, why: str) -> None:
    with pytest.raises(OrderOutOfOrder) as refused:
        check_step(stands, kind, JUNE[4], JUNE[5], "Acme")
    assert refused.value.facts["why"] == why


def test_what_happened_cannot_lie_ahead_but_a_promise_does() -> None:
    check_step(order(), StepKind.PROMISED, JUNE[20], JUNE[5], "Acme")
    with pytest.raises(OrderOutOfOrder):
        check_step(order(), StepKind.DELIVERED, JUNE[20], JUNE[5], "Acme")

"""Orders: what was promised to a customer, what came of it, and how satisfied the customer is.

An order is what its steps say. A step that was taken back says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from salesbot.domain.mistakes import SalesbotError

SATISFIED = 9
"""From this score on a customer is asked for a referral."""
ASKED_WITHIN = timedelta(days=30)
"""So long after a delivery the customer is asked how it went, and after a good score for a referral; then it is late."""
ASKED_AFTER = 3
"""Working days after delivery on which the customer is asked how it went."""


class Department(StrEnum):
    """A department beside sales that takes part: it makes and delivers, serves, or advertises."""

    PRODUCTION = "production"
    SERVICE = "service"
    MARKETING = "marketing"


class StepKind(StrEnum):
    """What happened to an order."""

    PROMISED = "promised"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    LATE = "late"
    """It will come later than promised: on the step's day."""
    ISSUE = "issue"
    RESOLVED = "resolved"
    RATED = "rated"
    """How satisfied the customer is, from 0 to 10."""
    REFERRAL = "referral"
    """The customer was asked for a referral."""
    TAKEN_BACK = "taken_back"


class OrderOutOfOrder(SalesbotError):
    """A step does not fit how the order stands: facts `account`, `step`, `why`.

    Why: done, shipped, not_delivered, no_issue, future, not_won, before_order, not_later.
    """

    template = "mistakes/order_out_of_order"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to an order."""

    id: int
    order_id: int
    kind: StepKind
    day: date
    score: int | None
    takes_back_id: int | None
    recorded_at: datetime
    recorded_by: int | None


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a won deal as its steps leave it."""

    id: int
    deal_id: int
    ordered_on: date
    steps: tuple[Step, ...] = ()
    """In the order of recording, without those that were taken back."""

    def last(self, *kinds: StepKind) -> Step | None:
        """The newest step of these kinds."""
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)

    @property
    def promised_on(self) -> date | None:
        """The day of delivery that the customer was promised last, before any delay."""
        return _day(self.last(StepKind.PROMISED))

    @property
    def expected_on(self) -> date | None:
        """The day on which it is expected: the newest promise or delay."""
        return _day(self.last(StepKind.PROMISED, StepKind.LATE))

    @property
    def put_off_to(self) -> date | None:
        """The day on which it is expected, where that is another than the promised one."""
        return self.expected_on if self.expected_on != self.promised_on else None

    @property
    def shipped_on(self) -> date | None:
        """The day on which it was sent off."""
        return _day(self.last(StepKind.SHIPPED))

    @property
    def delivered_on(self) -> date | None:
        """The day on which it came to the customer."""
        return _day(self.last(StepKind.DELIVERED))

    @property
    def issue(self) -> str | None:
        """`open` or `resolved`; None where there never was one."""
        step = self.last(StepKind.ISSUE, StepKind.RESOLVED)
        return None if step is None else "open" if step.kind is StepKind.ISSUE else "resolved"

    @property
    def satisfaction(self) -> int | None:
        """The customer's newest score from 0 to 10."""
        step = self.last(StepKind.RATED)
        return None if step is None else step.score

    @property
    def on_time(self) -> bool | None:
        """Whether it came by the promised day; None where it has not come, or nothing was promised."""
        if self.delivered_on is None or self.promised_on is None:
            return None
        return self.delivered_on <= self.promised_on

    def late_days(self, day: date) -> int | None:
        """By how many days it came late, or is late on the morning of a day; 0 in time.

        None where nothing was promised, or it is not due yet.
        """
        if self.promised_on is None or (self.delivered_on is None and day <= self.promised_on):
            return None
        return max(0, ((self.delivered_on or day) - self.promised_on).days)


def as_left(order: Order, steps: Iterable[Step]) -> Order:
    """The order with those of its steps that stand."""
    known = [step for step in steps if step.order_id == order.id]
    back = {step.takes_back_id for step in known if step.kind is StepKind.TAKEN_BACK}
    stand = (step for step in known if step.id not in back and step.kind is not StepKind.TAKEN_BACK)
    return Order(order.id, order.deal_id, order.ordered_on, tuple(stand))


def check_step(order: Order, kind: StepKind, day: date, today: date, account: str) -> None:
    """Refuse a step that does not fit how the order stands. Raises OrderOutOfOrder."""
    ahead = kind in (StepKind.PROMISED, StepKind.LATE)
    before = ahead or kind in (StepKind.SHIPPED, StepKind.DELIVERED)
    why = ""
    if kind is StepKind.RESOLVED and order.issue != "open":
        why = "no_issue"
    elif kind in (StepKind.RATED, StepKind.REFERRAL) and order.delivered_on is None:
        why = "not_delivered"
    elif before and order.delivered_on is not None:
        why = "done"
    elif kind is StepKind.SHIPPED and order.shipped_on is not None:
        why = "shipped"
    elif not ahead and day > today:
        why = "future"
    elif kind is StepKind.PROMISED and day < order.ordered_on:
        why = "before_order"
    elif kind is StepKind.LATE and order.promised_on is not None and day <= order.promised_on:
        why = "not_later"
    if why:
        raise OrderOutOfOrder(account=account, step=kind.value, why=why)


def _day(step: Step | None) -> date | None:
    return None if step is None else step.day

"""How the made-up company delivers: orders of won deals, promised and mostly kept, and one product that comes late."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from salesbot.domain.cases import DUE_AFTER
from salesbot.domain.deals import DealState
from salesbot.domain.diagnosis import Sign, Trouble
from salesbot.domain.goals import Scope
from salesbot.domain.orders import Department, StepKind
from salesbot.sample.timeline import Timeline
from salesbot.storage import tables
from salesbot.storage.book import Book
from salesbot.storage.orders import WORDS

CHANNEL, _MARKETING = "C0PROD", "C0MARKET"
_OF_LATE = timedelta(days=75)
"""Since when the product that comes late has come late more often than not."""
PROMISED = (7, 10, 14)
"""Days from the order to the promised delivery."""
LATE_BY = (4, 6, 9, 13, 18)
"""Days that a late delivery comes after its promise."""
OFTEN_LATE, SELDOM_LATE = 0.85, 0.05
"""How often the product that comes late does, of late; and how often any other."""
_ISSUES = ("One machine came damaged", "The wrong grinder was in the box", "The manual was missing")


@dataclass(frozen=True, slots=True)
class _Step:
    kind: StepKind
    day: date
    """The day it is about."""
    said_on: date
    score: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Deliveries:
    """Writes the orders of the deals won of late; the same seed writes the same."""

    book: Book
    timeline: Timeline
    late_product: int
    """The product that comes late."""
    colleague: int
    """Who looks after orders."""

    def write(self, won: Iterable[DealState]) -> None:
        """An order for each of these deals, with what came of it so far."""
        self.book.orders.settle_channel(Department.PRODUCTION, CHANNEL)
        self.book.orders.settle_channel(Department.MARKETING, _MARKETING)
        deals = [state for state in won if state.closed_on is not None]
        numbers = self.book.numbers(tables.SalesOrder, len(deals))
        self.book.add_rows(
            tables.SalesOrder,
            [_order(number, state) for number, state in zip(numbers, deals, strict=True)],
        )
        dice = random.Random(31)  # noqa: S311 - a story, no secret
        self._enter(
            [
                (number, step)
                for number, state in zip(numbers, deals, strict=True)
                for step in self._steps(dice, state)
                if step.said_on < self.timeline.today
            ]
        )

    def hand_over(self, won: Sequence[DealState], team_id: int, manager: int) -> None:
        """The manager of a team has handed its late deliveries to production, which has not answered yet."""
        theirs = {state.deal_id for state in won}
        orders = [order for order in self.book.orders.all() if order.deal_id in theirs and order.delivered_on]
        since, day = self.timeline.today - _OF_LATE, self.timeline.today - timedelta(days=1)
        recent = [order for order in orders if order.ordered_on >= since]
        before = [order for order in orders if order.ordered_on < since]
        late = [order.deal_id for order in recent if order.late_days(day)]
        if not late:
            return
        self.book.cases.add(
            Department.PRODUCTION, Trouble.DELIVERY, Scope.TEAM, team_id,
            evidence={
                "sign": Sign.LATE.value, "about": None, "deals": late, "now": [len(late), len(recent)],
                "before": [sum(bool(order.late_days(day)) for order in before), len(before)],
            },
            starts_on=since, ends_on=self.timeline.today, now=_at(day), by=manager,
            due_on=self.timeline.calendar.after_working_days(day, DUE_AFTER),
        )  # fmt: skip

    def _enter(self, steps: Sequence[tuple[int, _Step]]) -> None:
        numbers = self.book.numbers(tables.OrderStep, len(steps))
        rows: list[dict[str, Any]] = [
            {
                "id": number, "order_id": order, "kind": step.kind.value, "day": step.day, "score": step.score,
                "recorded_at": _at(step.said_on), "recorded_by": self.colleague,
            }
            for number, (order, step) in zip(numbers, steps, strict=True)
        ]  # fmt: skip
        self.book.add_rows(tables.OrderStep, rows)
        for number, (_, step) in zip(numbers, steps, strict=True):
            if step.words:
                self.book.records.state(
                    WORDS, number, step.words, person_id=self.colleague, now=_at(step.said_on)
                )

    def _steps(self, dice: random.Random, state: DealState) -> Iterator[_Step]:
        """From the promise to what the customer said; most of what is late is the one product."""
        assert state.closed_on is not None
        is_late_one = any(line.product == self.late_product for line in state.lines)
        working = self.timeline.calendar.this_or_next_working
        asked = working(state.closed_on + timedelta(days=1))
        promised = working(asked + timedelta(days=dice.choice(PROMISED)))
        often = SELDOM_LATE
        if is_late_one:
            often = OFTEN_LATE if state.closed_on >= self.timeline.today - _OF_LATE else 0.35
        late = dice.choice(LATE_BY) if dice.random() < often else 0
        delivered = working(promised + timedelta(days=late or -dice.choice((0, 0, 1, 2))))
        yield _Step(StepKind.PROMISED, promised, asked)
        if late > max(LATE_BY) // 2:
            yield _Step(StepKind.LATE, delivered, working(promised - timedelta(days=2)))
        yield _Step(
            StepKind.SHIPPED, working(delivered - timedelta(days=3)), working(delivered - timedelta(days=3))
        )
        yield _Step(StepKind.DELIVERED, delivered, delivered)
        if dice.random() < 0.05:
            trouble, settled = delivered + timedelta(days=1), working(delivered + timedelta(days=4))
            yield _Step(StepKind.ISSUE, trouble, trouble, words=dice.choice(_ISSUES))
            yield _Step(StepKind.RESOLVED, settled, settled)
        if dice.random() < 0.6:
            told = working(delivered + timedelta(days=5))
            score = max(1, dice.choice((8, 9, 9, 10)) - (3 if late else 0) - late // 8)
            yield _Step(StepKind.RATED, told, told, score=score)


def _order(number: int, state: DealState) -> dict[str, Any]:
    assert state.closed_on is not None
    return {
        "id": number, "deal_id": state.deal_id, "ordered_on": state.closed_on,
        "recorded_at": _at(state.closed_on), "recorded_by": state.rep_id,
    }  # fmt: skip


def _at(day: date) -> datetime:
    return datetime.combine(day, time(15), UTC)

"""What is asked of orders: each with its steps, as recorded by an instant; and where departments hear of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Row, Select, exists, or_, select

from salesbot.domain.orders import Department, Order, Step, StepKind, as_left
from salesbot.storage import tables
from salesbot.storage.questions import EVER, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

WORDS = "order_step"
"""What somebody typed beside a step of an order stands as a statement of this kind."""
_ORDER: Any = tables.SalesOrder.__table__
_STEP: Any = tables.OrderStep.__table__
_FEW = 100
"""The steps of up to so many orders are asked for by their numbers."""
_ENDS = (StepKind.DELIVERED.value, StepKind.RATED.value)
_DEPARTMENT: Any = tables.Department.__table__
_DEPARTMENTS = question(tables.Department)


class Orders:
    """The orders of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, deal_id: int, ordered_on: date, *, now: datetime, by: int | None) -> Order:
        """The order of a deal that was won."""
        self.book.forget(tables.OrderStep)
        number = self.book.add(
            tables.SalesOrder, deal_id=deal_id, ordered_on=ordered_on, recorded_at=now, recorded_by=by
        )
        return Order(number, deal_id, ordered_on)

    def step(
        self, order_id: int, kind: StepKind, day: date, *, now: datetime, by: int | None,
        score: int | None = None, takes_back_id: int | None = None,
    ) -> int:  # fmt: skip
        """Record what happened to an order; answers with the step's number."""
        return self.book.add(
            tables.OrderStep, order_id=order_id, kind=kind.value, day=day, score=score,
            takes_back_id=takes_back_id, recorded_at=now, recorded_by=by,
        )  # fmt: skip

    def by_id(self, order_id: int) -> Order:
        """The order of that number; LookupError if there is none."""
        found = self._orders(_ORDER.c.id == order_id)
        if not found:
            raise LookupError(f"there is no order {order_id}")
        return found[0]

    def locked(self, order_id: int) -> Order:
        """The order, nobody else stepping on until this book is closed; LookupError if there is none."""
        if not self.book.writes_alone:
            self.book.connection.execute(
                select(_ORDER.c.id)
                .where(_ORDER.c.workspace_id == self.book.workspace_id, _ORDER.c.id == order_id)
                .with_for_update()
            )
            self.book.forget(tables.OrderStep)
        return self.by_id(order_id)

    def of_deal(self, deal_id: int) -> Order | None:
        """The deal's order, if one was opened."""
        found = self._orders(_ORDER.c.deal_id == deal_id)
        return found[0] if found else None

    def of_deals(self, deal_ids: Collection[int]) -> list[Order]:
        """The orders of these deals, by number."""
        numbers, found = sorted(deal_ids), list[Order]()
        for start in range(0, len(numbers), _FEW):
            found += self._orders(_ORDER.c.deal_id.in_(numbers[start : start + _FEW]))
        return sorted(found, key=lambda order: order.id)

    def all(self, known_at: datetime | None = None, before: date | None = None) -> list[Order]:
        """Every order, by number, with the steps recorded by then and dated before a day."""
        return self.book.remembered(
            tables.OrderStep, (known_at, before), lambda: self._orders(known_at=known_at, before=before)
        )

    def undelivered(self, known_at: datetime, before: date) -> list[Order]:
        """Every order that had not come to the customer by a day, with its steps, as recorded by an instant."""
        came = _came(self.book.workspace_id, known_at, before)
        return self._orders(_ORDER.c.id.not_in(came), known_at=known_at, before=before)

    def at_hand(self, since: date) -> list[Order]:
        """Every order that has not come to the customer, came or was rated since a day, or has an issue, by number.

        One whose issue was resolved may be among them where something was taken back; each is as its steps leave it.
        """
        came, workspace_id = _came(self.book.workspace_id, EVER, date.max), self.book.workspace_id
        lately = select(_STEP.c.order_id).where(
            _STEP.c.workspace_id == workspace_id, _STEP.c.kind.in_(_ENDS), _STEP.c.day >= since
        )
        number = _ORDER.c.id
        asked = or_(number.not_in(came), number.in_(lately), number.in_(_with_issue(workspace_id)))
        return self._orders(asked, some=True)

    def rated(self, start: date, end: date, known_at: datetime) -> list[Order]:
        """Every order of which a customer's score was recorded for the half-open span, with all its steps."""
        scored = select(_STEP.c.order_id).where(
            _STEP.c.workspace_id == self.book.workspace_id, _STEP.c.kind == StepKind.RATED.value,
            _STEP.c.day >= start, _STEP.c.day < end, _STEP.c.recorded_at <= known_at,
        )  # fmt: skip
        return self._orders(_ORDER.c.id.in_(scored), known_at=known_at, some=True)

    def _orders(
        self, *where: ColumnElement[bool], known_at: datetime | None = None, before: date | None = None,
        some: bool = False,
    ) -> list[Order]:  # fmt: skip
        if known_at is not None:
            where = (*where, _ORDER.c.recorded_at <= known_at)
        rows = self.book.all(self.book.select(tables.SalesOrder, *where).order_by(_ORDER.c.id))
        orders = [Order(row.id, row.deal_id, row.ordered_on) for row in rows]
        few = [order.id for order in orders] if some or len(orders) <= _FEW else None
        steps = self._steps(few, known_at, before)
        by_order: dict[int, list[Step]] = {}
        for step in steps:
            by_order.setdefault(step.order_id, []).append(step)
        return [as_left(order, by_order.get(order.id, ())) for order in orders]

    def _steps(
        self, order_ids: Collection[int] | None, known_at: datetime | None, before: date | None
    ) -> list[Step]:
        ids = None if order_ids is None else list(order_ids)
        parts: list[list[Any]] = [[]] if ids is None else [
            [_STEP.c.order_id.in_(ids[start : start + 500])] for start in range(0, len(ids), 500)
        ]  # fmt: skip
        known = [] if known_at is None else [_STEP.c.recorded_at <= known_at]
        rows = (
            row
            for part in parts
            for row in self.book.all(self.book.select(tables.OrderStep, *part, *known).order_by(_STEP.c.id))
        )
        return [step for step in map(_step, rows) if before is None or _happened(step, before)]

    # -- departments --------------------------------------------------------------------------------------

    def channels(self) -> dict[Department, str]:
        """In which channel each department hears of orders and cases, of those that have one."""
        rows = self.book.remembered(tables.Department, "all", lambda: self.book.all(_DEPARTMENTS))
        return {Department(row.kind): row.channel_id for row in rows if row.channel_id}

    def settle_channel(self, department: Department, channel_id: str | None) -> None:
        """The department hears of orders and cases in this channel (None: nowhere)."""
        changed = self.book.change(
            tables.Department, _DEPARTMENT.c.kind == department.value, channel_id=channel_id
        )
        if not changed and channel_id:
            self.book.add_rows(tables.Department, [{"kind": department.value, "channel_id": channel_id}])


def _came(workspace_id: int, known_at: datetime, before: date) -> Select[Any]:
    """The orders with a step of delivery that counts by then and was not taken back: asked once, not for each order."""
    back: Any = _STEP.alias("taken_back")
    taken_back = (
        select(back.c.id)
        .where(back.c.workspace_id == _STEP.c.workspace_id, back.c.order_id == _STEP.c.order_id)
        .where(back.c.takes_back_id == _STEP.c.id, back.c.recorded_at <= known_at)
    )
    return (
        select(_STEP.c.order_id)
        .where(_STEP.c.workspace_id == workspace_id, _STEP.c.kind == StepKind.DELIVERED.value)
        .where(_STEP.c.day < before, _STEP.c.recorded_at <= known_at, ~exists(taken_back.correlate(_STEP)))
    )


def _with_issue(workspace_id: int) -> Select[Any]:
    """The orders with an issue after which none was resolved, and those of which a step was taken back besides."""
    other: Any = _STEP.alias("other")
    same = (other.c.workspace_id == _STEP.c.workspace_id, other.c.order_id == _STEP.c.order_id)
    resolved = select(other.c.id).where(
        *same, other.c.kind == StepKind.RESOLVED.value, other.c.id > _STEP.c.id
    )
    taken_back = select(other.c.id).where(*same, other.c.kind == StepKind.TAKEN_BACK.value)
    return select(_STEP.c.order_id).where(
        _STEP.c.workspace_id == workspace_id, _STEP.c.kind == StepKind.ISSUE.value,
        or_(~exists(resolved.correlate(_STEP)), exists(taken_back.correlate(_STEP))),
    )  # fmt: skip


def _happened(step: Step, before: date) -> bool:
    """A promise or a delay counts from when it was made, everything else on its day."""
    if step.kind in (StepKind.PROMISED, StepKind.LATE, StepKind.TAKEN_BACK):
        return True
    return step.day < before


def _step(row: Row[Any]) -> Step:
    return Step(
        row.id, row.order_id, StepKind(row.kind), row.day, row.score, row.takes_back_id, row.recorded_at,
        row.recorded_by,
    )  # fmt: skip

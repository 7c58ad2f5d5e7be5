"""Counting how the orders of decided deals were served: late, with an issue, with an unhappy customer."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from salesbot.domain.tallies import Sign
from salesbot.storage import tables
from salesbot.storage.deals.rows import DEAL, ENTRY
from salesbot.storage.deals.tallying import Moment, Span, Tallying
from salesbot.storage.stays import Stays

_ORDER: Any = tables.SalesOrder.__table__
_STEP: Any = tables.OrderStep.__table__
_BACK: Any = _STEP.alias("back")
_PLACES = {
    "promised": ("promised",),
    "delivered": ("delivered",),
    "issue": ("issue", "resolved"),
    "rated": ("rated",),
}


class Serving(Tallying):
    """Counts the orders of one workspace's won deals."""

    def served(
        self, span: Span, stays: Stays, day: date, unhappy: int
    ) -> dict[Sign, list[tuple[bool, bool, int]]]:
        """(lately, whether it holds, orders) of each sign of service: late by `day`, an issue, a score up to `unhappy`."""
        if (
            self.book.first(
                select(_ORDER.c.id).where(_ORDER.c.workspace_id == self.book.workspace_id).limit(1)
            )
            is None
        ):
            return {}
        lately, c = ENTRY.c.closed_on >= span.lately, self._orders_of(span, stays)
        late, issue, rated = self._late(c, day, span.moment), c.issue.is_not(None), c.score
        parts = (
            lately.label("lately"),
            late.label("late"),
            issue.label("issue"),
            (rated <= unhappy).label("unhappy"),
        )
        inner = (
            select(*parts)
            .select_from(self._joined(c))
            .where(*self.decided_entries(span, stays), _WON)
            .subquery()
        )
        by = (inner.c.lately, inner.c.late, inner.c.issue, inner.c.unhappy)
        rows = self.book.all(select(*by, func.count().label("orders")).group_by(*by))
        return {
            sign: [
                (bool(row.lately), bool(held), row.orders)
                for row in rows
                if (held := getattr(row, name)) is not None
            ]
            for sign, name in ((Sign.LATE, "late"), (Sign.ISSUES, "issue"), (Sign.UNHAPPY, "unhappy"))
        }

    def served_badly(
        self, span: Span, stays: Stays, sign: Sign, day: date, unhappy: int
    ) -> list[tuple[int, int]]:
        """(deal, account) of the orders that show the sign lately, by number."""
        c = self._orders_of(span, stays)
        held = {
            Sign.LATE: self._late(c, day, span.moment), Sign.ISSUES: c.issue.is_not(None), Sign.UNHAPPY: c.score <= unhappy,
        }[sign]  # fmt: skip
        query = (
            select(ENTRY.c.deal_id, ENTRY.c.account_id)
            .select_from(self._joined(c))
            .where(*self.decided_entries(span, stays), _WON, held)
            .order_by(ENTRY.c.deal_id)
        )
        return [(row.deal_id, row.account_id) for row in self.book.all(query)]

    def _joined(self, orders: Any) -> Any:
        return ENTRY.join(orders.deal_id.table, orders.deal_id == ENTRY.c.deal_id)

    def _orders_of(self, span: Span, stays: Stays) -> Any:
        """Each order with the newest of its steps that stand: promised and delivered on, an issue, a score."""
        c, mine, known_at = _STEP.c, self.book.workspace_id, span.moment.known_at
        back = exists().where(
            _BACK.c.workspace_id == mine, _BACK.c.takes_back_id == c.id, _BACK.c.order_id == c.order_id,
            _BACK.c.recorded_at <= known_at,
        )  # fmt: skip
        newest = [func.max(case((c.kind.in_(kinds), c.id))).label(name) for name, kinds in _PLACES.items()]
        last = (
            select(c.order_id, *newest)
            .where(c.workspace_id == mine, c.recorded_at <= known_at, c.kind != "taken_back", ~back)
            .group_by(c.order_id)
            .subquery()
        )
        steps = {name: _STEP.alias(name) for name in ("promised", "delivered", "rated")}
        joined = _ORDER.outerjoin(last, last.c.order_id == _ORDER.c.id)
        for name, step in steps.items():
            joined = joined.outerjoin(step, and_(step.c.workspace_id == mine, step.c.id == last.c[name]))
        query = select(
            _ORDER.c.deal_id, steps["promised"].c.day.label("promised"), steps["delivered"].c.day.label("delivered"),
            last.c.issue, steps["rated"].c.score.label("score"),
        ).select_from(joined).where(_ORDER.c.workspace_id == mine, _ORDER.c.recorded_at <= known_at)  # fmt: skip
        return query.subquery("orders").c

    def _late(self, c: Any, day: date, moment: Moment) -> ColumnElement[bool]:
        """As `Order.late_days`: whether it came late, or is late on the morning of the day; null where nobody knows.

        What was paid back whole before it came is not late: nothing is to be delivered any more.
        """
        waiting = c.delivered.is_(None)
        unknown = or_(c.promised.is_(None), and_(waiting, or_(c.promised >= day, self._paid_back(moment))))
        return case((unknown, None), else_=func.coalesce(c.delivered, day) > c.promised)

    def _paid_back(self, moment: Moment) -> ColumnElement[bool]:
        """Whether the refunds of the deal that stood then are all of its amount."""
        deal, back = DEAL.alias("refund"), ENTRY.alias("paid_back")
        refunds: Any = (
            select(func.sum(back.c.amount))
            .select_from(
                deal.join(back, and_(back.c.workspace_id == deal.c.workspace_id, back.c.deal_id == deal.c.id))
            )
            .where(deal.c.workspace_id == self.book.workspace_id, deal.c.refund_of_id == ENTRY.c.deal_id)
            .where(*self.standing(moment, back), back.c.outcome == "won")
            .scalar_subquery()
        )
        gone: ColumnElement[bool] = ENTRY.c.amount + func.coalesce(refunds, 0) <= 0
        return gone


_WON: ColumnElement[bool] = ENTRY.c.outcome == "won"

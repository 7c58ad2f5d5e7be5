"""What follows a won deal: its order, every step of it, and the departments that take part."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class Department(Rows, table=True):
    """Where a department beside sales hears of orders and cases."""

    __tablename__ = "department"
    __table_args__ = (of_workspace(), one_of("kind", "production", "service", "marketing"))

    workspace_id: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    channel_id: str | None = None


class SalesOrder(Rows, table=True):
    """The order of a won deal, once for each deal. Append-only; how it goes on stands in its steps."""

    __tablename__ = "sales_order"
    __table_args__ = (belongs_to("deal", "deal_id"), UniqueConstraint("workspace_id", "deal_id"))

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    deal_id: int
    ordered_on: date
    recorded_at: datetime = instant()
    recorded_by: int | None = None


class OrderStep(Rows, table=True):
    """One thing that happened to an order. Append-only; a step that takes another back names it.

    Words to it (why it is late, what the customer said) are a statement beside it.
    """

    __tablename__ = "order_step"
    __table_args__ = (
        belongs_to("sales_order", "order_id"),
        belongs_to("order_step", "takes_back_id"),
        one_of(
            "kind", "promised", "shipped", "delivered", "late", "issue", "resolved", "rated", "referral",
            "taken_back",
        ),
        CheckConstraint("score IS NULL OR score BETWEEN 0 AND 10", name="score"),
        CheckConstraint("(kind = 'rated') = (score IS NOT NULL)", name="rated"),
        CheckConstraint("(kind = 'taken_back') = (takes_back_id IS NOT NULL)", name="takes_back"),
        Index("ix_order_step_order", "workspace_id", "order_id"),
        Index("ix_order_step_day", "workspace_id", "kind", "day"),
    )  # fmt: skip

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    order_id: int
    kind: str
    day: date
    """Of a promise or a delay the day of delivery that is meant; else the day on which it happened."""
    score: int | None = None
    """The customer's satisfaction from 0 to 10."""
    takes_back_id: int | None = None
    recorded_at: datetime = instant()
    recorded_by: int | None = None

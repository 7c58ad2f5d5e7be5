"""What selling and marketing cost a month."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class Cost(Rows, table=True):
    """The cost of a month, by kind and campaign. Append-only; the newest row of one month, kind and campaign holds."""

    __tablename__ = "cost"
    __table_args__ = (
        of_workspace(),
        belongs_to("label", "campaign_id"),
        one_of("kind", "sales", "marketing"),
        Index("ix_cost_month", "workspace_id", "month"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    month: date
    """The first day of the month."""
    kind: str
    campaign_id: int | None = None
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    recorded_at: datetime = instant()
    import_id: int | None = None

"""What pay rests on beside the ledger: which months are closed, and the credit of each month added up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class MonthClosing(Rows, table=True):
    """A month was closed for pay, or opened again. Append-only; a month's newest row holds."""

    __tablename__ = "month_closing"
    __table_args__ = (
        of_workspace(),
        CheckConstraint("length(month) = 7", name="month"),
        Index("ix_month_closing_month", "workspace_id", "month"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    month: str = Field(max_length=7)
    closed: bool
    recorded_at: datetime = instant()
    recorded_by: int | None = None
    """None: from the terminal."""


class CreditMonth(Rows, table=True):
    """The credit rows of a person and month added up: written with them, so that a whole month is one row to read.

    Company and teams are sums of these. Can be made anew from `credit` at any time.
    """

    __tablename__ = "credit_month"
    __table_args__ = (
        belongs_to("person", "person_id"),
        one_of("kind", "revenue", "assist"),
    )

    workspace_id: int = Field(primary_key=True)
    month: str = Field(primary_key=True, max_length=7)
    person_id: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    currency: str = Field(primary_key=True, max_length=3)
    amount: int = Field(sa_type=BigInteger)
    cost: int = Field(sa_type=BigInteger)
    costed: int = Field(sa_type=BigInteger)
    """The amount of those deals that have a cost."""
    millionths: int = Field(sa_type=BigInteger)
    changed_at: datetime = instant()
    """When the newest of the rows was recorded: the sum tells nothing of what was known before."""


class Dispute(Rows, table=True):
    """Somebody thinks that a deal's credit is wrong. Append-only; what they say is a statement beside it."""

    __tablename__ = "dispute"
    __table_args__ = (
        belongs_to("deal", "deal_id"),
        belongs_to("deal_entry", "entry_id"),
        belongs_to("person", "person_id"),
        Index("ix_dispute_deal", "workspace_id", "deal_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    deal_id: int
    entry_id: int
    """How the deal stood when it was flagged."""
    person_id: int
    recorded_at: datetime = instant()


class DisputeAnswer(Rows, table=True):
    """What was answered to a dispute, once for ever. Append-only."""

    __tablename__ = "dispute_answer"
    __table_args__ = (belongs_to("dispute", "dispute_id"), belongs_to("person", "recorded_by"))

    workspace_id: int = Field(primary_key=True)
    dispute_id: int = Field(primary_key=True)
    accepted: bool
    entry_id: int | None = None
    """The entry that corrects the deal, where it was accepted."""
    recorded_at: datetime = instant()
    recorded_by: int


class Statement(Rows, table=True):
    """What a person typed beside a record, such as why a month was opened again. May be blanked."""

    __tablename__ = "statement"
    __table_args__ = (Index("ix_statement_subject", "workspace_id", "subject", "subject_id"), of_workspace())

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    subject: str
    subject_id: int
    person_id: int | None = None
    text: str
    recorded_at: datetime = instant()

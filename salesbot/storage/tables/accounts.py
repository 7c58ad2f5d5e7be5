"""Accounts, and the workspace's own lists: stages, lost reasons, products, sources, campaigns, competitors."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class Account(Rows, table=True):
    """A customer company."""

    __tablename__ = "account"
    __table_args__ = (
        of_workspace(),
        UniqueConstraint("workspace_id", "name_key"),
        belongs_to("person", "owner_id"),
        belongs_to("account", "referred_by_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    name: str
    name_key: str
    owner_id: int | None = None
    segment: str | None = None
    country: str | None = None
    referred_by_id: int | None = None
    merged_into_id: int | None = None
    """The account that this one turned out to be: its name leads there."""
    renews_on: date | None = None
    created_at: datetime = instant()


class Label(Rows, table=True):
    """A product, source, campaign or competitor that deals may name."""

    __tablename__ = "label"
    __table_args__ = (
        of_workspace(),
        UniqueConstraint("workspace_id", "kind", "name_key"),
        one_of("kind", "product", "source", "campaign", "competitor"),
        CheckConstraint("usual_price >= 0", name="usual_price"),
        CheckConstraint("usual_cost >= 0", name="usual_cost"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    kind: str
    name: str
    name_key: str
    retired: bool = False
    pipeline_id: int | None = None
    """A product that is sold by a pipeline of its own."""
    usual_price: int | None = Field(default=None, sa_type=BigInteger)
    """What one of a product sells for where nobody says otherwise, in smallest units of `priced_in`."""
    usual_cost: int | None = Field(default=None, sa_type=BigInteger)
    """What one of it costs."""
    priced_in: str | None = Field(default=None, max_length=3)
    """The workspace's currency when they were settled."""


class Stage(Rows, table=True):
    """A stage of the pipeline and its probability in whole percent."""

    __tablename__ = "stage"
    __table_args__ = (
        of_workspace(),
        UniqueConstraint("workspace_id", "key"),
        CheckConstraint("probability BETWEEN 0 AND 100", name="probability"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    key: str
    """The word that is typed: "proposal"."""
    name: str
    position: int
    probability: int
    retired: bool = False
    pipeline_id: int | None = None
    """None: a stage of the workspace's own pipeline."""


class Pipeline(Rows, table=True):
    """Stages of their own for the deals of some teams or products."""

    __tablename__ = "pipeline"
    __table_args__ = (of_workspace(),)

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    name: str
    retired: bool = False


class LostReason(Rows, table=True):
    """Why a deal was lost, or won: a code of the workspace's own, under one of the fixed classes."""

    __tablename__ = "lost_reason"
    __table_args__ = (of_workspace(), UniqueConstraint("workspace_id", "code"))

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    klass: str
    code: str
    name: str
    retired: bool = False
    won: bool = False
    """Whether it is a reason for winning."""

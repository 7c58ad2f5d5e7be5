"""The ledger of deals: append-only entries, who shared in them, and the credit that pay rests on.

`deal` is the only table here that changes: it points at the newest entry. Everything else is added, never altered.
Ids, amounts and days only; every word that somebody typed stands in `remark`, which can be blanked.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint, text
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of

AMOUNT_LIMIT = 10**17
_CORRECTS = text("earned_on IS NOT NULL")
_CLOSED, _OPEN = text("closed_on IS NOT NULL"), text("outcome = 'open'")


class Deal(Rows, table=True):
    """A deal's identity, and where it stands now."""

    __tablename__ = "deal"
    __table_args__ = (
        belongs_to("account", "account_id"),
        UniqueConstraint("workspace_id", "external_id"),
        UniqueConstraint("workspace_id", "row_key"),
        one_of("outcome", "open", "won", "lost", "withdrawn"),
        Index("ix_deal_outcome", "workspace_id", "outcome", "id"),
        Index("ix_deal_account", "workspace_id", "account_id"),
        Index("ix_deal_refund_of", "workspace_id", "refund_of_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    account_id: int
    external_id: str | None = None
    row_key: str | None = None
    """For a deal of a file without an external id: its whole row and its number among equal rows, hashed."""
    latest_entry_id: int
    outcome: str
    practice: bool = False
    imported: bool = False
    refund_of_id: int | None = None
    """The deal of which this one takes back a part."""
    created_at: datetime = instant()


class DealEntry(Rows, table=True):
    """One thing that happened to a deal, with the whole state of the deal after it. Append-only."""

    __tablename__ = "deal_entry"
    __table_args__ = (
        belongs_to("deal", "deal_id"),
        belongs_to("person", "rep_id"),
        belongs_to("account", "account_id"),
        belongs_to("stage", "stage_id"),
        belongs_to("lost_reason", "reason_id"),
        belongs_to("label", "source_id"),
        belongs_to("label", "campaign_id"),
        belongs_to("label", "competitor_id"),
        UniqueConstraint("workspace_id", "deal_id", "number"),
        one_of("outcome", "open", "won", "lost", "withdrawn"),
        CheckConstraint(f"amount BETWEEN -{AMOUNT_LIMIT} AND {AMOUNT_LIMIT}", name="amount"),
        CheckConstraint("(outcome IN ('won', 'lost')) = (closed_on IS NOT NULL)", name="closed_on"),
        Index("ix_deal_entry_recorded", "workspace_id", "recorded_at"),
        Index(
            "ix_deal_entry_closed",
            "workspace_id",
            "closed_on",
            sqlite_where=_CLOSED,
            postgresql_where=_CLOSED,
        ),
        Index("ix_deal_entry_due", "workspace_id", "expected_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_deal_entry_opened", "workspace_id", "opened_on"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    deal_id: int
    number: int
    """1 for the deal's first entry: two people who change the same state cannot both be second."""
    kind: str
    corrects_id: int | None = None
    """The entry that this one takes back or corrects."""
    account_id: int
    rep_id: int
    outcome: str
    stage_id: int | None = None
    reason_id: int | None = None
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    cost: int | None = Field(default=None, sa_type=BigInteger)
    opened_on: date | None = None
    expected_on: date | None = None
    closed_on: date | None = None
    per_base: str | None = Field(default=None, sa_type=String)
    """The rate at which a won deal in another currency counts, frozen at its close; an exact decimal as text."""
    technique: str | None = None
    source_id: int | None = None
    campaign_id: int | None = None
    competitor_id: int | None = None
    effective_on: date
    """The day on which this counts: the close day of a win, else the workspace's day of recording."""
    recorded_at: datetime = instant()
    recorded_by: int | None = None
    change_reason: str | None = None
    awaiting_on: date | None = None
    """The day on which an open deal was won that waits for approval."""
    import_id: int | None = None


class DealShare(Rows, table=True):
    """Who has which part of the deal as of an entry, in millionths; assists stand beside with none. Append-only."""

    __tablename__ = "deal_share"
    __table_args__ = (
        belongs_to("deal_entry", "entry_id"),
        belongs_to("person", "person_id"),
        CheckConstraint("millionths BETWEEN 0 AND 1000000", name="millionths"),
    )

    workspace_id: int = Field(primary_key=True)
    entry_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    assist: bool = Field(primary_key=True)
    millionths: int
    place: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """Where it was named among the entry's shares: of equal ones the first has the cent that is left over."""


class DealLine(Rows, table=True):
    """So many of one product in the deal as of an entry, at what price and cost. Append-only."""

    __tablename__ = "deal_line"
    __table_args__ = (
        belongs_to("deal_entry", "entry_id"),
        belongs_to("label", "product_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("discount BETWEEN 0 AND 1000000", name="discount"),
        CheckConstraint("cost >= 0", name="cost"),
        CheckConstraint("usual >= 0", name="usual"),
    )

    workspace_id: int = Field(primary_key=True)
    entry_id: int = Field(primary_key=True)
    product_id: int = Field(primary_key=True)
    quantity: int
    price: int | None = Field(default=None, sa_type=BigInteger)
    """Of one, before the discount, in the deal's currency."""
    discount: int = 0
    """In millionths of the price."""
    cost: int | None = Field(default=None, sa_type=BigInteger)
    """Of one."""
    usual: int | None = Field(default=None, sa_type=BigInteger)
    """The usual price of one at that time."""


class DealReason(Rows, table=True):
    """A second or third reason why the deal was lost or won as of an entry; the first stands there. Append-only."""

    __tablename__ = "deal_reason"
    __table_args__ = (
        belongs_to("deal_entry", "entry_id"),
        belongs_to("lost_reason", "reason_id"),
        CheckConstraint("place BETWEEN 2 AND 3", name="place"),
    )

    workspace_id: int = Field(primary_key=True)
    entry_id: int = Field(primary_key=True)
    place: int = Field(primary_key=True)
    reason_id: int


class Credit(Rows, table=True):
    """What a person is credited with on a day. A correction is a row that takes back, then a row anew. Append-only.

    The sum of these rows is the figure, for a person, a team or the company, as of any day, as known at any instant.
    """

    __tablename__ = "credit"
    __table_args__ = (
        belongs_to("deal_entry", "entry_id"),
        belongs_to("deal", "deal_id"),
        belongs_to("person", "person_id"),
        belongs_to("account", "account_id"),
        one_of("kind", "revenue", "assist"),
        Index("ix_credit_day", "workspace_id", "day", "person_id", "currency"),
        Index("ix_credit_deal", "workspace_id", "deal_id"),
        Index("ix_credit_account", "workspace_id", "account_id", "day"),
        Index(
            "ix_credit_earned",
            "workspace_id",
            "earned_on",
            sqlite_where=_CORRECTS,
            postgresql_where=_CORRECTS,
        ),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    entry_id: int
    deal_id: int
    account_id: int
    person_id: int
    kind: str
    day: date
    """The day on which it counts (the close day; a refund's own; of a correction, the day of that)."""
    earned_on: date | None = None
    """The close day, where that month was closed for pay before: the row is a correction of it."""
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    cost: int | None = Field(default=None, sa_type=BigInteger)
    """The person's part of the deal's cost; None: the deal has no cost and stays out of margin."""
    millionths: int
    """The part of one deal that counts: 600,000 for 60 %, negative when taken back, 0 for a refund."""
    per_base: str | None = Field(default=None, sa_type=String)
    """The deal's frozen rate, by which this credit is converted; an exact decimal as text."""
    recorded_at: datetime = instant()


class Remark(Rows, table=True):
    """A note that somebody typed on a deal. May be blanked; the ledger stands without it."""

    __tablename__ = "remark"
    __table_args__ = (belongs_to("deal", "deal_id"), Index("ix_remark_deal", "workspace_id", "deal_id"))

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    deal_id: int
    entry_id: int
    person_id: int | None = None
    text: str
    recorded_at: datetime = instant()


class Rate(Rows, table=True):
    """Units of the workspace's currency for one unit of another, from a day on. Append-only; a day's newest holds."""

    __tablename__ = "rate"
    __table_args__ = (
        of_workspace(),
        Index("ix_rate_currency", "workspace_id", "currency", "day"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    day: date
    currency: str = Field(max_length=3)
    per_base: str = Field(sa_type=String)
    """An exact decimal as text: neither engine's numbers keep it whole."""
    recorded_at: datetime = instant()

    @property
    def exact(self) -> Decimal:
        """The rate as an exact decimal."""
        return Decimal(self.per_base)

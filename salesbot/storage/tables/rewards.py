"""Points, badges, rules, and rewards with their budget and who asked for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class PointEntry(Rows, table=True):
    """Points that somebody earned (above 0) or spent (below 0), once for each event. Append-only."""

    __tablename__ = "point_entry"
    __table_args__ = (
        belongs_to("person", "person_id"),
        UniqueConstraint("workspace_id", "key"),
        CheckConstraint("points <> 0", name="points"),
        Index("ix_point_entry_person", "workspace_id", "person_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    key: str
    """`won:17:7`: what it is for."""
    points: int
    on_day: date
    recorded_at: datetime = instant()


class BadgeGrant(Rows, table=True):
    """A badge that somebody has: by a rule, or given by hand with words on it."""

    __tablename__ = "badge_grant"
    __table_args__ = (
        belongs_to("person", "person_id"),
        UniqueConstraint("workspace_id", "key"),
        Index("ix_badge_grant_person", "workspace_id", "person_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    key: str
    """`wins_10:7`; of one given by hand `own:` and a number."""
    code: str
    name: str = ""
    on_day: date
    granted_by: int | None = None
    recorded_at: datetime = instant()


class Reward(Rows, table=True):
    """Something that can be earned; its cost is in minor units of the workspace's currency at that time."""

    __tablename__ = "reward"
    __table_args__ = (
        of_workspace(),
        one_of("kind", "bonus", "time_off", "travel", "office", "own"),
        CheckConstraint("points >= 0", name="points"),
        CheckConstraint("cost >= 0", name="cost"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    kind: str
    name: str
    points: int = 0
    cost: int = Field(default=0, sa_type=BigInteger)
    currency: str = Field(max_length=3)
    active: bool = True
    recorded_at: datetime = instant()
    recorded_by: int | None = None


class RewardBudget(Rows, table=True):
    """What rewards may cost in a calendar year. Its row is locked while a request is approved."""

    __tablename__ = "reward_budget"
    __table_args__ = (of_workspace(), CheckConstraint("amount >= 0", name="amount"))

    workspace_id: int = Field(primary_key=True)
    year: int = Field(primary_key=True)
    amount: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)


class RewardRequest(Rows, table=True):
    """Somebody asked for a reward; points and cost are frozen at that moment."""

    __tablename__ = "reward_request"
    __table_args__ = (
        belongs_to("reward", "reward_id"),
        belongs_to("person", "person_id"),
        one_of("status", "requested", "approved", "declined", "withdrawn", "handed_over"),
        Index("ix_reward_request_status", "workspace_id", "status"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    reward_id: int
    person_id: int
    status: str = "requested"
    points: int
    cost: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    requested_at: datetime = instant()
    decided_by: int | None = None
    decided_on: date | None = None


class EarningRule(Rows, table=True):
    """A rule of an admin's by which a badge is earned, and points or a reward with it."""

    __tablename__ = "earning_rule"
    __table_args__ = (
        of_workspace(),
        one_of("period", "week", "month", "quarter", "year"),
        CheckConstraint("least > 0", name="least"),
        CheckConstraint("points >= 0", name="points"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    name: str
    metric: str
    least: int = Field(sa_type=BigInteger)
    currency: str | None = Field(default=None, max_length=3)
    """None: a count, in millionths."""
    period: str
    points: int = 0
    reward_id: int | None = None
    active: bool = True
    recorded_at: datetime = instant()
    recorded_by: int | None = None

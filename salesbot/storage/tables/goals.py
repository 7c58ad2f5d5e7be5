"""Goals: every version that was ever agreed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field

from salesbot.domain.scopes import Scope
from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of
from salesbot.storage.subjects import about


class Goal(Rows, table=True):
    """One version of a goal, in force from `valid_from` until a newer one. Append-only."""

    __tablename__ = "goal"
    __table_args__ = (
        of_workspace(),
        *about(Scope.REP, Scope.TEAM, Scope.COMPANY, Scope.TERRITORY),
        Index("ix_goal_days", "workspace_id", "starts_on", "ends_on"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    scope: str
    person_id: int | None = None
    team_id: int | None = None
    territory_id: int | None = None
    metric: str
    period: str
    starts_on: date
    ends_on: date
    """The first day after the period."""
    target: int | None = Field(default=None, sa_type=BigInteger)
    """Minor units of `currency`, or millionths where the metric is not money; None: the goal was taken back."""
    currency: str | None = Field(default=None, max_length=3)
    agreed: int | None = Field(default=None, sa_type=BigInteger)
    """What was agreed on from `valid_from` on, where `target` is blended with what held before; None: nothing is."""
    floor: int | None = Field(default=None, sa_type=BigInteger)
    """The least that was agreed on beside the target, in the same unit."""
    stretch: int | None = Field(default=None, sa_type=BigInteger)
    """What lies beyond the target, in the same unit."""
    season: str | None = None
    """The weights of January to December by which it is spread; None: by working days."""
    valid_from: date
    reason: str | None = None
    recorded_at: datetime = instant()
    recorded_by: int | None = None
    import_id: int | None = None


class GoalProposal(Rows, table=True):
    """A change of goals that somebody looks at before it is made, or asks the people concerned about."""

    __tablename__ = "goal_proposal"
    __table_args__ = (
        of_workspace(),
        belongs_to("person", "made_by"),
        one_of("outcome", "confirmed", "dropped"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    period: str
    changes: list[dict[str, Any]] = Field(sa_type=JSON)
    """Whose goal becomes what: ids, metrics and figures in their smallest unit."""
    reason: str | None = None
    made_by: int
    made_at: datetime = instant()
    asked_at: datetime | None = instant(default=None)
    """When the people concerned were asked what they think."""
    settled_at: datetime | None = instant(default=None)
    outcome: str | None = None


class GoalComment(Rows, table=True):
    """What somebody said of a proposed change; empty: they agree. May be blanked."""

    __tablename__ = "goal_comment"
    __table_args__ = (belongs_to("goal_proposal", "proposal_id"), belongs_to("person", "person_id"))

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    proposal_id: int
    person_id: int
    text: str = ""
    at: datetime = instant()


class GoalNotice(Rows, table=True):
    """Somebody is to know of a version of a goal, and when they said that they read it."""

    __tablename__ = "goal_notice"
    __table_args__ = (belongs_to("goal", "goal_id"), belongs_to("person", "person_id"))

    workspace_id: int = Field(primary_key=True)
    goal_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    told_at: datetime = instant()
    read_at: datetime | None = instant(default=None)

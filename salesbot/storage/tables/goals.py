"""Goals: every version that was ever agreed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from salesbot.storage.columns import belongs_to, instant, of_workspace, one_of


class Goal(SQLModel, table=True):
    """One version of a goal, in force from `valid_from` until a newer one. Append-only."""

    __tablename__ = "goal"
    __table_args__ = (
        of_workspace(),
        belongs_to("person", "person_id"),
        belongs_to("team", "team_id"),
        one_of("scope", "rep", "team", "company"),
        CheckConstraint(
            "(scope = 'rep') = (person_id IS NOT NULL) AND (scope = 'team') = (team_id IS NOT NULL)",
            name="subject",
        ),
        Index("ix_goal_period", "workspace_id", "period"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    scope: str
    person_id: int | None = None
    team_id: int | None = None
    metric: str
    period: str
    starts_on: date
    ends_on: date
    """The first day after the period."""
    target: int | None = Field(default=None, sa_type=BigInteger)
    """Minor units of `currency`, or millionths where the metric is not money; None: the goal was taken back."""
    currency: str | None = Field(default=None, max_length=3)
    valid_from: date
    reason: str | None = None
    recorded_at: datetime = instant()
    recorded_by: int | None = None
    import_id: int | None = None

"""Plans that were saved for a period."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from salesbot.domain.scopes import Scope
from salesbot.storage.columns import Rows, instant, of_workspace
from salesbot.storage.subjects import about


class SavedPlan(Rows, table=True):
    """One version of the way to a goal: what was planned from, in minor units. Append-only."""

    __tablename__ = "saved_plan"
    __table_args__ = (
        of_workspace(),
        *about(Scope.REP, Scope.TEAM, Scope.COMPANY),
        CheckConstraint("won_deals > 0 AND decided_deals >= won_deals AND average > 0", name="rates"),
        Index("ix_saved_plan_days", "workspace_id", "starts_on", "ends_on"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    scope: str
    person_id: int | None = None
    team_id: int | None = None
    period: str
    starts_on: date
    ends_on: date
    planned_on: date
    """The day from which it holds."""
    goal: int = Field(sa_type=BigInteger)
    won: int = Field(sa_type=BigInteger)
    currency: str = Field(max_length=3)
    won_deals: int
    """Of so many decided ones: the win rate."""
    decided_deals: int
    average: int = Field(sa_type=BigInteger)
    cycle_days: int | None = None
    of_team: bool = False
    what_if: bool = False
    open_deals: int
    days_left: int
    working_days_left: int
    days_a_week: int
    recorded_at: datetime = instant()
    recorded_by: int | None = None

"""What people say of how a period will end."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from salesbot.domain.scopes import Scope
from salesbot.storage.columns import Rows, instant, of_workspace
from salesbot.storage.subjects import about


class Estimate(Rows, table=True):
    """One version of somebody's commit and best case for a period, in minor units. Append-only."""

    __tablename__ = "estimate"
    __table_args__ = (
        of_workspace(),
        *about(Scope.REP, Scope.TEAM, Scope.COMPANY),
        Index("ix_estimate_days", "workspace_id", "starts_on", "ends_on"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    scope: str
    person_id: int | None = None
    """About whom it is."""
    team_id: int | None = None
    period: str
    starts_on: date
    ends_on: date
    commit_amount: int | None = Field(default=None, sa_type=BigInteger)
    best_case: int | None = Field(default=None, sa_type=BigInteger)
    """Both None: what was said before is taken back."""
    currency: str = Field(max_length=3)
    recorded_at: datetime = instant()
    recorded_by: int | None = None
    """Who said so: the rep, or somebody who leads the rep."""


class Assumption(Rows, table=True):
    """Something that is expected to move a period beside its deals: what, how much, from when, why. Words may be blanked."""

    __tablename__ = "assumption"
    __table_args__ = (
        of_workspace(),
        *about(Scope.TEAM, Scope.COMPANY),
        Index("ix_assumption_days", "workspace_id", "starts_on", "ends_on"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    scope: str
    team_id: int | None = None
    period: str
    starts_on: date
    ends_on: date
    what: str
    why: str
    amount: int = Field(sa_type=BigInteger)
    """Minor units; below 0 where it takes away."""
    currency: str = Field(max_length=3)
    from_on: date
    """From when it works."""
    foretold: int | None = Field(default=None, sa_type=BigInteger)
    """Where the period pointed to without any assumption when this one was made."""
    recorded_at: datetime = instant()
    recorded_by: int | None = None
    withdrawn_at: datetime | None = instant(default=None)
    withdrawn_by: int | None = None

"""Cases: troubles that are worked out with another department."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field

from salesbot.domain.scopes import Scope
from salesbot.storage.columns import Rows, belongs_to, instant, one_of
from salesbot.storage.subjects import about


class TroubleCase(Rows, table=True):
    """A trouble handed to another department, with its evidence; the words of both sides are statements beside it."""

    __tablename__ = "trouble_case"
    __table_args__ = (
        belongs_to("person", "owner_id"),
        *about(Scope.REP, Scope.TEAM, Scope.COMPANY, strictly=False),
        one_of("department", "production", "service", "marketing"),
        one_of("outcome", "open", "answered", "closed"),
        Index("ix_trouble_case_outcome", "workspace_id", "outcome", "due_on"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    department: str
    trouble: str
    """The class of trouble: product, price, delivery, service, support or marketing."""
    scope: str
    person_id: int | None = None
    team_id: int | None = None
    evidence: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The figures it rests on: counts, days and numbers of deals."""
    starts_on: date
    ends_on: date
    """The half-open span from which the evidence is."""
    owner_id: int | None = None
    due_on: date
    outcome: str = "open"
    answered_on: date | None = None
    closed_on: date | None = None
    recorded_at: datetime = instant()
    recorded_by: int | None = None

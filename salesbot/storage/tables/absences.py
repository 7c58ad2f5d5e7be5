"""When people are away, how much they work, and the company's own days off."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace


class Absence(Rows, table=True):
    """Days on which somebody is away, both ends in; undone, it stays as a row that counts no more."""

    __tablename__ = "absence"
    __table_args__ = (
        belongs_to("person", "person_id"),
        belongs_to("person", "deputy_id"),
        CheckConstraint("first_on <= last_on", name="days"),
        Index("ix_absence_person", "workspace_id", "person_id", "last_on"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    first_on: date
    last_on: date
    deputy_id: int | None = None
    recorded_at: datetime = instant()
    recorded_by: int | None = None
    followed_at: datetime | None = instant(default=None)
    """When the manager confirmed that goals follow."""
    undone_at: datetime | None = instant(default=None)


class DayOff(Rows, table=True):
    """A day off that the company adds to the public holidays by hand."""

    __tablename__ = "day_off"
    __table_args__ = (of_workspace(), Index("ix_day_off_day", "workspace_id", "day"))

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    day: date
    name: str = ""
    recorded_at: datetime = instant()
    recorded_by: int | None = None
    undone_at: datetime | None = instant(default=None)


class Workload(Rows, table=True):
    """From `valid_from` on the person works so many percent of full time."""

    __tablename__ = "workload"
    __table_args__ = (
        belongs_to("person", "person_id"),
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent"),
        Index("ix_workload_person", "workspace_id", "person_id", "valid_from"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    percent: int
    valid_from: date
    recorded_at: datetime = instant()
    recorded_by: int | None = None

"""Workspaces, and the one-time codes that make a first admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, instant


class Workspace(Rows, table=True):
    """One company's Slack workspace and what it has settled."""

    __tablename__ = "workspace"
    __table_args__ = (
        CheckConstraint("year_start BETWEEN 1 AND 12", name="year_start"),
        CheckConstraint("length(week) = 7", name="week"),
    )

    id: int = Field(primary_key=True)
    name: str
    slack_team_id: str | None = Field(default=None, unique=True)
    enterprise_id: str | None = None
    currency: str | None = Field(default=None, max_length=3)
    time_zone: str | None = None
    country: str | None = Field(default=None, max_length=2)
    week: str = Field(default="1111100", max_length=7)
    year_start: int = 1
    """The month in which years of the books begin, by the newest decision."""
    year_moves: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    """In which month they began at first, and every decision since: when, on which day, which month. None: no move."""
    locale: str = "en"
    playground: bool = False
    live_at: datetime | None = instant(default=None)
    refunds: str = "when_it_happens"
    season: str | None = None
    """The weights of January to December by which new goals of several months are spread; None: by working days."""
    leaderboard: str = "top"
    created_at: datetime = instant()
    suspended_at: datetime | None = instant(default=None)
    """Since when nothing can be posted: the token is of no use."""
    posts_from: datetime | None = instant(default=None)
    """Until then Slack asked for no posts."""
    backed_up_at: datetime | None = instant(default=None)
    """When the schedule last made a verified backup of the database."""
    backup_failed_at: datetime | None = instant(default=None)
    """When it last could not, if it has not been able to since."""
    changes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How often what is kept in the processes was changed; raised by triggers."""


class SetupCode(Rows, table=True):
    """A one-time code that makes whoever sends it the workspace's admin; only its hash is kept."""

    __tablename__ = "setup_code"

    code_hash: str = Field(primary_key=True)
    workspace_id: int | None = Field(default=None, foreign_key="workspace.id")
    created_at: datetime = instant()
    used_at: datetime | None = instant(default=None)

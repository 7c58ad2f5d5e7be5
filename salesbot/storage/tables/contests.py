"""Contests with their rules and who was chosen for them, and trials of ways to show a leaderboard."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, one_of


class Contest(Rows, table=True):
    """A contest; from `begins_at` on only its cancelling is written."""

    __tablename__ = "contest"
    __table_args__ = (
        belongs_to("team", "team_id"),
        one_of("form", "individual", "teams", "duel", "bracket"),
        one_of("measure", "share", "total", "daily"),
        one_of("ties", "shared", "first", "deals"),
        CheckConstraint("starts_on < ends_on", name="days"),
        CheckConstraint("points >= 0", name="points"),
        UniqueConstraint("workspace_id", "series", "edition"),
        Index("ix_contest_team", "workspace_id", "team_id", "ends_on"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    team_id: int
    name: str
    form: str
    metric: str
    measure: str
    ties: str
    period: str
    starts_on: date
    ends_on: date
    """The first day after it."""
    prize: str = ""
    points: int = 0
    repeats: bool = False
    series: int
    """The number of its first edition."""
    edition: int = 1
    teams: list[Any] = Field(default_factory=list, sa_type=JSON)
    """The numbers of the teams that compete, in a contest between teams."""
    rounds: list[Any] = Field(default_factory=list, sa_type=JSON)
    """Of a bracket: the first day of each round, and as of when it is decided."""
    begins_at: datetime = instant()
    closes_at: datetime = instant()
    cancelled_at: datetime | None = instant(default=None)
    cancel_reason: str = ""
    decided_by: int | None = None
    """Who cancelled it."""
    recorded_at: datetime = instant()
    recorded_by: int | None = None


class ContestEntrant(Rows, table=True):
    """Somebody who was chosen for a contest; without any, everybody takes part who is in the team on the first day."""

    __tablename__ = "contest_entrant"
    __table_args__ = (belongs_to("contest", "contest_id"), belongs_to("person", "person_id"))

    workspace_id: int = Field(primary_key=True)
    contest_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)


class ModeTrial(Rows, table=True):
    """A trial of two ways to show a team's leaderboard; only its stopping is written later."""

    __tablename__ = "mode_trial"
    __table_args__ = (
        belongs_to("team", "team_id"),
        one_of("one", "named", "top", "neighbours", "private", "off"),
        one_of("other", "named", "top", "neighbours", "private", "off"),
        Index("ix_mode_trial_team", "workspace_id", "team_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    team_id: int
    one: str
    other: str
    starts_on: date
    week_modes: list[Any] = Field(default_factory=list, sa_type=JSON)
    """The way of each week, as it was drawn."""
    seed: int
    stopped_on: date | None = None
    decided_by: int | None = None
    """Who stopped it."""
    recorded_at: datetime = instant()
    recorded_by: int | None = None

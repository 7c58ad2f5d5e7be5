"""What teams settled about praise, what was special about wins, and what colleagues thanked each other for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, one_of


class TeamPraise(Rows, table=True):
    """What a team settled about praise in its channel; a team without a row keeps what holds at first."""

    __tablename__ = "team_praise"
    __table_args__ = (
        belongs_to("team", "team_id"),
        CheckConstraint("most_a_day BETWEEN 1 AND 20", name="most_a_day"),
        CheckConstraint("streak_weeks BETWEEN 2 AND 26", name="streak_weeks"),
        CheckConstraint("top_n BETWEEN 1 AND 10", name="top_n"),
        CheckConstraint("kudos_a_day BETWEEN 0 AND 20", name="kudos_a_day"),
    )

    workspace_id: int = Field(primary_key=True)
    team_id: int = Field(primary_key=True)
    told: list[Any] = Field(sa_type=JSON)
    most_a_day: int = 5
    least_amount: int | None = Field(default=None, sa_type=BigInteger)
    streak_weeks: int = 4
    top_n: int = 3
    kudos_a_day: int = 5
    top_by: str = "attainment"
    """By what the best of a period are named: attainment, amount or deals."""
    games: list[Any] = Field(default_factory=list, sa_type=JSON)
    """What the team switched on of badges, points and levels."""


class Feat(Rows, table=True):
    """Something special about a win, remembered once for each event (`key`) and for ever."""

    __tablename__ = "feat"
    __table_args__ = (
        belongs_to("person", "person_id"),
        Index("ix_feat_deal", "workspace_id", "deal_id"),
        Index("ix_feat_person", "workspace_id", "person_id", "on_day"),
    )

    workspace_id: int = Field(primary_key=True)
    key: str = Field(primary_key=True)
    """`streak:7:2026-W24`: what happened to whom."""
    person_id: int
    kind: str
    deal_id: int | None = None
    on_day: date
    weeks: int | None = None
    """Of a streak: how many."""
    recorded_at: datetime = instant()


class Kudos(Rows, table=True):
    """One colleague's thanks to another. The reason is a person's words and can be blanked."""

    __tablename__ = "kudos"
    __table_args__ = (
        belongs_to("person", "giver_id"),
        belongs_to("person", "person_id"),
        one_of("category", "help", "teamwork", "customer", "learning", "other"),
        CheckConstraint("giver_id <> person_id", name="not_oneself"),
        Index("ix_kudos_giver", "workspace_id", "giver_id", "on_day"),
        Index("ix_kudos_person", "workspace_id", "person_id", "on_day"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    giver_id: int
    person_id: int
    category: str = "other"
    reason: str
    on_day: date
    """The workspace's day on which they were given."""
    recorded_at: datetime = instant()
    undone_at: datetime | None = instant(default=None)

"""The playbook: plays in versions, and who has read which."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class Play(Rows, table=True):
    """What the company knows of how to sell something, and in which situation it helps; its words are versions."""

    __tablename__ = "play"
    __table_args__ = (
        of_workspace(),
        belongs_to("label", "label_id"),
        belongs_to("stage", "stage_id"),
        belongs_to("team", "team_id"),
        one_of("kind", "strategy", "product", "market", "positioning", "objection", "technique"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    kind: str
    label_id: int | None = None
    """The product, competitor, source or campaign that it is about."""
    technique: str | None = None
    segment: str | None = None
    """The segment that it is about, case and spaces folded."""
    stage_id: int | None = None
    """The stage in which it helps; None: in any."""
    team_id: int | None = None
    """Whom it concerns; None: everybody who sells."""
    retired: bool = False
    created_at: datetime = instant()


class PlayVersion(Rows, table=True):
    """One version of a play, for ever as it was written; a person's name in it may be blanked."""

    __tablename__ = "play_version"
    __table_args__ = (belongs_to("play", "play_id"), UniqueConstraint("workspace_id", "play_id", "number"))

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    play_id: int
    number: int
    """1 for the first."""
    title: str
    text: str
    reason: str = ""
    """Why it was changed; empty for the first."""
    found: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    """What was found to work, where it was saved from that."""
    recorded_at: datetime = instant()
    recorded_by: int | None = None


class PlayNotice(Rows, table=True):
    """Somebody is to know of a version of a play, and when they said that they read it."""

    __tablename__ = "play_notice"
    __table_args__ = (belongs_to("play_version", "version_id"), belongs_to("person", "person_id"))

    workspace_id: int = Field(primary_key=True)
    version_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    told_at: datetime = instant()
    read_at: datetime | None = instant(default=None)

"""One-to-one talks of a person and who leads them: held, agenda, private notes, actions. Words may be blanked."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, one_of


class Talk(Rows, table=True):
    """A talk that was held."""

    __tablename__ = "talk"
    __table_args__ = (belongs_to("person", "person_id"), Index("ix_talk_person", "workspace_id", "person_id"))

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    held_on: date
    recorded_at: datetime = instant()
    recorded_by: int


class TalkPoint(Rows, table=True):
    """Something to talk over, from either side; both read it."""

    __tablename__ = "talk_point"
    __table_args__ = (
        belongs_to("person", "person_id"),
        Index("ix_talk_point_person", "workspace_id", "person_id", "settled_on"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    text: str
    settled_on: date | None = None
    recorded_at: datetime = instant()
    recorded_by: int


class TalkNote(Rows, table=True):
    """A private note: for who wrote it, and for the person it is about, who may ask for it."""

    __tablename__ = "talk_note"
    __table_args__ = (
        belongs_to("person", "person_id"),
        Index("ix_talk_note_person", "workspace_id", "person_id", "recorded_by"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    text: str
    day: date
    recorded_at: datetime = instant()
    recorded_by: int


class TalkAction(Rows, table=True):
    """What was agreed: who does it, by when, and which one figure it is to move within how many days."""

    __tablename__ = "talk_action"
    __table_args__ = (
        belongs_to("person", "person_id"),
        belongs_to("person", "owner_id"),
        one_of("aim", "win_rate", "size", "cycle", "deals", "activities"),
        one_of("outcome", "open", "done", "dropped"),
        Index("ix_talk_action_owner", "workspace_id", "owner_id", "outcome", "due_on"),
        Index("ix_talk_action_person", "workspace_id", "person_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    owner_id: int
    text: str
    aim: str | None = None
    """Nothing: it is to move no figure."""
    days: int
    """The window: so many days before its start against as many after it."""
    starts_on: date
    due_on: date
    outcome: str = "open"
    settled_on: date | None = None
    recorded_at: datetime = instant()
    recorded_by: int

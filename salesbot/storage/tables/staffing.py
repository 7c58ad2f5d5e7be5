"""Open seats of teams, and the steps to fill them and of the first weeks. Words in them may be blanked."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, one_of


class Seat(Rows, table=True):
    """An open seat of a team, until somebody sits on it or it is given up."""

    __tablename__ = "seat"
    __table_args__ = (
        belongs_to("team", "team_id"),
        belongs_to("person", "filled_by"),
        Index("ix_seat_team", "workspace_id", "team_id", "closed_on"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    team_id: int
    starts_on: date
    goal: int | None = Field(default=None, sa_type=BigInteger)
    """Of a month at full strength, in minor units."""
    currency: str = Field(max_length=3)
    opened_on: date
    filled_by: int | None = None
    closed_on: date | None = None
    recorded_at: datetime = instant()
    recorded_by: int | None = None


class SeatStep(Rows, table=True):
    """A step to fill a seat, or one of a starter's first weeks: who does it, and by when."""

    __tablename__ = "seat_step"
    __table_args__ = (
        belongs_to("seat", "seat_id"),
        belongs_to("person", "owner_id"),
        one_of("kind", "advertised", "interviews", "offer", "starts", "training", "accounts", "buddy"),
        Index("ix_seat_step_owner", "workspace_id", "owner_id", "done_on"),
        Index("ix_seat_step_seat", "workspace_id", "seat_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    seat_id: int
    kind: str
    owner_id: int
    due_on: date
    done_on: date | None = None
    words: str = ""
    recorded_at: datetime = instant()
    recorded_by: int | None = None

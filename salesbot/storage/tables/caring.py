"""Looking after accounts: follow-ups, and the activities that were done. Words in them may be blanked."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class FollowUp(Rows, table=True):
    """Something that somebody is to do about an account by a day."""

    __tablename__ = "follow_up"
    __table_args__ = (
        belongs_to("person", "person_id"),
        belongs_to("account", "account_id"),
        belongs_to("deal", "deal_id"),
        one_of("outcome", "open", "done", "dropped"),
        Index("ix_follow_up_person", "workspace_id", "person_id", "outcome", "due_on"),
        Index("ix_follow_up_account", "workspace_id", "account_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    account_id: int
    deal_id: int | None = None
    due_on: date
    text: str = ""
    """As typed; empty where nothing was said, or after it was blanked."""
    outcome: str = "open"
    closed_on: date | None = None
    recorded_at: datetime = instant()
    recorded_by: int | None = None


class Training(Rows, table=True):
    """A training that somebody gave to others on a day.

    What was taken back stays, with the instant at which it was.
    """

    __tablename__ = "training_given"
    __table_args__ = (
        belongs_to("person", "person_id"),
        Index("ix_training_given_day", "workspace_id", "day"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    day: date
    topic: str = ""
    """As typed; empty after it was blanked."""
    practice: bool = False
    recorded_at: datetime = instant()
    undone_at: datetime | None = instant(default=None)


class ActivityKind(Rows, table=True):
    """A kind of activity on the workspace's own list: call, meeting, demo and so on."""

    __tablename__ = "activity_kind"
    __table_args__ = (of_workspace(), UniqueConstraint("workspace_id", "code"))

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    code: str
    """The word that is typed: "demo"."""
    name: str
    position: int
    retired: bool = False


class Activity(Rows, table=True):
    """A call, meeting, demo, visit or quote that somebody did with an account on a day.

    What was taken back stays, with the instant at which it was: a figure as known at an earlier instant counts it.
    """

    __tablename__ = "activity"
    __table_args__ = (
        belongs_to("person", "person_id"),
        belongs_to("account", "account_id"),
        belongs_to("activity_kind", "kind_id"),
        belongs_to("follow_up", "follow_up_id"),
        Index("ix_activity_day", "workspace_id", "day", "person_id"),
        Index("ix_activity_account", "workspace_id", "account_id", "day"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    account_id: int
    kind_id: int
    day: date
    note: str | None = None
    follow_up_id: int | None = None
    """The follow-up that it finished."""
    practice: bool = False
    recorded_at: datetime = instant()
    recorded_by: int | None = None
    undone_at: datetime | None = instant(default=None)

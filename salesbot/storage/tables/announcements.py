"""Announcements: everything the bot says on its own is a row before it is a message."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, instant, of_workspace, one_of


class Announcement(Rows, table=True):
    """One message that is due: claimed with a lease and a fence, sent, probed when in doubt, marked."""

    __tablename__ = "announcement"
    __table_args__ = (
        of_workspace(),
        UniqueConstraint("workspace_id", "kind", "recipient", "period_key"),
        one_of("status", "planned", "claimed", "ambiguous", "sent", "dead", "superseded", "cancelled"),
        Index("ix_announcement_due", "status", "due_at"),
        Index("ix_announcement_period", "workspace_id", "period_key"),
        Index("ix_announcement_told", "workspace_id", "recipient", "status", "due_at"),
    )

    workspace_id: int = Field(primary_key=True)
    id: str = Field(primary_key=True, max_length=36)
    kind: str
    recipient: str
    """`person:7` or `team:3` or `channel:C123`: who is told."""
    period_key: str
    """The day, week or deal that this is about: with kind and recipient, once for ever."""
    subject: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What it is about, as ids."""
    due_at: datetime = instant()
    expires_at: datetime = instant()
    time_zone: str = "UTC"
    tzdata_version: str = ""
    status: str = "planned"
    attempt: int = 0
    owner: str | None = None
    fence: int = 0
    lease_until: datetime | None = instant(default=None)
    not_before: datetime | None = instant(default=None)
    payload: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    payload_hash: str | None = None
    as_of: datetime | None = instant(default=None)
    known_at: datetime | None = instant(default=None)
    channel: str | None = None
    slack_ts: str | None = None
    last_error: str | None = None
    created_at: datetime = instant()
    sent_at: datetime | None = instant(default=None)

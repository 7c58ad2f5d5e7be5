"""Webhooks: addresses that are told of deals and goals, each thing that they are told, and systems that tell us."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class Webhook(Rows, table=True):
    """An address, or a system that tells us, with the secret that signs. Removed, it stays as a row without secrets."""

    __tablename__ = "webhook"
    __table_args__ = (of_workspace(),)

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    url: str
    """Where it is told; empty for a system that tells us."""
    events: str
    """The names of what it is told of, parted by spaces."""
    secret: str
    """Sealed, as the old one."""
    old_secret: str | None = None
    rotated_at: datetime | None = instant(default=None)
    gone: bool = False
    recorded_at: datetime = instant()
    recorded_by: int | None = None
    name: str | None = None
    """What the system is called that tells us; None: it is told."""
    paused: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    minute: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """The minute since 1970 in which a system sent last."""
    sent_in_minute: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class WebhookCall(Rows, table=True):
    """One thing that an address is told: once for each, tried again until it is taken or given up."""

    __tablename__ = "webhook_call"
    __table_args__ = (
        belongs_to("webhook", "webhook_id"),
        one_of("status", "planned", "claimed", "sent", "dead", "cancelled"),
        UniqueConstraint("workspace_id", "webhook_id", "about"),
        Index("ix_webhook_call_due", "status", "due_at"),
    )

    workspace_id: int = Field(primary_key=True)
    id: str = Field(primary_key=True, max_length=36)
    webhook_id: int
    event: str
    about: str
    """What it tells of: the entry or the goal's version."""
    subject: str
    """The deal's number, or scope, subject and period of a goal."""
    body: str | None = None
    """What is sent, from the first try on."""
    status: str = "planned"
    attempt: int = 0
    due_at: datetime = instant()
    lease_until: datetime | None = instant(default=None)
    last_error: str | None = None
    created_at: datetime = instant()
    sent_at: datetime | None = instant(default=None)

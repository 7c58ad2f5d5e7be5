"""Records of what was asked and changed: delivery keys, drafts, audit, imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class DeliveryKey(Rows, table=True):
    """A change request that was carried out, with the reply it got: the same key again gets the same reply."""

    __tablename__ = "delivery_key"
    __table_args__ = (of_workspace(), Index("ix_delivery_key_recorded", "recorded_at"))

    workspace_id: int = Field(primary_key=True)
    key: str = Field(primary_key=True)
    payload_hash: str
    reply: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    recorded_at: datetime = instant()


class Draft(Rows, table=True):
    """What a person typed and was asked back about; it counts nowhere and waits for thirty minutes."""

    __tablename__ = "draft"
    __table_args__ = (belongs_to("person", "person_id"),)

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    kind: str
    content: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    answered_at: datetime | None = instant(default=None)


class AuditRecord(Rows, table=True):
    """Who changed which goal, credit, role, rate or setting, from what to what. Append-only."""

    __tablename__ = "audit_record"
    __table_args__ = (
        of_workspace(),
        Index("ix_audit_record_subject", "workspace_id", "subject", "subject_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    at: datetime = instant()
    person_id: int | None = None
    """Who did it; None: from the terminal."""
    action: str
    subject: str
    subject_id: int | None = None
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON)


class ImportBatch(Rows, table=True):
    """A file that was booked, so that it can be traced and taken back."""

    __tablename__ = "import_batch"
    __table_args__ = (of_workspace(),)

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    kind: str
    file_name: str
    content_hash: str
    added: int
    changed: int
    recorded_at: datetime = instant()
    recorded_by: int | None = None


class ImportWord(Rows, table=True):
    """What a word of another system's export means here; `ours` is empty until somebody has said."""

    __tablename__ = "import_word"
    __table_args__ = (of_workspace(), one_of("what", "stage", "owner", "days"))

    workspace_id: int = Field(primary_key=True)
    crm: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    theirs_key: str = Field(primary_key=True)
    theirs: str
    ours: str | None = None

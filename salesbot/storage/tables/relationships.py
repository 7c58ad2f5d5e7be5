"""What is known of an account beyond its deals: people, needs, notes, territories. Words in them may be blanked."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class Contact(Rows, table=True):
    """Somebody who works at an account. Taken out, every word about them is blanked."""

    __tablename__ = "contact"
    __table_args__ = (
        belongs_to("account", "account_id"),
        Index("ix_contact_account", "workspace_id", "account_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    account_id: int
    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    gone: bool = False
    recorded_at: datetime = instant()
    recorded_by: int | None = None


class AccountWord(Rows, table=True):
    """A need, preference, pain point or note of an account, as somebody typed it. Taken out, it is blanked."""

    __tablename__ = "account_word"
    __table_args__ = (
        belongs_to("account", "account_id"),
        one_of("kind", "need", "preference", "pain", "note"),
        Index("ix_account_word_account", "workspace_id", "account_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    account_id: int
    kind: str
    text: str = ""
    gone: bool = False
    recorded_at: datetime = instant()
    recorded_by: int | None = None


class Territory(Rows, table=True):
    """A part of the market; an account in it that nobody owns belongs to whose it is."""

    __tablename__ = "territory"
    __table_args__ = (
        of_workspace(),
        belongs_to("person", "owner_id"),
        UniqueConstraint("workspace_id", "name_key"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    name: str
    name_key: str
    owner_id: int | None = None


class AccountTerritory(Rows, table=True):
    """From this day on the account is in this territory (None: in none); history stays as it was."""

    __tablename__ = "account_territory"
    __table_args__ = (
        belongs_to("account", "account_id"),
        belongs_to("territory", "territory_id"),
        Index("ix_account_territory_account", "workspace_id", "account_id", "valid_from"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    account_id: int
    territory_id: int | None = None
    valid_from: date
    recorded_at: datetime = instant()
    recorded_by: int | None = None

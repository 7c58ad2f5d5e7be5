"""Whether somebody agrees to be named in the monthly post of what works."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant


class WorksConsent(Rows, table=True):
    """A person was asked about one month's post, and what they answered; silence is a no."""

    __tablename__ = "works_consent"
    __table_args__ = (belongs_to("person", "person_id"),)

    workspace_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    month: date = Field(primary_key=True)
    """The first day of the month in which it is posted."""
    asked_at: datetime = instant()
    answered_at: datetime | None = instant(default=None)
    names: bool = False
    """Whether the person may be named."""
    quotes: bool = False
    """Whether the customer's words of their deal may be quoted."""

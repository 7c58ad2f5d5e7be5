"""What people chose about messages that come unasked, what they want to hear of again later, and where alerts go besides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace


class MessageChoice(Rows, table=True):
    """What somebody chose about messages that come unasked; what is None was never said."""

    __tablename__ = "message_choice"
    __table_args__ = (
        belongs_to("person", "person_id"),
        CheckConstraint("minute BETWEEN 0 AND 1439", name="minute"),
        CheckConstraint("quiet_from BETWEEN 0 AND 1439", name="quiet_from"),
        CheckConstraint("quiet_until BETWEEN 0 AND 1439", name="quiet_until"),
    )

    workspace_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    minute: int | None = None
    """Of the day, when the morning message comes; None: the team's."""
    week: str | None = None
    """The days on which messages come, seven signs from Monday on; None: the company's working days."""
    quiet_from: int | None = None
    quiet_until: int | None = None
    """Minutes of the day; None: 19:00 and 07:30."""
    muted_until: date | None = None
    """The last day on which nothing comes unasked."""
    unwanted: list[str] = Field(default_factory=list, sa_type=JSON)
    """Kinds of messages that are not wanted."""
    wanted: list[str] = Field(default_factory=list, sa_type=JSON)
    """Kinds that come only to who asks for them."""
    alerts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Thresholds of the news of the day that were settled by hand, by name."""
    channel: str | None = None
    """The channel in which messages that come round stand; None: a direct message."""


class Snooze(Rows, table=True):
    """Something of which somebody wants to hear again only after a day."""

    __tablename__ = "snooze"
    __table_args__ = (belongs_to("person", "person_id"),)

    workspace_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    about: str = Field(primary_key=True)
    """What it is about, as ids: `stale:7:12`."""
    until: date
    """The last day on which it is not told."""


class AlertRoute(Rows, table=True):
    """Alerts that an admin sends besides to a channel and to people; one that is taken away stays, and tells nothing."""

    __tablename__ = "alert_route"
    __table_args__ = (of_workspace(), CheckConstraint("big_from > 0", name="big_from"))

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    alerts: list[str] = Field(default_factory=list, sa_type=JSON)
    """What is told: behind, goal_at, big_moved, silent."""
    big_from: int | None = Field(default=None, sa_type=BigInteger)
    """From which amount a deal is big: minor units of the company's currency; None: three times the usual."""
    about: list[str] = Field(default_factory=list, sa_type=JSON)
    """Of whom and what alone, as ids: `team:1`, `person:5`, `product:7`; empty: of all."""
    channel_id: str | None = None
    gone: bool = False
    recorded_at: datetime = instant()
    recorded_by: int | None = None


class AlertRoutePerson(Rows, table=True):
    """Somebody to whom a route leads."""

    __tablename__ = "alert_route_person"
    __table_args__ = (belongs_to("alert_route", "route_id"), belongs_to("person", "person_id"))

    workspace_id: int = Field(primary_key=True)
    route_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)

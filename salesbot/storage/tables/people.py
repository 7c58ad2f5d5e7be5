"""People, their roles, teams, and the dated edges between them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class Person(Rows, table=True):
    """Somebody of the workspace: the one row that holds words about a person, and can be blanked."""

    __tablename__ = "person"
    __table_args__ = (
        of_workspace(),
        UniqueConstraint("workspace_id", "slack_id"),
        UniqueConstraint("workspace_id", "email"),
        one_of("praise", "public", "private", "none"),
        Index("ix_person_planned_until", "planned_until"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    name: str
    email: str | None = None
    """Case-folded; the key by which files name people."""
    slack_id: str | None = None
    time_zone: str | None = None
    zone_chosen: bool = False
    """Whether the person settled the zone by hand; else it follows Slack's."""
    locale: str | None = None
    number_locale: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    active: bool = True
    shows_amounts: bool = True
    amounts_asked: bool = False
    """Whether the person was asked if amounts may stand in a channel."""
    praise: str = "public"
    on_leaderboards: bool = True
    announces_given: bool = True
    announces_received: bool = True
    dm_channel: str | None = None
    planned_until: datetime | None = instant(default=None)
    """Up to when this person's messages stand planned as rows."""
    created_at: datetime = instant()


class PersonRole(Rows, table=True):
    """A role that a person holds."""

    __tablename__ = "person_role"
    __table_args__ = (
        belongs_to("person", "person_id"),
        one_of("role", "rep", "manager", "executive", "admin", "colleague"),
    )

    workspace_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    role: str = Field(primary_key=True)


class Team(Rows, table=True):
    """A team, its channel, its manager and what it has settled."""

    __tablename__ = "team"
    __table_args__ = (
        of_workspace(),
        UniqueConstraint("workspace_id", "name_key"),
        belongs_to("person", "manager_id"),
        one_of("leaderboard", "named", "top", "neighbours", "private", "off"),
        CheckConstraint("digest_minute BETWEEN 0 AND 1439", name="digest_minute"),
        CheckConstraint("shout_out_delay BETWEEN 0 AND 15", name="shout_out_delay"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    name: str
    name_key: str
    """The name, case and spaces folded."""
    manager_id: int | None = None
    channel_id: str | None = None
    digest_minute: int = 480
    digest_in_channel: bool = False
    """Whether the channel hears the team's figures each morning."""
    shows_amounts: bool = False
    shout_out_delay: int = 5
    leaderboard: str = "top"
    goals_read_by: str | None = None
    """Who reads the goals of its people: `team` or `all`; None: each the own one."""
    goal_steps: list[int] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The percents of a goal that are told of between two mornings; None: the usual ones."""
    locale: str | None = None
    approval_limit: int | None = Field(default=None, sa_type=BigInteger)
    """A deal above it waits for the manager: minor units of the workspace's currency."""
    pipeline_id: int | None = None
    """The pipeline of its deals; None: the workspace's own."""
    deals_channel_id: str | None = None
    """A private channel in which each deal's history is told in a thread of its own."""
    planned_until: datetime | None = instant(default=None)
    created_at: datetime = instant()


class Assignment(Rows, table=True):
    """From `valid_from` on the person is in this team and reports to this manager. Append-only."""

    __tablename__ = "assignment"
    __table_args__ = (
        belongs_to("person", "person_id"),
        belongs_to("team", "team_id"),
        belongs_to("person", "manager_id"),
        Index("ix_assignment_person", "workspace_id", "person_id", "valid_from"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    person_id: int
    team_id: int | None = None
    manager_id: int | None = None
    valid_from: date
    recorded_at: datetime = instant()
    recorded_by: int | None = None

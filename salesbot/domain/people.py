"""The people of a workspace, their roles, their teams, and who leads whom, by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person may be; a person may be several."""

    REP = "rep"
    MANAGER = "manager"
    EXECUTIVE = "executive"
    ADMIN = "admin"
    COLLEAGUE = "colleague"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the workspace. What is None was never said; the team's or workspace's holds instead."""

    id: int
    name: str
    email: str | None
    slack_id: str | None
    roles: frozenset[Role]
    time_zone: str | None
    zone_chosen: bool
    """Whether the person settled the zone by hand; else it follows Slack's."""
    locale: str | None
    number_locale: str | None
    started_on: date | None
    ended_on: date | None
    active: bool
    """False once Slack says the account is deactivated."""
    shows_amounts: bool
    """False when the person asked that own amounts stay out of channels."""
    praise: str
    """public, private or none: how this person wants to be recognised."""
    dm_channel: str | None
    team_locale: str | None = None
    """The language that the person's team settled for itself."""
    on_leaderboards: bool = True
    """False when the person wants to stand on no leaderboard that others read."""
    announces_given: bool = True
    """Whether a channel hears of the kudos that this person gives."""
    announces_received: bool = True
    """Whether a channel hears of the kudos that this person is given."""
    amounts_asked: bool = False
    """Whether the person was asked if own amounts may stand in a channel."""

    def language(self, otherwise: str) -> str:
        """In which language the person reads: their own choice, else their team's, else `otherwise`."""
        return self.locale or self.team_locale or otherwise

    def zone(self, otherwise: str) -> str:
        """The time zone in which the person is told things: their own, else `otherwise`."""
        return self.time_zone or otherwise

    def has(self, *roles: Role) -> bool:
        """Whether the person holds any of the roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Team:
    """A team of reps: where their figures add up and where their wins are told."""

    id: int
    name: str
    manager_id: int | None
    channel_id: str | None
    digest_minute: int
    shows_amounts: bool
    shout_out_delay: int
    """Minutes between logging and the shout-out; the undo window."""
    leaderboard: str
    """named, top, neighbours, private or off."""
    locale: str | None = None
    """The language of the team's channel, and of its people who chose none; None: the workspace's."""
    approval_limit: int | None = None
    """A deal above it waits for the manager: minor units of the workspace's currency. None: none waits."""
    digest_in_channel: bool = False
    """Whether the team's figures, never a person's, are posted in the channel each morning."""
    pipeline_id: int | None = None
    """The pipeline of its deals; None: the workspace's own."""
    deals_channel_id: str | None = None
    """A private channel in which each deal's history is told in a thread of its own."""
    goals_read_by: str | None = None
    """Who reads the goals of its people: `team`, `all`; None: each the own one, and who leads them."""
    goal_steps: tuple[int, ...] | None = None
    """The percents of a goal that are told of between two mornings; None: 50, 90, 100 and 120."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """From this day on the person belongs to this team and reports to this manager (either may be nobody)."""

    person_id: int
    team_id: int | None
    manager_id: int | None
    valid_from: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class SlackPerson:
    """Somebody as Slack knows them."""

    slack_id: str
    name: str
    email: str | None
    time_zone: str | None
    guest: bool
    stranger: bool
    """Whether they belong to another company."""
    bot: bool
    deleted: bool
    locale: str | None

"""A workspace: one company's Slack, with what the whole company has settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from salesbot.domain.book_years import BookYears
from salesbot.domain.seasons import BY_WORKING_DAYS, Season

_CALENDAR_YEARS = BookYears()


class RefundPolicy(StrEnum):
    """When a refund counts."""

    WHEN_IT_HAPPENS = "when_it_happens"
    """In the period in which it happens; what was won before stays won."""
    RESTATE = "restate"
    """On the day on which the deal was won, as if less had been won."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """What holds for everyone in it. Without currency and time zone nothing can be logged yet."""

    id: int
    name: str
    slack_team_id: str | None
    enterprise_id: str | None
    currency: str | None
    time_zone: str | None
    country: str | None
    week: str
    """Seven signs from Monday on, 1 for a working day: "1111100"."""
    year_start: int
    """The month (1 to 12) in which years of the books begin by the newest decision."""
    locale: str
    playground: bool
    live_at: datetime | None
    """Since when the bot posts; None while the team practises."""
    refunds: RefundPolicy = RefundPolicy.WHEN_IT_HAPPENS
    season: Season = BY_WORKING_DAYS
    """What each month of the year is to carry of a new goal that spans several."""
    leaderboard: str = "top"
    """How the whole company's leaderboard is shown: named, top, neighbours, private or off."""
    years: BookYears = _CALENDAR_YEARS
    """Since when years of the books begin in which month."""
    changes: int = field(default=0, compare=False)
    """How often people, teams, goals, lists and the like were changed; what was read at another count is asked anew."""

    @property
    def counts_in(self) -> str:
        """The currency in which everything is added up: euros until one is set."""
        return self.currency or "EUR"

    @property
    def zone(self) -> str:
        """The time zone by which its days go: UTC until one is set."""
        return self.time_zone or "UTC"

    @property
    def ready(self) -> bool:
        """Whether deals can be logged: a currency and a time zone are set."""
        return self.currency is not None and self.time_zone is not None

    @property
    def live(self) -> bool:
        """Whether the bot may post; before that, what is logged is practice."""
        return self.live_at is not None

"""Feats: what was special about a win, and which of it a team wants to hear of.

A feat is remembered once for each event and for ever, whatever is edited or reopened later.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.leaderboards import By
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, previous, week_of
from salesbot.domain.recognition import MILESTONES, RECORD_AFTER, RECORD_FROM_DEALS

COMEBACK_AFTER = 20
"""So many of the person's own working days without a win, and the next one is a comeback."""
MOST_TOLD = 2
"""So many feats stand in one shout-out; the rarest first."""
_MOST_WEEKS = 520


class Game(StrEnum):
    """What a team may switch on besides; everything is off at first."""

    BADGES = "badges"
    POINTS = "points"
    LEVELS = "levels"
    CONTESTS = "contests"


class Feat(StrEnum):
    """What a channel may hear of; those of a win in the order of rarity."""

    FIRST = "first"
    """The first deal of somebody new."""
    COMPANY_RECORD = "company_record"
    TEAM_RECORD = "team_record"
    OWN_RECORD = "own_record"
    STREAK = "streak"
    COMEBACK = "comeback"
    FASTEST = "fastest"
    """The shortest way from opening to won of that person."""
    ASSIST = "assist"
    WON = "won"
    """A won deal without anything special."""
    GOAL_50 = "goal_50"
    GOAL_90 = "goal_90"
    GOAL_100 = "goal_100"
    GOAL_120 = "goal_120"
    GOAL_150 = "goal_150"
    GOAL_200 = "goal_200"
    TOP_DAY = "top_day"
    TOP_WEEK = "top_week"
    TOP_MONTH = "top_month"
    TOP_QUARTER = "top_quarter"
    IMPROVED = "improved"
    SATISFACTION = "satisfaction"
    """Whose customers gave the best score in the month."""
    KUDOS = "kudos"
    WORKS = "works"
    """What wins more often, once a month."""


OF_A_WIN = tuple(Feat)[: list(Feat).index(Feat.WON)]
"""The rarest first."""
OF_GOALS = tuple(Feat(f"goal_{percent}") for percent in MILESTONES)
OF_PERIODS = (Feat.TOP_DAY, Feat.TOP_WEEK, Feat.TOP_MONTH, Feat.TOP_QUARTER, Feat.IMPROVED, Feat.SATISFACTION)
ON_AT_FIRST = frozenset(
    {
        Feat.WON, Feat.FIRST, Feat.OWN_RECORD, Feat.TEAM_RECORD, Feat.COMPANY_RECORD, Feat.FASTEST,
        Feat.ASSIST, Feat.GOAL_100, Feat.GOAL_150, Feat.GOAL_200, Feat.TOP_WEEK, Feat.TOP_MONTH, Feat.KUDOS, Feat.WORKS,
    }
)  # fmt: skip


class Aside(StrEnum):
    """Why a win is not told in a post of its own, but stands in the day's one post."""

    SMALL = "small"
    """It lies below the least amount that the team settled."""
    ENOUGH = "enough"
    """The channel heard of as many wins and goals one by one as the team settled for a day."""


@dataclass(frozen=True, slots=True)
class TeamPraise:
    """What a team settled about praise in its channel."""

    told: frozenset[Feat] = ON_AT_FIRST
    most_a_day: int = 5
    """So many wins and goals are told one by one on a day; the rest stands in one post."""
    least_amount: int | None = None
    """A win below it is not told by itself, but in the day's one post: minor units of the workspace's currency."""
    streak_weeks: int = 4
    """After so many weeks with a win in a row, and each time so many more, a streak is told."""
    top_n: int = 3
    kudos_a_day: int = 5
    """So many kudos one person may give a day."""
    top_by: By = By.ATTAINMENT
    """By what the best of a period are named."""
    games: frozenset[Game] = frozenset()
    """What the team switched on of badges, points and levels."""

    def tells(self, feat: Feat) -> bool:
        """Whether the team hears of such a thing."""
        return feat in self.told

    def tells_only_feats(self) -> bool:
        """Whether a win is told only if something was special about it."""
        return Feat.WON not in self.told

    def aside(self, amount: Money, home: str | None, told: int) -> Aside | None:
        """Why a win of that amount is put aside for the day's one post; None: it has a post of its own.

        `told` is how many posts the channel had that day before it, `home` the workspace's currency, in which the least
        amount is settled: a win in another one is never too small.
        """
        if self.small(amount, home):
            return Aside.SMALL
        return Aside.ENOUGH if told >= self.most_a_day else None

    def small(self, amount: Money, home: str | None) -> bool:
        """Whether a win of that amount is never told by itself."""
        alike = amount.currency == (home or amount.currency)
        return self.least_amount is not None and alike and amount.minor < self.least_amount

    def milestones(self) -> frozenset[int]:
        """In percent of a goal."""
        return frozenset(percent for percent in MILESTONES if Feat(f"goal_{percent}") in self.told)


@dataclass(frozen=True, slots=True)
class Before:
    """What was won before, of one person, team or the company, in one currency."""

    wins: int
    largest: int
    """In minor units."""
    first_on: date | None


def breaks_record(minor: int, before: Before, closed_on: date) -> bool:
    """Whether an amount is the largest so far; only after three months and five deals of history."""
    if before.first_on is None or before.wins < RECORD_FROM_DEALS:
        return False
    return closed_on - before.first_on >= RECORD_AFTER and minor > before.largest


def is_fastest(days: int | None, earlier: Iterable[int], first_on: date | None, closed_on: date) -> bool:
    """Whether the way from opening to won was the shortest so far; a deal won on the day it was opened is none.

    Only after three months and five deals whose way is known.
    """
    known = list(earlier)
    if days is None or days < 1 or first_on is None or len(known) < RECORD_FROM_DEALS:
        return False
    return closed_on - first_on >= RECORD_AFTER and days < min(known)


def streak_of_weeks(
    won_on: Set[date], day: date, calendar: WorkingCalendar, away: Set[date] = frozenset()
) -> int:
    """How many working weeks in a row, up to that of the day, had a win.

    A week in which the person did not work at all (holidays, `away`) neither counts nor breaks it.
    """
    won_in = {week_of(each).starts_on for each in won_on if each <= day}
    weeks, week = 0, week_of(day)
    for _ in range(_MOST_WEEKS):
        if week.starts_on in won_in:
            weeks += 1
        elif _worked(week, calendar, away):
            return weeks
        week = previous(week)
    return weeks


def marks_streak(weeks: int, every: int) -> bool:
    """Whether a streak of so many weeks is told: after the first `every` weeks, and each time so many more."""
    return weeks >= every and weeks % every == 0


def is_comeback(
    last_won_on: date | None, day: date, calendar: WorkingCalendar, away: Set[date] = frozenset()
) -> bool:
    """Whether somebody wins again after at least twenty of their own working days without a win."""
    if last_won_on is None or last_won_on >= day:
        return False
    missed = sum(calendar.is_working(each) for each in away if last_won_on < each < day)
    return calendar.between(last_won_on + timedelta(days=1), day) - missed >= COMEBACK_AFTER


def rarest(feats: Iterable[Feat]) -> tuple[Feat, ...]:
    """Of what was special about a win, what stands in the shout-out: the rarest first, one record only."""
    special = set(feats)
    found = [feat for feat in OF_A_WIN if feat in special]
    records = [feat for feat in found if feat in (Feat.COMPANY_RECORD, Feat.TEAM_RECORD, Feat.OWN_RECORD)]
    return tuple(feat for feat in found if feat not in records[1:])[:MOST_TOLD]


def variant(event: str, count: int) -> int:
    """Which of so many wordings an event has: seemingly any, but always the same for the same event."""
    return int.from_bytes(sha256(event.encode()).digest()[:4], "big") % count


def _worked(week: Period, calendar: WorkingCalendar, away: Set[date]) -> bool:
    days = (week.starts_on + timedelta(days=step) for step in range(7))
    return any(calendar.is_working(day) and day not in away for day in days)

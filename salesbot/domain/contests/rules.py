"""The rules of a contest, frozen when it begins: who competes, by what, from when to when, and what a tie means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from salesbot.domain.contests.mistakes import ContestFew, ContestTooShort, ContestUnfit
from salesbot.domain.metrics import Metric
from salesbot.domain.periods import Period, Years, custom, month_of, quarter_of, week_of

LONGEST = 100
"""Calendar days."""
LONGEST_NAME = 60
LEAST_MEASURED = 3
"""A mean or median of fewer single values has no place: one lucky score decides nothing."""
LEAST_PEOPLE = 4
"""Fewer in a contest of their own: places would give figures away. Two may have a duel."""
MOST_PEOPLE = 64


class Form(StrEnum):
    """Who competes with whom."""

    INDIVIDUAL = "individual"
    TEAMS = "teams"
    DUEL = "duel"
    """Two people, head to head."""
    BRACKET = "bracket"
    """Round by round, the better of each two goes on."""


class Measure(StrEnum):
    """How what is measured becomes comparable."""

    SHARE = "share"
    """As a part of the own goal that falls on the contest's days, without those away: the default."""
    TOTAL = "total"
    """As it is; nothing is made up for days away."""
    DAILY = "daily"
    """For each working day that one was there."""


class Ties(StrEnum):
    """What decides between equals."""

    SHARED = "shared"
    """Nothing: they share the place and the prize; in a bracket the better seed goes on."""
    FIRST = "first"
    """Who got there on an earlier day."""
    DEALS = "deals"
    """Who won more deals in the contest's days."""


class ContestStatus(StrEnum):
    """Where a contest stands at a moment."""

    COMING = "coming"
    RUNNING = "running"
    COUNTING = "counting"
    """Over, and open for what was won on the last day and is entered the next morning."""
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class RoundDays:
    """A round of a bracket: its first day, and the instant as of which it is decided."""

    starts_on: date
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest with its rules."""

    id: int
    team_id: int
    """Whose it is; of a contest between teams, the team whose manager made it."""
    name: str
    form: Form
    metric: Metric
    measure: Measure
    ties: Ties
    period: Period
    prize: str
    points: int
    """For whoever comes first, where the team plays for points."""
    repeats: bool
    series: int
    """The number of its first edition."""
    edition: int
    begins_at: datetime
    """From then on the rules and goals are frozen, as they were known then."""
    closes_at: datetime
    """What is recorded later changes the result no more."""
    sides: tuple[int, ...] = ()
    """Who was chosen: people, or teams; nobody: everybody in the team on the first day."""
    rounds: tuple[RoundDays, ...] = ()
    cancelled_at: datetime | None = None
    cancel_reason: str = ""
    made_by: int | None = None

    def status(self, now: datetime, day: date) -> ContestStatus:
        """Where it stands at the instant, which is that day in the company's zone."""
        if self.cancelled_at is not None:
            return ContestStatus.CANCELLED
        if now < self.begins_at:
            return ContestStatus.COMING
        if now >= self.closes_at:
            return ContestStatus.OVER
        return ContestStatus.COUNTING if self.period.over(day) else ContestStatus.RUNNING

    @property
    def of_people(self) -> bool:
        """Whether people compete, and not teams."""
        return self.form is not Form.TEAMS


def check_rules(form: Form, metric: Metric, measure: Measure, sides: int) -> None:
    """Refuse what cannot be measured or played. Raises ContestUnfit, ContestFew.

    A mean, a mark or a median is nobody's sum: it has no share of a goal and none a day. A limit (refunds, days to
    won) is a goal to stay below, so it has no share either. Costs belong to nobody.
    """
    shared = measure is not Measure.TOTAL
    if metric.of_company or (shared and (not metric.adds_up or metric.lower_is_better)):
        raise ContestUnfit(metric=metric, measure=measure)
    least = LEAST_PEOPLE if form in (Form.INDIVIDUAL, Form.BRACKET) else 2
    most = 2 if form is Form.DUEL else MOST_PEOPLE
    if not least <= sides <= most:
        raise ContestFew(form=form, least=least, most=most, people=sides)


def period_between(first: date, last: date, years: Years = 1) -> Period:
    """The days from first to last, both in; a whole week, month or quarter by that name, so that the next follows it."""
    same = custom(first, last)
    named = (week_of(first), month_of(first), quarter_of(first, years))
    return next(
        (each for each in named if (each.starts_on, each.ends_on) == (same.starts_on, same.ends_on)), same
    )


def cut_rounds(working_days: Sequence[date], rounds: int) -> tuple[date, ...]:
    """The first days of so many rounds, which differ by one working day at most; the earlier ones are the longer.

    Raises ContestTooShort where there are fewer working days than rounds.
    """
    if rounds < 1 or len(working_days) < rounds:
        raise ContestTooShort(days=len(working_days), rounds=max(rounds, 1))
    length, longer = divmod(len(working_days), rounds)
    starts = [number * length + min(number, longer) for number in range(rounds)]
    return tuple(working_days[start] for start in starts)

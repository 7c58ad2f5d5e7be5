"""How many people it takes for a goal at today's productivity, by when they must start, and what an open seat costs.

Productivity is revenue for a rep and working day, of months in which the rep was past the ramp; its spread is that of
single reps' months. Who is new counts by the ramp of the first months of service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.money import Money, round_half_even
from salesbot.domain.periods import DAY, Period
from salesbot.domain.proration import month_of_service, ramp_in

FEWEST_MONTHS = 6
"""With fewer months of single reps there is no productivity to go by."""
FEWEST_DAYS = 5
"""A month of which somebody was there for fewer working days says nothing."""
_STARTS_BEFORE = 200
"""So many days before a period a start is looked for."""


@dataclass(frozen=True, slots=True)
class RepMonth:
    """What one rep won in a month past the ramp, and on how many working days the rep was there."""

    won: Money
    days: Fraction | int
    """Of somebody who works half of full time each day counts half."""


@dataclass(frozen=True, slots=True)
class Productivity:
    """Revenue for a rep and working day."""

    a_day: Money
    low: Money
    high: Money
    """Half of the single months lie from `low` to `high`."""
    months: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who sells in the team, or will."""

    started_on: date | None
    """None: long ago."""
    ends_on: date | None = None
    """The last day."""
    workload: Fraction = Fraction(1)
    """The part of full time."""
    joins_on: date | None = None
    """The first day in the team, of somebody who comes to it; None: there already."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """How many people a goal takes."""

    goal: Money
    working_days: int
    productivity: Productivity
    people: int
    """Who is there, with those whose seat is open not among them."""
    strength: Fraction
    """How many full people they amount to in the period, by ramp and leaving."""
    brings: Money
    """What they bring at that productivity."""
    needed: int
    needed_low: int
    needed_high: int | None
    """Full people for the goal, at today's productivity and at the ends of its spread, the better end first.

    None: at the lower end nothing is won at all.
    """
    short: Money
    """0 where they are enough."""
    more: int
    """How many more full people."""
    start_by: date | None
    """The last day on which so many more may start and still close it; None: none are needed, or it is too late."""
    starting_now: int | None
    """How many it takes if they start on the next working day; None: none are needed, or even that is too late."""


def productivity_of(months: Iterable[RepMonth], currency: str) -> Productivity | None:
    """Revenue a rep and working day, and its spread (25th and 75th percentile, nearest rank); None with too little."""
    told = [month for month in months if month.days >= FEWEST_DAYS]
    if len(told) < FEWEST_MONTHS:
        return None
    rates = sorted(Fraction(month.won.minor) / month.days for month in told)
    mean = Fraction(sum(month.won.minor for month in told)) / sum(month.days for month in told)

    def rank(part: Fraction) -> Money:
        return Money(round_half_even(rates[max(ceil(len(rates) * part) - 1, 0)]), currency)

    return Productivity(
        Money(round_half_even(mean), currency), rank(Fraction(1, 4)), rank(Fraction(3, 4)), len(told)
    )


def strength_of(
    member: Member, period: Period, calendar: WorkingCalendar, ramp: Sequence[Fraction]
) -> Fraction:
    """Which part of a full person somebody is in the period: working days there, by ramp and part time, of all of them."""
    days = calendar.working_days_of(period)
    if not days:
        return Fraction(0)
    there = (day for day in days if _is_there(member, day))
    return member.workload * sum((_ramp_on(member, day, ramp) for day in there), Fraction(0)) / len(days)


def staffing(
    goal: Money, period: Period, members: Iterable[Member], productivity: Productivity,
    calendar: WorkingCalendar, ramp: Sequence[Fraction], today: date,
) -> Staffing | None:  # fmt: skip
    """How many people the goal takes; None where nothing is won, or the period has no working day."""
    members, days = tuple(members), len(calendar.working_days_of(period))
    one = productivity.a_day.minor * days
    if one <= 0:
        return None
    strength = sum((strength_of(each, period, calendar, ramp) for each in members), Fraction(0))
    short = max(goal.minor - strength * one, Fraction(0))
    more = ceil(short / one)
    a_day, next_day = productivity.a_day.minor, calendar.this_or_next_working(today)
    start_by = _start_by(short, more, a_day, period, calendar, ramp, next_day) if more else None
    now_one = one * strength_of(Member(next_day), period, calendar, ramp) if more else Fraction(0)
    currency = goal.currency
    return Staffing(
        goal=goal, working_days=days, productivity=productivity, people=len(members), strength=strength,
        brings=Money(round_half_even(strength * one), currency), needed=ceil(Fraction(goal.minor, one)),
        needed_low=_people(goal, productivity.high, days) or 0,
        needed_high=_people(goal, productivity.low, days),
        short=Money(round_half_even(short), currency), more=more, start_by=start_by,
        starting_now=ceil(short / now_one) if now_one else None,
    )  # fmt: skip


def seat_cost(
    a_day: Money, period: Period, starts_on: date, calendar: WorkingCalendar, ramp: Sequence[Fraction]
) -> Money:
    """What an open seat costs in the period: a full person's days less what who starts then brings by the ramp."""
    days = len(calendar.working_days_of(period))
    missing = 1 - strength_of(Member(starts_on), period, calendar, ramp)
    return Money(round_half_even(a_day.minor * days * missing), a_day.currency)


def _people(goal: Money, a_day: Money, days: int) -> int | None:
    """None where that productivity brings nothing at all."""
    return ceil(Fraction(goal.minor, a_day.minor * days)) if a_day.minor > 0 else None


def _start_by(
    short: Fraction, more: int, a_day: int, period: Period, calendar: WorkingCalendar,
    ramp: Sequence[Fraction], today: date,
) -> date | None:  # fmt: skip
    """The last working day, from today on, on which that many may start and the rest still comes."""
    days = calendar.working_days_of(period)

    def enough(start: date) -> bool:
        strength = sum(_ramp_on(Member(start), day, ramp) for day in days if day >= start)
        return more * a_day * strength >= short

    return _last(
        enough, max(today, date.fromordinal(period.starts_on.toordinal() - _STARTS_BEFORE)), period, calendar
    )


def _last(
    enough: Callable[[date], bool], first: date, period: Period, calendar: WorkingCalendar
) -> date | None:
    """The last working day on which it is still enough: later is never better."""
    day = calendar.this_or_next_working(first)
    if day >= period.ends_on or not enough(day):
        return None
    low, high = day.toordinal(), period.last_day.toordinal()
    while low < high:
        middle = (low + high + 1) // 2
        if enough(date.fromordinal(middle)):
            low = middle
        else:
            high = middle - 1
    return calendar.last_working_before(date.fromordinal(low) + DAY)


def _is_there(member: Member, day: date) -> bool:
    began = all(first is None or first <= day for first in (member.started_on, member.joins_on))
    return began and (member.ends_on is None or day <= member.ends_on)


def _ramp_on(member: Member, day: date, ramp: Sequence[Fraction]) -> Fraction:
    return (
        Fraction(1) if member.started_on is None else ramp_in(month_of_service(member.started_on, day), ramp)
    )

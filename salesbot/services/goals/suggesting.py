"""A goal suggested for a rep, with its reasoning: what was won before, and how much of the period the rep is there.

Nothing is set by it. The base is the 80th percentile (nearest rank) of what the rep won in up to six periods of the same
kind before; for who has fewer than three of them, the middle of the goals of the team's others. What shapes it: part time,
days before joining or after leaving, days away, and a ramp in the first months of service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.absences import missed_days
from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.kpis import median
from salesbot.domain.metrics import REVENUE
from salesbot.domain.money import Money, round_half_even
from salesbot.domain.people import Person
from salesbot.domain.periods import DAY, Period, previous
from salesbot.domain.proration import month_of_service, part_of_goal, ramp_in
from salesbot.services.attainment import Measured
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.goals.setting import require_may_set
from salesbot.storage.book import Book

LOOKS_BACK = 6
FEWEST = 3
RAMP = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
"""The part of a goal that is asked in the first months of service."""
_FULL = 100


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A goal that might be agreed on, and where it comes from."""

    person: Person
    period: Period
    base: Money | None
    """None: there is nothing to go by."""
    history: tuple[tuple[Period, Money], ...]
    """What was won in the periods before, the newest first; empty where the team's goals are the base."""
    workload: int
    """Percent of full time."""
    days: int
    """Working days of the period on which the person is there."""
    of_days: int
    ramp: Fraction
    goal: Money | None

    @property
    def within(self) -> int:
        """In how many of the periods no more than the base was won."""
        return sum(self.base is not None and won.minor <= self.base.minor for _, won in self.history)


def suggest_goal(book: Book, by: Person, person_id: int, period: Period, *, now: datetime) -> Suggestion:
    """A revenue goal for a rep and a period, for who may set it. Raises NotAllowed."""
    require_may_set(book, by, Scope.REP, person_id, now)
    person, day = book.people.by_id(person_id), workspace_day(book, now)
    history = _history(book, person, period, now)
    from_history = len(history) >= FEWEST
    base = _percentile([won for _, won in history]) if from_history else _of_others(book, person, period, now)
    days, of_days = _days_there(book, person, period)
    workload = book.absences.workloads(max(day, period.starts_on)).get(person_id, _FULL)
    ramp = Fraction(1) if from_history else _ramp(person, period)
    part = part_of_goal(days, of_days, ramp * Fraction(workload, _FULL))
    goal = None if base is None else _whole(base.times(part))
    return Suggestion(
        person, period, base, tuple(history) if from_history else (), workload, days, of_days, ramp,
        goal if goal is not None and goal.minor > 0 else None,
    )  # fmt: skip


def _history(book: Book, person: Person, period: Period, now: datetime) -> list[tuple[Period, Money]]:
    """What was won in the periods that are over, for all of which the person was there."""
    as_of, found = AsOf(workspace_day(book, now), live=True, known_at=now), list[tuple[Period, Money]]()
    first = book.credits.first_day(person.id)
    if first is None:
        return []
    begun = max(first.replace(day=1), person.started_on or first.replace(day=1))
    before = previous(period, book.workspace.years)
    while not before.over(as_of.day):
        before = previous(before, book.workspace.years)
    while before.starts_on >= begun and len(found) < LOOKS_BACK:
        won = Measured.shared(book, before, as_of).row(Scope.REP, person.id).won
        assert isinstance(won, Money)
        found.append((before, won))
        before = previous(before, book.workspace.years)
    return found


def _percentile(amounts: list[Money]) -> Money:
    """The 80th percentile by nearest rank."""
    ordered = sorted(amounts, key=lambda each: each.minor)
    return ordered[-(-len(ordered) * 4 // 5) - 1]


def _of_others(book: Book, person: Person, period: Period, now: datetime) -> Money | None:
    """The middle of the goals of the team's others for the period."""
    day = workspace_day(book, now)
    edge = book.people.assignment_on(person.id, day)
    if edge is None or edge.team_id is None:
        return None
    measured = Measured(book, period, AsOf(day, live=True, known_at=now))
    others = measured.rep_goals(REVENUE, frozenset(book.people.members_on(edge.team_id, day)) - {person.id})
    sizes = [
        Fraction(goal.minor)
        for goal in others.values()
        if isinstance(goal, Money) and goal.currency == measured.currency
    ]
    middle = median(sizes)
    return None if middle is None else Money(round_half_even(middle), measured.currency)


def _days_there(book: Book, person: Person, period: Period) -> tuple[int, int]:
    calendar = calendar_of(book)
    first = max(person.started_on or period.starts_on, period.starts_on)
    end = min(person.ended_on + DAY if person.ended_on else period.ends_on, period.ends_on)
    there = Period(period.key, first, max(first, end))
    away = book.absences.between(period.starts_on, period.ends_on - DAY, person.id)
    whole = calendar.between(period.starts_on, period.ends_on)
    return calendar.between(there.starts_on, there.ends_on) - missed_days(away, there, calendar), whole


def _ramp(person: Person, period: Period) -> Fraction:
    if person.started_on is None:
        return Fraction(1)
    return ramp_in(month_of_service(person.started_on, period.last_day), RAMP)


def _whole(amount: Money) -> Money:
    """The amount in whole units of its currency."""
    unit = figures.whole_unit(amount)
    return Money(round_half_even(Fraction(amount.minor, unit)) * unit, amount.currency)

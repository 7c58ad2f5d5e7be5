"""What each side brings to a contest, as of any moment: by goals and teams as they were known when it began."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.absences import Absence, missed_days
from salesbot.domain.as_of import AsOf
from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.contests import LEAST_MEASURED, Contest, Entry, Measure, seeding
from salesbot.domain.figures import Figure
from salesbot.domain.goals import Goal, Scope, goal_share, goals_in_force
from salesbot.domain.metrics import REVENUE, Metric, MetricKind
from salesbot.domain.money import Money
from salesbot.domain.periods import DAY, Period, month_of, previous
from salesbot.once import once
from salesbot.services.attainment import Winnings, Won, winnings
from salesbot.services.attainment.converting import rates_of
from salesbot.services.calendars import calendar_of
from salesbot.services.contests.sides import people_by_side
from salesbot.storage.book import Book

_LEAST_DAYS = 5
_DEALS = Metric(MetricKind.DEALS)


def seeds_of(book: Book, contest: Contest, now: datetime) -> tuple[int, ...]:
    """The sides of a bracket by how the month stood when it began, as known then.

    In a month's first five working days: by the month before.
    """
    known_at, first = min(now, contest.begins_at), contest.period.starts_on
    month = month_of(first)
    so_far = Period(f"{month.starts_on}/{first - DAY}", month.starts_on, first)
    enough = calendar_of(book, known_at).between(month.starts_on, first) >= _LEAST_DAYS
    before = so_far if enough else previous(month)
    measuring = Measuring(
        book, basis_of(contest), before, AsOf(before.ends_on, live=False, known_at=known_at)
    )
    return seeding(measuring.entries(people_by_side(book, contest, now)).values())


def share_of_goals(book: Book, people: Iterable[int], span: Period, as_of: AsOf) -> Fraction | None:
    """What these people won together in some days, as a part of what their revenue goals ask for in them.

    Days away are taken off unless a goal followed them. None where nobody has a goal.
    """
    basis = Basis(REVENUE, Measure.SHARE, as_of.known_at, span.starts_on)
    return Measuring(book, basis, span, as_of).entries({0: tuple(people)})[0].value


@dataclass(frozen=True, slots=True)
class Basis:
    """What is measured, how, and from when on goals are frozen."""

    metric: Metric
    measure: Measure
    frozen_at: datetime
    first_on: date
    """Goals are those that hold on this day."""


def basis_of(contest: Contest) -> Basis:
    """By what a contest is measured."""
    return Basis(contest.metric, contest.measure, contest.begins_at, contest.period.starts_on)


@dataclass(frozen=True, slots=True)
class GoalPart:
    """What a goal asks for in some days of which one was away on some."""

    goal: Figure
    part: Fraction
    """Of the goal's working days."""
    there: int
    days: int

    @property
    def size(self) -> Fraction:
        """In the smallest unit."""
        return figures.size_of(self.goal) * self.part * Fraction(self.there, self.days)


@dataclass(frozen=True)
class Measuring:
    """What sides bring in some days, as of one moment."""

    book: Book
    basis: Basis
    span: Period
    as_of: AsOf

    def entries(self, sides: Mapping[int, Iterable[int]]) -> dict[int, Entry]:
        """What each side brings, by side."""
        return {side: self._entry(side, tuple(people)) for side, people in sides.items()}

    def figure(self, people: Iterable[int]) -> Figure:
        """What these people won together, in its own unit."""
        return self._won_by(people).total()

    def _entry(self, side: int, people: tuple[int, ...]) -> Entry:
        won = self._won_by(people)
        if not self.basis.metric.adds_up:
            enough = len(won.rows) >= LEAST_MEASURED
            return Entry(side, Fraction(figures.size_of(won.total())) if enough else None)
        return Entry(side, self._value(won, people), _reached_on(won.rows), self._deals_of(people))

    def _value(self, won: Winnings, people: tuple[int, ...]) -> Fraction | None:
        size = Fraction(figures.size_of(won.total()))
        if self.basis.measure is Measure.TOTAL:
            return size
        if self.basis.measure is Measure.DAILY:
            days = self.days_of(people)
            return size / days if days else None
        asked = {person: sum((part.size for part in self.asked_of(person)), Fraction(0)) for person in people}
        # Whoever has no goal brings nothing to their team's share, neither won nor asked.
        brought = self.figure(person for person, size in asked.items() if size)
        return Fraction(figures.size_of(brought)) / sum(asked.values()) if any(asked.values()) else None

    def days_of(self, people: Iterable[int]) -> int:
        """On how many working days of the span these people were there, as far as it has gone."""
        return sum(self._days_there(person) for person in people)

    def asked_of(self, person_id: int) -> tuple[GoalPart, ...]:
        """What the person's goals ask for in the span; nothing where a part of it has none.

        Goals as known when the contest began; days away are taken off unless the goals had followed them by then. A span
        that no goal covers is asked month by month.
        """
        goals = self._goals.get(person_id, [])
        whole = self._asked(person_id, goals, self.span)
        if whole is not None:
            return whole
        parts = [self._asked(person_id, goals, part) for part in _months(self.span)]
        known = [part for part in parts if part is not None]
        return tuple(each for part in known for each in part) if len(known) == len(parts) else ()

    # -- what was won -------------------------------------------------------------------------------------

    @once
    def _won(self) -> Winnings:
        return self._winnings(self.basis.metric)

    @once
    def _deals(self) -> Mapping[int, Figure]:
        return self._winnings(_DEALS).by_person()

    def _winnings(self, metric: Metric) -> Winnings:
        end = max(min(self.span.ends_on, self.as_of.until), self.span.starts_on)
        unit = self.book.workspace.counts_in if metric.is_money else None
        return winnings(
            self.book, metric, self.span.starts_on, end, self.as_of.known_at, unit, by_day=True
        )  # fmt: skip

    def _won_by(self, people: Iterable[int]) -> Winnings:
        rows = self._won.rows_by_person
        return Winnings(
            self._won.nothing, tuple(row for person in people for row in rows.get(person, ())),
            combined=self._won.combined,
        )  # fmt: skip

    def _deals_of(self, people: Iterable[int]) -> int:
        return sum(figures.size_of(self._deals[person]) for person in people if person in self._deals)

    # -- days and goals -----------------------------------------------------------------------------------

    @once
    def _calendar(self) -> WorkingCalendar:
        return calendar_of(self.book, self.as_of.known_at)

    @once
    def _absences(self) -> list[Absence]:
        return self.book.absences.known(self.span.starts_on, self.span.last_day, self.as_of.known_at)

    def _days_there(self, person_id: int) -> int:
        """The person's own working days of the span, as far as they have gone."""
        end = max(min(self.span.ends_on, self.as_of.until), self.span.starts_on)
        gone = Period("", self.span.starts_on, end)
        away = [each for each in self._absences if each.person_id == person_id]
        return self._calendar.between(gone.starts_on, end) - missed_days(away, gone, self._calendar)

    def _asked(self, person_id: int, goals: list[Goal], span: Period) -> tuple[GoalPart, ...] | None:
        days = self._calendar.between(span.starts_on, span.ends_on)
        if not days:
            return ()
        share = goal_share(goals, span, self._calendar)
        goal = None if share is None else self._in_own_currency(share.goal)
        if share is None or goal is None:
            return None
        away = [each for each in self._absences if each.person_id == person_id and not self._followed(each)]
        there = days - missed_days(away, span, self._calendar)
        return (GoalPart(goal, share.part, there, days),)

    def _followed(self, absence: Absence) -> bool:
        return absence.followed_at is not None and absence.followed_at <= self.basis.frozen_at

    def _in_own_currency(self, goal: Figure) -> Figure | None:
        if not isinstance(goal, Money) or goal.currency == self.book.workspace.counts_in:
            return goal
        rates = rates_of(self.book, self.basis.frozen_at)
        return rates.convert(goal, self.book.workspace.counts_in, self.basis.first_on)

    @once
    def _goals(self) -> dict[int, list[Goal]]:
        known_at = min(self.as_of.known_at, self.basis.frozen_at)
        versions = {
            goal.id: goal
            for part in _months(self.span)
            for goal in self.book.goals.covering(part.starts_on, known_at)
            if goal.scope is Scope.REP and goal.metric == self.basis.metric
        }
        found: dict[int, list[Goal]] = {}
        for goal in goals_in_force(versions.values(), self.basis.first_on):
            if goal.subject_id is not None:
                found.setdefault(goal.subject_id, []).append(goal)
        return found


def _months(span: Period) -> Iterator[Period]:
    start = span.starts_on
    while start < span.ends_on:
        end = min(month_of(start).ends_on, span.ends_on)
        yield Period(f"{start}/{end - DAY}", start, end)
        start = end


def _reached_on(rows: Iterable[Won]) -> date | None:
    """The first day on whose evening the sum stood at its last value or above; None where nothing was won."""
    by_day: dict[date, int] = {}
    for row in rows:
        by_day[row.day] = by_day.get(row.day, 0) + figures.size_of(row.figure)
    last, stood = sum(by_day.values()), 0
    for day in sorted(by_day):
        stood += by_day[day]
        if stood >= last:
            return day
    return None

"""Who may read which goals: the own one, those of people one leads, others' as their team settled, and teams'."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesbot.domain.alphabet import alphabetical
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.figures import Figure, currency_of, sum_of, zero
from salesbot.domain.goals import Goal, Scope, goals_in_force
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.domain.people import Person, Role, Team
from salesbot.domain.periods import Period
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured, is_measured, tells_anothers
from salesbot.services.calendars import workspace_day
from salesbot.services.goals.covering import Covers, covers_of
from salesbot.services.goals.news import Unread, unread_changes
from salesbot.services.people import viewer_of
from salesbot.services.scopes import may_read_goal_of, may_see, may_set
from salesbot.storage.book import Book

_TO_BE_READ_FOR = timedelta(days=365)
"""So long after its period a change of a goal still waits to be read."""


@dataclass(frozen=True, slots=True)
class GoalSeen:
    """A goal as somebody may read it."""

    scope: Scope
    subject_id: int | None
    name: str
    metric: Metric
    period: Period
    goal: Figure
    valid_from: date | None
    """Since when it stands so; None for a sum of the reps' goals."""
    own: bool
    """Whether it is the reader's own."""
    summed: bool
    """Whether a team or the company has no goal of its own, so that this is the sum of its reps'."""
    row: Attainment | None
    """Where it stands; None where the reader may know the goal but not what is won."""
    covers: Covers
    """A team's or the company's own goal against those that it is made up of."""
    may_set: bool
    of_seats: Figure | None = None
    """What of a sum are the goals of open seats; None: nothing."""
    floor: Figure | None = None
    stretch: Figure | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whose goal the reader may set, and the goal of a metric that stands for a period."""

    scope: Scope
    subject_id: int | None
    name: str
    goal: Figure | None
    floor: Figure | None = None
    stretch: Figure | None = None


def goals_seen(
    book: Book, person: Person | None, *, now: datetime, of: Period | None = None
) -> tuple[GoalSeen, ...]:
    """The goals that somebody may read: the nearest end first, then as reports list them.

    `of`: those of exactly this period, which may be over; None: of every period that is not.
    """
    if person is None:
        return ()
    reader = _Reader(book, person, now, of)
    if of is not None:
        return tuple(reader.of_period(of))
    open_periods = {goal.period.key: goal.period for goal in reader.standing}
    found: list[GoalSeen] = []
    for period in sorted(open_periods.values(), key=lambda each: (each.ends_on, each.days, each.key)):
        found += reader.of_period(period)
    return tuple(found)


def unread_of(book: Book, person: Person | None, *, now: datetime) -> tuple[Unread, ...]:
    """Who has not read a change of a goal that this person may set, of goals that stand, the longest told first.

    Pay hangs on a goal after its period, so it stays among them until it is read, or the period is over for a year.
    """
    if person is None:
        return ()
    reader = _Reader(book, person, now)
    lately = (goal for goal in reader.versions if not goal.period.over(reader.day - _TO_BE_READ_FOR))
    return unread_changes(
        book,
        [goal for goal in goals_in_force(lately, reader.day) if reader.may_set(goal.scope, goal.subject_id)],
    )


def subjects_to_set(
    book: Book, person: Person | None, period: Period, *, now: datetime, metric: Metric = REVENUE
) -> tuple[Subject, ...]:
    """Whose goals somebody may set, with the goal of the period that stands: company, teams, reps by name."""
    if person is None:
        return ()
    reader = _Reader(book, person, now)
    measured = reader.measured(period)
    return tuple(
        _to_set(measured, scope, number, name, metric)
        for scope, number, name in _everybody(book)
        if reader.may_set(scope, number)
    )


def _to_set(measured: Measured, scope: Scope, number: int | None, name: str, metric: Metric) -> Subject:
    fitting = (
        goal
        for goal in measured.goals
        if (goal.scope, goal.subject_id) == (scope, number) and goal.metric == metric
    )
    goal = next(fitting, None)
    if goal is None:
        return Subject(scope, number, name, None)
    return Subject(scope, number, name, goal.target, goal.floor, goal.stretch)


def _everybody(book: Book) -> Iterable[tuple[Scope, int | None, str]]:
    yield Scope.COMPANY, None, ""
    for team in book.people.teams():
        yield Scope.TEAM, team.id, team.name
    for territory in book.relationships.territories():
        yield Scope.TERRITORY, territory.id, territory.name
    for person in book.people.having(Role.REP):
        if person.active:
            yield Scope.REP, person.id, person.name


class _Reader:
    """Somebody who reads goals, with what was asked already."""

    def __init__(self, book: Book, person: Person, now: datetime, of: Period | None = None) -> None:
        self.book = book
        self.person = person
        self.day = workspace_day(book, now)
        self.as_of = AsOf(self.day, live=True, known_at=now)
        self.viewer: Viewer = viewer_of(book, person, now)
        self.teams: dict[int, Team] = {team.id: team for team in book.people.teams()}
        self.versions = book.goals.versions(of)
        self.standing: tuple[Goal, ...] = goals_in_force(
            (goal for goal in self.versions if of is not None or not goal.period.over(self.day)), self.day
        )

    def measured(self, period: Period) -> Measured:
        return Measured(self.book, period, self.as_of)

    def of_period(self, period: Period) -> list[GoalSeen]:
        measured = self.measured(period)
        metrics = {
            goal.metric for goal in self.standing if goal.period == period and is_measured(goal.metric)
        }
        return [
            seen
            for metric in sorted(metrics, key=lambda each: (each != REVENUE, str(each)))
            for scope, number in self._subjects(measured, metric)
            for seen in self._seen(measured, scope, number, metric)
        ]

    def _subjects(self, measured: Measured, metric: Metric) -> Iterable[tuple[Scope, int | None]]:
        yield Scope.COMPANY, None
        yield from ((Scope.TEAM, number) for number in self.teams)
        yield from ((Scope.TERRITORY, number) for number in measured.subjects(Scope.TERRITORY))
        people = sorted(
            measured.rep_goals(metric),
            key=lambda number: (number != self.person.id, alphabetical(measured.people[number].name)),
        )
        yield from ((Scope.REP, number) for number in people)

    def _seen(
        self, measured: Measured, scope: Scope, number: int | None, metric: Metric
    ) -> Iterable[GoalSeen]:
        sees, sets = self.may_see(scope, number), self.may_set(scope, number)
        own = [
            goal
            for goal in measured.goals
            if (goal.scope, goal.subject_id, goal.metric) == (scope, number, metric)
        ]
        reads = sees or self.may_read(scope, number)
        for figure in measured.goals_of(scope, number, metric) if reads or (sets and own) else ():
            if tells_anothers(measured, self.viewer, scope, number, metric, figure):
                continue
            yield GoalSeen(
                scope=scope, subject_id=number, name=measured.name_of(scope, number), metric=metric,
                period=measured.period, goal=figure, valid_from=own[0].valid_from if own else None,
                own=scope is Scope.REP and number == self.person.id, summed=not own,
                row=measured.row(scope, number, metric, figure)
                if sees and measured.is_told(scope, number, metric)
                else None,
                covers=covers_of(measured, self.viewer, scope, number, metric, figure) if own else Covers(),
                may_set=sets,
                of_seats=None if own else self._of_seats(measured, scope, number, metric, figure),
                floor=own[0].floor if own else None, stretch=own[0].stretch if own else None,
            )  # fmt: skip

    def _of_seats(
        self, measured: Measured, scope: Scope, number: int | None, metric: Metric, figure: Figure
    ) -> Figure | None:
        seats = [each.goal for each in measured.seats_of(scope, number, metric, currency_of(figure))]
        return sum_of(seats, zero(figure)) if seats else None

    def may_see(self, scope: Scope, number: int | None) -> bool:
        return may_see(self.book, self.viewer, scope, number, self.day)

    def may_read(self, scope: Scope, number: int | None) -> bool:
        """A person's goal without what is won, as the person's team settled."""
        if scope is not Scope.REP or number is None:
            return False
        return may_read_goal_of(self.book, self.viewer, number, self.day)

    def may_set(self, scope: Scope, number: int | None) -> bool:
        return may_set(self.book, self.viewer, scope, number)

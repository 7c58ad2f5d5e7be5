"""What a period's figures stand on as of a moment: its days and people, its goals in force, and what was won in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from salesbot.domain import figures
from salesbot.domain.as_of import AsOf
from salesbot.domain.calendars import Workdays, WorkingCalendar
from salesbot.domain.figures import Figure
from salesbot.domain.goals import Goal, Scope, goals_in_force, sums_of_goals
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.once import once
from salesbot.services.attainment.credited import Credited
from salesbot.services.attainment.sealed import as_sealed, sealed_teams, sealed_territories
from salesbot.services.attainment.seats import SeatGoal, seat_goals
from salesbot.services.attainment.winnings import Dated, Winnings
from salesbot.services.attainment.won import is_measured, winnings
from salesbot.services.calendars import calendar_of
from salesbot.storage.book import Book


class Grounds:
    """What one period's figures stand on as of one moment; each question is asked once."""

    def __init__(self, book: Book, period: Period, as_of: AsOf, only: frozenset[int] | None = None) -> None:
        """Measure a period; `only`: no more is asked than where these people stand."""
        self.book = book
        self.only = only
        self.period = period
        self.as_of = as_sealed(book, period, as_of)
        self._won: dict[tuple[Metric, str | None], Winnings] = {}
        self._by_account: dict[tuple[Metric, str | None], Winnings] = {}

    # -- what it stands on --------------------------------------------------------------------------------

    @once
    def workdays(self) -> Workdays:
        """The period's working days, cut on the morning of the as-of day."""
        return self.calendar.workdays(self.period, self.as_of.day)

    @once
    def calendar(self) -> WorkingCalendar:
        """The working days of the company as known then."""
        return calendar_of(self.book, self.as_of.known_at)

    @once
    def goals(self) -> tuple[Goal, ...]:
        """The goals in force for exactly this period; where only some people stand, no more than theirs."""
        kept, known_at = self.book.goals, self.as_of.known_at
        versions = (
            kept.versions(self.period, known_at)
            if self.only is None
            else kept.versions_of(sorted(self.only), self.period, known_at)
        )
        return goals_in_force(versions, self.as_of.day)

    @once
    def teams(self) -> Dated:
        """Who was in which team on which day, as known then."""
        return sealed_teams(self.book, self.period, self.as_of.known_at)

    @once
    def territories(self) -> Dated:
        """Which account was in which territory on which day, as known then."""
        return sealed_territories(self.book, self.period, self.as_of.known_at)

    @once
    def people(self) -> dict[int, Person]:
        """Everybody, by number."""
        return {person.id: person for person in self.book.people.all()}

    @property
    def currency(self) -> str:
        """The workspace's currency."""
        return self.book.workspace.counts_in

    def won(self, metric: Metric = REVENUE, currency: str | None = None) -> Winnings:
        """What was won toward a metric in the days that count, money in `currency` (the workspace's)."""
        unit = (currency or self.currency) if metric.is_money else None
        if (metric, unit) not in self._won:
            self._won[metric, unit] = winnings(
                self.book, metric, self.period.starts_on, self.counted_until, self.as_of.known_at, unit,
                people=self.only,
            )  # fmt: skip
        return self._won[metric, unit]

    def won_at_accounts(self, metric: Metric = REVENUE, currency: str | None = None) -> Winnings:
        """The same, each row with its account: what the figures of territories are made of."""
        unit = (currency or self.currency) if metric.is_money else None
        if (metric, unit) not in self._by_account:
            self._by_account[metric, unit] = winnings(
                self.book, metric, self.period.starts_on, self.counted_until, self.as_of.known_at, unit,
                by_account=True,
            )  # fmt: skip
        return self._by_account[metric, unit]

    @once
    def credited(self) -> Credited:
        """The revenue of the days that count, deal by deal: the rows of which `won` is the sum."""
        return Credited(
            self.book, (self.period.starts_on, self.counted_until, self.as_of.known_at), self.teams
        )

    @property
    def counted_until(self) -> date:
        """The first day of the period that does not count yet, or the first after it."""
        return max(min(self.period.ends_on, self.as_of.until), self.period.starts_on)

    def members(self, team_id: int) -> frozenset[int]:
        """Who is in the team on the as-of day, or was on the period's last day once it is over."""
        day = min(self.as_of.day, self.period.last_day)
        return self.teams.members(team_id, max(day, self.period.starts_on))

    # -- goals --------------------------------------------------------------------------------------------

    def rep_goals(self, metric: Metric, people: frozenset[int] | None = None) -> dict[int, Figure]:
        """The reps' goals of a metric (of these people), by person."""
        return {
            goal.subject_id: goal.target
            for goal in self._goals(Scope.REP, metric)
            if goal.subject_id is not None
            and goal.target is not None
            and (people is None or goal.subject_id in people)
        }

    def goals_of(self, scope: Scope, subject_id: int | None, metric: Metric) -> list[Figure]:
        """The goals of a subject in a metric: its own, else for a team or company the sums of its reps' by unit."""
        own = [goal.target for goal in self._own_goals(scope, subject_id, metric) if goal.target]
        if own or scope in (Scope.REP, Scope.TERRITORY) or not metric.adds_up:
            return own
        people = self.members(subject_id) if scope is Scope.TEAM and subject_id is not None else None
        sums = sums_of_goals(self.rep_goals(metric, people).values())
        return [self._with_seats(figure, scope, subject_id, metric) for figure in sums]

    def seats_of(
        self, scope: Scope, subject_id: int | None, metric: Metric, currency: str | None
    ) -> list[SeatGoal]:
        """The goals of open seats that count in the sum of a team's or the company's reps' goals."""
        if metric != REVENUE or scope not in (Scope.TEAM, Scope.COMPANY):
            return []
        return [
            each
            for each in self._seat_goals
            if each.goal.currency == currency and (scope is Scope.COMPANY or each.team_id == subject_id)
        ]

    @once
    def _seat_goals(self) -> tuple[SeatGoal, ...]:
        return seat_goals(self.book, self.period, self.as_of, self.calendar)

    def _with_seats(self, figure: Figure, scope: Scope, subject_id: int | None, metric: Metric) -> Figure:
        seats = self.seats_of(scope, subject_id, metric, figures.currency_of(figure))
        return figures.sum_of([each.goal for each in seats], figure)

    def _goals(self, scope: Scope, metric: Metric) -> Iterator[Goal]:
        return (goal for goal in self.goals if goal.scope is scope and goal.metric == metric)

    def _own_goals(self, scope: Scope, subject_id: int | None, metric: Metric) -> list[Goal]:
        return [goal for goal in self._goals_by_subject.get((scope, subject_id), ()) if goal.metric == metric]

    @once
    def _goals_by_subject(self) -> dict[tuple[Scope, int | None], list[Goal]]:
        """Read once: a thousand people's rows do not each look through a thousand goals."""
        found: dict[tuple[Scope, int | None], list[Goal]] = defaultdict(list)
        for goal in self.goals:
            found[goal.scope, goal.subject_id].append(goal)
        return found

    @once
    def _metrics_held(self) -> list[Metric]:
        """The metrics of all goals of which something is recorded: revenue first, then by name."""
        held = {goal.metric for goal in self.goals if is_measured(goal.metric)}
        return sorted(held, key=lambda metric: (metric != REVENUE, str(metric)))

    def made_of(self, scope: Scope, subject_id: int | None, metric: Metric, goal: Figure) -> list[Goal]:
        """The goals in force that a subject's goal is: its own, else those of its reps in the same unit."""
        own = [each for each in self._own_goals(scope, subject_id, metric) if each.target]
        if own or scope in (Scope.REP, Scope.TERRITORY):
            return own[:1]
        people = self.members(subject_id) if scope is Scope.TEAM and subject_id is not None else None
        return [
            each
            for each in self._goals(Scope.REP, metric)
            if each.target is not None
            and figures.currency_of(each.target) == figures.currency_of(goal)
            and (people is None or each.subject_id in people)
        ]

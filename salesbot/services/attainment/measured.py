"""Everything that is measured of one period as of one moment: its goals, its days, and what was won in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.alphabet import alphabetical
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment, has_reached, measure_attainment
from salesbot.domain.calendars import Workdays, WorkingCalendar
from salesbot.domain.figures import Figure
from salesbot.domain.goals import Goal, Scope, goals_in_force, sums_of_goals
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.domain.seasons import Course, Season
from salesbot.once import once
from salesbot.services.attainment.credited import Credited
from salesbot.services.attainment.sealed import as_sealed, sealed_teams, sealed_territories
from salesbot.services.attainment.seats import SeatGoal, seat_goals
from salesbot.services.attainment.winnings import Dated, Winnings, Won
from salesbot.services.attainment.won import is_measured, winnings
from salesbot.services.calendars import calendar_of
from salesbot.services.scopes import name_of
from salesbot.storage.book import Book


class Measured:
    """Everything that is measured of one period as of one moment; each question is worked out once."""

    def __init__(self, book: Book, period: Period, as_of: AsOf, only: frozenset[int] | None = None) -> None:
        """Measure a period; `only`: no more is asked than where these people stand."""
        self.book = book
        self.only = only
        self.period = period
        self.as_of = as_sealed(book, period, as_of)
        self._won: dict[tuple[Metric, str | None], Winnings] = {}
        self._by_group: dict[tuple[int, Scope], dict[int, Figure]] = {}
        self._by_account: dict[tuple[Metric, str | None], Winnings] = {}

    @classmethod
    def shared(cls, book: Book, period: Period, as_of: AsOf) -> Measured:
        """The same for everybody who is told from one view of the books."""
        return book.worked_out((cls, period, as_of), lambda: cls(book, period, as_of))

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

    # -- rows ---------------------------------------------------------------------------------------------

    def row(
        self,
        scope: Scope,
        subject_id: int | None,
        metric: Metric = REVENUE,
        goal: Figure | None = None,
        season: Season | None = None,
    ) -> Attainment:
        """One row: the subject against this goal (spread by `season`, else as in force), or what it won without one."""
        return measure_attainment(
            goal,
            self._won_by(scope, subject_id, metric, figures.currency_of(goal) if goal is not None else None),
            self.workdays,
            self.period.over(self.as_of.day),
            scope=scope.value,
            name=self.name_of(scope, subject_id),
            metric=str(metric),
            period=self.period.key,
            reps_at_goal=self._reps_at_goal(scope, subject_id, metric),
            adds_up=metric.adds_up,
            lower_is_better=metric.lower_is_better,
            course_gone=self.gone_by_season(scope, subject_id, metric, goal, season)
            if goal is not None
            else None,
        )

    def main_row(self, scope: Scope, subject_id: int | None) -> Attainment:
        """The subject's revenue row: against its goal in the workspace's currency, if it has one, else another's."""
        goals = self.goals_of(scope, subject_id, REVENUE)
        own = [goal for goal in goals if figures.currency_of(goal) == self.currency]
        chosen = own or goals
        return self.row(scope, subject_id, REVENUE, chosen[0] if chosen else None)

    def rows_of(self, scope: Scope, subject_id: int | None) -> list[Attainment]:
        """Every row of the subject: a row for each goal, and one without where it won something and has no goal."""
        rows = [
            self.row(scope, subject_id, metric, goal)
            for metric in self._metrics_held
            for goal in self.goals_of(scope, subject_id, metric)
            if self.is_told(scope, subject_id, metric)
        ]
        if not any(row.metric == str(REVENUE) for row in rows):
            without_goal = self.row(scope, subject_id)
            if self._has_won(scope, subject_id):
                rows.insert(0, without_goal)
        return rows

    def name_of(self, scope: Scope, subject_id: int | None) -> str:
        """The person's, team's or territory's name; empty for the company."""
        if scope is Scope.TEAM and subject_id is not None:
            return self._team_names[subject_id]
        if scope is Scope.REP and subject_id is not None and self.only is None:
            return self.people[subject_id].name
        return name_of(self.book, scope, subject_id)

    @once
    def _team_names(self) -> dict[int, str]:
        return {team.id: team.name for team in self.book.people.teams()}

    def subjects(self, scope: Scope) -> list[int | None]:
        """Everybody of a scope who may have a row, by name."""
        if scope is Scope.COMPANY:
            return [None]
        if scope is Scope.TEAM:
            return [*_by_name(self._team_names)]
        if scope is Scope.TERRITORY:
            goals = [goal.subject_id for goal in self.goals if goal.scope is scope]
            return [
                *_by_name({number: self.name_of(scope, number) for number in goals if number is not None})
            ]
        with_goal = {goal.subject_id for goal in self.goals if goal.scope is Scope.REP}
        seen = {number for number in with_goal if number is not None} | set(self.won().by_person())
        return [*_by_name({number: self.people[number].name for number in seen})]

    def course(self, season: Season) -> Course:
        """How a goal with this season is spread over the period."""
        return Course(self.calendar, self.period, season)

    def gone_by_season(
        self,
        scope: Scope,
        subject_id: int | None,
        metric: Metric,
        goal: Figure,
        season: Season | None = None,
    ) -> Fraction | None:
        """The part of a goal that is to be there by now; None where no season is in it, so that working days decide."""
        if season is not None:
            return self.course(season).gone(self.as_of.day) if season else None
        made_of = self.made_of(scope, subject_id, metric, goal)
        if not any(each.season for each in made_of):
            return None
        parts = [(figures.size_of(each.target), self.course(each.season)) for each in made_of if each.target]
        gone = [(size, course.gone(self.as_of.day)) for size, course in parts]
        whole = sum(size for size, _ in gone)
        due = sum((size * part for size, part in gone if part is not None), Fraction(0))
        return due / whole if whole and all(part is not None for _, part in gone) else None

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

    def _won_by(self, scope: Scope, subject_id: int | None, metric: Metric, currency: str | None) -> Figure:
        won = self.rows_for(scope, metric, currency)
        if scope is Scope.COMPANY or subject_id is None:
            return won.total()
        sums = won.by_person() if scope is Scope.REP else self._grouped(won, scope)
        return sums.get(subject_id, won.nothing)

    def rows_for(self, scope: Scope, metric: Metric, currency: str | None = None) -> Winnings:
        """What the figures of a scope are sums of."""
        return (self.won if scope.of_people else self.won_at_accounts)(metric, currency)

    def _grouped(self, won: Winnings, scope: Scope) -> dict[int, Figure]:
        """The sums of all teams or territories, added up once."""
        key = id(won), scope
        if key not in self._by_group:
            self._by_group[key] = (
                won.by_team(self.teams) if scope is Scope.TEAM else won.by_territory(self.territories)
            )
        return self._by_group[key]

    def is_told(self, scope: Scope, subject_id: int | None, metric: Metric) -> bool:
        """Whether there is a figure to hold against a goal: a mean, a median or costs need something that was measured."""
        return metric.adds_up or self._has_won(scope, subject_id, metric)

    def _has_won(self, scope: Scope, subject_id: int | None, metric: Metric = REVENUE) -> bool:
        return bool(self.values_of(scope, subject_id, metric))

    def values_of(self, scope: Scope, subject_id: int | None, metric: Metric) -> list[Won]:
        """The single values that the subject's figure is made of."""
        won = self.rows_for(scope, metric)
        rows = won.rows
        if scope is Scope.REP and subject_id is not None:
            return won.rows_by_person.get(subject_id, [])
        if scope is Scope.TEAM:
            return [row for row in rows if self.teams.of(row.person_id, row.day) == subject_id]
        if scope is Scope.TERRITORY:
            return [row for row in rows if self.territories.of(row.account_id or 0, row.day) == subject_id]
        return list(rows)

    def _reached(self, person: int, metric: Metric, goal: Figure) -> bool:
        won = self._won_by(Scope.REP, person, metric, figures.currency_of(goal))
        told = self.is_told(Scope.REP, person, metric)
        return told and has_reached(goal, won, metric.lower_is_better)

    def _reps_at_goal(self, scope: Scope, subject_id: int | None, metric: Metric) -> int | None:
        if scope in (Scope.REP, Scope.TERRITORY):
            return None
        people = self.members(subject_id) if scope is Scope.TEAM and subject_id is not None else None
        return sum(
            self._reached(person, metric, goal) for person, goal in self.rep_goals(metric, people).items()
        )


def _by_name(names: dict[int, str]) -> list[int]:
    return sorted(names, key=lambda number: (alphabetical(names[number]), number))

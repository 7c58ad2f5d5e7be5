"""Everything that is measured of one period as of one moment: its goals, its days, and what was won in it."""

from __future__ import annotations

from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.alphabet import alphabetical
from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment, has_reached, measure_attainment
from salesbot.domain.figures import Figure
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.domain.periods import Period
from salesbot.domain.seasons import Course, Season
from salesbot.once import once
from salesbot.services.attainment.grounds import Grounds
from salesbot.services.attainment.winnings import Winnings, Won
from salesbot.services.scopes import name_of
from salesbot.storage.book import Book


class Measured(Grounds):
    """Everything that is measured of one period as of one moment; each question is worked out once."""

    def __init__(self, book: Book, period: Period, as_of: AsOf, only: frozenset[int] | None = None) -> None:
        """Measure a period; `only`: no more is asked than where these people stand."""
        super().__init__(book, period, as_of, only)
        self._by_group: dict[tuple[int, Scope], dict[int, Figure]] = {}

    @classmethod
    def shared(cls, book: Book, period: Period, as_of: AsOf) -> Measured:
        """The same for everybody who is told from one view of the books."""
        return book.worked_out((cls, period, as_of), lambda: cls(book, period, as_of))

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

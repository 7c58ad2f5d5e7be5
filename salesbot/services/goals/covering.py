"""The cover check: do the reps' goals add up to the team's, and the teams' and territories' to the company's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from salesbot.domain.figures import Figure, currency_of, sum_of, zero
from salesbot.domain.goals import Cover, Scope, cover
from salesbot.domain.metrics import Metric
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured, tells_anothers
from salesbot.services.scopes import may_see, may_set


@dataclass(frozen=True, slots=True)
class Covers:
    """One own goal against what it is made up of; None each: nothing to hold it against, or not the reader's to know."""

    by_reps: Cover | None = None
    """With what open seats carry."""
    by_teams: Cover | None = None
    by_territories: Cover | None = None
    of_seats: Figure | None = None
    """What of `by_reps` open seats carry; None: nothing."""


def covers_of(
    measured: Measured, viewer: Viewer, scope: Scope, number: int | None, metric: Metric, own: Figure
) -> Covers:
    """A team's or the company's own goal against the goals below it.

    The reps' goals are for who may set the goal that they are held against; those of teams and territories also for
    who may read each of them.
    """
    if scope in (Scope.REP, Scope.TERRITORY) or not metric.adds_up:
        return Covers()
    by_reps, of_seats = None, None
    if may_set(measured.book, viewer, scope, number):
        by_reps, of_seats = _of_reps(measured, scope, number, metric, own)
    if scope is Scope.TEAM:
        return Covers(by_reps, of_seats=of_seats)
    return Covers(
        by_reps,
        _of_parts(measured, viewer, Scope.TEAM, metric, own),
        _of_parts(measured, viewer, Scope.TERRITORY, metric, own),
        of_seats,
    )


def _of_reps(
    measured: Measured, scope: Scope, number: int | None, metric: Metric, own: Figure
) -> tuple[Cover | None, Figure | None]:
    """The own goal against the reps' and what open seats carry, and that alone; None while no rep has a goal."""
    people = measured.members(number) if number is not None else None
    goals = _fitting(own, measured.rep_goals(metric, people).values())
    seats: list[Figure] = [each.goal for each in measured.seats_of(scope, number, metric, currency_of(own))]
    if not goals:
        return None, None
    return cover(own, [*goals, *seats]), sum_of(seats, zero(own)) if seats else None


def _of_parts(measured: Measured, viewer: Viewer, scope: Scope, metric: Metric, own: Figure) -> Cover | None:
    """The company's goal against those of its teams (own ones, or the sums of their reps') or territories."""
    goals: list[Figure] = []
    sets = may_set(measured.book, viewer, Scope.COMPANY, None)
    for number in measured.subjects(scope):
        theirs = measured.goals_of(scope, number, metric)
        reads = may_see(measured.book, viewer, scope, number, measured.as_of.day) and not any(
            tells_anothers(measured, viewer, scope, number, metric, goal) for goal in theirs
        )
        if theirs and not (sets or reads):
            return None
        goals += theirs
    fitting = _fitting(own, goals)
    return cover(own, fitting) if fitting else None


def _fitting(own: Figure, goals: Iterable[Figure]) -> list[Figure]:
    """Those of the same unit as the own goal."""
    return [goal for goal in goals if currency_of(goal) == currency_of(own)]

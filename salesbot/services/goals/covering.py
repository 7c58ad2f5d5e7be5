"""The cover check: do the reps' goals add up to the team's, and the teams' and territories' to the company's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from salesbot.domain.access import Viewer
from salesbot.domain.figures import Figure, currency_of
from salesbot.domain.goals import Cover, Scope, cover
from salesbot.domain.metrics import Metric
from salesbot.services.attainment import Measured, tells_anothers
from salesbot.services.scopes import may_see, may_set


@dataclass(frozen=True, slots=True)
class Covers:
    """One own goal against what it is made up of; None each: nothing to hold it against, or not the reader's to know."""

    by_reps: Cover | None = None
    by_teams: Cover | None = None
    by_territories: Cover | None = None


def covers_of(
    measured: Measured, viewer: Viewer, scope: Scope, number: int | None, metric: Metric, own: Figure
) -> Covers:
    """A team's or the company's own goal against the goals below it.

    The reps' goals are for who may set the goal that they are held against; those of teams and territories also for
    who may read each of them.
    """
    if scope in (Scope.REP, Scope.TERRITORY) or not metric.adds_up:
        return Covers()
    by_reps = None
    if may_set(measured.book, viewer, scope, number):
        people = measured.members(number) if number is not None else None
        by_reps = _covered(own, measured.rep_goals(metric, people).values())
    if scope is Scope.TEAM:
        return Covers(by_reps)
    return Covers(
        by_reps,
        _of_parts(measured, viewer, Scope.TEAM, metric, own),
        _of_parts(measured, viewer, Scope.TERRITORY, metric, own),
    )


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
    return _covered(own, goals)


def _covered(own: Figure, goals: Iterable[Figure]) -> Cover | None:
    """The own goal against those of the same unit; None where there are none."""
    fitting = [goal for goal in goals if currency_of(goal) == currency_of(own)]
    return cover(own, fitting) if fitting else None

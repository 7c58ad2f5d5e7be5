"""Goals: their versions, which of them is in force, and how those of reps make up a team's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.figures import Figure
from salesbot.domain.metrics import Metric
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.periods import Period
from salesbot.domain.scopes import Scope as Scope
from salesbot.domain.seasons import BY_WORKING_DAYS, Course, Season


class GoalNotAFigure(SalesbotError):
    """A goal was set in the wrong unit or not above zero, a limit below zero: facts `metric`, `target`, `why`."""

    template = "mistakes/goal_not_a_figure"


class GoalReason(StrEnum):
    """Why a goal was set or changed."""

    PERFORMANCE = "performance"
    ECONOMY = "economy"
    COMPETITION = "competition"
    TERRITORY = "territory"
    PLAN = "plan"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Goal:
    """One version of a goal, in force from `valid_from` until a newer one."""

    scope: Scope
    subject_id: int | None
    """The person's, team's or territory's number; None for the company."""
    metric: Metric
    period: Period
    target: Figure | None
    """None: from this version on there is no goal."""
    valid_from: date
    recorded_at: datetime
    reason: GoalReason | None = None
    id: int | None = None
    agreed: Figure | None = None
    """What was agreed on from `valid_from` on, where `target` is blended with what held before; None: nothing is."""
    floor: Figure | None = None
    stretch: Figure | None = None
    recorded_by: int | None = None
    season: Season = BY_WORKING_DAYS
    """What each month of the period is to carry."""

    @property
    def key(self) -> tuple[object, ...]:
        """What makes all versions one goal: scope, subject, metric and period."""
        return self.scope, self.subject_id, str(self.metric).casefold(), self.period


@dataclass(frozen=True, slots=True)
class Cover:
    """Whether the reps' goals cover that of their team or company: their sum, and what is missing."""

    own: Figure
    of_reps: Figure
    missing: Figure
    """The own goal less the sum of the reps'; negative where theirs ask for more."""

    @property
    def covered(self) -> bool:
        """Whether the reps' goals add up to the own one, or to more."""
        return figures.size_of(self.missing) <= 0


@dataclass(frozen=True, slots=True)
class GoalShare:
    """A goal, and the part of it that falls on a period: 5/21 of June's goal in a week of five days."""

    goal: Figure
    part: Fraction = Fraction(1)

    @property
    def figure(self) -> Figure:
        """The part as a figure, rounded half-even to its smallest unit."""
        return figures.scaled(self.goal, self.part)

    def attained_by(self, won: Figure) -> Fraction | None:
        """What is won as an exact part of the share; None where there is nothing to attain."""
        attained = figures.ratio(won, self.goal)
        return attained / self.part if attained is not None and self.part else None


def check_tiers(metric: Metric, target: Figure, floor: Figure | None, stretch: Figure | None) -> None:
    """Refuse a floor that asks for as much as the goal, or a stretch that asks for no more, or either in another unit.

    The floor lies below a goal and the stretch above it; of a limit the other way round.

    Raises GoalNotAFigure (`why`: `floor`, `stretch`).
    """
    side = -1 if metric.lower_is_better else 1
    for name, tier, sign in (("floor", floor, side), ("stretch", stretch, -side)):
        if tier is None:
            continue
        same = figures.currency_of(tier) == figures.currency_of(target)
        if (
            not same
            or (figures.size_of(target) - figures.size_of(tier)) * sign <= 0
            or not figures.is_goal(tier, metric.lower_is_better)
        ):
            raise GoalNotAFigure(metric=metric, target=tier, why=name)


def agreed_parts(versions: Iterable[Goal], standing: Goal) -> list[tuple[date, Figure]]:
    """What was agreed on from which day, where versions were blended; the first part holds from the period's start.

    `versions` are those of one goal. A version that replaces the whole period begins anew.
    """
    assert standing.target is not None
    if standing.agreed is None:
        return [(standing.period.starts_on, standing.target)]
    earlier = [goal for goal in versions if _newness(goal) < _newness(standing)]
    before = goal_in_force(earlier, standing.valid_from)
    parts = agreed_parts(earlier, before) if before is not None else []
    return [*parts, (standing.valid_from, standing.agreed)]


def check_target(metric: Metric, target: Figure) -> None:
    """Refuse a goal that is not above zero, a limit below zero, or what is money where a number is meant, or vice versa.

    Raises GoalNotAFigure (facts `metric`, `target`, `why`: `zero`, `money`, `number`
    or `most`: above what can be reached at all).
    """
    if metric.is_money != (figures.currency_of(target) is not None):
        raise GoalNotAFigure(metric=metric, target=target, why="money" if metric.is_money else "number")
    if not figures.is_goal(target, metric.lower_is_better):
        raise GoalNotAFigure(metric=metric, target=target, why="zero")
    if metric.most is not None and figures.size_of(target) > metric.most * figures.whole_unit(target):
        raise GoalNotAFigure(metric=metric, target=target, why="most")


def goal_in_force(versions: Iterable[Goal], as_of: date) -> Goal | None:
    """The version of one goal that holds on the as-of day: the newest valid by then holds for all of it.

    Before a period begins, the version that holds on its first day stands in where none holds yet.
    None: there is no goal, or it was taken back.
    """
    known = list(versions)
    valid = [goal for goal in known if goal.valid_from <= as_of]
    if not valid:
        valid = [goal for goal in known if goal.valid_from <= goal.period.starts_on]
    newest = max(valid, key=_newness, default=None)
    return newest if newest is not None and newest.target is not None else None


def goals_in_force(versions: Iterable[Goal], as_of: date) -> tuple[Goal, ...]:
    """Of many goals' versions, the one of each goal that holds on the as-of day, in the order first met.

    A goal is one by its scope, subject, metric and period.
    """
    by_goal: dict[tuple[object, ...], list[Goal]] = {}
    for version in versions:
        by_goal.setdefault(version.key, []).append(version)
    in_force = (goal_in_force(each, as_of) for each in by_goal.values())
    return tuple(goal for goal in in_force if goal is not None)


def sums_of_goals(targets: Iterable[Figure]) -> tuple[Figure, ...]:
    """The reps' goals added up: one figure for each currency, by its code, and one for counts.

    This is the goal of a team or company without one of its own. No goals: no figures.
    """
    sums: dict[str | None, Figure] = {}
    for target in targets:
        unit = figures.currency_of(target)
        sums[unit] = figures.plus(sums[unit], target) if unit in sums else target
    return tuple(sums[unit] for unit in sorted(sums, key=lambda unit: unit or ""))


def cover(own: Figure, of_reps: Iterable[Figure]) -> Cover:
    """The check of a team's or company's own goal against the sum of its reps' goals of the same unit."""
    same = [goal for goal in of_reps if figures.currency_of(goal) == figures.currency_of(own)]
    added = figures.sum_of(same, figures.zero(own))
    return Cover(own, added, figures.minus(own, added))


def goal_share(goals: Sequence[Goal], period: Period, calendar: WorkingCalendar) -> GoalShare | None:
    """What one person's goals ask for in a period: its own goal, else a share of the shortest that covers it.

    The share is by working days: 5 of June's 21 for a week of June; of a goal with a season by its weights.
    `goals` are those in force, of one person, metric and currency. None where no goal covers the period, or
    the covering one has no working day.
    """
    covering = [goal for goal in goals if goal.target is not None and goal.period.covers_all_of(period)]
    shortest = min(covering, key=lambda goal: (goal.period.days, goal.period.key != period.key), default=None)
    if shortest is None or shortest.target is None:
        return None
    if shortest.period.days == period.days:
        return GoalShare(shortest.target)
    course = Course(calendar, shortest.period, shortest.season)
    if course.gone(period.starts_on) is None:
        return None
    return GoalShare(shortest.target, course.between(period.starts_on, period.ends_on))


def _newness(goal: Goal) -> tuple[date, datetime, int]:
    return goal.valid_from, goal.recorded_at, goal.id or 0

"""Attainment: how much of a goal is won, whether that is enough for the time gone, and what is still needed.

The sources of the formulas and their edge cases stand in `docs/figures.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.calendars import Workdays
from salesbot.domain.figures import Figure
from salesbot.domain.money import quantize

ON_TRACK = Fraction(95, 100)
BEHIND = Fraction(80, 100)
FEWEST_DAYS = 3
FEWEST_PART = Fraction(1, 5)


class Status(StrEnum):
    """How a goal stands, in one word."""

    NO_GOAL = "no_goal"
    REACHED = "reached"
    MISSED = "missed"
    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    AT_RISK = "at_risk"


@dataclass(frozen=True, slots=True)
class Attainment:
    """One row of the attainment report: a goal, what is won toward it, and what follows from both.

    Money is rounded half-even to its minor unit, ratios to six decimals; 1.05 is 105 %.
    None: there is no value.
    """

    scope: str
    name: str
    metric: str
    period: str
    goal: Figure | None
    won: Figure
    attainment: Decimal | None
    gap: Figure | None
    expected: Figure | None
    pace: Decimal | None
    projected: Figure | None
    needed_per_day: Figure | None
    working_days_gone: int
    working_days_left: int
    reps_at_goal: int | None
    status: Status
    lower_is_better: bool = False

    @property
    def exact(self) -> Fraction | None:
        """The attainment unrounded; None without a goal above zero."""
        return attained(self.goal, self.won, self.lower_is_better)

    @property
    def against_pace(self) -> Figure | None:
        """What is won beyond what was expected by now, negative when behind; None without a goal."""
        return None if self.expected is None else figures.minus(self.won, self.expected)

    @property
    def per_day_so_far(self) -> Figure | None:
        """What was won on an average working day so far; None while none is gone."""
        if not self.working_days_gone:
            return None
        return figures.scaled(self.won, Fraction(1, self.working_days_gone))


def measure_attainment(
    goal: Figure | None,
    won: Figure,
    workdays: Workdays,
    over: bool,
    *,
    scope: str = "rep",
    name: str = "",
    metric: str = "revenue",
    period: str = "",
    reps_at_goal: int | None = None,
    adds_up: bool = True,
    course_gone: Fraction | None = None,
    lower_is_better: bool = False,
) -> Attainment:
    """Where somebody stands against a goal: every figure of the row, each by its own rule.

    expected = goal × gone / all; pace = attainment / (gone / all); gap = goal − won;
    projected = won / gone × all; needed a day = max(gap, 0) / left. A goal of zero has no attainment and the
    status `no_goal`. A metric that does not add up day by day (a share, a mark: `adds_up` False) is expected
    whole from the start and has no need a day. `course_gone`: the part of a goal with a season that is to be there by now;
    it stands in for gone / all. With `lower_is_better` the goal is a limit: attainment = goal / won, pace = expected / won,
    and it is reached only when the period is over.
    """
    attained_part = attained(goal, won, lower_is_better)
    part = _part_gone(workdays, over, course_gone) if adds_up else Fraction(1)
    pace = _pace(attained_part, part, lower_is_better)
    gap = figures.minus(goal, won) if goal is not None else None
    return Attainment(
        scope=scope,
        name=name,
        metric=metric,
        period=period,
        goal=goal,
        won=won,
        attainment=_rounded(attained_part),
        gap=gap,
        expected=figures.scaled(goal, part) if goal is not None and part is not None else None,
        pace=_rounded(pace),
        projected=_projected(won, part),
        needed_per_day=_needed_per_day(gap, workdays) if adds_up else None,
        working_days_gone=workdays.gone,
        working_days_left=workdays.left,
        reps_at_goal=reps_at_goal,
        status=_status_of_limit(goal, won, pace, workdays, over, adds_up)
        if lower_is_better
        else _status(attained_part, pace, workdays, over),
        lower_is_better=lower_is_better,
    )


def attained(goal: Figure | None, won: Figure, lower_is_better: bool = False) -> Fraction | None:
    """How much of a goal is attained, exactly: won / goal, of a limit goal / won. None without a finite value, or of 0."""
    if goal is None or figures.size_of(goal) <= 0:
        return None
    return figures.ratio(goal, won) if lower_is_better else figures.ratio(won, goal)


def has_reached(goal: Figure | None, won: Figure, lower_is_better: bool = False) -> bool:
    """Whether a goal above zero is reached, a limit kept, to the smallest unit; what `reps_at_goal` counts."""
    if goal is None or not figures.is_goal(goal, lower_is_better):
        return False
    return figures.at_least(goal, won) if lower_is_better else figures.at_least(won, goal)


def opportunities_needed(gap: Figure, average_won: Figure, win_rate: Fraction) -> int | None:
    """How many more deals must be tried to close the gap, at one's own average deal and win rate, rounded up.

    gap / (average won deal × win rate). None where nothing was won yet; 0 where the gap is closed.
    """
    if figures.size_of(gap) <= 0:
        return 0
    yield_of_one = figures.size_of(average_won) * win_rate
    return -int(-figures.size_of(gap) // yield_of_one) if yield_of_one > 0 else None


def _part_gone(workdays: Workdays, over: bool, course_gone: Fraction | None) -> Fraction | None:
    """The part of the period that is gone: all of it once it is over, even where it had no working day."""
    if over:
        return Fraction(1)
    return workdays.share_gone if course_gone is None else course_gone


def _projected(won: Figure, part: Fraction | None) -> Figure | None:
    return figures.scaled(won, 1 / part) if part else None


def _needed_per_day(gap: Figure | None, workdays: Workdays) -> Figure | None:
    if gap is None or not workdays.left:
        return None
    open_gap = gap if figures.size_of(gap) > 0 else figures.zero(gap)
    return figures.scaled(open_gap, Fraction(1, workdays.left))


def _pace(part_attained: Fraction | None, part: Fraction | None, lower_is_better: bool) -> Fraction | None:
    if part_attained is None or not part:
        return None
    return part_attained * part if lower_is_better else part_attained / part


def _status_of_limit(
    goal: Figure | None, won: Figure, pace: Fraction | None, workdays: Workdays, over: bool, adds_up: bool
) -> Status:
    """Nothing is reached before the end, and what went over the limit is at risk at once."""
    if goal is None or not figures.is_goal(goal, lower_is_better=True):
        return Status.NO_GOAL
    kept = figures.at_least(goal, won)
    if over:
        return Status.REACHED if kept else Status.MISSED
    if adds_up and not kept:
        return Status.AT_RISK
    if _is_early(workdays):
        return Status.TOO_EARLY
    return Status.ON_TRACK if pace is None else _by_pace(pace)


def _is_early(workdays: Workdays) -> bool:
    return workdays.gone < FEWEST_DAYS or workdays.gone < FEWEST_PART * workdays.all


def _status(attained: Fraction | None, pace: Fraction | None, workdays: Workdays, over: bool) -> Status:
    if attained is None:
        return Status.NO_GOAL
    if attained >= 1:
        return Status.REACHED
    if over:
        return Status.MISSED
    if pace is None or _is_early(workdays):
        return Status.TOO_EARLY
    return _by_pace(pace)


def _by_pace(pace: Fraction) -> Status:
    if pace >= ON_TRACK:
        return Status.ON_TRACK
    return Status.BEHIND if pace >= BEHIND else Status.AT_RISK


def _rounded(value: Fraction | None) -> Decimal | None:
    return None if value is None else quantize(value)

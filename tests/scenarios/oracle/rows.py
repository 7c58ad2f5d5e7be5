"""The attainment report's rows, worked out apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from tests.scenarios.oracle.filing import name_of
from tests.scenarios.oracle.reckoning import Amount, Reckoning

ON_PACE, BEHIND = Fraction(95, 100), Fraction(8, 10)
Row = dict[str, object]


def attainment_of(said: Reckoning, period: str, day: date) -> list[Row]:
    """Every row of the report as of the morning of a day, in its order."""
    metrics = sorted(
        {metric for _, _, metric in said.in_force(period, day)}, key=lambda each: (each != "revenue", each)
    )
    rows = list[Row]()
    for scope, name in said.subjects:
        goals: list[tuple[str, Fraction | None, str | None]] = [
            (metric, *goal) for metric in metrics for goal in said.goals_of(scope, name, metric, period, day)
        ]
        if not any(metric == "revenue" for metric, _, _ in goals) and _has_sold(
            said, scope, name, period, day
        ):
            goals.insert(0, ("revenue", None, said.company.base))
        rows += [_row(said, scope, name, period, day, *goal) for goal in goals]
    return rows


def _has_sold(said: Reckoning, scope: str, name: str, period: str, day: date) -> bool:
    first, end = said.company.days_of(period)
    counts = said.counts_for(scope, name)
    won = said.won("revenue", first, max(min(end, day), first), said.company.base)
    return any(each.size and counts(each.who, each.day) for each in won)


def _row(
    said: Reckoning, scope: str, name: str, period: str, day: date, metric: str, goal: Fraction | None,
    currency: str | None,
) -> Row:  # fmt: skip
    first, end = said.company.days_of(period)
    until, low = max(min(end, day), first), metric == "refunds"
    every = said.won(metric, first, until, currency)
    counts = said.counts_for(scope, name)
    won = sum((Fraction(each.size) for each in every if counts(each.who, each.day)), Fraction(0))
    days, gone = said.working_days(first, end), said.working_days(first, until)
    expected = goal * gone / days if goal is not None and days else None
    attained = _share(goal, won, low)
    pace = None
    if gone and attained is not None:
        pace = _share(expected, won, low) if low else attained / Fraction(gone, days)
    projected = won if day >= end else won * days / gone if gone else None
    money = _money(currency)
    return {
        "scope": scope, "name": name_of(name) if scope == "rep" else name, "metric": metric, "period": period,
        "goal": money(goal), "won": money(won), "attainment": attained,
        "gap": money(None if goal is None else goal - won), "expected": money(expected), "pace": pace,
        "projected": money(projected),
        "needed_per_day": money(None if goal is None or days == gone else max(goal - won, Fraction(0)) / (days - gone)),
        "working_days_gone": gone, "working_days_left": days - gone,
        "reps_at_goal": None if scope == "rep" else _at_goal(said, scope, name, metric, period, day, until),
        "status": _status(goal, won, pace, gone, days, day >= end, low),
    }  # fmt: skip


def _money(currency: str | None) -> Callable[[Fraction | None], Amount]:
    return lambda size: (size, currency)


def _share(goal: Fraction | None, won: Fraction, low: bool) -> Fraction | None:
    """Won by goal; of a limit the limit by what came, and nothing while nothing came."""
    if goal is None:
        return None
    if low:
        return goal / won if won > 0 else None
    return won / goal


def _at_goal(said: Reckoning, scope: str, name: str, metric: str, period: str, day: date, until: date) -> int:
    found = 0
    for goal in said.reps_goals(scope, name, metric, period, day):
        rows = said.won(metric, said.company.days_of(period)[0], until, goal.currency)
        won = sum((Fraction(each.size) for each in rows if each.who == goal.name), Fraction(0))
        found += won <= goal.target if metric == "refunds" else won >= goal.target
    return found


def _status(
    goal: Fraction | None, won: Fraction, pace: Fraction | None, gone: int, days: int, over: bool, low: bool
) -> str:
    if goal is None:
        return "no_goal"
    reached = won <= goal if low else won >= goal
    if reached and (over or not low):
        return "reached"
    if over:
        return "missed"
    if low and not reached:
        return "at_risk"
    if gone < 3 or gone * 5 < days:
        return "too_early"
    if pace is None or pace >= ON_PACE:
        return "on_track"
    return "behind" if pace >= BEHIND else "at_risk"


__all__ = ["Amount", "attainment_of"]

"""Alerts: what a manager is told between two mornings, by formulas of known figures; told when they begin to hold.

A formula compares figures by their names, such as `pace < 0.8 and days_gone >= 3`. A figure that has no value makes
its comparison false, so that nothing is told of what nobody knows.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

LONGEST = 200
"""Characters of a formula."""
Figures = Mapping[str, Fraction | int | None]


class Alert(StrEnum):
    """What an alert is about."""

    BEHIND = "behind"
    """A rep or team has fallen well behind pace."""
    GOAL_AT = "goal_at"
    """A rep or team has come to a part of the goal."""
    BIG_MOVED = "big_moved"
    """A large deal was lost, or moved out of the period."""
    SILENT = "silent"
    """One of the accounts that bought most has gone silent."""


class FormulaUnreadable(ValueError):
    """A formula holds something other than figures, numbers, comparisons, `and`, `or` and `not`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is told: `threshold` is what the message names, a part of the goal."""

    alert: Alert
    formula: str
    threshold: Fraction | None = None


GOAL_STEPS = (50, 90, 100, 120)
"""Percent of a goal that are told of, where neither the team nor the reader settled others."""
TOP_ACCOUNTS = 10
"""So many accounts of a team are its top ones: those whose deals brought most in the last 365 days."""


def _at_steps(steps: Iterable[int]) -> Iterable[Rule]:
    for step in steps:
        yield Rule(Alert.GOAL_AT, f"attainment >= {step} * 0.01", Fraction(step, 100))


RULES = (
    Rule(Alert.BEHIND, "pace < 0.8 and days_gone >= 3 and days_left > 0"),
    *_at_steps(GOAL_STEPS),
    Rule(Alert.SILENT, f"silent == 1 and place <= {TOP_ACCOUNTS}"),
    Rule(Alert.BIG_MOVED, "amount >= 3 * usual_amount and (lost == 1 or moved_out == 1)"),
)
"""What is told if nothing else is settled; docs/messages.md says the same in words."""

BEHIND_BELOW = 80
"""Percent of pace below which somebody is well behind, where no other is settled."""


def rules_for(
    behind_below: int | None, big_from: int | None, goal_steps: Iterable[int] | None = None
) -> tuple[Rule, ...]:
    """What is told to who settled thresholds by hand.

    Percent of pace; from which amount (minor units) a deal is big; at which percents of a goal.
    """
    found = list(RULES)
    if goal_steps is not None:
        found = [rule for rule in found if rule.alert is not Alert.GOAL_AT] + [*_at_steps(goal_steps)]
    if behind_below is not None:
        below = f"pace < {behind_below} * 0.01 and days_gone >= 3 and days_left > 0"
        found = [Rule(Alert.BEHIND, below) if rule.alert is Alert.BEHIND else rule for rule in found]
    if big_from is not None:
        big = f"amount >= {big_from} and (lost == 1 or moved_out == 1)"
        found = [Rule(Alert.BIG_MOVED, big) if rule.alert is Alert.BIG_MOVED else rule for rule in found]
    return tuple(found)


_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}  # fmt: skip
_COUNT: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
}  # fmt: skip


def holds(formula: str, figures: Figures) -> bool:
    """Whether the formula holds of these figures. Raises FormulaUnreadable, also for a figure that is not known."""
    if len(formula) > LONGEST:
        raise FormulaUnreadable(formula)
    try:
        return _true(ast.parse(formula, mode="eval").body, figures)
    except (SyntaxError, KeyError) as error:
        raise FormulaUnreadable(formula) from error


def begun(rules: Iterable[Rule], before: Figures | None, now: Figures) -> list[Rule]:
    """The rules that hold now and did not before; of the parts of a goal only the highest.

    `before` None: there was nothing before, so whatever holds has begun.
    """
    found = [
        rule
        for rule in rules
        if holds(rule.formula, now) and not (before is not None and holds(rule.formula, before))
    ]
    highest = max((rule.threshold for rule in found if rule.threshold is not None), default=None)
    return [rule for rule in found if rule.threshold is None or rule.threshold == highest]


def _true(node: ast.expr, figures: Figures) -> bool:
    if isinstance(node, ast.BoolOp):
        each = (_true(value, figures) for value in node.values)
        return all(each) if isinstance(node.op, ast.And) else any(each)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _true(node.operand, figures)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARE:
        left, right = _figure(node.left, figures), _figure(node.comparators[0], figures)
        return left is not None and right is not None and _COMPARE[type(node.ops[0])](left, right)
    raise FormulaUnreadable(ast.unparse(node))


def _figure(node: ast.expr, figures: Figures) -> Fraction | int | None:
    if isinstance(node, ast.Name):
        return figures[node.id]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        # As written: 0.8 is eight tenths.
        return Fraction(str(node.value))
    if isinstance(node, ast.BinOp) and type(node.op) in _COUNT:
        left, right = _figure(node.left, figures), _figure(node.right, figures)
        return None if left is None or right is None else _COUNT[type(node.op)](left, right)
    raise FormulaUnreadable(ast.unparse(node))

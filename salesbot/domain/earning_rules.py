"""Rules by which something is earned: an admin says what is to be reached in which period, and what it brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain import figures
from salesbot.domain.figures import Figure
from salesbot.domain.metrics import Metric
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.periods import PeriodKind

PERIODS = (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
LEAST_VALUES = 3
"""A mean or median of fewer single values earns nothing."""


class RuleUnfit(SalesbotError):
    """A rule asks for what cannot be reached or belongs to nobody: facts `metric`, `typed`."""

    template = "mistakes/rule_unfit"


@dataclass(frozen=True, slots=True)
class EarningRule:
    """A badge that is earned by rule, and what comes with it."""

    id: int
    name: str
    """Of the badge."""
    metric: Metric
    least: Figure
    """What is to be reached; of a limit, what is not to be passed."""
    period: PeriodKind
    points: int = 0
    made_at: datetime | None = None
    """A period that was over by then earns nothing; None: it is not made yet."""
    reward_id: int | None = None
    """A reward that is asked for by itself, without points."""


def is_earned(rule: EarningRule, value: Figure, values: int, *, over: bool) -> bool:
    """Whether somebody earned it by what was measured in the period: its figure, and of how many single values it is made.

    A sum earns as soon as it is reached. A mean, a median or a limit can still get worse, so it earns when the period is
    over, and from three values on.
    """
    size, least = figures.size_of(value), figures.size_of(rule.least)
    if rule.metric.adds_up and not rule.metric.lower_is_better:
        return size >= least
    if not over or values < LEAST_VALUES:
        return False
    return size <= least if rule.metric.lower_is_better else size >= least

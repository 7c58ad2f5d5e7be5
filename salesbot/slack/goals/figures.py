"""How much a goal asks for, as typed: an amount where its metric is money, else a number."""

from __future__ import annotations

import re

from salesbot.domain.figures import Count, Figure
from salesbot.domain.goals import GoalNotAFigure
from salesbot.domain.metrics import Metric
from salesbot.slack.parsing import ParsingContext, escaped, read_amount

_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?")


def read_target(text: str, metric: Metric, context: ParsingContext) -> Figure:
    """The figure that a text stands for. Raises what `read_amount` raises, and GoalNotAFigure."""
    if metric.is_money:
        return read_amount(escaped(text), context)
    if not _NUMBER.fullmatch(text.strip()):
        raise GoalNotAFigure(metric=metric, target=None, why="number")
    return Count.of(text.strip().replace(",", "."))

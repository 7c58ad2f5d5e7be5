"""How much a goal asks for, as typed: an amount where its metric is money, else a number."""

from __future__ import annotations

import re
from decimal import Decimal

from salesbot.domain.figures import Count, Figure
from salesbot.domain.goals import GoalNotAFigure
from salesbot.domain.metrics import Metric, MetricKind
from salesbot.domain.misreadings import AmountNotPositive
from salesbot.domain.money import Money
from salesbot.slack.parsing import ParsingContext, escaped, read_amount

_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?) ?%")
_NOTHING = re.compile(r"0+(?:[.,]0+)*")
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?")


def read_target(text: str, metric: Metric, context: ParsingContext) -> Figure:
    """The figure that a text stands for. Raises what `read_amount` raises, and GoalNotAFigure."""
    if metric.is_money:
        return _amount(text, metric, context)
    percent = _PERCENT.fullmatch(text.strip())
    if percent and metric.kind is MetricKind.ON_TIME:
        return Count.of(Decimal(percent[1].replace(",", ".")) / 100)
    if not _NUMBER.fullmatch(text.strip()):
        raise GoalNotAFigure(metric=metric, target=None, why="number")
    return Count.of(text.strip().replace(",", "."))


def _amount(text: str, metric: Metric, context: ParsingContext) -> Money:
    """The amount; as a limit also 0, in the currency in which it stands. Raises what `read_amount` raises."""
    try:
        return read_amount(escaped(text), context)
    except AmountNotPositive:
        one, count = _NOTHING.subn("1", text)
        if not metric.lower_is_better or count != 1 or re.search(r"[1-9\N{MINUS SIGN}-]", text):
            raise
        return Money(0, read_amount(escaped(one), context).currency)

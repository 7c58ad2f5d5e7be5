"""How satisfied customers said that they were."""

from __future__ import annotations

from salesbot.domain.orders import StepKind
from salesbot.services.reports.asked import Asked


def scores_of(asked: Asked) -> dict[int, int]:
    """The customer's newest score of each deal's order, of those given in the period."""
    period = asked.period
    return {
        order.deal_id: step.score
        for order in asked.book.orders.rated(period.starts_on, period.ends_on, asked.as_of.known_at)
        if (step := order.last(StepKind.RATED)) is not None
        and step.score is not None
        and period.covers(step.day)
    }

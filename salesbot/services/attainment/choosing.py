"""What a contest or a rule may go by, as a form offers it."""

from __future__ import annotations

from salesbot.domain.metrics import Metric, MetricKind
from salesbot.storage.book import Book

_MOST_LISTED = 30
"""So many products and kinds of activities can be chosen in a form."""


def metrics_of_people(book: Book) -> list[str]:
    """Every metric that belongs to people, as typed, then the products and kinds of activities."""
    kinds = [Metric(kind) for kind in MetricKind if kind is not MetricKind.PRODUCT]
    usual = [str(metric) for metric in kinds if not metric.of_company]
    products = [f"product:{name}" for _, name in book.accounts.labels("product")[:_MOST_LISTED]]
    activities = [f"activities:{each.code}" for each in book.activities.kinds()[:_MOST_LISTED]]
    return [*usual, *products, *activities]

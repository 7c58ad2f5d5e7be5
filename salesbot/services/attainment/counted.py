"""What is counted rather than added up as money: deals, assists, new accounts, activities."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from salesbot.domain.figures import Count
from salesbot.domain.metrics import Metric, MetricKind
from salesbot.domain.mistakes import SalesbotError
from salesbot.services.attainment.summed import summed
from salesbot.services.attainment.winnings import Won
from salesbot.storage.book import Book
from salesbot.storage.credits import CreditSum


class MetricUnmeasured(SalesbotError):
    """A goal was asked for in a metric for which nothing is recorded yet: fact `metric`."""

    template = "mistakes/goal_unmeasured"


def activities_counted(book: Book, metric: Metric, start: date, end: date, known_at: datetime) -> list[Won]:
    """What was done with accounts, each thing one: recorded by then and not taken back by then."""
    counted = book.activities.counted(start, end, known_at, metric.of)
    return [Won(person, day, Count.of(count), account) for person, account, day, count in counted]


def deals_counted(
    book: Book, metric: Metric, start: date, end: date, known_at: datetime, by_account: bool
) -> list[CreditSum]:
    """The credit that counts toward a metric of deals. Raises MetricUnmeasured where nothing is recorded."""
    if metric.kind is MetricKind.DEALS:
        sums = partial(book.credits.sums, by_deal=True) if by_account else partial(summed, book)
        return [row for row in sums(start, end, known_at) if not row.assist]
    if metric.kind is MetricKind.ASSISTS:
        return [row for row in summed(book, start, end, known_at) if row.assist]
    if metric.kind is MetricKind.NEW_ACCOUNTS:
        return _first_wins(book, start, end, known_at)
    raise MetricUnmeasured(metric=metric)


def _first_wins(book: Book, start: date, end: date, known_at: datetime) -> list[CreditSum]:
    """The credit of the half-open span of deals that were the first of their accounts.

    It stands on the day of the deal; what corrects a closed month, on a later one.
    """
    wins = book.credits.first_wins(known_at).values()
    corrected = book.credits.corrected_in(start, end)
    deals = sorted(deal for day, deal in wins if start <= day < end or deal in corrected)
    return [
        row
        for place in range(0, len(deals), 500)
        for row in book.credits.sums(start, end, known_at, by_deal=True, deals=deals[place : place + 500])
        if not row.assist
    ]

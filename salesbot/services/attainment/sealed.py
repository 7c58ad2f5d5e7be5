"""Months closed for pay are told as they were known at their closing: goals, rates and teams included."""

from __future__ import annotations

from dataclasses import replace

from salesbot.clock import day_in
from salesbot.domain.as_of import AsOf
from salesbot.domain.periods import Period
from salesbot.storage.book import Book


def as_sealed(book: Book, period: Period, as_of: AsOf) -> AsOf:
    """The moment as of which a period is told: of one that is closed for pay, as it was known at its closing."""
    if not period.over(day_in(book.workspace.time_zone or "UTC", as_of.known_at)):
        return as_of
    months = book.closings.known(as_of.known_at)
    return replace(as_of, known_at=months.period_known_at(period, as_of.known_at))

"""Months closed for pay are told as they were known at their closing: goals, rates, teams and territories included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from salesbot.clock import day_in
from salesbot.domain.as_of import AsOf
from salesbot.domain.closings import months_of
from salesbot.domain.periods import Period
from salesbot.services.attainment.winnings import Dated, SealedDated, Teams
from salesbot.storage.book import Book


def as_sealed(book: Book, period: Period, as_of: AsOf) -> AsOf:
    """The moment as of which a period is told: of one that is closed for pay, as it was known at its closing."""
    if not period.over(day_in(book.workspace.zone, as_of.known_at)):
        return as_of
    months = book.closings.known(as_of.known_at)
    return replace(as_of, known_at=months.period_known_at(period, as_of.known_at))


def sealed_teams(book: Book, period: Period, known_at: datetime) -> Dated:
    """Everybody's teams over a period; so a quarter or year stays the sum of its closed months whatever is learnt later."""
    return _sealed(book, period, known_at, lambda at: Teams(book.people.assignments(at)))


def sealed_territories(book: Book, period: Period, known_at: datetime) -> Dated:
    """Every account's territory over a period, with closed months as known at their closing."""
    return _sealed(book, period, known_at, lambda at: Dated(book.relationships.placements(at)))


def _sealed(book: Book, period: Period, known_at: datetime, at: Callable[[datetime], Dated]) -> Dated:
    closed = book.closings.known(known_at).at
    months = (month for month in months_of(period.starts_on, period.ends_on) if month in closed)
    sealed = {month: at(min(closed[month], known_at)) for month in months}
    usual = at(known_at)
    return SealedDated(usual, sealed) if sealed else usual

"""Months closed for pay are told as they were known at their closing: goals, rates and teams included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from salesbot.clock import day_in
from salesbot.domain.as_of import AsOf
from salesbot.domain.closings import months_of
from salesbot.domain.periods import Period
from salesbot.services.attainment.winnings import Teams
from salesbot.storage.book import Book


def as_sealed(book: Book, period: Period, as_of: AsOf) -> AsOf:
    """The moment as of which a period is told: of one that is closed for pay, as it was known at its closing."""
    if not period.over(day_in(book.workspace.time_zone or "UTC", as_of.known_at)):
        return as_of
    months = book.closings.known(as_of.known_at)
    return replace(as_of, known_at=months.period_known_at(period, as_of.known_at))


class SealedTeams(Teams):
    """Which team everybody was in: on the days of a closed month as it was known at the closing."""

    def __init__(self, usual: Teams, sealed: Mapping[str, Teams]) -> None:
        super().__init__(usual.edges)
        self._sealed = sealed

    def of(self, person_id: int, day: date) -> int | None:
        """The person's team on that day; None for nobody's."""
        month = self._sealed.get(day.isoformat()[:7])
        return super().of(person_id, day) if month is None else month.of(person_id, day)


def sealed_teams(book: Book, period: Period, known_at: datetime) -> Teams:
    """Everybody's teams over a period; so a quarter or year stays the sum of its closed months whatever is learnt later."""
    usual = Teams(book.people.assignments(known_at))
    closed = book.closings.known(known_at).at
    at = {month: closed[month] for month in months_of(period.starts_on, period.ends_on) if month in closed}
    sealed = {month: Teams(book.people.assignments(min(instant, known_at))) for month, instant in at.items()}
    return SealedTeams(usual, sealed) if sealed else usual

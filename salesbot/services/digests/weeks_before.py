"""What the review of a week says of weeks before it: those that no review told of, or what came after the last one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.as_of import AsOf
from salesbot.domain.people import Person
from salesbot.domain.periods import DAY, Period, week_of
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.digests.ended import corrected_of_periods
from salesbot.services.digests.since import last_sent
from salesbot.services.digests.told import Corrected
from salesbot.services.planning import Kind, person_recipient
from salesbot.storage.book import Book

MOST_WEEKS = 4
"""So many weeks without a review are named: the deals of longer ago are not at hand."""


@dataclass(frozen=True, slots=True)
class WeeksBefore:
    """The weeks since the review that somebody got before this one."""

    missed: tuple[Period, ...]
    """Weeks that no review told of, the earliest first; none after the first review of all."""
    told: Period | None
    """The week that the last review told of, where that is the week before."""
    known_at: datetime | None
    """When that review was made: what was recorded of its week afterwards no review told of."""

    @property
    def span(self) -> Period | None:
        """The days of the weeks that were missed."""
        if not self.missed:
            return None
        first, last = self.missed[0], self.missed[-1]
        return Period(f"{first.starts_on}/{last.last_day}", first.starts_on, last.ends_on)


def weeks_before(book: Book, person: Person, week: Period, as_of: AsOf) -> WeeksBefore:
    """Which weeks before this one a person's reviews left out, on which somebody worked."""
    last = last_sent(book, Kind.WEEK, person_recipient(person.id), as_of)
    if last is None or last.as_of is None:
        return WeeksBefore((), None, None)
    told, calendar, missed = week_of(workspace_day(book, last.as_of)), calendar_of(book), list[Period]()
    one = week_of(week.starts_on - DAY)
    while told.starts_on < one.starts_on and len(missed) < MOST_WEEKS:
        if calendar.first_working_of(one) is not None:
            missed.insert(0, one)
        one = week_of(one.starts_on - DAY)
    just_before = told == week_of(week.starts_on - DAY)
    return WeeksBefore(tuple(missed), told if just_before else None, last.known_at)


def recorded_after(
    parts: DividedDeals, team_id: int, before: WeeksBefore, as_of: AsOf, sees: Callable[[int], bool]
) -> Iterable[Corrected]:
    """What the week of the last review became after it: its last hours, and what was entered or corrected later."""
    if before.told is None or before.known_at is None or not before.known_at < as_of.known_at:
        return ()
    week = before.told
    rows = parts.book.credits.recorded_between(before.known_at, as_of.known_at, week.starts_on, week.ends_on)
    mine = [row for row in rows if parts.team_on(row.person_id, row.day) == team_id]
    return corrected_of_periods(parts.book, mine, as_of.known_at, parts.currency, sees, week_of)

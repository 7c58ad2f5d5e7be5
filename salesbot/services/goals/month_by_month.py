"""Goals over several months and of single months, each seen from the other: what a month is to carry, what months ask."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.as_of import AsOf
from salesbot.domain.people import Person
from salesbot.domain.periods import Period
from salesbot.services.attainment import Measured
from salesbot.services.calendars import workspace_day
from salesbot.services.figures.months import SeasonShare, season_share
from salesbot.services.goals.seeing import GoalSeen, goals_seen
from salesbot.storage.book import Book


def shares_seen(
    book: Book, person: Person | None, month: Period, *, now: datetime
) -> tuple[SeasonShare, ...]:
    """What a month is to carry of the longer goals with a season that somebody may read."""
    as_of = AsOf(workspace_day(book, now), live=True, known_at=now)
    longer = {
        goal.period
        for goal in book.goals.covering(month.starts_on, now)
        if goal.period != month and goal.period.covers_all_of(month)
    }
    found = (
        season_share(
            Measured(book, period, as_of), each.scope, each.subject_id, each.metric, each.goal, month
        )
        for period in sorted(longer, key=lambda each: (each.days, each.key))
        for each in goals_seen(book, person, now=now, of=period)
    )
    return tuple(each for each in found if each is not None)


def goals_within(book: Book, person: Person | None, period: Period, *, now: datetime) -> tuple[GoalSeen, ...]:
    """The goals of shorter periods within a longer one that somebody may read, the first period first."""
    within = {
        goal.period
        for goal in book.goals.versions(None)
        if goal.period != period and period.covers_all_of(goal.period)
    }
    return tuple(
        each
        for shorter in sorted(within, key=lambda each: (each.starts_on, each.days, each.key))
        for each in goals_seen(book, person, now=now, of=shorter)
    )

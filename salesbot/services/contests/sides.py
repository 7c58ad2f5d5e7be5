"""Who takes part in a contest, on which days its rounds are, and as of when it is told."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.as_of import AsOf
from salesbot.domain.contests import Contest, Form
from salesbot.domain.periods import DAY, Period
from salesbot.services.attainment import Teams
from salesbot.services.calendars import workspace_day
from salesbot.storage.book import Book


def people_by_side(book: Book, contest: Contest, now: datetime) -> dict[int, tuple[int, ...]]:
    """Who takes part, by side: as chosen, else who was in the team on the first day, as known when it began."""
    if contest.of_people and contest.sides:
        return {side: (side,) for side in contest.sides}
    teams = Teams(book.people.assignments(min(now, contest.begins_at)))
    if contest.of_people:
        people = teams.members(contest.team_id, contest.period.starts_on)
        return {side: (side,) for side in sorted(people)}
    return {side: tuple(sorted(teams.members(side, contest.period.starts_on))) for side in contest.sides}


def moment_of(book: Book, contest: Contest, now: datetime) -> AsOf:
    """As of when a contest is told: live while it runs; once it is over, for ever as it was known at its closing."""
    if now >= contest.closes_at:
        return AsOf(contest.period.ends_on, live=False, known_at=contest.closes_at)
    day = min(workspace_day(book, now), contest.period.last_day)
    return AsOf(day, live=True, known_at=now)


def rounds_as_spans(contest: Contest) -> tuple[Period, ...]:
    """The days of each round of a bracket; none for anything else."""
    if contest.form is not Form.BRACKET:
        return ()
    starts = [each.starts_on for each in contest.rounds]
    ends = [*starts[1:], contest.period.ends_on]
    return tuple(Period(f"{start}/{end - DAY}", start, end) for start, end in zip(starts, ends, strict=True))

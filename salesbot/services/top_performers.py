"""The best of a week or month, for a team's channel: names in order, no figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.as_of import AsOf
from salesbot.domain.leaderboards import By, leaderboard
from salesbot.domain.leaderboards import top_performers as best_of
from salesbot.domain.people import Person, Team
from salesbot.domain.periods import Period, month_of, previous, week_of
from salesbot.services.attainment import Measured
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.leaderboards import contenders
from salesbot.services.planning import Kind
from salesbot.services.recognition import team_told
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class TopPerformers:
    """Who was best, in order, of those who want to be named."""

    team: Team
    period: Period
    weekly: bool
    first_day: date
    """The period's first working day."""
    last_day: date
    by: By
    people: tuple[Person, ...]


def top_performers(book: Book, row: Announcement, now: datetime) -> TopPerformers | None:
    """The best of the period that the row tells of; None: nobody to name, or the team wants no such post."""
    team = team_told(book, row.recipient)
    if team is None or team.leaderboard == "off":
        return None
    weekly = row.kind == Kind.TOP_WEEK
    day = date.fromisoformat(row.subject["day"])
    period = previous(week_of(day) if weekly else month_of(day))
    as_of = AsOf(workspace_day(book, now), live=False, known_at=now)
    people = Measured(book, period, as_of).members(team.id)
    found = contenders(book, period, as_of, people)
    by = By.ATTAINMENT if any(each.goal for each in found) else By.AMOUNT
    named = [book.people.by_id(each.person_id) for each in best_of(leaderboard(found, by))]
    public = tuple(person for person in named if person.praise == "public" and person.active)
    if not public:
        return None
    calendar = calendar_of(book)
    return TopPerformers(
        team, period, weekly,
        calendar.first_working_of(period) or period.starts_on,
        calendar.last_working_of(period) or period.last_day, by, public,
    )  # fmt: skip

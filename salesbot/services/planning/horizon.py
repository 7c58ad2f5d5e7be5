"""What comes round by itself: the next two days of every person and team, planned ahead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from salesbot.domain.people import Person, Role
from salesbot.domain.periods import month_of, previous
from salesbot.domain.schedules import Rhythm, at_minute, due_between
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.planning.kinds import Kind, person_recipient, team_recipient
from salesbot.services.planning.leading import led_teams, morning_minute
from salesbot.services.planning.rows import plan_once, plan_or_move, zone_of
from salesbot.storage.book import Book

AHEAD = timedelta(days=2)
"""How far ahead rows are planned."""
NEAR = timedelta(days=1)
"""Who is planned for less than this ahead is planned anew."""
LOOK_BACK = timedelta(days=7)
"""What was due longer ago than this, while nobody planned, is not made up for."""
TOP_AT = time(9, 0)
CLOSING_AT = time(9, 30)
CLOSING_DAYS = (3, 4)
"""So many working days of a month are gone on the days on which admins are reminded to close the one before."""
TOP_EXPIRES_AFTER = timedelta(hours=36)
_REVIEWS = (
    (Kind.ALERT, Rhythm.WORKING_DAY, time(13, 0), timedelta(hours=4)),
    (Kind.WEEK, Rhythm.WEEK_END, time(15, 0), timedelta(hours=4)),
)


def plan_person(book: Book, person_id: int, began_at: datetime, now: datetime) -> int:
    """Plan a person's morning messages of the next two days and of what was missed; answers with how many are new.

    `began_at`: up to when the person stands planned, or when they came to be there.
    """
    until = now + AHEAD
    person = book.people.by_id(person_id)
    at = morning_minute(book, person, workspace_day(book, now))
    made = 0
    if at is not None and person.active:
        zone, calendar = zone_of(book, person), calendar_of(book)
        after = _begin(book, began_at, now)
        for due in due_between(Rhythm.WORKING_DAY, at_minute(at), zone, calendar, after, until):
            made += plan_or_move(book, Kind.MORNING, person_recipient(person.id), due, zone, now)
    made += _plan_reviews(book, person, began_at, now)
    made += _plan_closing(book, person, began_at, now)
    book.people.change(person_id, planned_until=until)
    return made


def _plan_reviews(book: Book, person: Person, began_at: datetime, now: datetime) -> int:
    """A manager's news of the day at 13:00, and the review of the week at 15:00 of its last working day."""
    if not person.active or not led_teams(book, person, workspace_day(book, now)):
        return 0
    zone, calendar, made = zone_of(book, person), calendar_of(book), 0
    after = _begin(book, began_at, now)
    for kind, rhythm, at, lasts in _REVIEWS:
        for due in due_between(rhythm, at, zone, calendar, after, now + AHEAD):
            made += plan_or_move(book, kind, person_recipient(person.id), due, zone, now, lasts)
    return made


def _plan_closing(book: Book, person: Person, began_at: datetime, now: datetime) -> int:
    """Remind an admin to close the month for pay: on the fifth working day after its end, and on the one before."""
    if not (person.active and person.has(Role.ADMIN)):
        return 0
    zone, calendar, made = zone_of(book, person), calendar_of(book), 0
    after = _begin(book, began_at, now)
    for due in due_between(Rhythm.WORKING_DAY, CLOSING_AT, zone, calendar, after, now + AHEAD):
        if calendar.workdays(month_of(due.day), due.day).gone in CLOSING_DAYS:
            month = previous(month_of(due.day)).key
            made += plan_once(
                book, Kind.CLOSING, person_recipient(person.id), due.period_key, now=now, due=due.at,
                subject={"month": month},
            )  # fmt: skip
    return made


def plan_team(book: Book, team_id: int, began_at: datetime, now: datetime) -> int:
    """Plan a team's top performers of the week and month; answers with how many rows are new."""
    until, zone = now + AHEAD, zone_of(book)
    team = book.people.team(team_id)
    made = 0
    if team.channel_id is not None and team.leaderboard != "off":
        calendar = calendar_of(book)
        after = _begin(book, began_at, now)
        for kind, rhythm in ((Kind.TOP_WEEK, Rhythm.WEEK_START), (Kind.TOP_MONTH, Rhythm.MONTH_START)):
            for due in due_between(rhythm, TOP_AT, zone, calendar, after, until):
                made += plan_or_move(book, kind, team_recipient(team_id), due, zone, now, TOP_EXPIRES_AFTER)
    book.people.change_team(team_id, planned_until=until)
    return made


def replan(book: Book, now: datetime, people: Iterable[int] = (), teams: Iterable[int] = ()) -> None:
    """Plan these anew at the next tick: to be called when a role, zone, hour, manager or channel was changed."""
    for person_id in people:
        book.people.change(person_id, planned_until=now)
    for team_id in teams:
        book.people.change_team(team_id, planned_until=now)
    # Wakes the ticker, so that a manager who is named at 7:59 is not told a day later.
    book.announcements.planned += 1


def _begin(book: Book, began_at: datetime, now: datetime) -> datetime:
    """After which instant things are planned: never from before the workspace went live."""
    live_at = book.workspace.live_at or now
    return max(min(began_at, now), live_at, now - LOOK_BACK)

"""What comes round: morning messages, reviews, reminders and a channel's posts, planned as rows two days ahead.

Nothing is planned for an instant before somebody was there to be told, or before the workspace went live.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.feats import Feat
from salesbot.domain.leaderboards import Mode
from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.people import Person, Role, Team
from salesbot.domain.periods import begins_quarter, month_of, previous
from salesbot.domain.schedules import Rhythm, at_minute, due_at, due_between
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.planning.cases import plan_cases
from salesbot.services.planning.contests import plan_contests
from salesbot.services.planning.kinds import Kind, person_recipient, team_recipient
from salesbot.services.planning.leading import led_teams, morning_minute
from salesbot.services.planning.modes import trial_on
from salesbot.services.planning.routes import NEWS_AT, NEWS_LAST, plan_routes
from salesbot.services.planning.rows import Round, plan_once, plan_rounds, zone_of
from salesbot.services.planning.trials import plan_trial_reports
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
WORKS_ASKED_AT = time(9, 30)
"""Who would be named in the month's post of what works is asked on the month's first working day."""
WORKS_ASKED_FOR = timedelta(days=2)
WORKS_AFTER = 3
"""So many working days later it is posted."""
WORKS_AT = time(11, 0)
NAMING = frozenset({Mode.NAMED, Mode.TOP})
"""Where a team shows its leaderboard in one of these ways, the best are named in its channel."""
TOP_RHYTHMS = {
    Kind.TOP_DAY: Rhythm.WORKING_DAY,
    Kind.TOP_WEEK: Rhythm.WEEK_START,
    Kind.TOP_MONTH: Rhythm.MONTH_START,
    Kind.TOP_QUARTER: Rhythm.MONTH_START,
}
_REVIEWS = (
    (Kind.ALERT, Rhythm.WORKING_DAY, NEWS_AT, NEWS_LAST),
    (Kind.WEEK, Rhythm.WEEK_END, time(15, 0), timedelta(hours=4)),
    (Kind.FAIRNESS, Rhythm.MONTH_START, time(10, 0), timedelta(days=3)),
    (Kind.KEEPING, Rhythm.WEEK_START, time(10, 30), timedelta(days=1)),
)


def plan_people(book: Book, began: Mapping[int, datetime], now: datetime) -> int:
    """Plan people's messages of the next two days and of what was missed; answers with how many are new.

    `began`: by person, up to when they stand planned, or when they came to be there.
    """
    people, chosen = book.people.by_ids(began), book.choices.of_several(began)
    after = {person_id: _begin(book, began_at, now) for person_id, began_at in began.items()}
    there = [(person, after[person.id]) for person in people.values() if person.active]
    rounds = [
        each for person, since in there for each in _messages(book, person, chosen[person.id], since, now)
    ]
    made = plan_rounds(book, rounds, now)
    made += sum(_plan_closing(book, person, since, now) for person, since in there)
    made += plan_cases(book, after, now, now + AHEAD)
    book.people.planned(people, now + AHEAD)
    return made


def _messages(
    book: Book, person: Person, chosen: MessageChoices, after: datetime, now: datetime
) -> Iterator[Round]:
    """The morning message and a manager's reviews, on the person's own days and at their own hour.

    Whether a day still is one of those on which messages come is asked when it is sent.
    """
    day, recipient, zone = workspace_day(book, now), person_recipient(person.id), zone_of(book, person)
    at = morning_minute(book, person, day, chosen)
    if at is not None:
        days = chosen.days(calendar_of(book))
        for due in due_between(Rhythm.WORKING_DAY, at_minute(at), zone, days, after, now + AHEAD):
            yield Round(Kind.MORNING, recipient, due, zone)
    worked = chosen.working_days(calendar_of(book))
    if worked is None:
        return
    leads = bool(led_teams(book, person, day))
    sent_alerts = any(person.id in route.people for route in book.routes.all())
    for kind, rhythm, hour, lasts in _REVIEWS:
        if not (leads or (sent_alerts and kind is Kind.ALERT)):
            continue
        for due in due_between(rhythm, hour, zone, worked, after, now + AHEAD):
            yield Round(kind, recipient, due, zone, lasts)


def _plan_closing(book: Book, person: Person, after: datetime, now: datetime) -> int:
    """Remind an admin to close the month for pay: on the fifth working day after its end, and on the one before."""
    if not person.has(Role.ADMIN):
        return 0
    zone, calendar, made = zone_of(book, person), calendar_of(book), 0
    for due in due_between(Rhythm.WORKING_DAY, CLOSING_AT, zone, calendar, after, now + AHEAD):
        if calendar.workdays(month_of(due.day), due.day).gone in CLOSING_DAYS:
            month = previous(month_of(due.day)).key
            made += plan_once(
                book, Kind.CLOSING, person_recipient(person.id), due.period_key, now=now, due=due.at,
                subject={"month": month},
            )  # fmt: skip
    return made


def plan_team(book: Book, team_id: int, began_at: datetime, now: datetime) -> int:
    """Plan what comes round in a team's channel; answers with how many rows are new."""
    team = book.people.team(team_id)
    made = plan_contests(book, team, now, now + AHEAD) if book.workspace.live_at is not None else 0
    made += plan_trial_reports(book, team, now, now + AHEAD) if book.workspace.live_at is not None else 0
    after, calendar = _begin(book, began_at, now), calendar_of(book)
    if book.workspace.live_at is not None:
        made += plan_routes(book, after, now, now + AHEAD)
    if team.channel_id is not None:
        made += _plan_works(book, team, calendar, after, now)
        if team.leaderboard in NAMING or trial_on(book, team.id, workspace_day(book, now + AHEAD)):
            made += _plan_top(book, team, calendar, after, now)
        if team.digest_in_channel:
            made += _plan_team_digest(book, team, calendar, after, now)
    book.people.change_team(team_id, planned_until=now + AHEAD)
    return made


def _plan_top(book: Book, team: Team, calendar: WorkingCalendar, after: datetime, now: datetime) -> int:
    """Top performers of the day, week, month and quarter, as far as the team wants to hear of them."""
    zone, told, rounds = book.workspace.zone, book.praise.of_team(team.id), []
    for kind, rhythm in TOP_RHYTHMS.items():
        if not told.tells(Feat(kind.value)):
            continue
        for due in due_between(rhythm, TOP_AT, zone, calendar, after, now + AHEAD):
            if kind is Kind.TOP_QUARTER and not begins_quarter(due.day, book.workspace.years):
                continue
            rounds.append(Round(kind, team_recipient(team.id), due, zone, TOP_EXPIRES_AFTER))
    return plan_rounds(book, rounds, now)


def _plan_works(book: Book, team: Team, calendar: WorkingCalendar, after: datetime, now: datetime) -> int:
    """What works, some working days into each month; before it, each of the team may be asked whether to be named.

    Whether there is anything to tell or to ask is looked at when it is sent.
    """
    if not book.praise.of_team(team.id).tells(Feat.WORKS):
        return 0
    zone, made = book.workspace.zone, 0
    for due in due_between(Rhythm.MONTH_START, WORKS_ASKED_AT, zone, calendar, after, now + AHEAD):
        about: dict[str, object] = {"team": team.id, "day": due.day.isoformat()}
        for person_id in sorted(book.people.members_on(team.id, due.day)):
            made += plan_once(
                book, Kind.WORKS_ASKED, person_recipient(person_id), due.period_key, now=now, due=due.at,
                subject=dict(about), expires_after=WORKS_ASKED_FOR,
            )  # fmt: skip
        told_at = due_at(calendar.after_working_days(due.day, WORKS_AFTER), WORKS_AT, zone)
        made += plan_once(
            book, Kind.WORKS, team_recipient(team.id), due.period_key, now=now, due=told_at or due.at,
            subject=about, expires_after=TOP_EXPIRES_AFTER,
        )  # fmt: skip
    return made


def _plan_team_digest(
    book: Book, team: Team, calendar: WorkingCalendar, after: datetime, now: datetime
) -> int:
    """The team's own figures, at the hour of its digest."""
    zone, at = book.workspace.zone, at_minute(team.digest_minute)
    days = due_between(Rhythm.WORKING_DAY, at, zone, calendar, after, now + AHEAD)
    return plan_rounds(
        book, [Round(Kind.TEAM_DIGEST, team_recipient(team.id), due, zone) for due in days], now
    )


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

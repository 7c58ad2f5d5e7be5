"""Planning what the bot will say on its own: each thing is a row, once for each kind, recipient and period.

Nothing is planned for an instant before somebody was there to be told, or before the workspace went live.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from salesbot.domain.absences import standing_in
from salesbot.domain.announcing import EXPIRES_AFTER, GATHERED_AT, AnnouncementStatus
from salesbot.domain.people import Person, Role, Team
from salesbot.domain.periods import month_of, previous
from salesbot.domain.schedules import Due, Rhythm, after_quiet, at_minute, due_at, due_between
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.storage.book import Book

AHEAD = timedelta(days=2)
"""How far ahead rows are planned."""
NEAR = timedelta(days=1)
"""Who is planned for less than this ahead is planned anew."""
LOOK_BACK = timedelta(days=7)
"""What was due longer ago than this, while nobody planned, is not made up for."""
REP_MINUTE = 510
"""A rep's morning message comes at 08:30."""
TOP_AT = time(9, 0)
CLOSING_AT = time(9, 30)
CLOSING_DAYS = (3, 4)
"""So many working days of a month are gone on the days on which admins are reminded to close the one before."""
TOP_EXPIRES_AFTER = timedelta(hours=36)
NEWS_EXPIRES_AFTER = timedelta(days=4)
"""A win is still worth telling after a weekend."""


class Kind(StrEnum):
    """What the bot says on its own."""

    MORNING = "morning"
    """A person's morning message, whatever roles and teams they have."""
    SHOUT_OUT = "shout_out"
    GOAL_REACHED = "goal_reached"
    GATHERED = "gathered"
    """The shout-outs that are too many for one day, in one post."""
    TOP_WEEK = "top_week"
    TOP_MONTH = "top_month"
    PRAISE = "praise"
    """A manager's well done, by a button."""
    TROUBLE = "trouble"
    """To an admin: something could not be delivered."""
    ABSENCE = "absence"
    """To the person, who leads them and the deputy: somebody will be away."""
    LEFT = "left"
    """To who leads somebody whose Slack account ended: the last day, and who takes over."""
    GOAL_NEWS = "goal_news"
    """To whom it concerns: a goal was set, changed or taken back."""
    GOAL_REMINDER = "goal_reminder"
    """Once, three working days later, to who has not read it."""
    GOAL_ASKED = "goal_asked"
    """To whom a proposed change concerns: what they think of it."""
    GOAL_ANSWERED = "goal_answered"
    """To who proposed it: what somebody said."""
    APPROVAL = "approval"
    """To who decides: a deal above its team's limit waits."""
    APPROVAL_ANSWER = "approval_answer"
    """To the rep: it was approved, or sent back."""
    DISPUTE = "dispute"
    """To who leads the rep: somebody thinks a credit wrong."""
    DISPUTE_ANSWER = "dispute_answer"
    """To who thought it wrong: what was answered."""
    CLOSING = "closing"
    """To an admin: a month is to be closed for pay."""
    ALERT = "alert"
    """To a manager: everything that began since they were last told."""
    WEEK = "week"
    """To a manager: the review of the week."""
    NUDGE = "nudge"
    """A manager asks a rep about a deal, by a button."""
    FILE_CHECKED = "file_checked"
    """To who gave a file: what it would change."""
    FILE_BOOKED = "file_booked"
    """To who gave a file: what it changed. Being told is when it is booked."""
    FILE_MADE = "file_made"
    """To who asked for a file: the file."""
    DIRECT = "direct"
    """A message to one person that was rendered when it was planned."""


_REVIEWS = (
    (Kind.ALERT, Rhythm.WORKING_DAY, time(13, 0), timedelta(hours=4)),
    (Kind.WEEK, Rhythm.WEEK_END, time(15, 0), timedelta(hours=4)),
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: a person or a team, as a row names them (`person:7`, `team:3`)."""

    of: str
    number: int

    def __str__(self) -> str:
        return f"{self.of}:{self.number}"

    @classmethod
    def read(cls, written: str) -> Recipient:
        """The recipient that a row names."""
        of, _, number = written.partition(":")
        return cls(of, int(number))


def person_recipient(person_id: int) -> str:
    """A person as a row names them."""
    return str(Recipient("person", person_id))


def team_recipient(team_id: int) -> str:
    """A team as a row names it."""
    return str(Recipient("team", team_id))


def zone_of(book: Book, person: Person | None = None) -> str:
    """The time zone in which somebody (or a channel) is told things."""
    own = person.time_zone if person is not None else None
    return own or book.workspace.time_zone or "UTC"


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
            made += _plan_or_move(book, Kind.MORNING, person_recipient(person.id), due, zone, now)
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
            made += _plan_or_move(book, kind, person_recipient(person.id), due, zone, now, lasts)
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
                made += _plan_or_move(book, kind, team_recipient(team_id), due, zone, now, TOP_EXPIRES_AFTER)
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


def plan_once(
    book: Book, kind: Kind, recipient: str, period_key: str, *, now: datetime, due: datetime | None = None,
    subject: dict[str, object] | None = None, expires_after: timedelta = EXPIRES_AFTER,
) -> bool:  # fmt: skip
    """Plan one thing that is due once, at once if no instant is given; False if it stands already."""
    due = due or now
    return book.announcements.plan(
        kind=kind.value, recipient=recipient, period_key=period_key, due_at=due,
        expires_at=due + expires_after, now=now, subject=dict(subject or {}), time_zone=zone_of(book),
    )  # fmt: skip


def plan_direct(
    book: Book, person_id: int, key: str, payload: dict[str, object], now: datetime, *, waits: bool = False
) -> bool:
    """Plan a direct message that is rendered already: for an answer that could not be given in place.

    News that nobody asked for `waits` until the person's quiet hours are over.
    """
    recipient, lasts = person_recipient(person_id), timedelta(days=1)
    zone = zone_of(book, book.people.by_id(person_id))
    due = after_quiet(now, zone, calendar_of(book)) if waits else now
    planned = plan_once(book, Kind.DIRECT, recipient, key, now=now, due=due, expires_after=lasts)
    if planned:
        row = book.announcements.of(
            kinds=[Kind.DIRECT.value],
            recipient=person_recipient(person_id),
            statuses=[AnnouncementStatus.PLANNED.value],
        )
        mine = next(each for each in row if each.period_key == key)
        book.announcements.change(mine.id, payload=payload)
    return planned


def plan_gathered(book: Book, recipient: str, now: datetime) -> str:
    """Plan the one post for a day's shout-outs that are too many, at 16:30; answers with the key of its day.

    After 16:30 it is the next working day's.
    """
    zone, day = zone_of(book), workspace_day(book, now)
    calendar = calendar_of(book)
    due = due_at(day, GATHERED_AT, zone)
    if due is None or due < now or not calendar.is_working(day):
        day = calendar.next_working(day)
        due = due_at(day, GATHERED_AT, zone)
    plan_once(book, Kind.GATHERED, recipient, day.isoformat(), now=now, due=due)
    return day.isoformat()


def due_in_channel(book: Book, now: datetime, delay: timedelta) -> datetime:
    """When a channel is told something that is known now: after the delay, and not in quiet hours."""
    calendar = calendar_of(book)
    return after_quiet(now + delay, zone_of(book), calendar)


def led_teams(book: Book, person: Person, day: date) -> list[Team]:
    """The teams of which a morning digest tells somebody: those that they manage themselves, by name.

    For who manages none but leads managers: the teams of those. Besides, those of whom they stand in for.
    """
    stood_in = [away for away, deputy in standing_in(book.absences.on(day)).items() if deputy == person.id]
    led = [*_managed(book, person, day)]
    for away in stood_in:
        led += [team for team in _managed(book, book.people.by_id(away), day) if team not in led]
    return led


def _managed(book: Book, person: Person, day: date) -> list[Team]:
    if not person.has(Role.MANAGER):
        return []
    teams = book.people.teams()
    own = [team for team in teams if team.manager_id == person.id]
    if own:
        return own
    below = book.people.below(person.id, day)
    return [team for team in teams if team.manager_id in below]


def morning_minute(book: Book, person: Person, day: date) -> int | None:
    """At which minute of the day the one morning message comes; None for who gets none.

    The own choice; else the earliest of the teams they lead; else a rep's. A rep who has no Slack account yet is
    planned once there is one, so that a file of people makes no letters that cannot be delivered.
    """
    teams = led_teams(book, person, day)
    if not teams and not (person.has(Role.REP) and person.slack_id is not None):
        return None
    if person.digest_minute is not None:
        return person.digest_minute
    return min((team.digest_minute for team in teams), default=REP_MINUTE)


def _begin(book: Book, began_at: datetime, now: datetime) -> datetime:
    """After which instant things are planned: never from before the workspace went live."""
    live_at = book.workspace.live_at or now
    return max(min(began_at, now), live_at, now - LOOK_BACK)


def _plan_or_move(
    book: Book, kind: Kind, recipient: str, due: Due, zone: str, now: datetime,
    expires_after: timedelta = EXPIRES_AFTER,
) -> bool:  # fmt: skip
    """Plan what is due; a row of that day that is not sent yet is moved when its hour or zone was changed."""
    expires_at = due.at + expires_after
    if book.announcements.plan(
        kind=kind.value, recipient=recipient, period_key=due.period_key, due_at=due.at,
        expires_at=expires_at, now=now, subject={"day": due.day.isoformat()}, time_zone=zone,
    ):  # fmt: skip
        return True
    book.announcements.move(
        kind=kind.value, recipient=recipient, period_key=due.period_key, due_at=due.at,
        expires_at=expires_at, time_zone=zone,
    )  # fmt: skip
    return False

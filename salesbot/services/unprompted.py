"""How much is too much: who wants to be told what, when it is quiet for them, and two messages a day at most.

Every message that nobody asked for passes here at the moment of sending, whatever kind it is.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from salesbot.clock import day_in
from salesbot.domain.announcing import MOST_UNPROMPTED, AnnouncementStatus
from salesbot.domain.people import Person
from salesbot.domain.schedules import due_at
from salesbot.services.absences import is_away
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.planning import Kind, own_day, person_recipient, told_from, zone_of
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

MUTED = "muted"
NOT_WISHED = "not wished"
AWAY = "away"
"""Who stands in gets the digest."""
_AT_ANY_HOUR = frozenset({Kind.MORNING, Kind.DIRECT, Kind.FILE_CHECKED, Kind.FILE_BOOKED, Kind.FILE_MADE})
"""The morning message has an hour of its own; the others answer what the person asked a moment ago."""
_MAY_WAIT = frozenset(
    {
        Kind.ALERT,
        Kind.NUDGE,
        Kind.PRAISE,
        Kind.OWN_FEAT,
        Kind.OWN_GOAL,
        Kind.EARNED,
        Kind.CONTEST,
        Kind.TRIAL,
        Kind.KUDOS,
        Kind.GOAL_REMINDER,
        Kind.TRAINING,
        Kind.PLAY_NEWS,
        Kind.PLAY_REMINDER,
        Kind.WORKS_ASKED,
        Kind.FAIRNESS,
        Kind.KEEPING,
        Kind.ABSENCE,
        Kind.LEFT,
        Kind.ORDER_NEWS,
        Kind.REWARD_ASKED,
        Kind.CLOSING,
        Kind.CASE_LOOKED_AT,
        Kind.TALK_LOOKED_AT,
    }
)
"""What can wait for a morning. An approval, a dispute, a changed goal and an answer come at once, and count."""
_AFTER_IT = timedelta(minutes=10)
"""In so long the morning message is there, even where many are due at that hour."""
_NOT_COUNTED = frozenset({Kind.MORNING, Kind.WEEK, Kind.DIRECT})


def unwished(book: Book, person: Person, kind: str, now: datetime, day: date | None = None) -> str | None:
    """Why a message that comes round is not sent to the person; None: they want it, and are here.

    `day`: the local day for which it was planned, where it comes on the person's own days.
    """
    chosen, today = book.choices.of(person.id), workspace_day(book, now)
    if chosen.muted(own_day(book, person, now)):
        return MUTED
    if not chosen.takes(kind) or (day is not None and not chosen.days(calendar_of(book)).is_working(day)):
        return NOT_WISHED
    return AWAY if is_away(book, person.id, today) else None


def waits_until(book: Book, person: Person, row: Announcement, now: datetime) -> datetime | None:
    """Until when a message waits, since the hour is quiet or enough came today; None: it is told now."""
    kind = Kind(row.kind)
    if kind in _AT_ANY_HOUR:
        return None
    quiet_until = told_from(book, person, now)
    if quiet_until > now:
        return quiet_until
    zone = zone_of(book, person)
    if kind not in _MAY_WAIT or _told_today(book, person, zone, now) < MOST_UNPROMPTED:
        return None
    if kind is Kind.ABSENCE and _begins_soon(book, row, now):
        return None
    told = _morning_message(book, person, now) if kind is Kind.ALERT else None
    return next_morning(book, person, now) if told is None else told + _AFTER_IT


def _begins_soon(book: Book, row: Announcement, now: datetime) -> bool:
    """Whether somebody is away already, or by the next working day: tomorrow morning would be late."""
    first_on = book.absences.by_id(row.subject["absence"]).first_on
    return first_on <= calendar_of(book).next_working(workspace_day(book, now))


def _morning_message(book: Book, person: Person, now: datetime) -> datetime | None:
    """When the next morning message of somebody who wants it is due: the news of the day are told by it."""
    if not book.choices.of(person.id).takes(Kind.MORNING.value):
        return None
    planned = book.announcements.of(
        kinds=[Kind.MORNING.value], recipient=person_recipient(person.id),
        statuses=[AnnouncementStatus.PLANNED.value],
    )  # fmt: skip
    return min((row.due_at for row in planned if row.due_at > now), default=None)


def asks_slack(kind: Kind) -> bool:
    """Whether Slack's own do-not-disturb holds a message of this kind back, as quiet hours do."""
    return kind not in _AT_ANY_HOUR


def next_morning(book: Book, person: Person, now: datetime) -> datetime:
    """When the person is told on their next day what was too much for this one."""
    chosen, zone = book.choices.of(person.id), zone_of(book, person)
    tomorrow = chosen.days(calendar_of(book)).next_working(day_in(zone, now))
    return due_at(tomorrow, chosen.quiet.first_told, zone) or told_from(book, person, now)


def _told_today(book: Book, person: Person, zone: str, now: datetime) -> int:
    today = day_in(zone, now)
    counted = [kind.value for kind in Kind if kind not in _NOT_COUNTED]
    sent = book.announcements.sent_to(person_recipient(person.id), counted)
    told = [row for row in sent if row.sent_at is not None and day_in(zone, row.sent_at) == today]
    # What waited and stood together in one message rang once.
    return len({row.slack_ts or row.id for row in told})

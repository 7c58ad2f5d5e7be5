"""One thing that is due, planned as a row: once for each kind, recipient and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from salesbot.clock import day_in
from salesbot.domain.announcing import EXPIRES_AFTER, GATHERED_AT, MOST_GATHERED, AnnouncementStatus
from salesbot.domain.people import Person
from salesbot.domain.schedules import Due, after_quiet, due_at
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.planning.kinds import Kind, person_recipient
from salesbot.storage.book import Book

NEWS_EXPIRES_AFTER = timedelta(days=4)
"""A win is still worth telling after a weekend."""


def zone_of(book: Book, person: Person | None) -> str:
    """The time zone in which somebody is told things; None: nobody's own."""
    usual = book.workspace.zone
    return usual if person is None else person.zone(usual)


def own_day(book: Book, person: Person | None, now: datetime) -> date:
    """The calendar day where somebody is: what they mean by today when they want no more messages."""
    return day_in(zone_of(book, person), now)


def told_from(book: Book, person: Person, now: datetime) -> datetime:
    """The first instant from `now` on at which the person may be told what nobody asked for.

    Quiet are the own hours and every day on which no messages come; who is away is told all the same.
    """
    chosen = book.choices.of(person.id)
    return after_quiet(now, zone_of(book, person), chosen.days(calendar_of(book)), chosen.quiet)


def plan_once(
    book: Book, kind: Kind, recipient: str, period_key: str, *, now: datetime, due: datetime | None = None,
    subject: dict[str, object] | None = None, expires_after: timedelta = EXPIRES_AFTER,
) -> bool:  # fmt: skip
    """Plan one thing that is due once, at once if no instant is given; False if it stands already."""
    due = due or now
    return book.announcements.plan(
        kind=kind.value, recipient=recipient, period_key=period_key, due_at=due,
        expires_at=due + expires_after, now=now, subject=dict(subject or {}), time_zone=book.workspace.zone,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
    """One thing that comes round, as it is due for one recipient."""

    kind: Kind
    recipient: str
    due: Due
    zone: str
    lasts: timedelta = EXPIRES_AFTER
    """How long after it was due it is still worth telling."""


def plan_rounds(book: Book, rounds: Sequence[Round], now: datetime) -> int:
    """Plan what comes round; answers with how many are new.

    A row that is not sent yet is moved when its hour or zone was changed. What stands is asked once for all of them.
    """
    stands = book.announcements.due_of(
        {one.recipient for one in rounds}, {one.due.period_key for one in rounds}
    )
    made = 0
    for one in rounds:
        due_at = stands.get((one.kind.value, one.recipient, one.due.period_key))
        if due_at != one.due.at:
            made += _planned_or_moved(book, one, now)
    return made


def _planned_or_moved(book: Book, one: Round, now: datetime) -> bool:
    row: dict[str, Any] = {
        "kind": one.kind.value, "recipient": one.recipient, "period_key": one.due.period_key,
        "due_at": one.due.at, "expires_at": one.due.at + one.lasts, "time_zone": one.zone,
    }  # fmt: skip
    if book.announcements.plan(**row, now=now, subject={"day": one.due.day.isoformat()}):
        return True
    book.announcements.move(**row)
    return False


def plan_direct(
    book: Book, person_id: int, key: str, payload: dict[str, object], now: datetime, *, waits: bool = False
) -> bool:
    """Plan a direct message that is rendered already: for an answer that could not be given in place.

    News that nobody asked for `waits` until the person's quiet hours are over.
    """
    recipient, lasts = person_recipient(person_id), timedelta(days=1)
    due = told_from(book, book.people.by_id(person_id), now) if waits else now
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
    """Plan the post for a day's shout-outs that are too many, at 16:30; answers with its key.

    After 16:30 it is the next working day's. A post holds forty, so that each can be named; more go into a next one.
    """
    day, due = gathered_due(book, now)
    key, number = day.isoformat(), 1
    while book.announcements.count_put_aside(recipient, key) >= MOST_GATHERED:
        number += 1
        key = f"{day.isoformat()}~{number}"
    plan_once(book, Kind.GATHERED, recipient, key, now=now, due=due)
    return key


def gathered_due(book: Book, now: datetime) -> tuple[date, datetime]:
    """Of which day the one post is that gathers what is put aside now, and when it is due."""
    zone, day = book.workspace.zone, workspace_day(book, now)
    calendar = calendar_of(book)
    due = due_at(day, GATHERED_AT, zone)
    if due is None or due < now or not calendar.is_working(day):
        day = calendar.next_working(day)
        due = due_at(day, GATHERED_AT, zone)
    return day, due or now


def due_in_channel(book: Book, now: datetime, delay: timedelta) -> datetime:
    """When a channel is told something that is known now: after the delay, and not in quiet hours."""
    calendar = calendar_of(book)
    return after_quiet(now + delay, book.workspace.zone, calendar)

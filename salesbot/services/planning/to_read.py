"""News that somebody is to say they have read: one message, and one reminder some working days later."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from salesbot.domain.schedules import due_at
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.planning.kinds import Kind, person_recipient
from salesbot.services.planning.rows import NEWS_EXPIRES_AFTER, plan_once, told_from, zone_of
from salesbot.storage.book import Book

READ_WITHIN = 3
"""Working days after which somebody is reminded, once."""
_REMIND_AT = time(9)
_REMINDER_LASTS = timedelta(days=2)


def plan_to_read(
    book: Book,
    news: Kind,
    reminder: Kind,
    person_id: int,
    key: str,
    subject: dict[str, object],
    now: datetime,
) -> None:
    """Plan what somebody is to read, and the one reminder to who has not."""
    person, recipient = book.people.by_id(person_id), person_recipient(person_id)
    due = told_from(book, person, now)
    plan_once(book, news, recipient, key, now=now, due=due, subject=subject, expires_after=NEWS_EXPIRES_AFTER)
    day = calendar_of(book).after_working_days(workspace_day(book, now), READ_WITHIN)
    again = due_at(day, _REMIND_AT, zone_of(book, person))
    if again is not None:
        plan_once(
            book, reminder, recipient, key, now=now, due=again, subject=subject, expires_after=_REMINDER_LASTS
        )

"""Cases follow up by themselves: until one is closed its department is reminded, and its figure is looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.cases import LOOKED_AT_AFTER, REMINDED_EVERY, CaseOutcome, TroubleCase
from salesbot.domain.schedules import due_at
from salesbot.services.calendars import calendar_of
from salesbot.services.planning.kinds import Kind, department_recipient, person_recipient
from salesbot.services.planning.rows import NEWS_EXPIRES_AFTER, plan_once
from salesbot.storage.book import Book

FOLLOWED_UP_AT = time(9)


def plan_cases(book: Book, after: Mapping[int, datetime], now: datetime, until: datetime) -> int:
    """Plan the reminders of the cases that these people opened and that are not closed; answers with how many are new.

    `after`: by person, up to when they stand planned.
    The first reminder and the first look are planned when a case is opened, or its day is changed.
    """
    made = 0
    for case in book.cases.all():
        since = after.get(case.recorded_by or 0)
        if since is not None and case.outcome is not CaseOutcome.CLOSED:
            made += _plan(book, case, since, now, until)
    return made


def looked_at_on(calendar: WorkingCalendar, case: TroubleCase, number: int = 1) -> date:
    """The day of the first, second … look at the figure of a case."""
    return calendar.next_working(case.ends_on + timedelta(days=LOOKED_AT_AFTER * number - 1))


def _plan(book: Book, case: TroubleCase, after: datetime, now: datetime, until: datetime) -> int:
    calendar, zone, last = calendar_of(book), book.workspace.zone, until.date()
    planned: list[tuple[Kind, str, date]] = []
    day = calendar.after_working_days(case.due_on, REMINDED_EVERY)
    while case.outcome is CaseOutcome.OPEN and day <= last:
        planned.append((Kind.CASE_DUE, department_recipient(case.department), day))
        day = calendar.after_working_days(day, REMINDED_EVERY)
    number = 2
    while case.recorded_by is not None and (day := looked_at_on(calendar, case, number)) <= last:
        planned.append((Kind.CASE_LOOKED_AT, person_recipient(case.recorded_by), day))
        number += 1
    made = 0
    for kind, recipient, on in planned:
        at = due_at(on, FOLLOWED_UP_AT, zone)
        if at is not None and after < at <= until:
            made += plan_once(
                book, kind, recipient, f"case:{case.id}:{on}", now=now, due=at, subject={"case": case.id},
                expires_after=NEWS_EXPIRES_AFTER,
            )  # fmt: skip
    return made

"""What is told of a case: to its department, to who opened it, on its day, and afterwards whether the figure moved."""

from __future__ import annotations

from datetime import datetime, timedelta

from salesbot.domain.as_of import AsOf
from salesbot.domain.cases import CaseOutcome, TroubleCase, moved
from salesbot.domain.people import Person
from salesbot.domain.periods import custom
from salesbot.domain.schedules import due_at
from salesbot.services.attainment import Measured
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.cases.seen import CaseSeen, case_key, case_seen
from salesbot.services.planning import (
    FOLLOWED_UP_AT,
    NEWS_EXPIRES_AFTER,
    Kind,
    department_recipient,
    due_in_channel,
    looked_at_on,
    person_recipient,
    plan_once,
)
from salesbot.services.why.history import History
from salesbot.services.why.troubles import sign_since
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


def case_told(book: Book, row: Announcement, now: datetime) -> CaseSeen | None:
    """What a department is told of a case, and who opened it of the answer; None: it is closed."""
    case = book.cases.by_id(int(row.subject["case"]))
    return None if case.outcome is CaseOutcome.CLOSED else case_seen(book, case, workspace_day(book, now))


def case_card(book: Book, row: Announcement, now: datetime) -> CaseSeen:
    """The case as it is now, also when it is closed."""
    return case_seen(book, book.cases.by_id(int(row.subject["case"])), workspace_day(book, now))


def case_due(book: Book, row: Announcement, now: datetime) -> CaseSeen | None:
    """The reminder on its day; None: it is answered, or put on a later day."""
    case, day = book.cases.by_id(int(row.subject["case"])), workspace_day(book, now)
    return case_seen(book, case, day) if case.outcome is CaseOutcome.OPEN and case.due_on <= day else None


def case_looked_at(book: Book, row: Announcement, now: datetime) -> CaseSeen:
    """Whether the figure moved since the case was opened."""
    case, day = book.cases.by_id(int(row.subject["case"])), workspace_day(book, now)
    measured = Measured(
        book, custom(case.ends_on, max(day, case.ends_on)), AsOf(day, live=False, known_at=now)
    )
    history = History(measured, measured.currency)
    since = sign_since(history, case.scope, case.subject_id, case.trouble, case.sign, case.about)
    return case_seen(book, case, day, again=moved(case, since))


def plan_case(book: Book, case: TroubleCase, sender: Person, now: datetime) -> None:
    """Tell the department now, remind it on the day, and look again at the figure later."""
    to, about, zone = department_recipient(case.department), {"case": case.id}, book.workspace.zone
    plan_once(
        book, Kind.CASE, to, case_key(case.id), now=now, due=due_in_channel(book, now, timedelta()),
        subject=dict(about), expires_after=NEWS_EXPIRES_AFTER,
    )  # fmt: skip
    later = looked_at_on(calendar_of(book), case)
    for kind, recipient, day in (
        (Kind.CASE_DUE, to, case.due_on), (Kind.CASE_LOOKED_AT, person_recipient(sender.id), later),
    ):  # fmt: skip
        plan_once(
            book, kind, recipient, f"case:{case.id}:{kind.value}", now=now,
            due=due_at(day, FOLLOWED_UP_AT, zone) or now, subject=dict(about), expires_after=NEWS_EXPIRES_AFTER,
        )  # fmt: skip


def remind(book: Book, case: TroubleCase, now: datetime) -> None:
    """The department is reminded in the morning of the case's day."""
    plan_once(
        book, Kind.CASE_DUE, department_recipient(case.department), f"case:{case.id}:{case.due_on}", now=now,
        due=due_at(case.due_on, FOLLOWED_UP_AT, book.workspace.zone) or now, subject={"case": case.id},
        expires_after=NEWS_EXPIRES_AFTER,
    )  # fmt: skip

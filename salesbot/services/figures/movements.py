"""What moved the month since an earlier morning: each movement with one cause, adding up to the difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from salesbot.domain.access import may_see_person, require
from salesbot.domain.as_of import AsOf, morning_of
from salesbot.domain.goals import Scope
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, month_of
from salesbot.domain.schedules import due_at
from salesbot.services.attainment import Measured
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.digests.changed import Moments, changes_of
from salesbot.services.digests.told import ChangesTold
from salesbot.services.figures.subjects import Subject, may_see_subject
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

_MORNING = time(8)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Movements:
    """The forecast of a month on an earlier morning and now, and what lies between."""

    subject: Subject
    name: str
    own: bool
    period: Period
    since: date
    """The morning of this day, as it was known then."""
    week: bool
    changes: ChangesTold
    people: dict[int, str]


def movements(
    book: Book, person: Person | None, scope: Scope, subject_id: int, *, week: bool = False, now: datetime
) -> Movements:  # fmt: skip
    """What moved this month of a rep or a team since the last working day's morning, or a week ago. Raises NotAllowed."""
    day = workspace_day(book, now)
    subject = Subject(scope, subject_id, month_of(day))
    viewer = viewer_of(book, person, now)
    require(may_see_subject(book, viewer, subject, day), "figures")
    since = day - WEEK if week else calendar_of(book).last_working_before(day)
    moments = Moments(book, AsOf(day, live=True, known_at=now), AsOf(since, False, _known(book, since, now)))
    measured = Measured(book, subject.period, moments.now)
    row = measured.main_row(scope, subject_id)
    currency = getattr(row.won, "currency", measured.currency)
    told = changes_of(
        moments, currency, scope, subject_id, subject.period, lambda number: may_see_person(viewer, number)
    )
    return Movements(
        subject, measured.name_of(scope, subject_id), person is not None and subject_id == person.id and scope is Scope.REP,
        subject.period, since, week, told, {each.id: each.name for each in measured.people.values()},
    )  # fmt: skip


def _known(book: Book, day: date, now: datetime) -> datetime:
    """What the morning message of the day was made of."""
    zone = book.workspace.zone
    return min(due_at(day, _MORNING, zone) or morning_of(day, zone), now)

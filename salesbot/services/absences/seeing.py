"""Who is away, as far as somebody may know it: oneself, and those whom one leads; and who stands in on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesbot.domain.absences import Absence, standing_in
from salesbot.domain.alphabet import alphabetical
from salesbot.domain.people import Person
from salesbot.services.absences.following import FollowingGoal, following_goals
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.people import viewer_of
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class AbsenceSeen:
    """An absence with everything that is told of it."""

    absence: Absence
    person: Person
    deputy: Person | None
    working_days: int
    own: bool
    by: Person | None = None
    """Who entered it; None: from the terminal."""
    goals: tuple[FollowingGoal, ...] = ()
    """The goals that would follow, where the reader may confirm that."""


def is_away(book: Book, person_id: int, day: date) -> bool:
    """Whether somebody is away on a day."""
    return bool(book.absences.between(day, day, person_id))


def deputies_of(book: Book, day: date) -> Mapping[int, int]:
    """Who gets whose morning message and approvals on a day: the person who is away, and the deputy."""
    return standing_in(book.absences.on(day))


def absences_seen(book: Book, person: Person | None, *, now: datetime) -> tuple[AbsenceSeen, ...]:
    """The absences from today on that somebody may know of: the own ones, then those of the people they lead."""
    if person is None:
        return ()
    viewer, day = viewer_of(book, person, now), workspace_day(book, now)
    known = [
        seen_of(book, absence, person)
        for absence in book.absences.between(day, day + _AHEAD)
        if viewer.is_self(absence.person_id) or viewer.leads(absence.person_id)
    ]
    return tuple(
        sorted(known, key=lambda each: (not each.own, each.absence.first_on, alphabetical(each.person.name)))
    )


def seen_of(book: Book, absence: Absence, reader: Person | None) -> AbsenceSeen:
    """An absence with what is told of it."""
    return AbsenceSeen(
        absence=absence, person=book.people.by_id(absence.person_id),
        deputy=book.people.by_id(absence.deputy_id) if absence.deputy_id else None,
        working_days=absence.working_days(calendar_of(book)),
        own=reader is not None and reader.id == absence.person_id,
        by=book.people.by_id(absence.recorded_by) if absence.recorded_by else None,
    )  # fmt: skip


def absence_news(book: Book, row: Announcement, now: datetime) -> tuple[str, AbsenceSeen] | None:
    """What one person is told of an absence: as `person`, `manager` or `deputy`; None: it is undone, or over."""
    absence = book.absences.by_id(int(row.subject["absence"]))
    if absence.undone_at is not None or absence.last_on < workspace_day(book, now):
        return None
    reader = book.people.by_id(int(row.recipient.partition(":")[2]))
    role = str(row.subject["as"])
    seen = seen_of(book, absence, reader)
    if role == "manager":
        if not viewer_of(book, reader, now).leads(absence.person_id):
            return None
        goals = following_goals(book, absence, workspace_day(book, now))
        seen = AbsenceSeen(
            seen.absence, seen.person, seen.deputy, seen.working_days, seen.own, seen.by, goals
        )
    return role, seen

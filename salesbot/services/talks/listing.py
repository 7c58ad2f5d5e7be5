"""Everybody with whom somebody holds one-to-one talks, and what waits for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import may_hold_talks
from salesbot.domain.people import Person
from salesbot.domain.talks import TalkWithNobody
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Report:
    """One of those whom somebody leads, before a talk."""

    person: Person
    last_on: date | None
    points: int
    actions: int
    overdue: int


@dataclass(frozen=True, slots=True)
class TalksListed:
    """Everybody with whom somebody holds talks, the longest ago first."""

    day: date
    reports: tuple[Report, ...]
    own: bool
    """Whether somebody holds talks with the reader too."""


def talks_listed(book: Book, reader: Person | None, *, now: datetime) -> TalksListed:
    """With whom somebody holds talks. Raises TalkWithNobody where there is nobody on either side."""
    viewer, day = viewer_of(book, reader, now), workspace_day(book, now)
    edges = book.people.edges_on(day)
    led = [
        each
        for each in book.people.all()
        if each.active and may_hold_talks(viewer, each.id) and edges[each.id].manager_id == viewer.person_id
    ]
    own = edges.get(viewer.person_id or 0)
    if not led and (own is None or own.manager_id is None):
        raise TalkWithNobody(name="")
    last = book.talks.last_days([each.id for each in led])
    found = [_report(book, each, last.get(each.id), day) for each in led]
    found.sort(key=lambda report: (report.last_on or date.min, report.person.name))
    return TalksListed(day, tuple(found), own is not None and own.manager_id is not None)


def _report(book: Book, person: Person, last_on: date | None, day: date) -> Report:
    actions = [each for each in book.talks.actions(person.id) if each.settled_on is None]
    return Report(
        person, last_on, len(book.talks.points(person.id)), len(actions),
        sum(each.overdue(day) for each in actions),
    )  # fmt: skip

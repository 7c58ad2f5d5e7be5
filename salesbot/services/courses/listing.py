"""Trainings by names: the catalogue with how far people are, and what each is to do and has done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import may_enrol, may_keep_courses
from salesbot.domain.courses import Course, Enrolment
from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class EnrolmentSeen:
    """A training that somebody is to do, by names."""

    enrolment: Enrolment
    course: Course
    person: str
    overdue: bool
    confirmed: str
    """Who confirmed it; empty for nobody."""


@dataclass(frozen=True, slots=True)
class CourseSeen:
    """A training of the catalogue with how far those are whom the reader leads."""

    course: Course
    done: int
    """People who have done it, and need not again yet."""
    waiting: int
    """People who are to do it, for the first time or again since it is overdue."""
    overdue: int
    given_by: str = ""
    """Who settled that it is given by itself."""


@dataclass(frozen=True, slots=True)
class CoursesListed:
    """The catalogue, and what is to be confirmed or is late among those whom the reader leads."""

    courses: tuple[CourseSeen, ...]
    to_confirm: tuple[EnrolmentSeen, ...]
    overdue: tuple[EnrolmentSeen, ...]
    own: tuple[EnrolmentSeen, ...]
    """What the reader is to do, and has done; that to do first."""
    keeps: bool
    leads: bool


def courses_listed(book: Book, reader: Person | None, *, now: datetime) -> CoursesListed:
    """The catalogue for who keeps it, with those whom the reader leads; for everybody the own trainings."""
    viewer, day = viewer_of(book, reader, now), workspace_day(book, now)
    led = [each.id for each in book.people.all() if each.active and may_enrol(viewer, each.id)]
    theirs = enrolments_seen(book, book.courses.of_people(led), day)
    keeps = may_keep_courses(viewer)
    shown = book.courses.all() if keeps else []
    names = {person.id: person.name for person in book.people.all()}
    return CoursesListed(
        tuple(_course_seen(course, theirs, names) for course in shown),
        tuple(each for each in theirs if each.enrolment.done_on and not each.confirmed),
        tuple(each for each in theirs if each.overdue),
        own_trainings(book, reader.id, now=now) if reader is not None else (), keeps, bool(led),
    )  # fmt: skip


def own_trainings(book: Book, person_id: int, *, now: datetime) -> tuple[EnrolmentSeen, ...]:
    """What a person is to do, that due soonest first, then what they have done, the newest first."""
    seen = enrolments_seen(book, book.courses.of_people([person_id]), workspace_day(book, now))
    done = sorted((each for each in seen if each.enrolment.done_on), key=_done_on, reverse=True)
    return (*(each for each in seen if each.enrolment.done_on is None), *done)


def _done_on(seen: EnrolmentSeen) -> date:
    return seen.enrolment.done_on or date.min


def _course_seen(course: Course, seen: Collection[EnrolmentSeen], names: dict[int, str]) -> CourseSeen:
    theirs = [each.enrolment for each in seen if each.course.id == course.id]
    overdue = {each.enrolment.person_id for each in seen if each.course.id == course.id and each.overdue}
    done = {each.person_id for each in theirs if each.done_on} - overdue
    waiting = {each.person_id for each in theirs if each.done_on is None} - done
    return CourseSeen(course, len(done), len(waiting), len(overdue), names.get(course.given_by or 0, ""))


def enrolments_seen(book: Book, enrolments: Collection[Enrolment], day: date) -> tuple[EnrolmentSeen, ...]:
    """Enrolments by names, as they stand on a day."""
    if not enrolments:
        return ()
    names = {person.id: person.name for person in book.people.all()}
    courses = {course.id: course for course in book.courses.all(retired=True)}
    return tuple(
        EnrolmentSeen(
            each, courses[each.course_id], names[each.person_id], each.overdue(day),
            names.get(each.confirmed_by or 0, ""),
        )
        for each in enrolments
    )  # fmt: skip

"""Trainings: kept in the catalogue, given to people, done, confirmed, and due again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesbot.domain.access import may_enrol, may_keep_courses, may_see_enrolments, require
from salesbot.domain.courses import (
    GAP_FROM,
    MOST_OF_NAME,
    STARTER_DAYS,
    Course,
    CourseUnfit,
    Enrolment,
    For,
    Whom,
    months_later,
)
from salesbot.domain.deals import Outcome
from salesbot.domain.people import Person, Role
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book

_LOOKED_AT = timedelta(days=91)


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
    overdue: int


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


def add_course(
    book: Book, sender: Person, name: str, what_for: For, *, product_id: int | None, technique: str | None,
    repeat_months: int | None, now: datetime,
) -> Course:  # fmt: skip
    """Put a training into the catalogue. Raises NotAllowed, CourseUnfit for a name that is taken or missing."""
    require(may_keep_courses(viewer_of(book, sender, now)), "training")
    name = " ".join(name.split())[:MOST_OF_NAME]
    if not name:
        raise CourseUnfit(why="name")
    if any(each.name.casefold() == name.casefold() for each in book.courses.all()):
        raise CourseUnfit(why="taken")
    course = book.courses.add(
        name=name, what_for=what_for.value, product_id=product_id if what_for is For.PRODUCT else None,
        technique=technique if what_for is For.TECHNIQUE else None, repeat_months=repeat_months,
        recorded_at=now, recorded_by=sender.id,
    )  # fmt: skip
    book.records.audit("added", "course", course.id, by=sender.id, now=now)
    return course


def retire_course(book: Book, sender: Person, course_id: int, *, now: datetime) -> Course:
    """Take a training out of the catalogue; what was done stays. Raises NotAllowed, ButtonExpired."""
    require(may_keep_courses(viewer_of(book, sender, now)), "training")
    course = course_of(book, course_id)
    book.courses.retire(course_id)
    book.records.audit("retired", "course", course_id, by=sender.id, now=now)
    return course


def course_of(book: Book, course_id: int) -> Course:
    """The training of that number. Raises ButtonExpired where there is none."""
    try:
        return book.courses.by_id(course_id)
    except LookupError:
        raise ButtonExpired() from None


def enrol(
    book: Book, sender: Person, course_id: int, whom: Whom, chosen: Collection[int], due_on: date, *,
    now: datetime,
) -> tuple[EnrolmentSeen, ...]:  # fmt: skip
    """Give a training to people whom the sender leads; who is to do it already is left as they are.

    Raises NotAllowed where one chosen is somebody else's, CourseUnfit where it would be nobody.
    """
    course, viewer = course_of(book, course_id), viewer_of(book, sender, now)
    led = [person for person in book.people.all() if person.active and may_enrol(viewer, person.id)]
    if whom is Whom.CHOSEN:
        require(set(chosen) <= {person.id for person in led}, "training")
        people = [person for person in led if person.id in chosen]
    else:
        people = _fitting(book, course, whom, [each for each in led if each.has(Role.REP)], now)
    waiting = {
        each.person_id
        for each in book.courses.of_people([person.id for person in people])
        if each.course_id == course_id and each.done_on is None
    }
    new = [person for person in people if person.id not in waiting]
    if not new:
        raise CourseUnfit(why="nobody")
    for person in new:
        book.courses.enrol(course_id, person.id, due_on, whom.value, by=sender.id, now=now)
    ids = {person.id for person in new}
    return tuple(
        each
        for each in _seen(book, book.courses.of_people(ids), workspace_day(book, now))
        if each.course.id == course_id and each.enrolment.done_on is None
    )


def finish(book: Book, sender: Person, enrolment_id: int, *, now: datetime) -> EnrolmentSeen:
    """It is done: said by the person, or by who leads them, which confirms it. Raises NotAllowed, ButtonExpired.

    A training that is repeated is due again so many months later.
    """
    enrolment, viewer = _enrolment(book, enrolment_id), viewer_of(book, sender, now)
    require(may_see_enrolments(viewer, enrolment.person_id), "training")
    day = workspace_day(book, now)
    confirms = may_enrol(viewer, enrolment.person_id)
    if enrolment.done_on is None:
        enrolment = book.courses.change(enrolment_id, done_on=day)
        months = book.courses.by_id(enrolment.course_id).repeat_months
        if months:
            book.courses.enrol(
                enrolment.course_id, enrolment.person_id, months_later(day, months), "repeat", by=sender.id,
                now=now,
            )  # fmt: skip
    if confirms and enrolment.confirmed_by is None:
        enrolment = book.courses.change(enrolment_id, confirmed_by=sender.id)
    return _seen(book, [enrolment], day)[0]


def courses_listed(book: Book, reader: Person | None, *, now: datetime) -> CoursesListed:
    """The catalogue for who keeps it, with those whom the reader leads; for everybody the own trainings."""
    viewer, day = viewer_of(book, reader, now), workspace_day(book, now)
    led = [each.id for each in book.people.all() if each.active and may_enrol(viewer, each.id)]
    theirs = _seen(book, book.courses.of_people(led), day)
    keeps = may_keep_courses(viewer)
    shown = book.courses.all() if keeps else []
    return CoursesListed(
        tuple(_course_seen(course, theirs) for course in shown),
        tuple(each for each in theirs if each.enrolment.done_on and not each.confirmed),
        tuple(each for each in theirs if each.overdue),
        own_trainings(book, reader.id, now=now) if reader is not None else (), keeps, bool(led),
    )  # fmt: skip


def own_trainings(book: Book, person_id: int, *, now: datetime) -> tuple[EnrolmentSeen, ...]:
    """What a person is to do, that due soonest first, then what they have done, the newest first."""
    seen = _seen(book, book.courses.of_people([person_id]), workspace_day(book, now))
    done = sorted((each for each in seen if each.enrolment.done_on), key=_done_on, reverse=True)
    return (*(each for each in seen if each.enrolment.done_on is None), *done)


def _done_on(seen: EnrolmentSeen) -> date:
    return seen.enrolment.done_on or date.min


def _course_seen(course: Course, seen: Collection[EnrolmentSeen]) -> CourseSeen:
    theirs = [each for each in seen if each.course.id == course.id]
    waiting = [each for each in theirs if each.enrolment.done_on is None]
    return CourseSeen(
        course, len({each.enrolment.person_id for each in theirs if each.enrolment.done_on}),
        len(waiting), sum(each.overdue for each in waiting),
    )  # fmt: skip


def _fitting(book: Book, course: Course, whom: Whom, people: list[Person], now: datetime) -> list[Person]:
    day = workspace_day(book, now)
    if whom is Whom.STARTERS:
        return [
            person
            for person in people
            if person.started_on is not None and 0 <= (day - person.started_on).days < STARTER_DAYS
        ]
    if whom is Whom.GAP:
        lost = _lost_on(book, course, day, now)
        return [person for person in people if lost[person.id] >= GAP_FROM]
    return people


def _lost_on(book: Book, course: Course, day: date, now: datetime) -> Counter[int]:
    """How many deals each rep lost in the last 13 weeks with the training's product or technique; for a role all."""
    return Counter(
        state.rep_id
        for state in book.deals.states_at(now, None, day - _LOOKED_AT)
        if state.outcome is Outcome.LOST
        and (
            course.what_for is not For.PRODUCT or course.product_id in {line.product for line in state.lines}
        )
        and (course.what_for is not For.TECHNIQUE or state.technique == course.about)
    )


def _enrolment(book: Book, enrolment_id: int) -> Enrolment:
    try:
        return book.courses.enrolment(enrolment_id)
    except LookupError:
        raise ButtonExpired() from None


def _seen(book: Book, enrolments: Collection[Enrolment], day: date) -> tuple[EnrolmentSeen, ...]:
    names = {person.id: person.name for person in book.people.all()}
    courses = {course.id: course for course in book.courses.all(retired=True)}
    return tuple(
        EnrolmentSeen(
            each, courses[each.course_id], names[each.person_id], each.overdue(day),
            names.get(each.confirmed_by or 0, ""),
        )
        for each in enrolments
    )  # fmt: skip

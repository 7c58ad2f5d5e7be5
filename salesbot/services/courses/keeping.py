"""Trainings kept in the catalogue, given to people, done, confirmed, and due again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from salesbot.domain.access import may_enrol, may_keep_courses, may_see_enrolments, require
from salesbot.domain.courses import MOST_OF_NAME, Course, CourseUnfit, Enrolment, For, Whom, months_later
from salesbot.domain.people import Person, Role
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.calendars import workspace_day
from salesbot.services.courses.fitting import fitting
from salesbot.services.courses.listing import EnrolmentSeen, enrolments_seen
from salesbot.services.courses.telling import tell_enrolled
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


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
    now: datetime, may_be_nobody: bool = False,
) -> tuple[EnrolmentSeen, ...]:  # fmt: skip
    """Give a training to people whom the sender leads, who hear of it; who is to do it already is left as they are.

    Raises NotAllowed where one chosen is somebody else's, CourseUnfit where it would be nobody.
    """
    course, viewer = course_of(book, course_id), viewer_of(book, sender, now)
    led = [person for person in book.people.all() if person.active and may_enrol(viewer, person.id)]
    if whom is Whom.CHOSEN:
        require(set(chosen) <= {person.id for person in led}, "training")
        people = [person for person in led if person.id in chosen]
    else:
        people = fitting(book, course, whom, [each for each in led if each.has(Role.REP)], now)
    waiting = {
        each.person_id
        for each in book.courses.of_people([person.id for person in people])
        if each.course_id == course_id and each.done_on is None
    }
    new = [person for person in people if person.id not in waiting]
    if not new and not may_be_nobody:
        raise CourseUnfit(why="nobody")
    for person in new:
        given = book.courses.enrol(course_id, person.id, due_on, whom.value, by=sender.id, now=now)
        tell_enrolled(book, given, now)
    ids = {person.id for person in new}
    return tuple(
        each
        for each in enrolments_seen(book, book.courses.of_people(ids), workspace_day(book, now))
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
    return enrolments_seen(book, [enrolment], day)[0]


def _enrolment(book: Book, enrolment_id: int) -> Enrolment:
    try:
        return book.courses.enrolment(enrolment_id)
    except LookupError:
        raise ButtonExpired() from None

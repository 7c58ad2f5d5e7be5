"""Trainings that are given by themselves: to who comes to sell, who starts, or who comes to lose deals on something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from salesbot.domain.access import may_enrol, may_keep_courses, require
from salesbot.domain.courses import Course, Enrolment, Whom
from salesbot.domain.people import Person, Role
from salesbot.services.calendars import workspace_day
from salesbot.services.courses.fitting import LOOKED_AT, fitting
from salesbot.services.courses.telling import tell_enrolled
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


def give_from_now_on(
    book: Book, sender: Person, course_id: int, whom: Whom | None, days: int, *, now: datetime
) -> Course:
    """Settle to whom a training is given by itself, to be done within so many days; None: to nobody any more.

    It goes to those whom the sender leads, an admin's to everybody who sells. Raises NotAllowed.
    """
    require(may_keep_courses(viewer_of(book, sender, now)), "training")
    before = book.courses.by_id(course_id)
    after = book.courses.change_course(
        course_id, given_to=None if whom is None else whom.value, given_days=days if whom else None,
        given_by=sender.id if whom else None,
    )  # fmt: skip
    book.records.audit(
        "changed", "course", course_id, by=sender.id, now=now, before={"given_to": before.given_to},
        after={"given_to": after.given_to},
    )  # fmt: skip
    return after


def give_by_themselves(book: Book, people: Iterable[int], now: datetime) -> int:
    """Give these people the trainings that are theirs to do by now; answers with how many are new.

    Nothing twice: who has it to do, or did it, is left as they are; after a gap's training once more when the deals of
    13 weeks later show one still.
    """
    standing = book.courses.given_by_themselves()
    return sum(_given(book, standing, person_id, now) for person_id in people) if standing else 0


def _given(book: Book, standing: list[Course], person_id: int, now: datetime) -> int:
    person = book.people.by_id(person_id)
    if not (person.active and person.has(Role.REP)):
        return 0
    known, day, made = book.courses.of_people([person_id]), workspace_day(book, now), 0
    for course in standing:
        theirs = [each for each in known if each.course_id == course.id]
        if _is_to_have(book, course, person, theirs, day, now):
            enrolment = book.courses.enrol(
                course.id, person_id, day + timedelta(days=course.given_days), str(course.given_to),
                by=course.given_by or person_id, now=now,
            )  # fmt: skip
            tell_enrolled(book, enrolment, now)
            made += 1
    return made


def _is_to_have(
    book: Book, course: Course, person: Person, theirs: list[Enrolment], day: date, now: datetime
) -> bool:
    if course.given_to is None or course.given_by is None or any(each.done_on is None for each in theirs):
        return False
    done = [each.done_on for each in theirs if each.done_on is not None]
    if done and (course.given_to is not Whom.GAP or max(done) > day - LOOKED_AT):
        return False
    giver = book.people.by_id(course.given_by)
    viewer = viewer_of(book, giver, now)
    if not (may_enrol(viewer, person.id) or (viewer.has(Role.ADMIN) and giver.id != person.id)):
        return False
    return bool(fitting(book, course, course.given_to, [person], now))

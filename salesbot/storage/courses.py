"""What is asked of the catalogue of trainings, and of who is to do them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select

from salesbot.domain.courses import Course, Enrolment, For, Whom
from salesbot.storage import tables
from salesbot.storage.questions import given, given_several, question

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_COURSE: Any = tables.Course.__table__
_ENROLMENT: Any = tables.Enrolment.__table__
_COURSES = question(tables.Course).order_by(_COURSE.c.id)
_ENROLMENTS = question(tables.Enrolment).order_by(_ENROLMENT.c.due_on, _ENROLMENT.c.id)
_BY_ID = _ENROLMENTS.where(_ENROLMENT.c.id == given("id"))
_OF_PEOPLE = _ENROLMENTS.where(_ENROLMENT.c.person_id.in_(given_several("people")))
_OPEN_OF = _ENROLMENTS.where(_ENROLMENT.c.person_id == given("person_id"), _ENROLMENT.c.done_on.is_(None))


class Courses:
    """The trainings of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, **values: Any) -> Course:
        """A training is put into the catalogue."""
        return self.by_id(self.book.add(tables.Course, **values))

    def all(self, *, retired: bool = False) -> list[Course]:
        """The trainings of the catalogue, by name."""
        found = self._courses(row for row in self._rows() if retired or not row.retired)
        return sorted(found, key=lambda course: course.name.casefold())

    def by_id(self, course_id: int) -> Course:
        """The training of that number; LookupError if there is none."""
        found = self._courses(row for row in self._rows() if row.id == course_id)
        if not found:
            raise LookupError(f"there is no training {course_id}")
        return found[0]

    def retire(self, course_id: int) -> None:
        """It is given to nobody any more; what was done stays."""
        self.book.change_row(tables.Course, course_id, retired=True)

    def change_course(self, course_id: int, **values: Any) -> Course:
        """Write something of a training anew."""
        self.book.change_row(tables.Course, course_id, **values)
        return self.by_id(course_id)

    def given_by_themselves(self) -> list[Course]:
        """The trainings of the catalogue that are given to people without anybody's doing."""
        return self._courses(row for row in self._rows() if not row.retired and row.given_to is not None)

    def enrol(
        self, course_id: int, person_id: int, due_on: date, why: str, *, by: int, now: datetime
    ) -> Enrolment:
        """Somebody is to do a training by a day."""
        number = self.book.add(
            tables.Enrolment, course_id=course_id, person_id=person_id, due_on=due_on, why=why,
            recorded_at=now, recorded_by=by,
        )  # fmt: skip
        return self.enrolment(number)

    def enrolment(self, enrolment_id: int) -> Enrolment:
        """The one of that number; LookupError if there is none."""
        found = self._enrolments(_BY_ID, id=enrolment_id)
        if not found:
            raise LookupError(f"there is no enrolment {enrolment_id}")
        return found[0]

    def of_people(self, person_ids: Collection[int]) -> list[Enrolment]:
        """All that these people are to do or have done, that due soonest first."""
        return self._enrolments(_OF_PEOPLE, people=list(person_ids))

    def open_of(self, person_id: int) -> list[Enrolment]:
        """What a person is to do and has not done."""
        return self._enrolments(_OPEN_OF, person_id=person_id)

    def change(self, enrolment_id: int, **values: Any) -> Enrolment:
        """Write something anew."""
        self.book.change_row(tables.Enrolment, enrolment_id, **values)
        return self.enrolment(enrolment_id)

    def _rows(self) -> Iterable[Row[Any]]:
        return self.book.remembered(tables.Course, "all", lambda: self.book.all(_COURSES))

    def _courses(self, found: Iterable[Row[Any]]) -> list[Course]:
        rows = list(found)
        names = self.book.accounts.label_names([row.product_id for row in rows])
        return [
            Course(
                row.id, row.name, For(row.what_for), names.get(row.product_id or 0, row.technique or ""),
                row.product_id, row.repeat_months, Whom(row.given_to) if row.given_to else None, row.given_days or 0,
                row.given_by,
            )
            for row in rows
        ]  # fmt: skip

    def _enrolments(self, asked: Select[Any], **values: Any) -> list[Enrolment]:
        rows = self.book.all(asked, **values)
        return [
            Enrolment(
                row.id, row.course_id, row.person_id, row.due_on, row.why, row.done_on, row.confirmed_by,
                row.recorded_by,
            )
            for row in rows
        ]  # fmt: skip

"""Trainings of the catalogue, and who is to do them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from salesbot.storage.columns import Rows, belongs_to, instant, of_workspace, one_of


class Course(Rows, table=True):
    """A training of the catalogue."""

    __tablename__ = "course"
    __table_args__ = (
        of_workspace(),
        belongs_to("label", "product_id"),
        one_of("what_for", "product", "technique", "role"),
        CheckConstraint("given_to IN ('selling', 'starters', 'gap')", name="given_to"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    name: str
    what_for: str
    product_id: int | None = None
    technique: str | None = None
    repeat_months: int | None = None
    retired: bool = False
    given_to: str | None = None
    """To whom it is given by itself; nothing: to nobody."""
    given_days: int | None = None
    given_by: int | None = None
    recorded_at: datetime = instant()
    recorded_by: int


class Enrolment(Rows, table=True):
    """Somebody is to do a training by a day; done, and by whom that was confirmed."""

    __tablename__ = "enrolment"
    __table_args__ = (
        belongs_to("course", "course_id"),
        belongs_to("person", "person_id"),
        one_of("why", "chosen", "selling", "starters", "gap", "repeat"),
        Index("ix_enrolment_person", "workspace_id", "person_id", "done_on"),
        Index("ix_enrolment_course", "workspace_id", "course_id"),
    )

    workspace_id: int = Field(primary_key=True)
    id: int = Field(primary_key=True)
    course_id: int
    person_id: int
    due_on: date
    why: str
    done_on: date | None = None
    confirmed_by: int | None = None
    recorded_at: datetime = instant()
    recorded_by: int

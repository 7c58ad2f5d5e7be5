"""Telling people of a training that they are to do."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.courses import Enrolment
from salesbot.services.calendars import workspace_day
from salesbot.services.courses.listing import EnrolmentSeen, enrolments_seen
from salesbot.services.planning import NEWS_EXPIRES_AFTER, Kind, person_recipient, plan_once
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


def tell_enrolled(book: Book, enrolment: Enrolment, now: datetime) -> None:
    """Plan that the person hears of it."""
    plan_once(
        book, Kind.TRAINING, person_recipient(enrolment.person_id), f"enrolment:{enrolment.id}", now=now,
        subject={"enrolment": enrolment.id}, expires_after=NEWS_EXPIRES_AFTER,
    )  # fmt: skip


def training_told(book: Book, row: Announcement, now: datetime) -> EnrolmentSeen | None:
    """What the person is told; None: it is done already."""
    enrolment = book.courses.enrolment(int(row.subject["enrolment"]))
    return None if enrolment.done_on else enrolments_seen(book, [enrolment], workspace_day(book, now))[0]

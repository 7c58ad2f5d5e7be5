"""To whom a training is given of those who sell: all, who starts, or who lost deals on what it is for."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from salesbot.domain.courses import GAP_FROM, STARTER_DAYS, Course, For, Whom
from salesbot.domain.deals import Outcome
from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.storage.book import Book

LOOKED_AT = timedelta(days=91)


def fitting(book: Book, course: Course, whom: Whom, people: list[Person], now: datetime) -> list[Person]:
    """Those of these people to whom the training goes."""
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
        for state in book.deals.states_at(now, None, day - LOOKED_AT)
        if state.outcome is Outcome.LOST
        and (
            course.what_for is not For.PRODUCT or course.product_id in {line.product for line in state.lines}
        )
        and (course.what_for is not For.TECHNIQUE or state.technique == course.about)
    )

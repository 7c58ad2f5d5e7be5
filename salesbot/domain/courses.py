"""Trainings of the catalogue: what each is for, who is to do it by when, and when it is done anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from salesbot.domain.mistakes import SalesbotError

STARTER_DAYS = 90
"""So many days after their first somebody still starts."""
GAP_FROM = 3
"""So many deals lost on what a training is for, in the last 13 weeks, are a gap."""
MOST_OF_NAME = 80


class For(StrEnum):
    """What a training is for."""

    PRODUCT = "product"
    TECHNIQUE = "technique"
    ROLE = "role"


class Whom(StrEnum):
    """To whom a training is given at once, of those whom somebody leads."""

    CHOSEN = "chosen"
    SELLING = "selling"
    """Everybody who sells."""
    STARTERS = "starters"
    """Who is in the first 90 days."""
    GAP = "gap"
    """Who lost three deals or more on it in the last 13 weeks."""


class CourseUnfit(SalesbotError):
    """A training that cannot be kept, or given to nobody: fact `why` (name, taken, nobody)."""

    template = "mistakes/course_unfit"


@dataclass(frozen=True, slots=True)
class Course:
    """A training of the catalogue."""

    id: int
    name: str
    what_for: For
    about: str
    """The product's or technique's name; empty for a role."""
    product_id: int | None
    repeat_months: int | None
    """After so many months it is due again; None: done once."""
    given_to: Whom | None = None
    """To whom it is given by itself, of those whom `given_by` leads; None: to nobody."""
    given_days: int = 0
    """So many days later it is to be done then."""
    given_by: int | None = None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Somebody is to do a training by a day."""

    id: int
    course_id: int
    person_id: int
    due_on: date
    why: str
    """One of `Whom`, or `repeat`."""
    done_on: date | None
    confirmed_by: int | None
    recorded_by: int

    def overdue(self, day: date) -> bool:
        """Whether it is not done past its day."""
        return self.done_on is None and self.due_on < day


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = following - timedelta(days=1)
    return last if day.day > last.day else date(year, month + 1, day.day)

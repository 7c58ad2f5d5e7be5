"""Follow-ups: what somebody is to do about an account by a day, and when a manager hears that it was not done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.misreadings import Misreading, Question

TOLD_AFTER = 3
"""Working days that something is overdue before a manager sees it: the rep comes first."""


class AccountUnnamed(Misreading):
    """The line begins with no account that is known, and nothing tells where a new one's name would end."""

    template: ClassVar[str] = "mistakes/account_unnamed"


class DayMissing(Question):
    """No day is named by which it is to be done: `account`; each choice is labelled `day`."""

    template: ClassVar[str] = "mistakes/day_missing"


class FollowUpOutcome(StrEnum):
    """How a follow-up stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    """Taken back, or no longer needed."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something that a person is to do about an account by a day; `text` is as typed and may be empty."""

    id: int
    person_id: int
    account_id: int
    deal_id: int | None
    due_on: date
    text: str
    outcome: FollowUpOutcome
    closed_on: date | None
    recorded_at: datetime
    recorded_by: int | None


def told_from(due_on: date, calendar: WorkingCalendar) -> date:
    """The day from which who leads the person sees an overdue follow-up: the third working day after it was due."""
    return calendar.after_working_days(due_on, TOLD_AFTER)


def snoozed_to(day: date, calendar: WorkingCalendar) -> date:
    """The day that *Tomorrow* means: the next working day, since nobody is reminded on a Saturday."""
    return calendar.next_working(day)

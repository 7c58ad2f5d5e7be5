"""One-to-one talks of a person and who leads them: what is on the agenda, what is noted, what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from salesbot.domain.bridges import Cause
from salesbot.domain.diagnosis import Trouble
from salesbot.domain.mistakes import SalesbotError

WINDOWS = (30, 60, 90)
"""Days before the start of an action that are compared with as many after it."""
MOST_OF_WORDS = 1000


class Aim(StrEnum):
    """The one figure that an action is to move."""

    WIN_RATE = "win_rate"
    SIZE = "size"
    CYCLE = "cycle"
    DEALS = "deals"
    ACTIVITIES = "activities"

    @property
    def lower_is_better(self) -> bool:
        """Whether the figure is to fall."""
        return self is Aim.CYCLE


class ActionOutcome(StrEnum):
    """How an action stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class TalkWithNobody(SalesbotError):
    """A talk is with somebody whom the asker leads: fact `name`; empty where there is nobody at all."""

    template = "mistakes/talk_with_nobody"


@dataclass(frozen=True, slots=True)
class TalkPoint:
    """Something to talk over; both sides read it."""

    id: int
    person_id: int
    text: str
    recorded_by: int


@dataclass(frozen=True, slots=True)
class TalkNote:
    """A private note of who wrote it."""

    id: int
    person_id: int
    text: str
    day: date
    recorded_by: int


@dataclass(frozen=True, slots=True)
class TalkAction:
    """What was agreed."""

    id: int
    person_id: int
    """Whose talk it was, and whose figure it is to move."""
    owner_id: int
    text: str
    aim: Aim | None
    days: int
    starts_on: date
    due_on: date
    outcome: ActionOutcome
    settled_on: date | None
    recorded_by: int

    @property
    def ends_on(self) -> date:
        """The first day after its window."""
        return self.starts_on + timedelta(days=self.days)

    def overdue(self, day: date) -> bool:
        """Whether it is open past its day."""
        return self.outcome is ActionOutcome.OPEN and self.due_on < day


class Question(StrEnum):
    """What a talk may begin with where neither a trouble nor a cause of the gap stands out."""

    STALE = "stale"
    NOTHING = "nothing"


def question_of(
    troubles: tuple[Trouble, ...], largest: Cause | None, stale: int
) -> Trouble | Cause | Question:
    """What to ask first: about the first trouble found, else the largest cause of the gap, else deals that stand still."""
    if troubles:
        return troubles[0]
    if largest is not None:
        return largest
    return Question.STALE if stale else Question.NOTHING

"""An open seat of a team, and the steps by which somebody comes to sit on it and begins to sell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money


class SeatRefused(SalesbotError):
    """Something about an open seat that cannot be: fact `why` (gone, past, nobody)."""

    template = "mistakes/seat_refused"


class StepKind(StrEnum):
    """What is to be done to fill a seat, and by who starts."""

    ADVERTISED = "advertised"
    INTERVIEWS = "interviews"
    OFFER = "offer"
    STARTS = "starts"
    TRAINING = "training"
    ACCOUNTS = "accounts"
    BUDDY = "buddy"

    @property
    def of_hiring(self) -> bool:
        """Whether it leads to somebody; else it is of the first weeks."""
        return self in HIRING


HIRING = (StepKind.ADVERTISED, StepKind.INTERVIEWS, StepKind.OFFER, StepKind.STARTS)
FIRST_WEEKS = ((StepKind.BUDDY, 1), (StepKind.TRAINING, 5), (StepKind.ACCOUNTS, 10))
"""What a starter does first, each by so many working days after the first one."""


@dataclass(frozen=True, slots=True)
class Seat:
    """An open seat of a team: nobody sits on it yet, and it may carry a goal."""

    id: int
    team_id: int
    starts_on: date
    """When somebody is to start."""
    goal: Money | None
    """Of a month at full strength."""
    opened_on: date
    filled_by: int | None
    closed_on: date | None
    recorded_at: datetime
    recorded_by: int | None


@dataclass(frozen=True, slots=True)
class SeatStep:
    """One step to fill a seat, or one of a starter's first weeks."""

    id: int
    seat_id: int
    kind: StepKind
    owner_id: int
    """Who does it."""
    due_on: date
    done_on: date | None
    words: str
    """As typed; may be empty."""

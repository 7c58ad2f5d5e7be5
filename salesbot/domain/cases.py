"""Cases: a trouble that is handed to another department with its evidence, answered, and looked at again afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from salesbot.domain.diagnosis import Sign, Trouble
from salesbot.domain.evidence import Difference, Share, difference
from salesbot.domain.goals import Scope
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.orders import Department

DUE_AFTER = 5
"""Working days that a department has to answer, where nobody says otherwise."""
REMINDED_EVERY = 5
"""Working days after which a department that has not answered is reminded again."""
LOOKED_AT_AFTER = 60
"""Days after which it is reported whether the figure moved; again after as many, until the case is closed."""


class CaseOutcome(StrEnum):
    """How a case stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class NothingToHandOver(SalesbotError):
    """The trouble is not found any more, or its department has no channel: fact `why` (gone, channel)."""

    template = "mistakes/nothing_to_hand_over"


@dataclass(frozen=True, slots=True)
class TroubleCase:
    """A trouble at a department."""

    id: int
    department: Department
    trouble: Trouble
    scope: Scope
    subject_id: int | None
    sign: Sign
    about: int | None
    """The campaign's number, where the sign is of one."""
    now: Share
    """So many of so many when it was opened."""
    before: Share
    starts_on: date
    ends_on: date
    due_on: date
    outcome: CaseOutcome
    owner_id: int | None
    """Who of the department took it."""
    answered_on: date | None
    closed_on: date | None
    recorded_by: int | None
    recorded_at: datetime

    @property
    def stood_out(self) -> bool:
        """Whether it was worse than what it is held against, so that a part of it would go by itself."""
        now, before = self.now.count * self.before.n, self.before.count * self.now.n
        return now < before if self.sign is Sign.CAMPAIGN else now > before


@dataclass(frozen=True, slots=True)
class Moved:
    """The figure of a case after it was opened, and by how much it differs from then."""

    since: Share
    difference: Difference | None

    @property
    def lower(self) -> bool | None:
        """Whether it is lower by more than chance; None where that cannot be said."""
        if self.difference is None or not (self.difference.above or self.difference.below):
            return None
        return self.difference.below


def moved(case: TroubleCase, since: Share) -> Moved:
    """How the case's sign stands in what was decided since it was opened."""
    return Moved(since, difference(since, case.now))

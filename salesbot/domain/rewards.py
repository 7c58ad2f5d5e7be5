"""Points, levels, badges and rewards: what is earned by rule, what it buys, and what the budget bears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from salesbot.domain.feats import Feat
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money

LEVELS = (0, 100, 250, 500, 1000, 2000)
"""Points ever earned from which each level begins, the first from 0 on."""
EARNS: Mapping[Feat, int] = {
    Feat.WON: 10, Feat.FIRST: 10, Feat.OWN_RECORD: 20, Feat.FASTEST: 10, Feat.STREAK: 20, Feat.ASSIST: 10,
}  # fmt: skip
"""Points for a told win, for what was special about it, and for help with it."""
FOR_KUDOS = 5
"""Points for kudos, once they can be taken back no more."""
LONGEST_NAME = 60


class RewardKind(StrEnum):
    """What a reward is."""

    BONUS = "bonus"
    TIME_OFF = "time_off"
    TRAVEL = "travel"
    OFFICE = "office"
    OWN = "own"


class RequestStatus(StrEnum):
    """Where a request for a reward stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"


NEXT: Mapping[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.REQUESTED: frozenset(
        {RequestStatus.APPROVED, RequestStatus.DECLINED, RequestStatus.WITHDRAWN}
    ),
    RequestStatus.APPROVED: frozenset({RequestStatus.HANDED_OVER}),
}
"""From where a request may go on; everything else is the end."""
BINDS_BUDGET = frozenset({RequestStatus.APPROVED, RequestStatus.HANDED_OVER})


class PointsShort(SalesbotError):
    """A reward costs more points than there are: facts `points`, `balance`."""

    template = "mistakes/points_short"


class BudgetShort(SalesbotError):
    """The budget does not bear the reward: facts `left` (Money), `cost` (Money), `year`."""

    template = "mistakes/budget_short"


class RewardGone(SalesbotError):
    """There is no such reward or request any more, or it is decided already."""

    template = "mistakes/reward_gone"


@dataclass(frozen=True, slots=True)
class Reward:
    """Something that can be earned."""

    id: int
    kind: RewardKind
    name: str
    points: int
    """What it takes of the own points; 0: none, it is asked for and decided."""
    cost: Money
    active: bool


@dataclass(frozen=True, slots=True)
class RewardRequest:
    """Somebody asked for a reward; points and cost are those of that moment."""

    id: int
    reward_id: int
    person_id: int
    status: RequestStatus
    points: int
    cost: Money
    requested_at: datetime
    decided_by: int | None
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge that somebody has."""

    person_id: int
    code: str
    """A rule's, or `own`."""
    name: str
    """What is written on one that was given by hand; empty for a rule's."""
    on_day: date
    granted_by: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody did so far, as badges count it."""

    wins: int
    records: int
    longest_streak: int
    assists: int
    kudos: int


def badges_earned(done: Done) -> tuple[str, ...]:
    """The codes of all badges that somebody has earned by rule."""
    marks: Sequence[tuple[str, int, tuple[int, ...]]] = (
        ("wins", done.wins, (1, 10, 50, 100)),
        ("record", done.records, (1,)),
        ("streak", done.longest_streak, (8, 26)),
        ("helper", done.assists, (5, 25)),
        ("kudos", done.kudos, (10, 50)),
    )
    return tuple(f"{name}_{mark}" for name, count, steps in marks for mark in steps if count >= mark)


def level_of(earned: int) -> int:
    """The level of so many points ever earned: 1 from 0 on, 2 from 100 on."""
    return sum(earned >= least for least in LEVELS)


def to_next_level(earned: int) -> int | None:
    """How many points are missing to the next level; None on the highest."""
    return next((least - earned for least in LEVELS if least > earned), None)


def require_points(points: int, balance: int) -> None:
    """Raise PointsShort where a reward takes more points than there are."""
    if points > balance:
        raise PointsShort(points=points, balance=balance)


def require_budget(cost: Money, spent: Money, budget: Money, year: int) -> None:
    """Raise BudgetShort where the year's budget does not bear the reward beside what is approved already."""
    if cost.minor and spent.minor + cost.minor > budget.minor:
        raise BudgetShort(left=budget - spent, cost=cost, year=year)

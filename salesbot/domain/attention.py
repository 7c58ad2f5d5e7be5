"""What needs attention this morning: at most three things for a manager, and the deals that would close a gap."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, zip_longest
from typing import TypeAlias

from salesbot.domain.attainment import Status
from salesbot.domain.figures import Figure, size_of
from salesbot.domain.money import Money

MOST_NEEDS = 3
LOST_FROM = 3
"""So many deals of one rep lost on one reason, and at least half of all that rep lost, need a look."""
SURE_FROM = 10
"""From so many decided deals on, losses on one reason are more than chance."""
STALE_DAYS = 14
"""Without history: no change for so many days. With it: twice the median of won deals in that stage."""
MOST_TOGETHER = 3
_MOST_TRIED = 12


@dataclass(frozen=True, slots=True)
class LostOnReason:
    """One rep's losses of the period that go back to one reason."""

    person_id: int
    reason_id: int
    reason: str
    on_reason: int
    lost: int
    decided: int
    amount: Money

    @property
    def sure(self) -> bool:
        """Whether there are enough decided deals to call it more than chance."""
        return self.decided >= SURE_FROM


class Why(StrEnum):
    """Why an open deal is stale."""

    NO_CHANGE = "no_change"
    PAST_DAY = "past_day"


@dataclass(frozen=True, slots=True)
class StaleDeal:
    """An open deal on which nothing happened for too long, or whose expected day is past."""

    deal_id: int
    person_id: int
    account: str
    amount: Money
    stage: str
    days: int
    """Since the last change of stage; past its day: since that day."""
    usual_days: int | None
    """The median of won deals in that stage; None without history."""
    why: Why


@dataclass(frozen=True, slots=True)
class LateDelivery:
    """An order of a won deal that was promised for a day that is past, and is still open."""

    deal_id: int
    person_id: int
    account: str
    promised_on: date
    put_off_to: date | None
    """The day on which it is expected now, where that is another one."""
    days: int


@dataclass(frozen=True, slots=True)
class FarBehind:
    """Somebody well behind pace."""

    person_id: int
    against_pace: Figure
    status: Status


@dataclass(frozen=True, slots=True)
class LeftLying:
    """Follow-ups that somebody has let lie for three working days or more."""

    person_id: int
    account: str
    """Of the one that lies longest."""
    days: int
    count: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A change of a goal that somebody has not said they read, though the days for it are over."""

    person_id: int
    period: str
    days: int


@dataclass(frozen=True, slots=True)
class CaseWaits:
    """A case that the manager opened: its answer is due or overdue, or it is answered and waits to be closed."""

    case_id: int
    person_id: int
    """Who opened it."""
    department: str
    due_on: date
    days: int
    """Since it was due; 0: today."""
    answered: bool


Need: TypeAlias = LostOnReason | StaleDeal | LateDelivery | FarBehind | LeftLying | Unread | CaseWaits


def about_need(need: Need) -> str:
    """What tells one need from another, whatever its figures are today: `StaleDeal:7:12`."""
    subject = need.case_id if isinstance(need, CaseWaits) else getattr(need, "deal_id", 0)
    return f"{type(need).__name__}:{need.person_id}:{subject}"


def stale_limit(median_days: int | Fraction | None) -> Fraction:
    """How many days without a change make a deal of a stage stale: twice the median, else 14."""
    return Fraction(STALE_DAYS) if median_days is None else 2 * Fraction(median_days)


def staleness(
    days: int, median_days: int | Fraction | None, expected_on: date | None, as_of: date
) -> Why | None:
    """Why an open deal is stale: past its expected day, or too many `days` without a change."""
    if expected_on is not None and expected_on < as_of:
        return Why.PAST_DAY
    return Why.NO_CHANGE if days > stale_limit(median_days) else None


def lost_on_one_reason(rows: Iterable[LostOnReason]) -> list[LostOnReason]:
    """Of everybody's losses, those that need a look: three on a reason, and half of all that rep lost."""
    return [row for row in rows if row.on_reason >= LOST_FROM and row.on_reason * 2 >= row.lost]


def needs_of_manager(
    lost: Iterable[LostOnReason] = (),
    stale: Iterable[StaleDeal] = (),
    late: Iterable[LateDelivery] = (),
    behind: Iterable[FarBehind] = (),
    lying: Iterable[LeftLying] = (),
    unread: Iterable[Unread] = (),
    snoozed: Container[str] = (),
    most: int = MOST_NEEDS,
) -> tuple[Need, ...]:
    """What needs the manager, at most three: of each kind the weightiest, then the second of each.

    The kinds in order: losses on one reason, stale deals, late deliveries, follow-ups left lying, those furthest
    behind pace, goals unread. What is `snoozed` (by `about_need`) is left out.
    Somebody who is named already for losses is not named again for being behind.
    """
    troubled = lost_on_one_reason(lost)
    named = {row.person_id for row in troubled}
    far = [one for one in behind if one.status is Status.AT_RISK and one.person_id not in named]
    troubled.sort(key=lambda row: (-row.on_reason, -row.amount.minor, row.person_id))
    by_amount = sorted(stale, key=lambda deal: (-deal.amount.minor, -deal.days, deal.deal_id))
    by_days = sorted(late, key=lambda order: (-order.days, order.deal_id))
    far.sort(key=lambda one: (size_of(one.against_pace), one.person_id))
    longest = sorted(lying, key=lambda one: (-one.days, one.person_id))
    unread_long = sorted(unread, key=lambda one: (-one.days, one.person_id))
    rounds: Iterable[Sequence[Need | None]] = zip_longest(
        troubled, by_amount, by_days, longest, far, unread_long
    )
    in_turn = [
        need for each in rounds for need in each if need is not None and about_need(need) not in snoozed
    ]
    return tuple(in_turn[:most])


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open deal that could help to close a gap in the period."""

    deal_id: int
    account: str
    amount: Money
    percent: int


def amount_of(deals: Sequence[Candidate]) -> Money | None:
    """What these deals bring together; None of no deals."""
    amounts = [deal.amount for deal in deals]
    return sum(amounts[1:], amounts[0]) if amounts else None


def enough_together(gap: Money, deals: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The fewest open deals that would close the gap if all were won; the likeliest of as many.

    Largest amount first, at most three. Empty where the gap is closed or three would not do. Of many, only
    the twelve largest are tried.
    """
    if gap.minor <= 0:
        return ()
    largest = sorted(deals, key=lambda deal: (-deal.amount.minor, deal.deal_id))[:_MOST_TRIED]
    for count in range(1, MOST_TOGETHER + 1):
        enough = [
            group
            for group in combinations(largest, count)
            if sum(deal.amount.minor for deal in group) >= gap.minor
        ]
        if enough:
            return max(enough, key=_likelihood)
    return ()


def _likelihood(group: tuple[Candidate, ...]) -> int:
    chance = 1
    for deal in group:
        chance *= deal.percent
    return chance

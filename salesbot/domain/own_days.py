"""A rep's day: what waits, one line a deal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from salesbot.domain.attention import StaleDeal
from salesbot.domain.money import Money


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """A follow-up that a rep planned for today or earlier."""

    follow_up_id: int
    deal_id: int | None
    account: str
    what: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ClosingDeal:
    """An open deal that is expected to close today."""

    deal_id: int
    account: str
    amount: Money


class Wants(StrEnum):
    """What an order wants of its rep, in the order in which it is told."""

    ISSUE = "issue"
    """The customer has an issue that is open."""
    LATE = "late"
    """It was promised for a day that is past."""
    ASK = "ask"
    """It was delivered: how did it go?"""


_WANTS = tuple(Wants)


@dataclass(frozen=True, slots=True)
class OrderWaits:
    """An order of a won deal that wants something of its rep."""

    deal_id: int
    order_id: int
    account: str
    wants: Wants
    day: date | None
    """The day for which it was promised, or on which it was delivered."""
    put_off_to: date | None
    """The day on which it is expected now, where that is not the promised one."""
    fresh: bool
    """Whether it wants that only since the morning message before."""


class _Key(NamedTuple):
    deal_id: int | None
    account: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line of a rep's day: a deal or account, with everything that waits there."""

    deal_id: int | None
    account: str
    follow_ups: tuple[FollowUpDue, ...]
    stale: StaleDeal | None
    order: OrderWaits | None
    closing: ClosingDeal | None = None

    @property
    def amount(self) -> Money | None:
        """What the deal is worth, where that is known."""
        known = self.stale or self.closing
        return known.amount if known is not None else None


def day_of_rep(
    follow_ups: Iterable[FollowUpDue],
    stale: Iterable[StaleDeal],
    orders: Iterable[OrderWaits],
    closing: Iterable[ClosingDeal] = (),
) -> tuple[DayLine, ...]:
    """A rep's day, one line a deal: follow-ups, the most overdue first, deals that close, orders, stale deals."""
    due: dict[_Key, list[FollowUpDue]] = {}
    for one in sorted(follow_ups, key=lambda each: (each.due_on, each.follow_up_id)):
        due.setdefault(_Key(one.deal_id, one.account), []).append(one)
    by_amount = sorted(stale, key=lambda deal: (-deal.amount.minor, deal.deal_id))
    in_turn = sorted(
        orders, key=lambda order: (_WANTS.index(order.wants), order.day or date.max, order.deal_id)
    )
    stale_at = {_Key(deal.deal_id, deal.account): deal for deal in by_amount}
    order_at = {_Key(order.deal_id, order.account): order for order in in_turn}
    closes = sorted(closing, key=lambda deal: (-deal.amount.minor, deal.deal_id))
    closing_at = {_Key(deal.deal_id, deal.account): deal for deal in closes}
    return tuple(
        DayLine(
            key.deal_id, key.account, tuple(due.get(key, [])), stale_at.get(key), order_at.get(key),
            closing_at.get(key),
        )
        for key in dict.fromkeys([*due, *closing_at, *order_at, *stale_at])
    )  # fmt: skip

"""Why a deal moved a forecast: how somebody's part of it stood at two moments, and the first cause that fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salesbot.domain.deals import Outcome
from salesbot.domain.money import WHOLE, Money
from salesbot.domain.periods import Period


class Cause(StrEnum):
    """Why a deal moved the forecast; in the order in which a digest tells them."""

    WON = "won"
    NEW = "new"
    EARLIER = "earlier"
    LATER = "later"
    LOST = "lost"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    REFUNDED = "refunded"
    AMOUNT = "amount"
    STAGE = "stage"
    OVERDUE = "overdue"
    CURRENCY = "currency"
    SHARE = "share"
    CORRECTED = "corrected"
    """What was won on days out of the period, changed since: its month is closed for pay, so the change counts here."""


_BY_OUTCOME = {Outcome.WON: Cause.WON, Outcome.LOST: Cause.LOST, Outcome.OPEN: Cause.REOPENED}


@dataclass(frozen=True, slots=True)
class DealPart:
    """How one person's part of a deal stood at a digest, in the digest's currency, and what was credited of it."""

    deal_id: int
    person_id: int
    account: str
    outcome: Outcome
    amount: Money
    """The person's part, converted."""
    percent: int = 0
    """The probability of its stage; of no matter once it is closed."""
    expected_on: date | None = None
    closed_on: date | None = None
    won: int = 0
    """What of it is credited on days of the period, in minor units: the rows of which attainment is the sum."""
    millionths: int = WHOLE
    """The person's share of the deal."""
    entered: Money | None = None
    """The whole deal in the currency in which it was entered: what tells a new rate from an edit."""
    reason: str | None = None
    """Why it was lost."""
    theirs: bool = True
    """Whether it stands with those of whom the changes are told; else it is here to tell why it came or went."""
    rated: bool = True
    """False where no rate is known: the amount is in the deal's own currency, and counts nothing while it is open."""

    @property
    def day(self) -> date | None:
        """The day for which it stands: the close day of a won deal, else the expected one."""
        return self.closed_on if self.outcome is Outcome.WON else self.expected_on


def cause_of(before: DealPart | None, after: DealPart | None, period: Period, day: date) -> Cause:
    """Why the forecast moved: the first that fits."""
    if after is None or after.outcome is Outcome.WITHDRAWN:
        return Cause.WITHDRAWN
    if before is None or before.outcome is Outcome.WITHDRAWN:
        return _cause_of_new(after, period)
    if before.theirs is not after.theirs:
        return Cause.SHARE
    if after.outcome is not before.outcome:
        return _BY_OUTCOME[after.outcome]
    if after.outcome is Outcome.WON:
        return _cause_of_won(before, after, period)
    return _cause_of_move(before, after, day) or _cause_of_amount(before, after)


def _cause_of_new(after: DealPart, period: Period) -> Cause:
    if after.outcome is Outcome.WON and _counts_in_part(after, period):
        return Cause.CORRECTED
    if after.outcome is Outcome.WON:
        return Cause.REFUNDED if after.amount.minor < 0 else Cause.WON
    if after.outcome is Outcome.LOST:
        return Cause.LOST
    return Cause.NEW


def _counts_in_part(after: DealPart, period: Period) -> bool:
    """Whether a deal of another month counts here with something else than all of it: the rest counts there."""
    elsewhere = after.closed_on is not None and not period.covers(after.closed_on)
    return elsewhere and after.won != after.amount.minor


def _cause_of_won(before: DealPart, after: DealPart, period: Period) -> Cause:
    """Why a deal that was won and is won counts otherwise."""
    if after.amount.minor < 0:
        return Cause.REFUNDED
    if after.millionths != before.millionths:
        return Cause.SHARE
    if not any(state.closed_on is not None and period.covers(state.closed_on) for state in (before, after)):
        return Cause.CORRECTED
    return _cause_of_day(before, after) or _cause_of_amount(before, after)


def _cause_of_move(before: DealPart, after: DealPart, day: date) -> Cause | None:
    """The deal's day moved, or passed by; None where the day stayed and still lies ahead."""
    overdue = after.outcome is Outcome.OPEN and after.day is not None and after.day < day
    return _cause_of_day(before, after) or (Cause.OVERDUE if overdue else None)


def _cause_of_day(before: DealPart, after: DealPart) -> Cause | None:
    was, is_now = before.day, after.day
    if was == is_now:
        return None
    return Cause.LATER if is_now is None or (was is not None and is_now > was) else Cause.EARLIER


def _cause_of_amount(before: DealPart, after: DealPart) -> Cause:
    if after.millionths != before.millionths:
        return Cause.SHARE
    if after.amount != before.amount:
        converted = after.entered is not None and after.entered == before.entered
        return Cause.CURRENCY if converted else Cause.AMOUNT
    return Cause.STAGE if after.percent != before.percent else Cause.CORRECTED

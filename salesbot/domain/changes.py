"""What changed between two digests: each deal that moved the forecast, by its cause, adding up exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from salesbot.domain.deals import Outcome
from salesbot.domain.money import WHOLE, Money, round_half_even
from salesbot.domain.periods import Period
from salesbot.domain.rounding import add_up


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


_ORDER = {cause: place for place, cause in enumerate(Cause)}
_BY_OUTCOME = {Outcome.WON: Cause.WON, Outcome.LOST: Cause.LOST, Outcome.OPEN: Cause.REOPENED}
_Part = tuple[int, int]
"""The deal's number and the person's."""
_PARTS = 100
"""Amounts times whole percents: the forecast is exact in hundredths of a minor unit."""


@dataclass(frozen=True, slots=True)
class DealPart:
    """How one person's part of a deal stood at a digest, in the digest's currency."""

    deal_id: int
    person_id: int
    account: str
    outcome: Outcome
    amount: Money
    """The person's part, converted; net of refunds."""
    percent: int = 0
    """The probability of its stage; of no matter once it is closed."""
    expected_on: date | None = None
    closed_on: date | None = None
    millionths: int = WHOLE
    """The person's share of the deal."""
    entered: Money | None = None
    """The whole deal in the currency in which it was entered: what tells a new rate from an edit."""
    refunded: Money | None = None
    reason: str | None = None
    """Why it was lost."""


@dataclass(frozen=True, slots=True)
class Change:
    """One deal's effect on the forecast, with what it was and what it is."""

    cause: Cause
    before: DealPart | None
    after: DealPart | None
    effect: Money

    @property
    def deal(self) -> DealPart:
        """The deal as it stands, or as it last stood."""
        state = self.after or self.before
        assert state is not None
        return state


@dataclass(frozen=True, slots=True)
class Changes:
    """The forecast then and now, and what lies between; the effects add up to the difference exactly."""

    before: Money
    after: Money
    rows: tuple[Change, ...]

    def by_cause(self) -> dict[Cause, tuple[tuple[Change, ...], Money]]:
        """The rows of each cause with the sum of their effects, in the order in which they are told."""
        found: dict[Cause, tuple[tuple[Change, ...], Money]] = {}
        for cause in Cause:
            rows = tuple(row for row in self.rows if row.cause is cause)
            if rows:
                found[cause] = rows, Money(sum(row.effect.minor for row in rows), self.after.currency)
        return found


def what_changed(
    before: Iterable[DealPart],
    after: Iterable[DealPart],
    period: Period,
    before_day: date,
    after_day: date,
    currency: str,
) -> Changes:
    """Every deal that moved the forecast of a period between the mornings of two days, by cause and effect.

    One that was lost between them in the period is told also where the forecast did not count it: its effect is nothing.

    Forecast = won in the period + Σ open amount × probability, expected in it and not overdue. A part that went from one
    person to another of them is one part, as it moved nothing by that. Effects are rounded to the minor unit so
    that they add up to the difference of the two rounded forecasts.
    """
    now = {(state.deal_id, state.person_id): state for state in after}
    then = _as_held_now({(state.deal_id, state.person_id): state for state in before}, now)
    worth_then = {key: _worth(state, period, before_day) for key, state in then.items()}
    worth_now = {key: _worth(state, period, after_day) for key, state in now.items()}
    lost = {
        key for key, state in now.items() if _lost_since(state, then.get(key), period, before_day, after_day)
    }
    moved = sorted(
        key
        for key in then.keys() | now.keys()
        if key in lost or worth_then.get(key, 0) != worth_now.get(key, 0)
    )
    exact = [Fraction(worth_now.get(key, 0) - worth_then.get(key, 0), _PARTS) for key in moved]
    was, is_now = _rounded(worth_then.values()), _rounded(worth_now.values())
    same_deals = {deal_id for deal_id, _ in then} & {deal_id for deal_id, _ in now}
    rows = []
    for key, effect in zip(moved, add_up(exact, is_now - was), strict=True):
        cause = _cause(then.get(key), now.get(key), key[0] in same_deals, after_day)
        rows.append(Change(cause, then.get(key), now.get(key), Money(effect, currency)))
    return Changes(Money(was, currency), Money(is_now, currency), tuple(sorted(rows, key=_telling)))


def _lost_since(
    state: DealPart, then: DealPart | None, period: Period, before_day: date, after_day: date
) -> bool:
    """Whether the deal was lost in the period between the two mornings: what is entered of long ago is no news."""
    if state.outcome is not Outcome.LOST or state.closed_on is None or not period.covers(state.closed_on):
        return False
    return (then is None or then.outcome is Outcome.OPEN) and before_day <= state.closed_on <= after_day


def _as_held_now(then: Mapping[_Part, DealPart], now: Mapping[_Part, DealPart]) -> dict[_Part, DealPart]:
    """The parts as they were, each that was handed over as it is by the key of who holds it now."""
    gone: dict[tuple[int, int], list[_Part]] = defaultdict(list)
    for key in sorted(then.keys() - now.keys()):
        gone[key[0], then[key].millionths].append(key)
    held = dict(then)
    for key in sorted(now.keys() - then.keys()):
        if waiting := gone[key[0], now[key].millionths]:
            held[key] = held.pop(waiting.pop(0))
    return held


def _worth(state: DealPart, period: Period, day: date) -> int:
    """What the deal brings into the forecast on the morning of the day, in hundredths of a minor unit."""
    if state.outcome is Outcome.WON:
        counts = state.closed_on is not None and period.covers(state.closed_on)
        return state.amount.minor * _PARTS if counts else 0
    if state.outcome is Outcome.OPEN and state.expected_on is not None:
        counts = period.covers(state.expected_on) and state.expected_on >= day
        return state.amount.minor * state.percent if counts else 0
    return 0


def _rounded(worths: Iterable[int]) -> int:
    return round_half_even(Fraction(sum(worths), _PARTS))


def _telling(change: Change) -> tuple[int, int, int, int, int]:
    deal = change.deal
    return _ORDER[change.cause], -abs(change.effect.minor), -deal.amount.minor, deal.deal_id, deal.person_id


def _cause(before: DealPart | None, after: DealPart | None, known: bool, day: date) -> Cause:
    """Why the forecast moved; `known`: the deal itself was there before and after, with whomever."""
    if after is None or after.outcome is Outcome.WITHDRAWN:
        return Cause.SHARE if after is None and known else Cause.WITHDRAWN
    if before is None or before.outcome is Outcome.WITHDRAWN:
        return _cause_of_new(after, known and before is None)
    if after.outcome is not before.outcome:
        return _BY_OUTCOME[after.outcome]
    if after.outcome is Outcome.WON and after.refunded != before.refunded:
        return Cause.REFUNDED
    return _cause_of_move(before, after, day) or _cause_of_amount(before, after)


def _cause_of_new(after: DealPart, handed: bool) -> Cause:
    if handed:
        return Cause.SHARE
    if after.outcome is Outcome.WON:
        return Cause.REFUNDED if after.amount.minor < 0 else Cause.WON
    if after.outcome is Outcome.LOST:
        return Cause.LOST
    return Cause.NEW


def _cause_of_move(before: DealPart, after: DealPart, day: date) -> Cause | None:
    """The deal's day moved, or passed by; None where the day stayed and still lies ahead."""
    was, is_now = _day(before), _day(after)
    if was != is_now:
        return Cause.LATER if is_now is None or (was is not None and is_now > was) else Cause.EARLIER
    overdue = after.outcome is Outcome.OPEN and is_now is not None and is_now < day
    return Cause.OVERDUE if overdue else None


def _cause_of_amount(before: DealPart, after: DealPart) -> Cause:
    if after.millionths != before.millionths:
        return Cause.SHARE
    if after.amount != before.amount:
        converted = after.entered is not None and after.entered == before.entered
        return Cause.CURRENCY if converted else Cause.AMOUNT
    return Cause.STAGE


def _day(state: DealPart) -> date | None:
    return state.closed_on if state.outcome is Outcome.WON else state.expected_on

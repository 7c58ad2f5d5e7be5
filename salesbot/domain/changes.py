"""What changed between two digests: each deal that moved the forecast, by its cause, adding up exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.causes import Cause, DealPart, cause_of
from salesbot.domain.deals import Outcome
from salesbot.domain.money import Money, round_half_even
from salesbot.domain.periods import Period
from salesbot.domain.rounding import add_up

_ORDER = {cause: place for place, cause in enumerate(Cause)}
_Part = tuple[int, int]
"""The deal's number and the person's."""
_PARTS = 100
"""Amounts times whole percents: the forecast is exact in hundredths of a minor unit."""


@dataclass(frozen=True, slots=True)
class Change:
    """One deal's effect on the forecast, with what it was and what it is."""

    cause: Cause
    before: DealPart | None
    after: DealPart | None
    effect: Money

    @property
    def deal(self) -> DealPart:
        """The deal as it stands, or as it last stood with them."""
        state, was = self.after or self.before, self.before
        assert state is not None
        return was if was is not None and was.theirs and not state.theirs else state

    @property
    def telling(self) -> Money:
        """The amount that tells of it: of a correction of which nothing was known, what it changed; else the deal's."""
        alone = self.cause is Cause.CORRECTED and self.before is None
        return self.effect if alone else self.deal.amount


@dataclass(frozen=True, slots=True)
class Changes:
    """The forecast then and now, and what lies between; the effects add up to the difference exactly."""

    before: Money
    after: Money
    rows: tuple[Change, ...]

    @property
    def won(self) -> int:
        """By how much what is won differs, in minor units; the rest is what open deals are expected to bring."""
        return sum(_won(row.after) - _won(row.before) for row in self.rows)

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

    Forecast = credited in the period + Σ open amount × probability, expected in it and not overdue. A part that went from
    one person to another of them is one part, as it moved nothing by that. Effects are rounded to the minor unit so
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
    was, is_now = _forecast(then, worth_then), _forecast(now, worth_now)
    rows = []
    for key, effect in zip(moved, add_up(exact, is_now - was), strict=True):
        cause = cause_of(then.get(key), now.get(key), period, after_day)
        rows.append(Change(cause, then.get(key), now.get(key), Money(effect, currency)))
    return Changes(Money(was, currency), Money(is_now, currency), tuple(sorted(rows, key=_telling)))


def _won(part: DealPart | None) -> int:
    return part.won if part is not None else 0


def _lost_since(
    state: DealPart, then: DealPart | None, period: Period, before_day: date, after_day: date
) -> bool:
    """Whether the deal was lost in the period between the two mornings: what is entered of long ago is no news."""
    if state.outcome is not Outcome.LOST or state.closed_on is None or not period.covers(state.closed_on):
        return False
    news = then is None or then.outcome is Outcome.OPEN
    return state.theirs and news and before_day <= state.closed_on <= after_day


def _as_held_now(then: Mapping[_Part, DealPart], now: Mapping[_Part, DealPart]) -> dict[_Part, DealPart]:
    """The parts as they were, each that was handed over as it is by the key of who holds it now."""
    gone: dict[tuple[int, int], list[_Part]] = defaultdict(list)
    for key in sorted(then):
        if then[key].theirs and not _is_there(now.get(key)):
            gone[key[0], then[key].millionths].append(key)
    held = dict(then)
    for key in sorted(now):
        if not now[key].theirs or _is_there(then.get(key)):
            continue
        if waiting := gone[key[0], now[key].millionths]:
            held[key] = held.pop(waiting.pop(0))
    return held


def _is_there(state: DealPart | None) -> bool:
    return state is not None and (state.theirs or state.won != 0)


def _worth(state: DealPart, period: Period, day: date) -> int:
    """What the deal brings into the forecast on the morning of the day, in hundredths of a minor unit."""
    won = state.won * _PARTS
    if state.outcome is not Outcome.OPEN or state.expected_on is None or not (state.theirs and state.rated):
        return won
    counts = period.covers(state.expected_on) and state.expected_on >= day
    return won + (state.amount.minor * state.percent if counts else 0)


def _forecast(states: Mapping[_Part, DealPart], worths: Mapping[_Part, int]) -> int:
    """What was won and the weighted sum, of which that sum alone is rounded, as a forecast does."""
    won = sum(state.won for state in states.values())
    return won + round_half_even(Fraction(sum(worths.values()), _PARTS) - won)


def _telling(change: Change) -> tuple[int, int, int, int, int]:
    deal = change.deal
    return _ORDER[change.cause], -abs(change.effect.minor), -deal.amount.minor, deal.deal_id, deal.person_id

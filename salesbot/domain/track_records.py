"""What the stages' shares foretold of past months, and what came: a forecast is corrected by its own record.

A stage's share tells how many of its deals are won in the end. How many of those that are due in a month are won in it
is another matter: some slip out of it, some are lost for another reason than before, and all deals of a month may go
better or worse together. So the record takes past months on the same morning: the open deals that were due in them
then, and how many of those were won before the month was over.

- `factor`: what came / what the shares foretold, the newest months first in weight (half of it after `HALF_LIFE`
  months), drawn towards 1, for which as much speaks as `PRIOR` wins would.
- `sway.level`: how little that is known, as a part of it.
- `sway.months`: by how much all chances of a month move together, on the logit: what months differ by beyond chance, by
  moments (as DerSimonian and Laird 1986 between trials), of which only what exceeds its own standard error is believed
  (as James and Stein 1961).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

from salesbot.domain.beliefs import Sway
from salesbot.domain.chances import LEARN_FROM, PRIOR, StageChance

HALF_LIFE = 6
"""Months: long enough that two or three make no rule, short enough that a business of two years ago is gone."""
MONTHS_TO_COMPARE = 6
"""Of fewer it is not told by how much months differ."""


@dataclass(frozen=True, slots=True)
class PastDue:
    """Open deals of one stage that were due in a past month, as they stood on the same morning of it."""

    age: int
    """How many months ago; 1 is the last one."""
    stage_id: int
    due: int
    won: int
    """Of them, before the month was over."""


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How the shares did in past months, and what is to be made of it."""

    months: int
    due: int
    foretold: float
    """How many of those should have been won by the shares."""
    won: int
    factor: float
    """By which each share is multiplied."""
    sway: Sway


def track_record(past: Iterable[PastDue], chances: Iterable[StageChance]) -> TrackRecord | None:
    """The record of these shares; None where fewer than `LEARN_FROM` deals were due."""
    shares = {each.stage_id: each.percent / 100 for each in chances}
    months: dict[int, list[PastDue]] = defaultdict(list)
    for each in past:
        if each.due and each.stage_id in shares:
            months[each.age].append(each)
    due = sum(each.due for theirs in months.values() for each in theirs)
    if due < LEARN_FROM:
        return None
    told = [_Month.of(age, theirs, shares) for age, theirs in months.items()]
    between = _between(months, shares)
    foretold = sum(each.weight * each.foretold for each in told)
    unsure = sum(each.weight**2 * (each.chance + between * each.chance**2) for each in told) / foretold**2
    sure = PRIOR + 1 / unsure
    factor = (PRIOR + sum(each.weight * each.won for each in told) / foretold / unsure) / sure
    return TrackRecord(
        months=len(told), due=due, foretold=sum(each.foretold for each in told), won=sum(each.won for each in told),
        factor=factor, sway=Sway(level=1 / sqrt(sure), months=sqrt(between)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Month:
    """One month's deals together."""

    weight: float
    foretold: float
    won: int
    chance: float
    """The variance of what would have come by chance alone."""

    @classmethod
    def of(
        cls, age: int, theirs: Iterable[PastDue], shares: Mapping[int, float], factor: float = 1
    ) -> _Month:
        """What the shares, multiplied, foretold of it."""
        each = [(one, min(factor * shares[one.stage_id], 1.0)) for one in theirs]
        return cls(
            weight=0.5 ** (age / HALF_LIFE), foretold=sum(one.due * share for one, share in each),
            won=sum(one.won for one, _ in each), chance=sum(one.due * share * (1 - share) for one, share in each),
        )  # fmt: skip


def _between(months: Mapping[int, Iterable[PastDue]], shares: Mapping[int, float]) -> float:
    """By how much months differ beyond chance, as a variance on the logit."""
    plain = [_Month.of(age, theirs, shares) for age, theirs in months.items()]
    if len(plain) < MONTHS_TO_COMPARE:
        return 0.0
    factor = sum(each.won for each in plain) / sum(each.foretold for each in plain)
    fitted = [_Month.of(age, theirs, shares, factor) for age, theirs in months.items()]
    size = sum(each.chance**2 for each in fitted)
    beyond = sum((each.won - each.foretold) ** 2 - each.chance for each in fitted)
    return max(beyond / size - 2 / beyond, 0.0) if size and beyond > 0 else 0.0

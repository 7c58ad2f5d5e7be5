"""How a month usually goes on: what somebody's past months still brought from this day on, and how sure that is.

`expected` = won so far + the mean of what the last months (at most `MONTHS_COUNTED`) brought after the same part of
their working days. The interval is conformal: how far the same rule was off in every past month, for everybody of
the pool, each in units of that person's usual month, gives the spread of the next one; nothing is assumed of its
shape. So it holds for rushes at the end of a month as well. Between two ranks is read in proportion (Beran and Hall 1993):
whole ranks, rounded outwards, cover up to two months of the pool too many. How far a rule is off changes as a business
does (relative to a usual month it shrinks as deals grow in number), so the newest whole year alone is asked where it has
enough: a whole one, so that every month of the year counts once. Below `RESIDUALS_NEEDED` of those, there is none; nor for
who has fewer than `OWN_MONTHS_NEEDED` months: a starter's months are not like those of the pool; nor where the same
interval, tried on those months, held for so few that it is not chance that they are below `HELD_AT_LEAST`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import floor

from salesbot.domain.evidence import Share
from salesbot.domain.money import quantize

MONTHS_COUNTED = 6
MONTHS_NEEDED = 3
OWN_MONTHS_NEEDED = MONTHS_NEEDED + MONTHS_COUNTED
"""So many months of the owner bear an interval: those counted, after the first ones of somebody who starts."""
RESIDUALS_NEEDED = 20
YEAR = 12
ENOUGH_IN_A_YEAR = 60
"""So many residuals of the newest year do alone: the part that they cover then varies by 5 points (Beta(0.8 n, 0.2 n))."""
TAIL = Fraction(1, 10)
HELD_AT_LEAST = 0.75


@dataclass(frozen=True, slots=True)
class PastMonth:
    """A month of somebody that is over, in minor units; `month` counts up by one."""

    owner: int
    month: int
    so_far: int
    """Won when the same part of its working days was gone."""
    total: int


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Where the month ends if it goes on as months usually do, in minor units; all of it includes what is won."""

    expected: int
    low: int | None
    high: int | None
    """Between them 8 of 10 months end; None where history does not bear an interval."""
    residuals: int
    """On how many past months of the pool the interval stands."""
    tried: int
    """How many past months were foretold from what was known then …"""
    covered: int
    """… and how many of them ended within their interval."""
    bias: Decimal | None
    """Mean of what came less what was foretold, as part of a usual month; above 0: it foretells too little."""
    counted: tuple[PastMonth, ...] = ()
    """The own months whose rests `expected` is made from, the oldest first."""
    usual: int = 0
    """The owner's usual month: the mean of these."""
    off: tuple[float, float] | None = None
    """By which parts of a usual month 8 of 10 ends were off."""

    @property
    def share_covered(self) -> Decimal | None:
        """The part of the foretold months that ended within their interval."""
        return quantize(Fraction(self.covered, self.tried)) if self.tried else None

    @property
    def failed(self) -> bool:
        """Whether there is no interval because those of past months did not hold."""
        return failed_too_often(self.covered, self.tried)


def failed_too_often(covered: int, tried: int) -> bool:
    """Whether it is more than chance that so few of the foretold months ended within (Wilson's 95 % interval)."""
    return Share(covered, tried).interval()[1] < HELD_AT_LEAST


@dataclass(frozen=True, slots=True)
class _Residual:
    month: int
    off: float
    """What came less what was foretold, in units of the owner's usual month."""


def rhythm_of(owner: int, so_far: int, months: Iterable[PastMonth]) -> Rhythm | None:
    """How the owner's month will end by the pool's past months; None without `MONTHS_NEEDED` own ones."""
    by_owner: dict[int, list[PastMonth]] = defaultdict(list)
    for each in sorted(months, key=lambda one: one.month):
        by_owner[each.owner].append(each)
    mine = by_owner.get(owner, [])
    if len(mine) < MONTHS_NEEDED or not _scale(mine):
        return None
    residuals = _newest(each for held in by_owner.values() for each in _residuals(held))
    expected, scale = so_far + _usual_rest(mine), _scale(mine)
    offs = sorted(each.off for each in residuals)
    tried, covered = _tried(residuals)
    borne = len(mine) >= OWN_MONTHS_NEEDED and not failed_too_often(covered, tried)
    off = _interval(offs) if borne else None
    low, high = off or (None, None)
    return Rhythm(
        expected=round(expected),
        low=None if low is None else max(round(expected + scale * low), so_far),
        high=None if high is None else max(round(expected + scale * high), so_far),
        residuals=len(offs), tried=tried, covered=covered,
        bias=quantize(Fraction(sum(offs) / len(offs))) if offs else None,
        counted=tuple(mine[-MONTHS_COUNTED:]), usual=round(scale), off=off,
    )  # fmt: skip


def _usual_rest(months: Sequence[PastMonth]) -> float:
    last = months[-MONTHS_COUNTED:]
    return sum(each.total - each.so_far for each in last) / len(last)


def _scale(months: Sequence[PastMonth]) -> float:
    last = months[-MONTHS_COUNTED:]
    return max(sum(each.total for each in last) / len(last), 0.0)


def _residuals(months: Sequence[PastMonth]) -> Iterable[_Residual]:
    """How far the rule was off in each of somebody's months, told from the months before it alone."""
    for place in range(MONTHS_NEEDED, len(months)):
        before, each = months[:place], months[place]
        scale = _scale(before)
        if scale:
            expected = each.so_far + _usual_rest(before)
            yield _Residual(each.month, (each.total - expected) / scale)


def _newest(residuals: Iterable[_Residual]) -> list[_Residual]:
    """Those to go by, in their order: of the newest year where there are enough, else all."""
    ordered = sorted(residuals, key=lambda one: one.month)
    newest = [each for each in ordered if each.month > ordered[-1].month - YEAR]
    return newest if len(newest) >= ENOUGH_IN_A_YEAR else ordered


def _interval(ranked: Sequence[float]) -> tuple[float, float] | None:
    """Between which residuals 8 of 10 lie, of all in their order; None where there are too few."""
    if len(ranked) < RESIDUALS_NEEDED:
        return None
    return _not_exceeded(ranked, TAIL), _not_exceeded(ranked, 1 - TAIL)


def _not_exceeded(ranked: Sequence[float], part: Fraction) -> float:
    """What the next residual does not exceed with this probability: between two ranks in proportion."""
    place = (len(ranked) + 1) * part - 1
    below = floor(place)
    lower, upper = ranked[below], ranked[below + 1]
    return lower + float(place - below) * (upper - lower)


def _tried(residuals: Sequence[_Residual]) -> tuple[int, int]:
    """(months foretold with an interval from the months before them, those of them that ended within it)."""
    tried = covered = 0
    before: list[float] = []
    for _, each in groupby(residuals, key=lambda one: one.month):
        offs = [one.off for one in each]
        interval = _interval(sorted(before))
        if interval is not None:
            tried += len(offs)
            covered += sum(interval[0] <= off <= interval[1] for off in offs)
        before += offs
    return tried, covered

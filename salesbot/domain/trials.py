"""Trials of two ways to show a leaderboard: weeks in pairs, the order drawn by lot, and what the difference tells.

A switch-back trial: the same team is measured under both ways, in pairs of weeks that lie next to each other, so that
season and people are the same for both. Which way comes first in a pair is drawn from a seed before it starts and kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256
from math import sqrt

from salesbot.domain.leaderboards import Mode
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.periods import DAY, Period, week_of

LEAST_PAIRS = 6
"""Of fewer pairs chance alone makes any difference too often (2 of 32 even where all point one way)."""
PAIRS = (6, 8, 10, 13)
DAYS_BEFORE = 3
"""So many working days before its first week a trial is announced."""
_CLEAR = Fraction(1, 20)
_T = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060,
)  # fmt: skip
"""The 97.5 % points of Student's t by degrees of freedom, from 1 on; as in every table, such as NIST's (1.3.6.7.2)."""


class TrialRuns(SalesbotError):
    """The way a leaderboard is shown is to be changed by hand while a trial changes it: facts `team`, `team_id`."""

    template = "mistakes/trial_runs"


class TrialUnfit(SalesbotError):
    """A trial cannot be: the same way twice, no channel to tell it in, or one is planned already.

    Facts `why` (same, no_channel, planned, small) and `team`.
    """

    template = "mistakes/trial_unfit"


class TrialGone(SalesbotError):
    """There is no trial to stop, or it is over: no facts."""

    template = "mistakes/trial_gone"


@dataclass(frozen=True, slots=True)
class Block:
    """A week of a trial, and how the leaderboard is shown in it."""

    period: Period
    mode: Mode
    pair: int
    """From 1."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial of two ways to show a team's leaderboard."""

    id: int
    team_id: int
    one: Mode
    other: Mode
    starts_on: date
    """A Monday."""
    order: tuple[Mode, ...]
    """Which way holds in each week, as it was drawn."""
    seed: int
    made_at: datetime
    made_by: int | None = None
    stopped_on: date | None = None
    """From that day on the team's usual way holds again."""

    @property
    def ends_on(self) -> date:
        """The first day after it, as it was planned or stopped."""
        planned = self.starts_on + 7 * len(self.order) * DAY
        return planned if self.stopped_on is None else min(planned, max(self.stopped_on, self.starts_on))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The weeks that were or will be, whole ones only."""
        weeks = (week_of(self.starts_on + 7 * number * DAY) for number in range(len(self.order)))
        return tuple(
            Block(week, mode, number // 2 + 1)
            for number, (week, mode) in enumerate(zip(weeks, self.order, strict=True))
            if week.ends_on <= self.ends_on
        )

    def mode_on(self, day: date) -> Mode | None:
        """How the leaderboard is shown on the day; None: the trial does not run then."""
        if not self.starts_on <= day < self.ends_on:
            return None
        return self.order[(day - self.starts_on).days // 7]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the team attained in one week of a trial."""

    block: Block
    attained: Fraction | None
    """Of the goal's part for the days that are measured; None: there is no goal, or no day to measure."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a trial tells: the one way against the other, in shares of goal."""

    pairs: int
    """Complete pairs, by which it is told."""
    one: Fraction | None
    """What was attained on average in the weeks of the one way."""
    other: Fraction | None
    difference: Fraction | None
    """The one less the other, the mean of the pairs; None: there is no complete pair."""
    low: float | None
    high: float | None
    """Between these the difference lies with 95 % confidence (t interval of the pairs' differences); None: of one pair."""
    by_chance: Fraction | None
    """How often chance alone would make a difference as large: the share of all orders that could have been drawn."""

    @property
    def enough(self) -> bool:
        """Whether there is enough to say anything."""
        return self.pairs >= LEAST_PAIRS

    @property
    def clear(self) -> bool:
        """Whether the one way did better or worse, beyond what chance makes."""
        apart = self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)
        return self.enough and apart and self.by_chance is not None and self.by_chance <= _CLEAR


def drawn(one: Mode, other: Mode, pairs: int, seed: int) -> tuple[Mode, ...]:
    """The order of the weeks: in each pair both ways once, which of them first by a coin from the seed."""
    order: list[Mode] = []
    for pair in range(pairs):
        first = sha256(f"{seed}:{pair}".encode()).digest()[0] % 2
        order += [one, other] if first else [other, one]
    return tuple(order)


def effect(trial: Trial, weeks: Iterable[Measured]) -> Effect:
    """What the weeks tell so far; a pair of which a week could not be measured is left out."""
    by_pair: dict[int, dict[Mode, Fraction]] = {}
    for week in weeks:
        if week.attained is not None:
            by_pair.setdefault(week.block.pair, {})[week.block.mode] = week.attained
    whole = [pair for pair in by_pair.values() if len(pair) == 2]
    apart = [pair[trial.one] - pair[trial.other] for pair in whole]
    if not apart:
        return Effect(0, None, None, None, None, None, None)
    one, other = (_mean([pair[mode] for pair in whole]) for mode in (trial.one, trial.other))
    low, high = _interval(apart)
    return Effect(len(whole), one, other, _mean(apart), low, high, _by_chance(apart))


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _interval(apart: Sequence[Fraction]) -> tuple[float | None, float | None]:
    """Mean ± t × s / √n (Student's, n − 1 degrees of freedom), of the pairs' differences."""
    count = len(apart)
    if count < 2:
        return None, None
    mean = _mean(apart)
    spread = float(sum(((each - mean) ** 2 for each in apart), Fraction(0)) / (count - 1))
    reach = _T[min(count - 1, len(_T)) - 1] * sqrt(spread / count)
    return float(mean) - reach, float(mean) + reach


def _by_chance(apart: Sequence[Fraction]) -> Fraction:
    """The exact randomisation test: of all 2ⁿ orders of the pairs, the share with a sum at least as far from nothing."""
    sums = [Fraction(0)]
    for each in apart:
        sums = [total + sign * each for total in sums for sign in (1, -1)]
    seen = abs(sum(apart, Fraction(0)))
    return Fraction(sum(abs(total) >= seen for total in sums), len(sums))

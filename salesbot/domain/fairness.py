"""Fairness of praise: who was never praised, how unevenly it falls, and whom it passes over.

A praise is one message that named the person for something good. Nothing about a mood, activity or leaving is
guessed: counted is only what the bot itself told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

FOUR_FIFTHS = Fraction(4, 5)
"""A group that gets less than four fifths of what the others get on average is passed over."""
MONOPOLY_FROM = 4
"""Of fewer praises of a kind nothing is said."""
MONOPOLY_SHARE = Fraction(3, 5)
NEW_FOR = timedelta(days=90)
WELL_ABOVE = Fraction(6, 5)
UNPRAISED_FOR = 20
"""Working days."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often one person was praised in a month, by kind."""

    person_id: int
    name: str
    kinds: Mapping[str, int]
    part_time: bool = False
    new: bool = False
    attainment: Fraction | None = None

    @property
    def praises(self) -> int:
        """All kinds together."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Bias:
    """How often a group was praised on average, beside all others."""

    people: int
    mean: Fraction
    others: Fraction
    passed_over: bool
    """Whether it is less than four fifths of the others'."""


@dataclass(frozen=True, slots=True)
class Monopoly:
    """One person has most of the praise of one kind."""

    kind: str
    person_id: int
    name: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Fairness:
    """How praise fell on a team in a month."""

    people: int
    praises: int
    never: tuple[Counted, ...]
    """Who was not praised at all, the furthest above their goal first."""
    gini: Fraction | None
    """0: everybody the same; towards 1: all to one. None where there was no praise or fewer than two people."""
    part_time: Bias | None
    new: Bias | None
    monopoly: Monopoly | None
    suggestion: Counted | None
    """Whom to look at first: the one who was not praised and stands highest against the own goal."""


def audit(counted: Iterable[Counted]) -> Fairness:
    """How praise fell on these people; the same whatever their order."""
    people = sorted(counted, key=lambda one: (-(one.attainment or Fraction(0)), one.name, one.person_id))
    never = tuple(one for one in people if not one.praises)
    return Fairness(
        people=len(people), praises=sum(one.praises for one in people), never=never,
        gini=gini([one.praises for one in people]),
        part_time=_bias([one for one in people if one.part_time], [one for one in people if not one.part_time]),
        new=_bias([one for one in people if one.new], [one for one in people if not one.new]),
        monopoly=_monopoly(people),
        suggestion=next((one for one in never if one.attainment is not None), None),
    )  # fmt: skip


def gini(values: Sequence[int]) -> Fraction | None:
    """How unevenly something falls: half the mean difference of all pairs, over the mean.

    Source: Gini, Variabilità e mutabilità (1912). [0, 0, 0, 4] is 3/4, [1, 2, 3, 4] is 1/4.
    """
    total, count = sum(values), len(values)
    if count < 2 or not total:
        return None
    ranked = sum((2 * place - count - 1) * value for place, value in enumerate(sorted(values), start=1))
    return Fraction(ranked, count * total)


def is_new(started_on: date | None, ends_on: date) -> bool:
    """Whether somebody was in the first 90 days of service when the month ended."""
    return started_on is not None and ends_on - started_on <= NEW_FOR


def deserves_a_word(attainment: Fraction | None, working_days_without: int | None) -> bool:
    """Whether somebody is at 120 % of the goal and was not praised for twenty working days (None: never)."""
    if attainment is None or attainment < WELL_ABOVE:
        return False
    return working_days_without is None or working_days_without >= UNPRAISED_FOR


def _bias(group: Sequence[Counted], others: Sequence[Counted]) -> Bias | None:
    if not group or not others:
        return None
    mean, rest = _mean(group), _mean(others)
    return Bias(len(group), mean, rest, mean < FOUR_FIFTHS * rest)


def _mean(people: Sequence[Counted]) -> Fraction:
    return Fraction(sum(one.praises for one in people), len(people))


def _monopoly(people: Sequence[Counted]) -> Monopoly | None:
    """The kind of which one person has the largest part, from three fifths of four on."""
    totals: Counter[str] = Counter()
    for one in people:
        totals.update(one.kinds)
    found = [
        Monopoly(kind, one.person_id, one.name, Fraction(one.kinds[kind], total))
        for kind, total in sorted(totals.items())
        if total >= MONOPOLY_FROM and len(people) > 1
        for one in people
        if Fraction(one.kinds.get(kind, 0), total) >= MONOPOLY_SHARE
    ]
    return max(found, key=lambda one: (one.share, one.kind), default=None)

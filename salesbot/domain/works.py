"""What works: whether deals with a product, technique, source, campaign or segment are won more often than like deals.

Each is compared with the others of its kind within the same third of amounts and the same source (Mantel and Haenszel's
risk difference, `domain/evidence.py`). All intervals of one look are widened together (Bonferroni), so that in 95 of 100
looks every one of them holds: what is said to work is no lucky one of many.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from salesbot.domain.evidence import FEWEST, Difference, Share, together, within_the_mix

_ALL_HOLD = 0.95
"""In so many of all looks every interval holds."""


class Aspect(StrEnum):
    """What deals are compared by."""

    PRODUCT = "product"
    TECHNIQUE = "technique"
    SOURCE = "source"
    CAMPAIGN = "campaign"
    SEGMENT = "segment"


class Verdict(StrEnum):
    """What can be said of one of them."""

    MORE = "more"
    """Won more often than like deals, by more than chance."""
    LESS = "less"
    SAME = "same"
    """No difference beyond chance."""
    TOO_LITTLE = "too_little"
    """Too few deals on either side to tell."""


class SayingKind(StrEnum):
    """Where a customer's words come from."""

    RATED = "rated"
    """Said beside a score, after a delivery."""
    NEED = "need"
    PAIN = "pain"
    NOTE = "note"
    """Written down when the deal was won."""


@dataclass(frozen=True, slots=True)
class Case:
    """One decided deal with everything that it is compared by."""

    deal_id: int
    won: bool
    rep_id: int
    band: int
    """Small, middle or large: the third of all amounts."""
    source: str
    named: Mapping[Aspect, frozenset[str]]
    """What it names of each kind; several products, at most one of the others."""


Cell = tuple[int, int, str]
"""(rep, third of the amounts, source): deals that are counted together."""
Cells = Mapping[Cell, Share]


@dataclass(frozen=True, slots=True)
class Tallied:
    """Decided deals, counted by what they name; each count is won of decided."""

    named: Mapping[tuple[Aspect, str], Cells]
    known: Mapping[Aspect, Cells]
    """All deals that name any of a kind; of campaigns every deal."""
    decided: Cells

    @property
    def won(self) -> Share:
        """Won of all that was decided."""
        return together(self.decided.values())

    @property
    def reps(self) -> frozenset[int]:
        """Whose deals these are."""
        return frozenset(rep for rep, _, _ in self.decided)


def tallied(cases: Iterable[Case]) -> Tallied:
    """Count deals one by one."""
    named: dict[tuple[Aspect, str], Counter[tuple[Cell, bool]]] = defaultdict(Counter)
    known: dict[Aspect, Counter[tuple[Cell, bool]]] = defaultdict(Counter)
    decided: Counter[tuple[Cell, bool]] = Counter()
    for case in cases:
        counted = ((case.rep_id, case.band, case.source), case.won)
        decided[counted] += 1
        for aspect in Aspect:
            keys = case.named.get(aspect, frozenset())
            if keys or aspect is Aspect.CAMPAIGN:
                known[aspect][counted] += 1
            for key in keys:
                named[aspect, key][counted] += 1
    return Tallied(
        {one: _shares(counts) for one, counts in named.items()},
        {aspect: _shares(counts) for aspect, counts in known.items()}, _shares(decided),
    )  # fmt: skip


def _shares(counts: Mapping[tuple[Cell, bool], int]) -> dict[Cell, Share]:
    cells = {cell for cell, _ in counts}
    return {
        cell: Share(counts.get((cell, True), 0), counts.get((cell, True), 0) + counts.get((cell, False), 0))
        for cell in cells
    }


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one product, technique, source, campaign or segment."""

    aspect: Aspect
    key: str
    own: Share
    others: Share
    """The deals that it was compared with: those in the same thirds and sources."""
    difference: Difference | None
    verdict: Verdict
    by_rep: Mapping[int, int]
    """How many of its deals each rep decided."""
    by_others: Mapping[int, int]
    """How many of the others each rep decided."""
    won_by: Mapping[int, int]
    """How many of its deals each rep won."""

    @property
    def mostly(self) -> int | None:
        """The rep whose deals are more than half of it, so that it may be the person and not the way; None: nobody's."""
        rep = max(self.by_rep, key=lambda each: self.by_rep[each], default=None)
        return rep if rep is not None and 2 * self.by_rep[rep] > self.own.n else None


@dataclass(frozen=True, slots=True)
class Side:
    """One of a kind beside the others of it, stratum by stratum."""

    aspect: Aspect
    key: str
    strata: Mapping[Hashable, tuple[Share, Share]]
    own: Cells
    others: Cells

    @property
    def enough(self) -> bool:
        """Whether enough deals on either side stand in a stratum that both sides share."""
        shared = [(own.n, others.n) for own, others in self.strata.values() if own.n and others.n]
        return bool(shared) and min(map(sum, zip(*shared, strict=True))) >= FEWEST


_NOTHING = Share(0, 0)


def what_works(deals: Tallied) -> tuple[Finding, ...]:
    """Everything that was compared: what is won more often first (the surest first), last what cannot be told."""
    sides = [side_of(deals, aspect, key) for aspect, key in sorted(deals.named, key=_place)]
    z = strictness(sum(side.enough for side in sides))
    return tuple(sorted((_finding(side, z) for side in sides), key=_order))


def _place(one: tuple[Aspect, str]) -> tuple[int, str]:
    return list(Aspect).index(one[0]), one[1]


def strictness(comparisons: int) -> float:
    """How many standard errors an interval reaches where so many are looked at at once: 1 is 1.96, 20 is 3.02."""
    return NormalDist().inv_cdf(1 - (1 - _ALL_HOLD) / (2 * max(comparisons, 1)))


def side_of(deals: Tallied, aspect: Aspect, key: str) -> Side:
    """One of a kind beside the others of it. A deal that names none is compared only with campaigns.

    What nobody noted of lost deals would else make everything that is noted look good.
    """
    own = deals.named[aspect, key]
    others = {
        cell: Share(all_of_them.count - mine.count, all_of_them.n - mine.n)
        for cell, all_of_them in deals.known[aspect].items()
        if all_of_them.n > (mine := own.get(cell, _NOTHING)).n
    }
    here, there = _by_stratum(aspect, own), _by_stratum(aspect, others)
    strata = {each: (here.get(each, _NOTHING), there.get(each, _NOTHING)) for each in here.keys() | there}
    return Side(aspect, key, strata, own, others)


def _by_stratum(aspect: Aspect, cells: Cells) -> dict[Hashable, Share]:
    found: dict[Hashable, list[Share]] = defaultdict(list)
    for (_, band, source), share in cells.items():
        found[band if aspect is Aspect.SOURCE else (band, source)].append(share)
    return {stratum: together(shares) for stratum, shares in found.items()}


def _finding(side: Side, z: float) -> Finding:
    compared = [others for own, others in side.strata.values() if own.n]
    found = within_the_mix(side.strata.values(), z) if side.enough else None
    return Finding(
        side.aspect, side.key, together(side.own.values()), together(compared), found, _verdict(found),
        _by_rep(side.own), _by_rep(side.others), _by_rep(side.own, won=True),
    )  # fmt: skip


def _by_rep(cells: Cells, *, won: bool = False) -> Counter[int]:
    found: Counter[int] = Counter()
    for (rep, _, _), share in cells.items():
        found[rep] += share.count if won else share.n
    return +found


def _verdict(found: Difference | None) -> Verdict:
    if found is None:
        return Verdict.TOO_LITTLE
    return Verdict.MORE if found.above else Verdict.LESS if found.below else Verdict.SAME


def _order(finding: Finding) -> tuple[int, float, str]:
    place = list(Verdict).index(finding.verdict)
    if finding.difference is None:
        return place, -finding.own.n, finding.key
    sure = finding.difference.high if finding.verdict is Verdict.LESS else -finding.difference.low
    return place, sure, finding.key

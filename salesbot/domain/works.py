"""What works: whether deals with a product, technique, source, campaign or segment are won more often than like deals.

Each is compared with the others of its kind within the same third of amounts and the same source (Mantel and Haenszel's
risk difference, `domain/evidence.py`). All intervals of one look are widened together (Bonferroni), so that in 95 of 100
looks every one of them holds: what is said to work is no lucky one of many.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from salesbot.domain.evidence import FEWEST, Difference, Share, within_the_mix

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
    deals: tuple[int, ...]
    by_rep: Mapping[int, int]
    """How many of its deals each rep decided."""
    by_others: Mapping[int, int]
    """How many of the others each rep decided."""

    @property
    def mostly(self) -> int | None:
        """The rep whose deals are more than half of it, so that it may be the person and not the way; None: nobody's."""
        rep = max(self.by_rep, key=lambda each: self.by_rep[each], default=None)
        return rep if rep is not None and 2 * self.by_rep[rep] > self.own.n else None


@dataclass(frozen=True, slots=True)
class _Side:
    aspect: Aspect
    key: str
    own: tuple[Case, ...]
    others: tuple[Case, ...]

    @property
    def enough(self) -> bool:
        """Whether enough deals on either side stand in a stratum that both sides share."""
        shared = [(own.n, others.n) for own, others in self.strata().values() if own.n and others.n]
        return bool(shared) and min(map(sum, zip(*shared, strict=True))) >= FEWEST

    def strata(self) -> dict[Hashable, tuple[Share, Share]]:
        own, others = _by_stratum(self.aspect, self.own), _by_stratum(self.aspect, self.others)
        return {each: (own.get(each, _NOTHING), others.get(each, _NOTHING)) for each in own.keys() | others}


_NOTHING = Share(0, 0)


def what_works(cases: Sequence[Case]) -> tuple[Finding, ...]:
    """Everything that was compared: what is won more often first (the surest first), last what cannot be told."""
    sides = [side for aspect in Aspect for side in _sides(aspect, cases)]
    z = strictness(sum(side.enough for side in sides))
    return tuple(sorted((_finding(side, z) for side in sides), key=_order))


def strictness(comparisons: int) -> float:
    """How many standard errors an interval reaches where so many are looked at at once: 1 is 1.96, 20 is 3.02."""
    return NormalDist().inv_cdf(1 - (1 - _ALL_HOLD) / (2 * max(comparisons, 1)))


def thirds(sizes: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Small (0), middle (1) or large (2) for each deal of (amount, deal): by thirds of all the amounts."""
    ordered = sorted(sizes)
    return {deal: place * 3 // len(ordered) for place, (_, deal) in enumerate(ordered)}


def _sides(aspect: Aspect, cases: Sequence[Case]) -> Iterable[_Side]:
    """Each of a kind beside the others of it. A deal that names none is compared only with campaigns.

    What nobody noted of lost deals would else make everything that is noted look good.
    """
    known = [case for case in cases if case.named.get(aspect) or aspect is Aspect.CAMPAIGN]
    keys = sorted({key for case in known for key in case.named.get(aspect, ())})
    for key in keys:
        own = tuple(case for case in known if key in case.named.get(aspect, ()))
        others = tuple(case for case in known if key not in case.named.get(aspect, ()))
        yield _Side(aspect, key, own, others)


def _by_stratum(aspect: Aspect, cases: Iterable[Case]) -> dict[Hashable, Share]:
    won: dict[Hashable, list[bool]] = defaultdict(list)
    for case in cases:
        won[case.band if aspect is Aspect.SOURCE else (case.band, case.source)].append(case.won)
    return {stratum: Share(sum(each), len(each)) for stratum, each in won.items()}


def _finding(side: _Side, z: float) -> Finding:
    strata = side.strata()
    compared = [others for own, others in strata.values() if own.n]
    found = within_the_mix(strata.values(), z) if side.enough else None
    return Finding(
        side.aspect, side.key, Share(sum(case.won for case in side.own), len(side.own)),
        Share(sum(each.count for each in compared), sum(each.n for each in compared)), found, _verdict(found),
        tuple(case.deal_id for case in side.own), Counter(case.rep_id for case in side.own),
        Counter(case.rep_id for case in side.others),
    )  # fmt: skip


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

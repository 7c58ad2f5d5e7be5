"""In which like deals things were compared, one by one: what a difference of `domain/works.py` is the mean of."""

from __future__ import annotations

from dataclasses import dataclass

from salesbot.domain.evidence import Share
from salesbot.domain.works import Aspect, Tallied, side_of


@dataclass(frozen=True, slots=True)
class Stratum:
    """Like deals: the same third of amounts, and the same source where it is not sources that are compared."""

    band: int
    """The third of all amounts: 0 the smallest, 1, 2."""
    source: str | None
    """The number of the source, empty where none is noted; None: sources are compared."""
    own: Share
    others: Share

    @property
    def points(self) -> float:
        """The one win rate less the other."""
        return self.own.count / self.own.n - self.others.count / self.others.n

    @property
    def weight(self) -> float:
        """How much it counts (Mantel and Haenszel): own × others / all of them."""
        return self.own.n * self.others.n / (self.own.n + self.others.n)


def strata_of(deals: Tallied, aspect: Aspect, key: str) -> tuple[Stratum, ...]:
    """In which like deals the one of a kind and the others were compared, those that count most first."""
    found = []
    for stratum, (own, others) in side_of(deals, aspect, key).strata.items():
        if own.n and others.n:
            band, source = stratum if isinstance(stratum, tuple) else (stratum, None)
            assert isinstance(band, int)
            found.append(Stratum(band, source, own, others))
    return tuple(sorted(found, key=lambda each: (-each.weight, each.band, each.source or "")))


def compared(deals: Tallied) -> int:
    """How many comparisons there is enough for, which all are to hold together."""
    return sum(side_of(deals, aspect, key).enough for aspect, key in deals.named)

"""A chance as people say it: about 1 in 5, and never more exact than a forecast can be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_HARDLY, _NEARLY = Fraction(1, 40), Fraction(39, 40)
_SAID = ((1, 20), (1, 10), (1, 5), (1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (4, 5), (9, 10), (19, 20))


@dataclass(frozen=True, slots=True)
class Odds:
    """So many times out of so many; 0 of 1 is hardly ever, 1 of 1 nearly certain."""

    times: int
    of: int

    @property
    def hardly(self) -> bool:
        """Whether it is as good as impossible."""
        return self.times == 0

    @property
    def nearly_certain(self) -> bool:
        """Whether it is as good as certain."""
        return self.times == self.of


def odds_of(chance: Decimal | Fraction) -> Odds:
    """The nearest odds that people say: 0.215 is about 1 in 5; below 2.5 % hardly, above 97.5 % nearly certain."""
    exact = Fraction(chance)
    if exact < _HARDLY:
        return Odds(0, 1)
    if exact > _NEARLY:
        return Odds(1, 1)
    return Odds(*min(_SAID, key=lambda said: abs(Fraction(*said) - exact)))

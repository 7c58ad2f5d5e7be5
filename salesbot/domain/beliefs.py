"""How sure a learned probability is, and by how much all of them may be off together.

What is known of a probability is a Beta distribution; it is told by two of its points, which have its mean, variance and
skewness. What moves all probabilities of a month together (a `Sway`) is told in the same way, by three.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Belief:
    """What is known of a probability: Beta(won, lost), of decided deals and what was set before them."""

    won: float
    lost: float

    def points(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Two probabilities, each with its weight, of the same mean, variance and skewness."""
        n = self.won + self.lost
        mean = self.won / n
        spread = sqrt(self.won * self.lost / (n * n * (n + 1)))
        skew = 2 * (self.lost - self.won) * sqrt(n + 1) / ((n + 2) * sqrt(self.won * self.lost))
        below, above = ((skew + sign * sqrt(skew * skew + 4)) / 2 for sign in (-1, 1))
        share = above / (above - below)
        return (mean + spread * below, share), (mean + spread * above, 1 - share)


@dataclass(frozen=True, slots=True)
class Sway:
    """By how much all probabilities that were learned may be off together."""

    level: float = 0.0
    """Each by such a part of itself, as a standard deviation."""
    months: float = 0.0
    """On the logit, as a standard deviation: what months differ by."""

    def points(self) -> tuple[tuple[float, float], ...]:
        """So many standard deviations with their weights: a normal's variance and, to 1 %, its 10th and 90th percentile."""
        if not self.level and not self.months:
            return ((0.0, 1.0),)
        return (-sqrt(5 / 3), 0.3), (0.0, 0.4), (sqrt(5 / 3), 0.3)

    def moved(self, belief: Belief, place: float) -> tuple[tuple[float, float], ...]:
        """The belief's points, so many standard deviations away; none below 0 or above 1."""
        return tuple(
            (min(max(chance + place * self._side(chance), 0.0), 1.0), share)
            for chance, share in belief.points()
        )

    def _side(self, chance: float) -> float:
        return sqrt((self.level * chance) ** 2 + (self.months * chance * (1 - chance)) ** 2)


STEADY = Sway()

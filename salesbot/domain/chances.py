"""How likely a deal in a stage is won: as it is set, until the team's own history knows better.

A stage's own share of won deals is drawn towards the probability that is set, which weighs as much as `PRIOR`
decided deals (a Beta prior): (won + PRIOR × set) / (decided + PRIOR). Below `LEARN_FROM` decided deals the set one
stands, since so few tell nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from salesbot.domain.beliefs import Belief
from salesbot.domain.money import round_half_even

PRIOR = 10
LEARN_FROM = 20


@dataclass(frozen=True, slots=True)
class StageChance:
    """A stage with the probability that is set and the one that its history bears out, in whole percent."""

    stage_id: int
    stage: str
    as_set: int
    won: int
    decided: int

    @property
    def learned(self) -> bool:
        """Whether there is enough history to say."""
        return self.decided >= LEARN_FROM

    @property
    def percent(self) -> int:
        """The probability to count with."""
        if not self.learned:
            return self.as_set
        return chance_learned(self.as_set, self.won, self.decided)

    @property
    def belief(self) -> Belief:
        """How sure that is: the Beta of which it is the mean; a probability that is set weighs as ten deals."""
        before = PRIOR * min(max(self.as_set, 1), 99) / 100
        won, lost = (self.won, self.decided - self.won) if self.learned else (0, 0)
        return Belief(before + won, PRIOR - before + lost)


def in_its_month(chance: StageChance, factor: float) -> tuple[int, Belief]:
    """The probability in whole percent, and how sure it is, that a deal due in a month is won in that month.

    `factor` is what came in past months of what the stages' shares foretold of them.
    """
    belief = chance.belief
    weight = belief.won + belief.lost
    percent = min(max(round(factor * 100 * belief.won / weight), 1), 99)
    won = weight * min(max(factor * belief.won / weight, 0.01), 0.99)
    return percent, Belief(won, weight - won)


def chance_learned(as_set: int, won: int, decided: int) -> int:
    """Of so many decided deals that stood in a stage so many were won: its probability in whole percent, 1 to 99."""
    share = (won + Fraction(PRIOR * as_set, 100)) / (decided + PRIOR)
    return min(max(round_half_even(share * 100), 1), 99)

"""How often an end came within the interval foretold for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

WANTED = (0.75, 0.85)


@dataclass(frozen=True, slots=True)
class Held:
    """How many ends were foretold with an interval, and how many of them came within it."""

    n: int
    covered: int

    @classmethod
    def of(cls, inside: Iterable[bool]) -> Held:
        """Counted from single ends."""
        told = list(inside)
        return cls(len(told), sum(told))

    @property
    def share(self) -> float:
        """The part that ended within its interval."""
        return self.covered / self.n if self.n else 0.0

    def wilson(self, z: float = 1.96) -> tuple[float, float]:
        """Wilson's 95 % interval of that part (1927), each end taken as a draw of its own."""
        middle = (self.share + z * z / (2 * self.n)) / (1 + z * z / self.n)
        root = sqrt(self.share * (1 - self.share) / self.n + z * z / (4 * self.n * self.n))
        half = z / (1 + z * z / self.n) * root
        return middle - half, middle + half

    @property
    def as_wanted(self) -> bool:
        """Whether between 75 and 85 of 100 held."""
        return WANTED[0] <= self.share <= WANTED[1]

    def line(self, name: str) -> str:
        """One line of the report."""
        low, high = self.wilson()
        outside = "" if self.as_wanted else ", outside"
        return (
            f"{name:44} {self.covered:5} of {self.n:5} covered, {self.share:.1%}, Wilson {low:.1%} to {high:.1%}"
            f"{outside}\n"
        )

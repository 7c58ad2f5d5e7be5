"""From what is still to win back to deals, pipeline and new opportunities a week.

Needed opportunities = gap / (average won deal × win rate); needed deals = gap / average won deal. What is open and due
in the period already is taken off. Opportunities that come later than the usual cycle before the end come too late.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from salesbot.domain.money import Money, round_half_even

ENOUGH = 10
"""From so many decided deals on, rates are told as somebody's own."""


@dataclass(frozen=True, slots=True)
class Selling:
    """How somebody sells: of how many decided deals how many are won, how large, how fast."""

    won: int
    decided: int
    average: Money
    """Of won deals."""
    cycle_days: int | None
    """The median of won deals whose opening is known."""

    @property
    def win_rate(self) -> Fraction:
        """The part of decided deals that is won."""
        return Fraction(self.won, self.decided)


@dataclass(frozen=True, slots=True)
class Plan:
    """What it takes to close a gap."""

    gap: Money
    deals: int
    """Won deals."""
    opportunities: int
    pipeline: Money
    """What stands open must be worth so much."""
    open_deals: int
    new: int
    """Opportunities beyond those that are open and due."""
    a_week: Fraction | None
    """New ones in each week that is left; None: no working day is left."""
    days_left: int
    cycle_days: int | None

    @property
    def too_late(self) -> bool:
        """Whether what is begun today usually closes after the end."""
        return self.cycle_days is not None and self.cycle_days > self.days_left


def plan_back(gap: Money, selling: Selling, open_deals: int, days_left: int, weeks_left: Fraction) -> Plan:
    """What closes a gap above 0, by how somebody sells; `days_left` are calendar days, `weeks_left` working weeks."""
    rate = selling.win_rate
    opportunities = ceil(Fraction(gap.minor) / (selling.average.minor * rate))
    new = max(opportunities - open_deals, 0)
    return Plan(
        gap=gap, deals=ceil(Fraction(gap.minor, selling.average.minor)), opportunities=opportunities,
        pipeline=Money(round_half_even(gap.minor / rate), gap.currency), open_deals=open_deals, new=new,
        a_week=new / weeks_left if weeks_left else None, days_left=days_left, cycle_days=selling.cycle_days,
    )  # fmt: skip

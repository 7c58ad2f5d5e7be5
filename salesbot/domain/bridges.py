"""The gap bridge: what lies between a goal and what was won, cause by cause, to the cent.

What has a cause of its own is taken out of the actual first: what slipped, was refunded, was missed by absence, and
what exchange rates did. What is left is opportunities × win rate × size against the plan's, and each of the three gets
its Shapley share: its effect averaged over every order in which the three could have changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from salesbot.domain.money import Money
from salesbot.domain.rounding import add_up


class Cause(StrEnum):
    """Why more or less was won than agreed, in the order in which the bridge is told."""

    OPPORTUNITIES = "opportunities"
    WIN_RATE = "win_rate"
    SIZE = "size"
    SLIPPED = "slipped"
    REFUNDS = "refunds"
    ABSENCE = "absence"
    CURRENCY = "currency"


class Basis(StrEnum):
    """What the plan's win rate and size are."""

    PLAN = "plan"
    """Those of the saved plan of the period."""
    OWN = "own"
    """The own ones of the twelve months before."""
    TEAM = "team"
    """The team's of the twelve months before, for too few of one's own."""
    COMPANY = "company"
    """The company's of the twelve months before, for too few of the team's."""
    NONE = "none"
    """Nothing was sold before: those of the period itself, so that win rate and size explain nothing."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How somebody sells: the part of decided deals that is won, and their average amount in minor units."""

    win_rate: Fraction
    size: Fraction
    basis: Basis
    decided: int | None = None
    """On how many decided deals they rest; None for a plan's."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided in a period: shares of deals won and lost, and the won amount at the plan's exchange rates."""

    won: Fraction
    lost: Fraction
    amount: Fraction
    """In minor units, without refunds."""


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """What has a cause of its own, in minor units; what cost something is negative."""

    slipped: Fraction = Fraction(0)
    refunds: Fraction = Fraction(0)
    absence: Fraction = Fraction(0)
    currency: Fraction = Fraction(0)

    @property
    def sum(self) -> Fraction:
        """All of them together."""
        return self.slipped + self.refunds + self.absence + self.currency


class Factors(NamedTuple):
    """What multiplies to a sum of won deals."""

    opportunities: Fraction
    win_rate: Fraction
    size: Fraction
    """In minor units."""

    @property
    def product(self) -> Fraction:
        """What they make, in minor units."""
        return self.opportunities * self.win_rate * self.size


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the goal to what was won: the causes add up to won − goal, to the cent."""

    goal: Money
    won: Money
    causes: tuple[tuple[Cause, Money], ...]
    """Every cause once, in the order of `Cause`."""
    rates: Rates
    """The plan's, by which it is measured."""
    planned: Fraction | None
    """How many opportunities the goal asks for at the plan's rates; None where nothing says."""
    decided: Decisions
    own: OwnTerms
    as_planned: Factors
    as_it_was: Factors
    """Of what was won without the own terms: its opportunities are what was decided, and what those took."""

    @property
    def gap(self) -> Money:
        """Won − goal: negative while something is missing."""
        return self.won - self.goal

    @property
    def done(self) -> Fraction:
        """How many opportunities make what was won without the own terms."""
        return self.as_it_was.opportunities

    @property
    def without_own(self) -> Fraction:
        """What was won without the own terms, in minor units."""
        return self.won.minor - self.own.sum

    @property
    def in_factors(self) -> bool:
        """Whether the three make up goal and won; else what is left over is of the opportunities."""
        return self.as_planned.product == self.goal.minor and self.as_it_was.product == self.without_own

    def amount(self, cause: Cause) -> Money:
        """What the cause brought or cost."""
        return dict(self.causes)[cause]

    @property
    def largest(self) -> Cause | None:
        """The cause that cost most; None where none cost anything."""
        cause, amount = min(self.causes, key=lambda pair: pair[1].minor)
        return cause if amount.minor < 0 else None


def bridge(goal: Money, won: Money, decided: Decisions, own: OwnTerms, rates: Rates | None) -> Bridge:
    """The bridge from a goal to what was won. `rates` None: nothing is known of how it was to be won.

    Opportunities of the plan are goal ÷ win rate ÷ size; what the own terms cost is taken as opportunities missed.
    Source: Shapley's value of three factors; largest remainder for the cents.
    """
    plan = rates or _as_it_was(decided)
    planned, done = _factors(Fraction(goal.minor), won.minor - own.sum, decided, plan)
    shares = _shapley(planned, done)
    rest = won.minor - goal.minor - own.sum
    # Where nothing was won no count of opportunities makes the rest, so what is left over is theirs.
    opportunities = rest - shares[1] - shares[2]
    exact = [opportunities, shares[1], shares[2], own.slipped, own.refunds, own.absence, own.currency]
    amounts = [Money(part, goal.currency) for part in add_up(exact, won.minor - goal.minor)]
    per_deal = plan.win_rate * plan.size
    return Bridge(
        goal, won, tuple(zip(Cause, amounts, strict=True)), plan,
        goal.minor / per_deal if per_deal else None, decided, own, planned, done,
    )  # fmt: skip


def _factors(goal: Fraction, actual: Fraction, decided: Decisions, plan: Rates) -> tuple[Factors, Factors]:
    """(opportunities, win rate, size) of the plan and of the actual without the own terms."""
    count = decided.won + decided.lost
    rate = decided.won / count if count else plan.win_rate
    size = decided.amount / decided.won if decided.won else plan.size
    planned = goal / (plan.win_rate * plan.size) if plan.win_rate and plan.size else Fraction(0)
    done = actual / (rate * size) if rate and size else count
    return Factors(planned, plan.win_rate, plan.size), Factors(done, rate, size)


def _shapley(plan: Factors, actual: Factors) -> tuple[Fraction, Fraction, Fraction]:
    """What each of three factors contributes to the change of their product; together exactly that change."""
    found = []
    for place in range(3):
        first, second = (other for other in range(3) if other != place)
        p, q = (plan[first], plan[second]), (actual[first], actual[second])
        weight = (p[0] * p[1] + q[0] * q[1]) / 3 + (p[0] * q[1] + q[0] * p[1]) / 6
        found.append((actual[place] - plan[place]) * weight)
    return found[0], found[1], found[2]


def _as_it_was(decided: Decisions) -> Rates:
    count = decided.won + decided.lost
    rate = decided.won / count if count else Fraction(0)
    size = decided.amount / decided.won if decided.won else Fraction(0)
    return Rates(rate, size, Basis.NONE, 0)

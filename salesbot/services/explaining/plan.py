"""How a plan was worked out: the rates with the deals that they are of, and each step from the gap back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.money import Money
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.figures.listed import ListedDeals, listed_deals
from salesbot.services.plans.showing import PlanShown, plan_shown


@dataclass(frozen=True, slots=True)
class PlanExplained:
    """A plan with what it rests on."""

    shown: PlanShown
    decided: ListedDeals
    """The deals that the rates are of."""
    due: ListedDeals
    """The open deals that are taken off, soonest first."""

    @property
    def deals(self) -> Fraction:
        """Gap / average won deal, before it is rounded up."""
        return Fraction(self._gap.minor, self._average.minor)

    @property
    def opportunities(self) -> Fraction:
        """Gap / (average won deal × win rate), before it is rounded up."""
        assert self.shown.selling is not None
        return self.deals / self.shown.selling.win_rate

    @property
    def _gap(self) -> Money:
        assert self.shown.plan is not None
        return self.shown.plan.gap

    @property
    def _average(self) -> Money:
        assert self.shown.selling is not None
        return self.shown.selling.average


def plan_explained(wanted: Wanted) -> PlanExplained:
    """How the subject's plan comes about. Raises NotAllowed for who may not see the figures."""
    shown = plan_shown(wanted.book, wanted.person, wanted.subject, now=wanted.now)
    decided = listed_deals(wanted.book, wanted.viewer, shown.sold.decided)
    parts = _parts(shown)
    return PlanExplained(shown, decided, listed_deals(wanted.book, wanted.viewer, list(parts), parts))


def _parts(shown: PlanShown) -> dict[int, Money]:
    """What of each open deal counts, the soonest first; several parts of one deal are one."""
    amounts = dict[int, Money]()
    for part in sorted(shown.due, key=lambda each: (each.state.expected_on or date.max, each.state.deal_id)):
        assert part.amount is not None
        number = part.state.deal_id
        amounts[number] = amounts[number] + part.amount if number in amounts else part.amount
    return amounts

"""How a plan was worked out: the rates with the deals that they are of, and each step from the gap back."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from salesbot.domain.money import Money
from salesbot.services.explaining.due import DueDeals, DueRow, due_deals
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.figures.listed import ListedDeals, listed_deals
from salesbot.services.plans.showing import PlanShown, plan_shown


@dataclass(frozen=True, slots=True)
class PlanExplained:
    """A plan with what it rests on."""

    shown: PlanShown
    decided: ListedDeals
    """The deals that the rates are of."""
    due: DueDeals
    """The open deals that are taken off."""

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
    return PlanExplained(shown, decided, due_deals(wanted, _due(shown)))


def _due(shown: PlanShown) -> list[DueRow]:
    """Several parts of one deal are one."""
    amounts = dict[int, Money]()
    for part in shown.due:
        assert part.amount is not None
        number = part.state.deal_id
        amounts[number] = amounts[number] + part.amount if number in amounts else part.amount
    by_deal = {part.state.deal_id: part.state for part in shown.due}
    return [
        DueRow(
            number, state.account_id or 0, state.rep_id,
            frozenset(share.person_id for share in state.sharers), state.expected_on, amounts[number],
        )
        for number, state in by_deal.items()
        if state.expected_on is not None
    ]  # fmt: skip

"""What an account costs to win and what it brings: the company's costs of the period, and the year before its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.kpis import AccountYear, acquisition_cost
from salesbot.domain.money import Money, total
from salesbot.domain.periods import month_of
from salesbot.services.attainment.converting import rates_of
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.purchases import Purchases


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """What selling and marketing cost in the period, and what accounts brought in the twelve months to its end."""

    cost: Money | None
    """None where no cost is entered, or the period is not made of whole months."""
    year: AccountYear

    def cac(self, new_accounts: Fraction) -> Money | None:
        """What one new account cost."""
        return acquisition_cost(self.cost, new_accounts)


def account_figures(asked: Asked, purchases: Purchases) -> AccountFigures:
    """The company's figures for the period as of the moment asked for."""
    costs = costs_by_campaign(asked)
    return AccountFigures(
        total(costs.values(), asked.currency) if costs else None, purchases.year(end_of(asked))
    )


def end_of(asked: Asked) -> date:
    """The first day that does not count any more: of the period, or as of the moment."""
    return min(asked.period.ends_on, asked.as_of.until)


def costs_by_campaign(asked: Asked) -> dict[int | None, Money]:
    """The costs of the period's months by campaign, each at the rate of its last day; whole months only."""
    rates, period = rates_of(asked.book, asked.as_of.known_at), asked.period
    if period.starts_on.day != 1 or period.ends_on.day != 1:
        return {}
    found: dict[int | None, Money] = {}
    for cost in asked.book.costs.all(asked.as_of.known_at):
        amount = rates.convert(cost.amount, asked.currency, month_of(cost.month).last_day)
        if amount is not None and period.covers(cost.month) and cost.month < asked.as_of.until:
            found[cost.campaign_id] = found.get(cost.campaign_id, Money(0, asked.currency)) + amount
    return found

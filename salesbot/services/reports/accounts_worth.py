"""What an account costs to win and what it brings: the company's costs of the period, and the year before its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.kpis import AccountYear, acquisition_cost
from salesbot.domain.money import Money, total
from salesbot.domain.periods import month_of
from salesbot.domain.rates import Rates
from salesbot.services.attainment.won import rates_of
from salesbot.services.reports.asked import Asked


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """What selling and marketing cost in the period, and what accounts brought in the twelve months to its end."""

    cost: Money | None
    """None where no cost is entered, or the period is not made of whole months."""
    year: AccountYear

    def cac(self, new_accounts: Fraction) -> Money | None:
        """What one new account cost."""
        return acquisition_cost(self.cost, new_accounts)


def account_figures(asked: Asked, states: list[DealState]) -> AccountFigures:
    """The company's figures for the period as of the moment asked for."""
    rates = rates_of(asked.book, asked.as_of.known_at)
    end = min(asked.period.ends_on, asked.as_of.until)
    return AccountFigures(_cost(asked, rates), _year(states, rates, end, asked.currency))


def _cost(asked: Asked, rates: Rates) -> Money | None:
    period = asked.period
    if period.starts_on.day != 1 or period.ends_on.day != 1:
        return None
    amounts = [
        rates.convert(cost.amount, asked.currency, month_of(cost.month).last_day)
        for cost in asked.book.costs.all(asked.as_of.known_at)
        if period.covers(cost.month) and cost.month < asked.as_of.until
    ]
    known = [amount for amount in amounts if amount is not None]
    return total(known, asked.currency) if known else None


def _year(states: list[DealState], rates: Rates, end: date, currency: str) -> AccountYear:
    start, before = _a_year_before(end), _a_year_before(_a_year_before(end))
    now = list(_won_between(states, start, end))
    buyers = {state.account_id for state in now if state.amount.minor > 0}
    earlier = {state.account_id for state in _won_between(states, before, start) if state.amount.minor > 0}
    amounts = [_converted(state.amount, state, rates, currency) for state in now]
    return AccountYear(
        won=total((amount for amount in amounts if amount is not None), currency),
        buying=len(buyers),
        bought_before=len(earlier),
        stayed_away=len(earlier - buyers),
        margin=_margin(now, rates, currency),
    )


def _margin(states: Iterable[DealState], rates: Rates, currency: str) -> Fraction | None:
    """(amount − cost) / amount of the deals with a cost."""
    sold = spent = 0
    for state in states:
        amount = _converted(state.amount, state, rates, currency)
        cost = _converted(state.cost, state, rates, currency) if state.cost is not None else None
        if amount is not None and cost is not None:
            sold, spent = sold + amount.minor, spent + cost.minor
    return Fraction(sold - spent, sold) if sold > 0 else None


def _converted(amount: Money, state: DealState, rates: Rates, currency: str) -> Money | None:
    return rates.convert(amount, currency, state.closed_on or state.effective_on, state.per_base)


def _won_between(states: Iterable[DealState], start: date, end: date) -> Iterable[DealState]:
    return (
        state
        for state in states
        if state.outcome is Outcome.WON and state.closed_on is not None and start <= state.closed_on < end
    )


def _a_year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)

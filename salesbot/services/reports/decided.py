"""The deals that were decided in a period, won or lost, in the workspace's currency: what key figures are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.kpis import WinRate
from salesbot.domain.money import Money
from salesbot.services.attainment.won import rates_of
from salesbot.services.reports.asked import Asked


@dataclass(frozen=True, slots=True)
class Decided:
    """A deal that was won or lost; it counts whole, for the rep whose deal it is."""

    state: DealState
    closed_on: date
    amount: Money | None
    """At the rate of the close day; None where there is no rate."""
    team_id: int | None
    """The rep's team on the close day."""

    @property
    def won(self) -> bool:
        """Whether it was won."""
        return self.state.outcome is Outcome.WON

    @property
    def cycle_days(self) -> int | None:
        """Days from opening to closing; None where nobody knows when it was opened."""
        opened_on = self.state.opened_on
        return None if opened_on is None else (self.closed_on - opened_on).days

    def counts_for(self, scope: Scope, subject_id: int | None) -> bool:
        """Whether the deal is the company's, the team's or the rep's."""
        if scope is Scope.COMPANY:
            return True
        return subject_id == (self.team_id if scope is Scope.TEAM else self.state.rep_id)


def every_state(asked: Asked) -> list[DealState]:
    """Every deal as it stood as of the moment asked for."""
    return asked.book.deals.states_at(asked.as_of.known_at, asked.as_of.until)


def decided_in(asked: Asked, states: list[DealState]) -> list[Decided]:
    """The deals decided in the period, by number; refunds are none."""
    rates = rates_of(asked.book, asked.as_of.known_at)
    return [
        Decided(
            state, state.closed_on, rates.convert(state.amount, asked.currency, state.closed_on, state.per_base),
            asked.measured.teams.of(state.rep_id, state.closed_on),
        )
        for state in states
        if state.outcome in (Outcome.WON, Outcome.LOST)
        and state.amount.minor > 0
        and state.closed_on is not None
        and asked.period.covers(state.closed_on)
    ]  # fmt: skip


def rate_of(deals: list[Decided]) -> WinRate:
    """Won and lost of these deals."""
    won = sum(deal.won for deal in deals)
    return WinRate(won, len(deals) - won)


def amounts(deals: list[Decided], *, won: bool) -> list[Money]:
    """The amounts of the won (or lost) deals that can be told in the workspace's currency."""
    return [deal.amount for deal in deals if deal.won is won and deal.amount is not None]

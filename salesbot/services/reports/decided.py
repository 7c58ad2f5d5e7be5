"""The deals that were decided in a period, won or lost, in the workspace's currency: what key figures are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.kpis import WinRate
from salesbot.domain.money import Money
from salesbot.domain.questions import Narrowing
from salesbot.services.attainment.converting import rates_of
from salesbot.services.reports.asked import Asked
from salesbot.services.why.stays import stays_of
from salesbot.storage.deals import Moment, Span


@dataclass(frozen=True, slots=True)
class Decided:
    """A deal that was won or lost; it counts whole, for the rep whose deal it is."""

    deal_id: int
    rep_id: int
    won: bool
    opened_on: date | None
    closed_on: date
    amount: Money | None
    """At the rate of the close day; None where there is no rate."""
    team_id: int | None
    """The rep's team on the close day."""

    @property
    def cycle_days(self) -> int | None:
        """Days from opening to closing; None where nobody knows when it was opened."""
        return None if self.opened_on is None else (self.closed_on - self.opened_on).days


@dataclass(frozen=True, slots=True)
class DecidedDeal(Decided):
    """The same with all that is known of the deal."""

    state: DealState


def every_state(asked: Asked) -> list[DealState]:
    """Every deal as it stood as of the moment asked for."""
    return asked.book.deals.states_at(asked.as_of.known_at, asked.as_of.until)


def decided_in(asked: Asked, states: list[DealState]) -> list[DecidedDeal]:
    """The deals decided in the period, by number; refunds are none."""
    rates = rates_of(asked.book, asked.as_of.known_at)
    return [
        DecidedDeal(
            state.deal_id, state.rep_id, state.outcome is Outcome.WON, state.opened_on, state.closed_on,
            rates.convert(state.amount, asked.currency, state.closed_on, state.per_base),
            asked.measured.teams.of(state.rep_id, state.closed_on), state,
        )
        for state in states
        if state.outcome in (Outcome.WON, Outcome.LOST)
        and state.amount.minor > 0
        and state.closed_on is not None
        and asked.period.covers(state.closed_on)
    ]  # fmt: skip


def decided_of(
    asked: Asked, scope: Scope, subject_id: int | None, narrowing: Narrowing | None, number: int | None
) -> list[Decided]:  # fmt: skip
    """The same of one subject (and one product, source, campaign or competitor), without reading the deals."""
    period, rates = asked.period, rates_of(asked.book, asked.as_of.known_at)
    before = max(min(period.ends_on, asked.as_of.until), period.starts_on)
    moment, teams = Moment(asked.as_of.known_at, asked.as_of.until), asked.measured.teams
    span = Span(moment, period.starts_on, period.starts_on)
    stays = stays_of(teams, scope, subject_id, period.starts_on, before)
    return [
        Decided(
            each.deal_id, each.rep_id, each.won, each.opened_on, each.closed_on,
            rates.convert(each.amount, asked.currency, each.closed_on, each.per_base),
            teams.of(each.rep_id, each.closed_on),
        )
        for each in asked.book.deals.closings(span, before, stays, narrowing, number)
    ]  # fmt: skip


def rate_of(deals: Sequence[Decided]) -> WinRate:
    """Won and lost of these deals."""
    won = sum(deal.won for deal in deals)
    return WinRate(won, len(deals) - won)


def amounts(deals: Sequence[Decided], *, won: bool) -> list[Money]:
    """The amounts of the won (or lost) deals that can be told in the workspace's currency."""
    return [deal.amount for deal in deals if deal.won is won and deal.amount is not None]

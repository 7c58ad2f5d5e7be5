"""Which open deals are worth a word in a talk, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salesbot.domain.attention import StaleDeal, Why
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.why.history import History

_LARGE = 2


class ToDiscuss(StrEnum):
    """Why a deal is worth a word."""

    STALE = "stale"
    PAST_DAY = "past_day"
    SLIPPED = "slipped"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class DealToDiscuss:
    """An open deal that is worth a word, and why."""

    deal_id: int
    account: str
    amount: Money
    why: ToDiscuss
    days: int | None
    """Without a change, or since it was expected, where it is stale or past its day."""
    expected_on: date | None


def deals_to_discuss(
    history: History, parts: DividedDeals, stale: list[StaleDeal], person_id: int
) -> tuple[DealToDiscuss, ...]:
    """Stale deals, then those that slipped out of the month, then the largest of the rest."""
    found: dict[int, DealToDiscuss] = {}
    for deal in sorted(stale, key=lambda each: -each.days):
        state = parts.state(deal.deal_id)
        expected = state.expected_on if state is not None else None
        why = ToDiscuss.PAST_DAY if deal.why is Why.PAST_DAY else ToDiscuss.STALE
        found[deal.deal_id] = DealToDiscuss(deal.deal_id, deal.account, deal.amount, why, deal.days, expected)
    mine = history.measured.book.deals.open([person_id])
    accounts = history.measured.book.accounts.by_ids({state.account_id for state in mine})
    slipped = {deal.deal_id for deal in history.slipped(Scope.REP, person_id)}
    large = sorted(mine, key=lambda each: -_size(history, each.amount))[:_LARGE]
    for state in [each for each in mine if each.deal_id in slipped] + large:
        why = ToDiscuss.SLIPPED if state.deal_id in slipped else ToDiscuss.LARGE
        found.setdefault(
            state.deal_id,
            DealToDiscuss(
                state.deal_id, accounts[state.account_id].name, state.amount, why, None, state.expected_on
            ),
        )
    return tuple(found.values())


def _size(history: History, amount: Money) -> int:
    held = history.rates.convert(amount, history.currency, history.last_day)
    return held.minor if held is not None else 0

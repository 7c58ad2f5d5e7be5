"""Crediting: which rows of credit a change of a deal adds, so that their sum is what the deal earns now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from salesbot.domain.deals import CreditRow, DealState, EntryKind, Outcome
from salesbot.domain.money import Money
from salesbot.domain.rates import Rates

_Key: TypeAlias = tuple[int, int, bool, date, date | None, str, bool, Decimal | None]


_KEEPS_RATE = frozenset({EntryKind.UNDONE, EntryKind.RATED, EntryKind.REFUNDED})
"""Entries that say themselves at which rate they count: as before, as corrected, as the deal that is refunded."""


def frozen_rate(before: DealState | None, state: DealState, rates: Rates) -> Decimal | None:
    """The rate at which a deal counts from this entry on; None where none is known, or it is not won.

    It is frozen at the close, as it is known then, and stays while close day and currency do. Source: the field's rule
    that a closed deal keeps its rate unless it is corrected by hand.
    """
    if state.outcome is not Outcome.WON or state.closed_on is None or state.amount.currency == rates.base:
        return None
    if state.kind in _KEEPS_RATE and state.per_base is not None:
        return state.per_base
    if before is not None and before.per_base and _counts_alike(before, state):
        return before.per_base
    return rates.exact(state.amount.currency, state.closed_on)


def _counts_alike(before: DealState, state: DealState) -> bool:
    """Whether a won deal was won before, on the same day and in the same currency."""
    same = before.closed_on == state.closed_on and before.amount.currency == state.amount.currency
    return before.outcome is Outcome.WON and same


def held_credit(rows: Iterable[CreditRow]) -> list[CreditRow]:
    """What a deal's rows come to: one for each person, day and currency, without those that are nothing."""
    sums: dict[_Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    deal_id = 0
    for row in rows:
        deal_id = row.deal_id
        held = sums[_key(row)]
        held[0] += row.amount.minor
        held[1] += row.cost.minor if row.cost is not None else 0
        held[2] += row.millionths
    return [_row(deal_id, key, held) for key, held in sums.items() if any(held)]


def changes_of_credit(held: Sequence[CreditRow], earned: Sequence[CreditRow]) -> list[CreditRow]:
    """What is added when a deal that holds so much credit has earned this: all taken back, then granted anew.

    Nothing where it has earned what it holds: a new note or stage moves no credit.
    """
    if _by_earning(held) == _by_earning(earned):
        return []
    return [taken_back(row) for row in held] + list(earned)


def taken_back(row: CreditRow) -> CreditRow:
    """The row that cancels another."""
    cost = None if row.cost is None else Money(-row.cost.minor, row.cost.currency)
    amount = Money(-row.amount.minor, row.amount.currency)
    return replace(row, amount=amount, cost=cost, millionths=-row.millionths)


def placed(row: CreditRow, closed: Callable[[date], bool], open_day: date) -> CreditRow:
    """The row on the day on which it counts: what would count in a closed month counts on the open day."""
    if not closed(row.day):
        return row
    return replace(row, day=open_day, earned_on=row.earned_on or row.day)


def _key(row: CreditRow) -> _Key:
    return (
        row.account_id, row.person_id, row.assist, row.day, row.earned_on, row.amount.currency,
        row.cost is None, row.per_base,
    )  # fmt: skip


def _row(deal_id: int, key: _Key, held: list[int]) -> CreditRow:
    account_id, person_id, assist, day, earned_on, currency, costless, per_base = key
    cost = None if costless else Money(held[1], currency)
    return CreditRow(
        deal_id,
        account_id,
        person_id,
        assist,
        day,
        Money(held[0], currency),
        cost,
        held[2],
        earned_on,
        per_base,
    )


def _by_earning(rows: Iterable[CreditRow]) -> dict[_Key, CreditRow]:
    """The sums by the day on which they were earned, wherever they count."""
    earned = (
        replace(row, day=row.earned_on, earned_on=None) if row.earned_on is not None else row for row in rows
    )
    return {_key(row): row for row in held_credit(earned)}

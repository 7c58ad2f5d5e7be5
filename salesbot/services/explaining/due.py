"""Open deals that a figure counts, one by one, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from salesbot.domain.money import Money
from salesbot.services.explaining.wanted import Wanted

MOST_TOLD = 40


@dataclass(frozen=True, slots=True)
class DueDeal:
    """An open deal, and as much of it as counts."""

    account: str
    rep: str
    expected_on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class DueDeals:
    """The open deals behind a figure that the reader may see, and how many others there are."""

    deals: tuple[DueDeal, ...]
    """By day, as many as are listed."""
    count: int
    """How many the reader may see."""
    others: int


@dataclass(frozen=True, slots=True)
class DueRow:
    """An open deal before it is told to anybody."""

    deal_id: int
    account_id: int
    rep_id: int
    sharers: frozenset[int]
    expected_on: date
    amount: Money


def due_deals(wanted: Wanted, rows: Iterable[DueRow]) -> DueDeals:
    """These open deals, as far as each is the reader's to see: by the rep, or by a share in it."""
    rows = tuple(rows)
    seen = [row for row in rows if any(map(wanted.sees, (row.rep_id, *row.sharers)))]
    first = sorted(seen, key=lambda row: (row.expected_on, row.deal_id))[:MOST_TOLD]
    accounts = wanted.book.accounts.by_ids({row.account_id for row in first})
    told = tuple(
        DueDeal(
            accounts[row.account_id].name if row.account_id in accounts else "",
            wanted.names.get(row.rep_id, ""), row.expected_on, row.amount,
        )
        for row in first
    )  # fmt: skip
    return DueDeals(told, len(seen), len(rows) - len(seen))

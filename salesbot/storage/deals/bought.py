"""What accounts bought: every product of every won deal, in one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, select

from salesbot.domain.money import Money
from salesbot.storage.credits import exact
from salesbot.storage.deals.rows import DEAL, ENTRY, LINE, DealRows
from salesbot.storage.questions import given


@dataclass(frozen=True, slots=True)
class BoughtRow:
    """One product in a won deal, or the deal itself where it names none."""

    account_id: int
    product_id: int | None
    quantity: int
    of_all: int
    """The quantities of the deal's products together; 1 without any."""
    amount: Money
    """The whole deal's."""
    closed_on: date
    per_base: Decimal | None


_ALL = (
    select(LINE.c.workspace_id, LINE.c.entry_id, func.sum(LINE.c.quantity).label("of_all"))
    .where(LINE.c.workspace_id == given("workspace_id"))
    .group_by(LINE.c.workspace_id, LINE.c.entry_id)
    .subquery()
)
_BOUGHT: Any = (
    select(
        DEAL.c.account_id, LINE.c.product_id, LINE.c.quantity, _ALL.c.of_all, ENTRY.c.amount, ENTRY.c.currency,
        ENTRY.c.closed_on, ENTRY.c.per_base,
    )
    .join(ENTRY, and_(ENTRY.c.workspace_id == DEAL.c.workspace_id, ENTRY.c.id == DEAL.c.latest_entry_id))
    .outerjoin(LINE, and_(LINE.c.workspace_id == ENTRY.c.workspace_id, LINE.c.entry_id == ENTRY.c.id))
    .outerjoin(_ALL, and_(_ALL.c.workspace_id == ENTRY.c.workspace_id, _ALL.c.entry_id == ENTRY.c.id))
    .where(
        DEAL.c.workspace_id == given("workspace_id"), DEAL.c.outcome == "won", DEAL.c.refund_of_id.is_(None),
        ENTRY.c.closed_on >= given("since"), ENTRY.c.closed_on < given("before"),
    )
)  # fmt: skip


class BoughtRows(DealRows):
    """Reads what accounts bought."""

    def bought(self, since: date, before: date) -> list[BoughtRow]:
        """Every product of the deals won in the half-open span, refunds left out."""
        rows = self.book.all(_BOUGHT, since=since, before=before)
        return [
            BoughtRow(
                row.account_id, row.product_id, row.quantity or 1, int(row.of_all or 1),
                Money(row.amount, row.currency), row.closed_on, exact(row.per_base),
            )
            for row in rows
        ]  # fmt: skip

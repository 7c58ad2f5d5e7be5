"""What accounts bought: every product of every won deal, in one question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, and_, func, literal, select, union_all

from salesbot.domain.buying import Buying
from salesbot.domain.money import Money
from salesbot.storage import tables
from salesbot.storage.deals.rows import DEAL, ENTRY, LINE, DealRows, newest_of_deal
from salesbot.storage.questions import given
from salesbot.storage.recorded_later import exact

_ACCOUNT: Any = tables.Account.__table__


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
    deal_id: int


_ALL = (
    select(LINE.c.workspace_id, LINE.c.entry_id, func.sum(LINE.c.quantity).label("of_all"))
    .where(LINE.c.workspace_id == given("workspace_id"))
    .group_by(LINE.c.workspace_id, LINE.c.entry_id)
    .subquery()
)
_BOUGHT: Any = (
    select(
        DEAL.c.account_id, LINE.c.product_id, LINE.c.quantity, _ALL.c.of_all, ENTRY.c.amount, ENTRY.c.currency,
        ENTRY.c.closed_on, ENTRY.c.per_base, DEAL.c.id,
    )
    .join(ENTRY, newest_of_deal())
    .outerjoin(LINE, and_(LINE.c.workspace_id == ENTRY.c.workspace_id, LINE.c.entry_id == ENTRY.c.id))
    .outerjoin(_ALL, and_(_ALL.c.workspace_id == ENTRY.c.workspace_id, _ALL.c.entry_id == ENTRY.c.id))
    .where(
        DEAL.c.workspace_id == given("workspace_id"), DEAL.c.outcome == "won", DEAL.c.refund_of_id.is_(None),
        ENTRY.c.closed_on >= given("since"), ENTRY.c.closed_on < given("before"),
    )
)  # fmt: skip


_FIRST, _SECOND = LINE.alias("first"), LINE.alias("second")


class BoughtRows(DealRows):
    """Reads what accounts bought."""

    def buying(self, segments: Collection[str] | None = None, campaign: int | None = None) -> Buying:
        """All that was won, refunds left out, counted as it stands now.

        Of accounts of a segment (in any of the ways in which it is written), or with a deal that names a campaign.
        """
        mine, won = self.book.workspace_id, self._bought(segments, campaign)
        w, deals = won.c, func.count().label("deals")
        none = literal(None, type_=Integer)
        first, second = (
            and_(line.c.workspace_id == mine, line.c.entry_id == w.id) for line in (_FIRST, _SECOND)
        )
        several = (
            select(LINE.c.entry_id).where(LINE.c.workspace_id == mine).group_by(LINE.c.entry_id)
            .having(func.count() > 1).subquery()
        )  # fmt: skip
        both = and_(second, _SECOND.c.product_id > _FIRST.c.product_id)
        one = _FIRST.c.product_id
        parts = union_all(
            select(literal("day").label("what"), none.label("a"), none.label("b"), w.closed_on.label("day"), deals)
            .group_by(w.closed_on),
            select(literal("both"), one, _SECOND.c.product_id, func.max(w.closed_on), deals)
            .select_from(won.join(several, several.c.entry_id == w.id).join(_FIRST, first).join(_SECOND, both))
            .group_by(one, _SECOND.c.product_id),
            select(literal("first"), one, w.account_id, func.min(w.closed_on), deals)
            .select_from(won.join(_FIRST, first)).group_by(one, w.account_id),
        ).subquery()  # fmt: skip
        days: dict[date, int] = {}
        each, pairs = Counter[int](), dict[tuple[int, int], int]()
        first_days: dict[int, dict[int, date]] = defaultdict(dict)
        for row in self.book.all(select(parts)):
            if row.what == "day":
                days[row.day] = row.deals
            elif row.what == "both":
                pairs[row.a, row.b] = row.deals
            else:
                each[row.a] += row.deals
                first_days[row.b][row.a] = row.day
        return Buying(days, each, pairs, first_days)

    def deals_with(
        self, product: int, segments: Collection[str] | None = None, campaign: int | None = None
    ) -> list[tuple[int, int, date]]:
        """(deal, account, close day) of what `buying` counts that names a product, the newest first."""
        won = self._bought(segments, campaign)
        w = won.c
        of_entry = and_(LINE.c.workspace_id == self.book.workspace_id, LINE.c.entry_id == w.id)
        query = (
            select(w.deal_id, w.account_id, w.closed_on)
            .select_from(won.join(LINE, of_entry))
            .where(LINE.c.product_id == product)
            .distinct()
            .order_by(w.closed_on.desc(), w.deal_id.desc())
        )
        return [(row.deal_id, row.account_id, row.closed_on) for row in self.book.all(query)]

    def _bought(self, segments: Collection[str] | None, campaign: int | None) -> Any:
        mine, c = self.book.workspace_id, ENTRY.c
        return (
            select(c.id, c.deal_id, c.account_id, c.closed_on)
            .select_from(ENTRY.join(DEAL, newest_of_deal()))
            .where(c.workspace_id == mine, DEAL.c.workspace_id == mine, DEAL.c.outcome == "won", c.amount > 0,
                   *_of_accounts(mine, segments, campaign))
            .cte("won")
        )  # fmt: skip

    def bought(self, since: date, before: date) -> list[BoughtRow]:
        """Every product of the deals won in the half-open span, refunds left out."""
        rows = self.book.all(_BOUGHT, since=since, before=before)
        return [
            BoughtRow(
                row.account_id, row.product_id, row.quantity or 1, int(row.of_all or 1),
                Money(row.amount, row.currency), row.closed_on, exact(row.per_base), row.id,
            )
            for row in rows
        ]  # fmt: skip


def _of_accounts(workspace_id: int, segments: Collection[str] | None, campaign: int | None) -> list[Any]:
    found: list[Any] = []
    if segments is not None:
        of = select(_ACCOUNT.c.id).where(
            _ACCOUNT.c.workspace_id == workspace_id, _ACCOUNT.c.segment.in_(segments)
        )
        found.append(ENTRY.c.account_id.in_(of))
    if campaign is not None:
        led = ENTRY.alias("led")
        with_it = (
            select(led.c.account_id)
            .select_from(led.join(DEAL, newest_of_deal(led)))
            .where(
                led.c.workspace_id == workspace_id,
                led.c.campaign_id == campaign,
                DEAL.c.outcome == "won",
            )
        )
        found.append(ENTRY.c.account_id.in_(with_it.correlate(None)))
    return found

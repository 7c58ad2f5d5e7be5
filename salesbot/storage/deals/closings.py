"""The decided deals of a span as short rows: what a rate, an average or a median is made from, without reading the deals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select

from salesbot.domain.money import Money
from salesbot.domain.questions import Narrowing
from salesbot.storage.deals.rows import ENTRY, LINE
from salesbot.storage.deals.tallying import Moment, Span, Tallying, any_line
from salesbot.storage.recorded_later import exact
from salesbot.storage.stays import Stays


@dataclass(frozen=True, slots=True)
class Closing:
    """A deal that was won or lost."""

    deal_id: int
    rep_id: int
    won: bool
    amount: Money
    opened_on: date | None
    closed_on: date
    per_base: Decimal | None


class Closings(Tallying):
    """Reads how one workspace's deals were closed."""

    def closings(
        self, span: Span, before: date, stays: Stays, narrowing: Narrowing | None = None, number: int | None = None
    ) -> list[Closing]:  # fmt: skip
        """The deals decided since and before a day, by number; of one product, source and the like only."""
        c = ENTRY.c
        narrow = [] if narrowing is None else [_names(narrowing, number)]
        query = (
            select(c.deal_id, c.rep_id, c.outcome, c.amount, c.currency, c.opened_on, c.closed_on, c.per_base)
            .where(*self.decided_entries(span, stays), c.closed_on < before, *narrow)
            .order_by(c.deal_id)
        )
        return [
            Closing(
                row.deal_id, row.rep_id, row.outcome == "won", Money(row.amount, row.currency), row.opened_on,
                row.closed_on, exact(row.per_base),
            )
            for row in self.book.all(query)
        ]  # fmt: skip

    def open_by_rep(self, moment: Moment) -> dict[int, int]:
        """How many deals of each rep stood open, refunds aside."""
        query = (
            select(ENTRY.c.rep_id, func.count().label("deals"))
            .where(*self.standing(moment), ENTRY.c.outcome == "open")
            .group_by(ENTRY.c.rep_id)
        )
        return {row.rep_id: row.deals for row in self.book.all(query)}


def _names(narrowing: Narrowing, number: int | None) -> ColumnElement[bool]:
    if narrowing is Narrowing.PRODUCT:
        return any_line(LINE.c.product_id == number)
    columns = {
        Narrowing.SOURCE: ENTRY.c.source_id,
        Narrowing.CAMPAIGN: ENTRY.c.campaign_id,
        Narrowing.COMPETITOR: ENTRY.c.competitor_id,
        Narrowing.REASON: ENTRY.c.reason_id,
    }
    found: ColumnElement[bool] = columns[narrowing] == number
    return found

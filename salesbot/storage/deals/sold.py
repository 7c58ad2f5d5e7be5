"""What a subject sold and lost: decided deals added up by its part in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select

from salesbot.domain.deals import Outcome
from salesbot.domain.money import WHOLE, Money
from salesbot.storage.deals.rows import ENTRY, SHARE
from salesbot.storage.deals.tallying import Span, Tallying
from salesbot.storage.recorded_later import exact
from salesbot.storage.stays import Stays, is_of


@dataclass(frozen=True, slots=True)
class SoldAbroad:
    """A decided deal held in another currency, with the subject's part in it."""

    outcome: str
    part: int
    """In millionths."""
    amount: Money
    closed_on: date
    per_base: Decimal | None


class Sold(Tallying):
    """Adds up one workspace's decided deals by a subject's part in them."""

    def sold(self, span: Span, currency: str, stays: Stays) -> list[tuple[bool, Outcome, int, int, int]]:
        """(lately, outcome, millionths, deals, amount) of decided deals held in a currency, by the subject's part."""
        if stays is None:
            return self._sold_whole(span, currency)
        c = self._parts(span, stays, ENTRY.c.currency == currency)
        lately = c.closed_on >= span.lately
        query = select(
            lately.label("lately"), c.outcome, c.part, func.count().label("deals"), func.sum(c.amount).label("amount")
        ).group_by(lately, c.outcome, c.part)  # fmt: skip
        return [
            (bool(row.lately), Outcome(row.outcome), int(row.part), row.deals, int(row.amount))
            for row in self.book.all(query)
        ]

    def _sold_whole(self, span: Span, currency: str) -> list[tuple[bool, Outcome, int, int, int]]:
        """The same of everybody's deals, each of which counts whole."""
        added: dict[tuple[bool, str], list[int]] = {}
        for each in self.grouped(span, None):
            if each.currency == currency:
                counts = added.setdefault((each.lately, each.outcome), [0, 0])
                counts[0] += each.deals
                counts[1] += each.amount
        return [
            (lately, Outcome(outcome), WHOLE, deals, amount)
            for (lately, outcome), (deals, amount) in added.items()
        ]

    def sold_abroad(self, span: Span, currency: str, stays: Stays) -> list[SoldAbroad]:
        """The same, deal by deal, of those held in another currency."""
        if stays is None and all(each.currency == currency for each in self.grouped(span, stays)):
            return []
        c = self._parts(span, stays, ENTRY.c.currency != currency)
        query = select(c.outcome, c.part, c.amount, c.currency, c.closed_on, c.per_base)
        return [
            SoldAbroad(
                row.outcome,
                int(row.part),
                Money(row.amount, row.currency),
                row.closed_on,
                exact(row.per_base),
            )
            for row in self.book.all(query)
        ]

    def _parts(self, span: Span, stays: Stays, narrow: ColumnElement[bool]) -> Any:
        c = ENTRY.c
        told = (c.outcome, c.amount, c.currency, c.closed_on, c.per_base)
        where = [*self.decided_entries(span), narrow]
        if stays is None:
            return select(*told, literal(WHOLE).label("part")).where(*where).subquery().c
        shared = and_(
            SHARE.c.workspace_id == c.workspace_id, SHARE.c.entry_id == c.id, SHARE.c.assist.is_(False)
        )
        query = (
            select(*told, func.sum(SHARE.c.millionths).label("part"))
            .select_from(ENTRY.join(SHARE, shared))
            .where(*where, *is_of(stays, SHARE.c.person_id, c.closed_on))
            .group_by(c.id, *told)
            .having(func.sum(SHARE.c.millionths) > 0)
        )
        return query.subquery().c

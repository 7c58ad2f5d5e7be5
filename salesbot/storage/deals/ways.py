"""Counting decided deals by what they name: a product, technique, source, campaign, or the segment of their account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    select,
    union_all,
)

from salesbot.domain.works import Aspect
from salesbot.storage import tables
from salesbot.storage.deals.rows import ENTRY, LINE
from salesbot.storage.deals.tallying import Span, Tallying, any_line, third_of
from salesbot.storage.stays import Stays

_ACCOUNT: Any = tables.Account.__table__
_ASPECTS: dict[str, Aspect] = {each.value: each for each in Aspect}
_ALL = "all"
_ANY = "any product"


class WayRow(NamedTuple):
    """So many decided deals of a rep, third of amounts and source that name one thing of a kind."""

    aspect: Aspect | None
    """None: all deals, or with `any_product` those that name a product."""
    key: str
    rep_id: int
    band: int
    source: str
    won: int
    decided: int
    any_product: bool = False


class Ways(Tallying):
    """Counts one workspace's decided deals by what they name."""

    def ways(self, span: Span, before: date, stays: Stays, worth: Mapping[str, float]) -> list[WayRow]:
        """The deals decided since and before a day, by each thing that they name, and all of them.

        `worth`: by what minor units of a currency are multiplied to be compared, as in `mixed`. A segment is told as
        it is written.
        """
        c = ENTRY.c
        decided = (
            select(
                c.id, c.account_id, c.rep_id, func.coalesce(c.source_id, 0).label("source"), c.source_id, c.campaign_id,
                c.technique, case((c.outcome == "won", 1), else_=0).label("won"), third_of(worth).label("band"),
            )
            .where(*self.decided_entries(span, stays), c.closed_on < before)
            .cte("decided")
        )  # fmt: skip
        counted = union_all(*self._parts_of(decided)).subquery()
        rows: Iterable[Any] = self.book.all(select(counted))
        return [
            WayRow(
                _ASPECTS.get(aspect),
                str(key),
                rep,
                int(band),
                str(source or ""),
                int(won),
                decided,
                aspect == _ANY,
            )
            for aspect, key, rep, band, source, won, decided in rows
        ]

    def reps(self, span: Span, before: date, stays: Stays) -> set[int]:
        """Whose the decided deals are."""
        query = (
            select(ENTRY.c.rep_id)
            .where(*self.decided_entries(span, stays), ENTRY.c.closed_on < before)
            .distinct()
        )
        return {row.rep_id for row in self.book.all(query)}

    def of_way(
        self, span: Span, before: date, stays: Stays, aspect: Aspect, keys: Iterable[str]
    ) -> list[tuple[int, int, bool]]:
        """(deal, rep, won) of the decided deals that name it, the newest first; of a segment however it is written."""
        c = ENTRY.c
        query = (
            select(c.deal_id, c.rep_id, c.outcome)
            .where(*self.decided_entries(span, stays), c.closed_on < before, _names(aspect, list(keys)))
            .order_by(c.closed_on.desc(), c.deal_id.desc())
        )
        return [(row.deal_id, row.rep_id, row.outcome == "won") for row in self.book.all(query)]

    def newest_decided(self, span: Span, before: date, stays: Stays, most: int | None = None) -> list[int]:
        """The decided deals, the newest first: so many at most, or all."""
        c = ENTRY.c
        query = (
            select(c.deal_id)
            .where(*self.decided_entries(span, stays), c.closed_on < before)
            .order_by(c.closed_on.desc(), c.deal_id.desc())
            .limit(most)
        )
        return [row.deal_id for row in self.book.all(query)]

    def in_segments(self, span: Span, before: date) -> list[tuple[int, str, int, int]]:
        """(product, segment as it is written, won, decided) of the deals decided since and before a day."""
        c = ENTRY.c
        of_account = and_(_ACCOUNT.c.workspace_id == c.workspace_id, _ACCOUNT.c.id == c.account_id)
        of_entry = and_(LINE.c.workspace_id == c.workspace_id, LINE.c.entry_id == c.id)
        won = func.sum(case((c.outcome == "won", 1), else_=0)).label("won")
        query = (
            select(LINE.c.product_id, _ACCOUNT.c.segment, won, func.count().label("decided"))
            .select_from(ENTRY.join(_ACCOUNT, of_account).join(LINE, of_entry))
            .where(*self.decided_entries(span), c.closed_on < before, _ACCOUNT.c.segment != "")
            .group_by(LINE.c.product_id, _ACCOUNT.c.segment)
        )
        return [(row.product_id, row.segment, int(row.won), row.decided) for row in self.book.all(query)]

    def _parts_of(self, decided: Any) -> Iterable[Select[Any]]:
        c = decided.c
        by = (c.rep_id, c.band, c.source)
        counts = (func.sum(c.won).label("won"), func.count().label("decided"))

        def part(name: str, key: Any, whence: Any, *where: Any) -> Select[Any]:
            told = (literal(name).label("aspect"), cast(key, String).label("key"))
            grouped = by if name in (_ALL, _ANY) else (key, *by)
            return select(*told, *by, *counts).select_from(whence).where(*where).group_by(*grouped)

        of_account = and_(_ACCOUNT.c.workspace_id == self.book.workspace_id, _ACCOUNT.c.id == c.account_id)
        of_entry = and_(LINE.c.workspace_id == self.book.workspace_id, LINE.c.entry_id == c.id)
        yield part(_ALL, literal(""), decided)
        yield part(_ANY, literal(""), decided, exists().where(of_entry).correlate(decided))
        yield part(Aspect.PRODUCT.value, LINE.c.product_id, decided.join(LINE, of_entry))
        yield part(
            Aspect.SEGMENT.value,
            _ACCOUNT.c.segment,
            decided.join(_ACCOUNT, of_account),
            _ACCOUNT.c.segment != "",
        )
        for aspect, column in (
            (Aspect.TECHNIQUE, c.technique),
            (Aspect.SOURCE, c.source_id),
            (Aspect.CAMPAIGN, c.campaign_id),
        ):
            yield part(aspect.value, column, decided, column.is_not(None))


def _names(aspect: Aspect, keys: list[str]) -> Any:
    """The condition that a deal names one of these."""
    c = ENTRY.c
    if aspect is Aspect.TECHNIQUE:
        return c.technique.in_(keys)
    if aspect is Aspect.SEGMENT:
        return exists().where(
            _ACCOUNT.c.workspace_id == c.workspace_id,
            _ACCOUNT.c.id == c.account_id,
            _ACCOUNT.c.segment.in_(keys),
        )
    numbers = [int(key) for key in keys]
    if aspect is Aspect.PRODUCT:
        return any_line(LINE.c.product_id.in_(numbers))
    return (c.source_id if aspect is Aspect.SOURCE else c.campaign_id).in_(numbers)

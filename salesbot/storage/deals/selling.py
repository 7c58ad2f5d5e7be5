"""What key figures are made from: decided deals as short rows, and what accounts bought, by what the deals name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, select

from salesbot.domain.works import Aspect
from salesbot.storage import tables
from salesbot.storage.deals.rows import DEAL, ENTRY, LINE, newest_of_deal
from salesbot.storage.deals.tallying import Moment, Span, Tallying
from salesbot.storage.recorded_later import exact
from salesbot.storage.stays import Stays, is_of

_ACCOUNT: Any = tables.Account.__table__
_CREDIT: Any = tables.Credit.__table__
_AT_ONCE = 500
Key = int | str | None
"""A product's, source's or campaign's number, a segment or technique as it is written; None: the deal names none."""


class Closed(NamedTuple):
    """A deal that was won or lost, under one of the things that it names."""

    key: Key
    rep_id: int
    won: bool
    amount: int
    currency: str
    opened_on: date | None
    closed_on: date
    per_base: Decimal | None
    reason_id: int | None


class Brought(NamedTuple):
    """What an account brought in one of the spans that were asked for."""

    key: Key
    account_id: int
    span: int
    """The place of the day with which the span begins."""
    deals: int
    """Refunds are none."""
    amount: int
    """In the currency that was asked for, refunds taken off."""
    costed: int
    """The amount of the deals with a cost."""
    cost: int
    abroad: int
    """Deals and refunds in other currencies."""


class BroughtAbroad(NamedTuple):
    """A won deal or refund in another currency."""

    key: Key
    amount: int
    cost: int | None
    currency: str
    closed_on: date
    per_base: Decimal | None


class First(NamedTuple):
    """The first won deal of an account, as it stands."""

    day: date
    deal_id: int
    campaign_id: int | None
    rep_id: int


class Selling(Tallying):
    """Reads what key figures are made from, of one workspace."""

    def closed(self, span: Span, before: date, stays: Stays, by: Aspect | None = None) -> list[Closed]:
        """The deals decided since and before a day, refunds left out; by an aspect, one row for each thing named."""
        c = ENTRY.c
        key, whence, where = self._named(by)
        query = (
            select(key.label("key"), c.rep_id, c.outcome, c.amount, c.currency, c.opened_on, c.closed_on, c.per_base,
                   c.reason_id)
            .select_from(whence)
            .where(*self.decided_entries(span, stays), c.closed_on < before, *where)
        )  # fmt: skip
        return [
            Closed(key, rep, outcome == "won", amount, currency, opened, closed, per_base and exact(per_base), reason)
            for key, rep, outcome, amount, currency, opened, closed, per_base, reason in self._rows(query)
        ]  # fmt: skip

    def brought(
        self, moment: Moment, days: Sequence[date], currency: str, stays: Stays = None, by: Aspect | None = None
    ) -> list[Brought]:  # fmt: skip
        """What accounts brought between each of these days and the next (after the last: since then)."""
        c = ENTRY.c
        key, whence, where = self._named(by)
        place = case(*((c.closed_on < day, at) for at, day in enumerate(days[1:])), else_=len(days) - 1)
        won = (
            select(key.label("key"), c.account_id, (place if len(days) > 1 else literal(0)).label("span"), c.amount,
                   c.cost, (c.currency == currency).label("own"))
            .select_from(whence)
            .where(*self._won(moment, stays), c.closed_on >= days[0], *where)
            .subquery().c
        )  # fmt: skip
        by_what = (*([] if by is None else [won.key]), won.account_id, won.span)
        query = select(
            null() if by is None else won.key, won.account_id, won.span, _sum(won.amount > 0, 1),
            _sum(won.own, won.amount), _sum(and_(won.own, won.cost.is_not(None)), won.amount),
            _sum(won.own, func.coalesce(won.cost, 0)),
            _sum(~won.own, 1),
        ).group_by(*by_what)  # fmt: skip
        return [Brought(*row[:3], *(int(each) for each in row[3:])) for row in self._rows(query)]

    def brought_abroad(
        self, moment: Moment, since: date, currency: str, by: Aspect | None
    ) -> list[BroughtAbroad]:
        """The won deals and refunds since a day that are held in another currency."""
        c = ENTRY.c
        key, whence, where = self._named(by)
        query = (
            select(key.label("key"), c.amount, c.cost, c.currency, c.closed_on, c.per_base)
            .select_from(whence)
            .where(*self._won(moment), c.closed_on >= since, c.currency != currency, *where)
        )
        return [BroughtAbroad._make((*row[:5], exact(row.per_base))) for row in self._rows(query)]

    def days_bought(self, moment: Moment, since: date, before: date) -> list[tuple[int, date]]:
        """(account, day) of everything that was won in the half-open span, refunds left out."""
        c = ENTRY.c
        query = (
            select(c.account_id, c.closed_on)
            .where(*self._won(moment), c.amount > 0, c.closed_on >= since, c.closed_on < before)
            .distinct()
        )
        return [(row.account_id, row.closed_on) for row in self._rows(query)]

    def first_purchases(self, moment: Moment) -> dict[int, First]:
        """The first won deal of each account, refunds left out.

        The first day on which an account was ever credited is looked up; only where nothing of that day stands any more,
        all its deals are.
        """
        c, d, mine = ENTRY.c, _CREDIT.c, self.book.workspace_id
        early = select(d.account_id, func.min(d.day).label("day")).where(d.workspace_id == mine)
        days: dict[int, date] = {row.account_id: row.day for row in self._rows(early.group_by(d.account_id))}
        corrected = select(d.account_id, func.min(d.earned_on)).where(
            d.workspace_id == mine, d.earned_on.is_not(None)
        )
        for account, day in self._rows(corrected.group_by(d.account_id)):
            days[account] = min(day, days[account])
        first = early.group_by(d.account_id).subquery()
        that_day = and_(d.workspace_id == mine, d.account_id == first.c.account_id, d.day == first.c.day)
        deals = select(d.deal_id).select_from(first.join(_CREDIT, that_day)).distinct()
        found = {
            account: one for account, one in self._firsts(moment, c.deal_id.in_(deals)).items() if one.day == days[account]
        }  # fmt: skip
        rest = sorted(days.keys() - found.keys())
        for start in range(0, len(rest), _AT_ONCE):
            some = rest[start : start + _AT_ONCE]
            theirs = select(d.deal_id).where(d.workspace_id == mine, d.account_id.in_(some))
            found |= self._firsts(moment, c.deal_id.in_(theirs), c.account_id.in_(some))
        return found

    def _firsts(self, moment: Moment, *where: ColumnElement[bool]) -> dict[int, First]:
        c = ENTRY.c
        query = (
            select(c.account_id, c.closed_on, c.deal_id, c.campaign_id, c.rep_id)
            .where(*self._won(moment), c.amount > 0, c.closed_on.is_not(None), *where)
            .order_by(c.closed_on.desc(), c.deal_id.desc())
        )
        return {
            row.account_id: First(row.closed_on, row.deal_id, row.campaign_id, row.rep_id) for row in self._rows(query)
        }  # fmt: skip

    def keys_of(self, moment: Moment, by: Aspect, deal_ids: Collection[int]) -> list[tuple[int, Key]]:
        """(deal, what it names) of these deals; one row for each thing named."""
        key, whence, where = self._named(by)
        found: list[tuple[int, Key]] = []
        wanted = sorted(deal_ids)
        for start in range(0, len(wanted), _AT_ONCE):
            some = ENTRY.c.deal_id.in_(wanted[start : start + _AT_ONCE])
            query = select(ENTRY.c.deal_id, key.label("key")).select_from(whence)
            found += [
                (deal, name) for deal, name in self._rows(query.where(*self.standing(moment), some, *where))
            ]
        return found

    def reps_of(self, moment: Moment, deal_ids: Collection[int]) -> dict[int, int]:
        """Whose deals these are."""
        found: dict[int, int] = {}
        wanted = sorted(deal_ids)
        for start in range(0, len(wanted), _AT_ONCE):
            some = ENTRY.c.deal_id.in_(wanted[start : start + _AT_ONCE])
            for deal, rep in self._rows(
                select(ENTRY.c.deal_id, ENTRY.c.rep_id).where(*self.standing(moment), some)
            ):
                found[deal] = rep
        return found

    def leads(self, moment: Moment, start: date, end: date) -> dict[int | None, int]:
        """How many deals were opened in the half-open span, by campaign; where nobody knows when, by the close day."""
        c = ENTRY.c
        live = [*self.standing(moment), c.outcome != "withdrawn", c.amount > 0]
        found: dict[int | None, int] = {}
        for day, more in ((c.opened_on, []), (c.closed_on, [c.opened_on.is_(None)])):
            query = select(c.campaign_id, func.count()).where(*live, day >= start, day < end, *more)
            for campaign, deals in self._rows(query.group_by(c.campaign_id)):
                found[campaign] = found.get(campaign, 0) + deals
        return found

    def open_now(self) -> dict[int, int]:
        """How many deals of each rep stand open."""
        query = (
            select(ENTRY.c.rep_id, func.count().label("deals"))
            .select_from(DEAL.join(ENTRY, newest_of_deal()))
            .where(DEAL.c.workspace_id == self.book.workspace_id, DEAL.c.outcome == "open")
            .group_by(ENTRY.c.rep_id)
        )
        return {row.rep_id: row.deals for row in self._rows(query)}

    def _rows(self, query: Select[Any]) -> Iterable[Any]:
        return self.book.all(query)

    def _won(self, moment: Moment, stays: Stays = None) -> list[ColumnElement[bool]]:
        """The conditions that an entry says of a deal or refund that it stood as won."""
        return [
            *self.standing(moment), ENTRY.c.outcome == "won", *is_of(stays, ENTRY.c.rep_id, ENTRY.c.closed_on),
        ]  # fmt: skip

    def _named(self, by: Aspect | None) -> tuple[Any, Any, Iterable[ColumnElement[bool]]]:
        """What deals are told apart by, from which rows it is read, and on which condition."""
        c, mine = ENTRY.c, self.book.workspace_id
        if by is None:
            return null(), ENTRY, ()
        if by is Aspect.PRODUCT:
            of_entry = and_(LINE.c.workspace_id == mine, LINE.c.entry_id == c.id)
            return LINE.c.product_id, ENTRY.join(LINE, of_entry), ()
        if by is Aspect.SEGMENT:
            of_account = and_(_ACCOUNT.c.workspace_id == mine, _ACCOUNT.c.id == c.account_id)
            return _ACCOUNT.c.segment, ENTRY.join(_ACCOUNT, of_account), [_ACCOUNT.c.segment != ""]
        columns = {
            Aspect.TECHNIQUE: c.technique,
            Aspect.SOURCE: c.source_id,
            Aspect.CAMPAIGN: c.campaign_id,
        }
        return columns[by], ENTRY, ()


def _sum(counts: ColumnElement[bool], value: Any) -> Any:
    return func.sum(case((counts, value), else_=0))

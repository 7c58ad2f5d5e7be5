"""Counting deals in the database: how they stood as of a moment, added up by what they share, without reading each.

A deal's state as of a moment is its last entry dated before a day and recorded by an instant, as in `states_at`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, null, or_, select

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.money import WHOLE, Money
from salesbot.storage.credits import exact
from salesbot.storage.deals.rows import ENTRY, LINE, SHARE, DealRows, booked
from salesbot.storage.stays import Stays, is_of

_DECIDED = ("won", "lost")


@dataclass(frozen=True, slots=True)
class Moment:
    """How deals stood: entries recorded by an instant and dated before a day."""

    known_at: datetime
    before: date


@dataclass(frozen=True, slots=True)
class Span:
    """Deals decided since a day, some of them lately: since another."""

    moment: Moment
    since: date
    lately: date


@dataclass(frozen=True, slots=True)
class SoldAbroad:
    """A decided deal held in another currency, with the subject's part in it."""

    outcome: str
    part: int
    """In millionths."""
    amount: Money
    closed_on: date
    per_base: Decimal | None


class _Group(NamedTuple):
    """Decided deals with all of this in common."""

    lately: bool
    rep_id: int
    outcome: str
    reason_id: int | None
    competitor_id: int | None
    currency: str
    deals: int
    amount: int


def _recorded(entry: Any) -> ColumnElement[Any]:
    """When an entry was recorded; wrapped, so that the index of all that was ever recorded is never taken for another."""
    found: ColumnElement[Any] = func.coalesce(entry.c.recorded_at, entry.c.recorded_at)
    return found


class Tallying(DealRows):
    """Counts one workspace's deals."""

    def standing(self, moment: Moment, entry: Any = ENTRY) -> list[ColumnElement[bool]]:
        """The conditions that an entry says how its deal stood then."""
        later = _LATER
        return [
            entry.c.workspace_id == self.book.workspace_id, _recorded(entry) <= moment.known_at,
            entry.c.effective_on < moment.before, booked(self.book.workspace_id, entry),
            ~exists().where(
                later.c.workspace_id == entry.c.workspace_id, later.c.deal_id == entry.c.deal_id,
                later.c.number > entry.c.number, later.c.effective_on < moment.before,
                _recorded(later) <= moment.known_at, booked(self.book.workspace_id, later),
            ),
        ]  # fmt: skip

    def decided_entries(self, span: Span, stays: Stays = None) -> list[ColumnElement[bool]]:
        """The conditions that an entry says of a deal that it was won or lost since; refunds are none."""
        c = ENTRY.c
        return [
            *self.standing(span.moment), c.closed_on >= span.since, c.outcome.in_(_DECIDED), c.amount > 0,
            *is_of(stays, c.rep_id, c.closed_on),
        ]  # fmt: skip

    def decided_states(self, span: Span, stays: Stays = None) -> list[DealState]:
        """How each deal stood that was won or lost since (lately or not), by number; refunds are none."""
        return self._states(self._entries(*self.decided_entries(span, stays)).order_by(ENTRY.c.deal_id))

    def sold(self, span: Span, currency: str, stays: Stays) -> list[tuple[bool, Outcome, int, int, int]]:
        """(lately, outcome, millionths, deals, amount) of decided deals held in a currency, by the subject's part."""
        if stays is None:
            whole = [each for each in self._grouped(span, stays) if each.currency == currency]
            return [(each.lately, Outcome(each.outcome), WHOLE, each.deals, each.amount) for each in whole]
        c = self._parts(span, stays, ENTRY.c.currency == currency)
        lately = c.closed_on >= span.lately
        query = select(
            lately.label("lately"), c.outcome, c.part, func.count().label("deals"), func.sum(c.amount).label("amount")
        ).group_by(lately, c.outcome, c.part)  # fmt: skip
        return [
            (bool(row.lately), Outcome(row.outcome), int(row.part), row.deals, int(row.amount))
            for row in self.book.all(query)
        ]

    def sold_abroad(self, span: Span, currency: str, stays: Stays) -> list[SoldAbroad]:
        """The same, deal by deal, of those held in another currency."""
        if stays is None and all(each.currency == currency for each in self._grouped(span, stays)):
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

    def outcomes(self, span: Span, stays: Stays) -> list[tuple[bool, int, bool, int | None, int]]:
        """(lately, rep, won, reason, deals): decided deals by their rep and main reason."""
        return [
            (each.lately, each.rep_id, each.outcome == "won", each.reason_id, each.deals)
            for each in self._grouped(span, stays)
        ]

    def mixed(
        self, span: Span, stays: Stays, worth: Mapping[str, float]
    ) -> list[tuple[int, int, int | None, int | None, bool, int | None, int]]:
        """(rep, band, source, campaign, won, reason, deals) of the deals decided lately, by thirds of their amounts.

        `worth`: by what minor units of a currency are multiplied to be compared; an amount in another is in the middle.
        """
        c = ENTRY.c
        inner = (
            select(
                c.rep_id, c.source_id, c.campaign_id, c.outcome, c.reason_id, third_of(worth).label("band")
            )
            .where(*self.decided_entries(span, stays))
            .subquery()
        )
        by = (
            inner.c.rep_id,
            inner.c.band,
            inner.c.source_id,
            inner.c.campaign_id,
            inner.c.outcome,
            inner.c.reason_id,
        )
        query = select(*by, func.count().label("deals")).group_by(*by)
        return [
            (
                row.rep_id,
                int(row.band),
                row.source_id,
                row.campaign_id,
                row.outcome == "won",
                row.reason_id,
                row.deals,
            )
            for row in self.book.all(query)
        ]

    def discounted(self, span: Span, stays: Stays) -> list[tuple[bool, bool, int]]:
        """(lately, discounted, deals) of the won deals that name what was sold."""
        lately, off = ENTRY.c.closed_on >= span.lately, any_line(_OFF)
        query = (
            select(lately.label("lately"), off.label("off"), func.count().label("deals"))
            .where(*self.decided_entries(span, stays), ENTRY.c.outcome == "won", any_line())
            .group_by(lately, off)
        )
        return [(bool(row.lately), bool(row.off), row.deals) for row in self.book.all(query)]

    def competed(self, span: Span, stays: Stays) -> list[tuple[bool, int | None, int]]:
        """(lately, competitor, deals) of the lost deals."""
        return [
            (each.lately, each.competitor_id, each.deals)
            for each in self._grouped(span, stays)
            if each.outcome == "lost"
        ]

    def _grouped(self, span: Span, stays: Stays) -> list[_Group]:
        """The decided deals added up by all that is asked of them together, read once."""
        c = ENTRY.c
        lately = (c.closed_on >= span.lately).label("lately")
        by = (lately, c.rep_id, c.outcome, c.reason_id, c.competitor_id, c.currency)
        query = (
            select(*by, func.count().label("deals"), func.sum(c.amount).label("amount"))
            .where(*self.decided_entries(span, stays))
            .group_by(*by)
        )

        def ask() -> list[_Group]:
            rows: Iterable[Any] = self.book.all(query)
            return [_Group._make((bool(row[0]), *row[1:7], int(row[7]))) for row in rows]

        return self.book.worked_out(("decided, grouped", span, stays), ask)

    def opened(self, span: Span, stays: Stays, day: date) -> list[tuple[bool, bool, int]]:
        """(lately, by a campaign, deals) of the deals opened since in which the subject has a part."""
        c = ENTRY.c
        on = func.coalesce(c.closed_on, day)
        shared = exists().where(
            SHARE.c.workspace_id == c.workspace_id, SHARE.c.entry_id == c.id, SHARE.c.assist.is_(False),
            SHARE.c.millionths > 0, *is_of(stays, SHARE.c.person_id, on),
        )  # fmt: skip
        lately, led = c.opened_on >= span.lately, c.campaign_id.is_not(None)
        ended = func.coalesce(c.closed_on, c.effective_on)
        query = (
            select(lately.label("lately"), led.label("led"), func.count().label("deals"))
            .where(
                *self.standing(span.moment), c.opened_on >= span.since,
                or_(c.outcome == "open", ended >= span.since), *([] if stays is None else [shared]),
            )
            .group_by(lately, led)
        )  # fmt: skip
        return [(bool(row.lately), bool(row.led), row.deals) for row in self.book.all(query)]

    def slipped(
        self, began: Moment, ended: Moment, starts_on: date, ends_on: date, stays: Stays
    ) -> list[tuple[int, int, str, int]]:
        """(deal, amount, currency, part) of deals that were due in a span when it began, and stood open beyond it."""
        due, now = ENTRY.alias("due"), ENTRY
        over = ends_on <= ended.before
        beyond = [] if over else [or_(now.c.expected_on.is_(None), now.c.expected_on >= ends_on)]
        same = and_(now.c.workspace_id == due.c.workspace_id, now.c.deal_id == due.c.deal_id)
        where = [
            *self.standing(began, due), due.c.outcome == "open", due.c.expected_on >= starts_on,
            due.c.expected_on < ends_on, *self.standing(ended), now.c.outcome == "open", *beyond,
        ]  # fmt: skip
        told = (now.c.deal_id, now.c.amount, now.c.currency)
        query: Select[Any]
        if stays is None:
            query = select(*told, literal(WHOLE).label("part")).select_from(due.join(now, same)).where(*where)
        else:
            shared = and_(
                SHARE.c.workspace_id == now.c.workspace_id,
                SHARE.c.entry_id == now.c.id,
                SHARE.c.assist.is_(False),
            )
            query = (
                select(*told, func.sum(SHARE.c.millionths).label("part"))
                .select_from(due.join(now, same).join(SHARE, shared))
                .where(*where, *is_of(stays, SHARE.c.person_id, literal(ended.before)))
                .group_by(*told)
                .having(func.sum(SHARE.c.millionths) > 0)
            )
        return [
            (row.deal_id, row.amount, row.currency, int(row.part))
            for row in self.book.all(query.order_by(now.c.deal_id))
        ]

    def behind(
        self, span: Span, stays: Stays, *, reasons: Collection[int] | None = None, campaign: int | None = None,
        competitor: int | None = None, rep: int | None = None, without: Iterable[int] = (), off: bool = False,
    ) -> list[tuple[int, int]]:  # fmt: skip
        """(deal, account) of the decided deals that were lost for these reasons, with this campaign, and so on."""
        c = ENTRY.c
        where = [] if reasons is None else [c.reason_id.in_(list(reasons))]
        where += [column == value for column, value in (
            (c.campaign_id, campaign), (c.competitor_id, competitor), (c.rep_id, rep),
        ) if value is not None]  # fmt: skip
        where += [c.outcome == "won", any_line(_OFF)] if off else [c.outcome == "lost"]
        apart = list(without)
        where += [or_(c.reason_id.is_(None), c.reason_id.not_in(apart))] if apart else []
        query = (
            select(c.deal_id, c.account_id)
            .where(*self.decided_entries(span, stays), *where)
            .order_by(c.deal_id)
        )
        return [(row.deal_id, row.account_id) for row in self.book.all(query)]


_LATER: Any = ENTRY.alias("later")
_OFF = or_(
    LINE.c.discount > 0,
    and_(LINE.c.price < LINE.c.usual, (LINE.c.usual - LINE.c.price) * (2.0 * WHOLE) > LINE.c.usual),
)
"""As `Line.off`: what was said, else what the price is below the usual one, to the millionth."""


def third_of(worth: Mapping[str, float]) -> ColumnElement[int]:
    """0, 1 or 2: in which third of the amounts of all that is asked for a deal stands; in the middle without a worth."""
    c = ENTRY.c
    size = case(*((c.currency == name, c.amount * by) for name, by in worth.items()), else_=null())
    third = func.ntile(3).over(partition_by=size.is_(None), order_by=(size, c.deal_id)) - 1
    return case((size.is_(None), 1), else_=third)


def any_line(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition that the deal names a product of which this holds."""
    return exists().where(LINE.c.workspace_id == ENTRY.c.workspace_id, LINE.c.entry_id == ENTRY.c.id, *where)

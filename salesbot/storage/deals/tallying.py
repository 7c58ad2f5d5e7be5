"""Counting deals in the database: how they stood as of a moment, added up by what they share, without reading each.

A deal's state as of a moment is its last entry dated before a day and recorded by an instant, as in `states_at`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, null, or_, select

from salesbot.domain.money import WHOLE
from salesbot.storage import tables
from salesbot.storage.deals.rows import ENTRY, LINE, DealRows, booked
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


class Group(NamedTuple):
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
        return self.standing_on(moment.before, moment.known_at, entry)

    def standing_on(self, before: Any, known_at: datetime, entry: Any) -> list[ColumnElement[bool]]:
        """The same as of the morning of a day, which may be a column."""
        later = _LATER
        return [
            entry.c.workspace_id == self.book.workspace_id, _recorded(entry) <= known_at,
            entry.c.effective_on < before, *self._booked(entry),
            ~exists().where(
                later.c.workspace_id == entry.c.workspace_id, later.c.deal_id == entry.c.deal_id,
                later.c.number > entry.c.number, later.c.effective_on < before,
                _recorded(later) <= known_at, *self._booked(later),
            ),
        ]  # fmt: skip

    def _booked(self, entry: Any) -> list[ColumnElement[bool]]:
        """The condition that an entry is there for everybody, where a long import may hide some at this moment.

        SQLite works it out for each entry, a third of all the work, and its readers and its one writer see one moment:
        there it is left out while nothing is being booked.
        """
        sure = self.book.writes_alone
        if sure and not self.book.remembered(tables.BeingBooked, "any", self.book.deals.any_being_booked):
            return []
        return [booked(self.book.workspace_id, entry)]

    def decided_entries(self, span: Span, stays: Stays = None) -> list[ColumnElement[bool]]:
        """The conditions that an entry says of a deal that it was won or lost since; refunds are none."""
        c = ENTRY.c
        return [
            *self.standing(span.moment), c.closed_on >= span.since, c.outcome.in_(_DECIDED), c.amount > 0,
            *is_of(stays, c.rep_id, c.closed_on),
        ]  # fmt: skip

    def outcomes(self, span: Span, stays: Stays) -> list[tuple[bool, int, bool, int | None, int]]:
        """(lately, rep, won, reason, deals): decided deals by their rep and main reason."""
        return [
            (each.lately, each.rep_id, each.outcome == "won", each.reason_id, each.deals)
            for each in self.grouped(span, stays)
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
            for each in self.grouped(span, stays)
            if each.outcome == "lost"
        ]

    def grouped(self, span: Span, stays: Stays) -> list[Group]:
        """The decided deals added up by all that is asked of them together, read once."""
        c = ENTRY.c
        lately = (c.closed_on >= span.lately).label("lately")
        by = (lately, c.rep_id, c.outcome, c.reason_id, c.competitor_id, c.currency)
        query = (
            select(*by, func.count().label("deals"), func.sum(c.amount).label("amount"))
            .where(*self.decided_entries(span, stays))
            .group_by(*by)
        )

        def ask() -> list[Group]:
            rows: Iterable[Any] = self.book.all(query)
            return [Group._make((bool(row[0]), *row[1:7], int(row[7]))) for row in rows]

        return self.book.worked_out(("decided, grouped", span, stays), ask)

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

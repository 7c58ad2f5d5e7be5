"""What the ledger's entries tell is kept while they are the same, and where some came since, followed from what it told."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import TypeAlias

from sqlalchemy import and_, func, select

from salesbot.storage import tables
from salesbot.storage.deals.rows import ENTRY, ENTRY_BOOKED, ENTRY_COMING, DealRows
from salesbot.storage.keeping import Told, kept_of
from salesbot.storage.questions import given, given_several

_LAST_RECORDED = (
    select(ENTRY.c.recorded_at.label("at"))
    .where(
        ENTRY.c.workspace_id == given("workspace_id"),
        ENTRY.c.recorded_at <= given("known_at"),
        ENTRY_BOOKED,
    )
    .order_by(ENTRY.c.recorded_at.desc())
    .limit(1)
)
_LATELY = and_(
    ENTRY.c.workspace_id == given("workspace_id"), ENTRY.c.recorded_at > given("since"),
    ENTRY.c.recorded_at <= given("until"),
)  # fmt: skip
# All, less those that are still being booked: so nothing but an index is read, which matters on the day of an import.
_RECORDED_LATELY = select(
    (
        select(func.count()).select_from(ENTRY).where(_LATELY).scalar_subquery()
        - select(func.count()).select_from(ENTRY).where(_LATELY, ENTRY_COMING).scalar_subquery()
    ).label("entries")
)
_DAYS = (
    select(ENTRY.c.effective_on.label("day"))
    .distinct()
    .where(
        ENTRY.c.workspace_id == given("workspace_id"),
        ENTRY.c.recorded_at <= given("known_at"),
        ENTRY_BOOKED,
    )
    .order_by(ENTRY.c.effective_on)
)
_NEVER = datetime.min.replace(tzinfo=UTC)
_ON_ITS_WAY = timedelta(days=1)
"""No entry becomes visible so long after it was recorded: a transaction takes seconds, a long import minutes."""
_DAYS_OF = (
    select(ENTRY.c.effective_on.label("day"))
    .distinct()
    .where(
        ENTRY.c.workspace_id == given("workspace_id"), ENTRY.c.deal_id.in_(given_several("deals")),
        ENTRY.c.recorded_at <= given("known_at"), ENTRY_BOOKED,
    )
)  # fmt: skip
MOST_TOUCHED = 200
"""From entries of up to so many deals an answer is followed; where more came since, all is asked anew."""
_TOUCHED = (
    select(ENTRY.c.deal_id)
    .distinct()
    .where(
        ENTRY.c.workspace_id == given("workspace_id"), ENTRY.c.recorded_at > given("since"),
        ENTRY.c.recorded_at <= given("known_at"), ENTRY_BOOKED,
    )
    .order_by(ENTRY.c.deal_id)
    .limit(MOST_TOUCHED + 1)
)  # fmt: skip

Version: TypeAlias = tuple[datetime, int]
"""Which entries an answer is told from: when the last was recorded, and how many in the day before it."""


def _nearest(version: Version, known: Sequence[tuple[Version, Told]]) -> tuple[Version, Told] | None:
    """The answer of the newest version before that one; where there is none, of the first after it."""
    before = [each for each in known if each[0] < version]
    after = [each for each in known if each[0] > version]
    return max(before, key=itemgetter(0)) if before else min(after, key=itemgetter(0), default=None)


class Keeping(DealRows):
    """Reads what the entries of one workspace's ledger tell, once while they are the same."""

    def kept(
        self, what: Hashable, known_at: datetime, ask: Callable[[], Told], before: date | None = None,
        follow: Callable[[Told, list[int]], Told] | None = None,
    ) -> Told:  # fmt: skip
        """What the ledger's entries recorded by then tell, read once for all books while they are the same entries.

        `ask` may look at nothing but these entries with their deals (dated before a day, if one is named), and nobody
        may change what it answers. `follow` makes the same of the answer at another moment and of the deals to which
        entries came between both. A book in which something may be changed asks for itself.
        """
        if not self.book.unchanging:
            return ask()
        last = None if before is None else self._last_dated(known_at, before)
        return self._kept((what, last), known_at, ask, follow)

    def _kept(
        self, what: Hashable, known_at: datetime, ask: Callable[[], Told],
        follow: Callable[[Told, list[int]], Told] | None,
    ) -> Told:  # fmt: skip
        version = self._so_far(known_at)

        def followed(known: Sequence[tuple[Version, Told]]) -> Told | None:
            near = _nearest(version, known)
            if follow is None or near is None:
                return None
            touched = self._touched(*sorted((near[0], version)))
            return None if touched is None else follow(near[1], touched)

        kept = kept_of(self.book.connection.engine)
        return kept.told((self.book.workspace_id, what), version, ask, followed if follow else None)

    def _touched(self, earlier: Version, later: Version) -> list[int] | None:
        """The deals to which entries came between two versions; None where they are too many, or one came late before."""
        for last, lately in (earlier, later):
            if not lately or self._recorded_before(last) != lately:
                return None
        found = [row.deal_id for row in self.book.all(_TOUCHED, since=earlier[0], known_at=later[0])]
        return found if len(found) <= MOST_TOUCHED else None

    def _last_dated(self, known_at: datetime, before: date) -> date | None:
        """The last day before that one of which an entry is: on the days up to the next of an entry nothing changes."""

        def asked() -> tuple[date, ...]:
            return tuple(row.day for row in self.book.all(_DAYS, known_at=known_at))

        def followed(days: tuple[date, ...], deals: list[int]) -> tuple[date, ...]:
            more = {row.day for row in self.book.all(_DAYS_OF, deals=deals, known_at=known_at)}
            return days if more.issubset(days) else tuple(sorted(more.union(days)))

        days = self._kept("days", known_at, asked, followed)
        place = bisect_left(days, before)
        return days[place - 1] if place else None

    def _so_far(self, known_at: datetime) -> Version:
        """When the last entry known then was recorded, and how many in the day before it.

        Entries are only ever added: while both are the same, so are the entries. All of them are never counted, which
        would take the longer the older the ledger is.
        """
        return self.book.remembered(tables.DealEntry, ("so far", known_at), lambda: self._count(known_at))

    def _count(self, known_at: datetime) -> Version:
        newest = self.book.first(_LAST_RECORDED, known_at=known_at)
        if newest is None:
            return _NEVER, 0
        last: datetime = newest.at
        return last, self._recorded_before(last)

    def _recorded_before(self, last: datetime) -> int:
        return self.book.remembered(tables.DealEntry, ("lately", last), lambda: self._lately(last))

    def _lately(self, last: datetime) -> int:
        (row,) = self.book.all(_RECORDED_LATELY, since=last - _ON_ITS_WAY, until=last)
        return int(row.entries)

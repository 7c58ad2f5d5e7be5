"""What changed between two digests, by cause, so that the effects add up to the difference of the forecasts as shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.as_of import AsOf
from salesbot.domain.causes import Cause
from salesbot.domain.changes import Change, Changes
from salesbot.domain.figures import whole_unit
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, month_of, previous
from salesbot.domain.rounding import add_up, in_whole_unit
from salesbot.once import once
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.digests.moved import moved
from salesbot.services.digests.told import CauseTold, ChangesTold, RestOfMonth
from salesbot.storage.book import Book
from salesbot.storage.recorded_later import RecordedCredit

MONTHS_LOOKED_AT = 6
"""A correction of a month longer ago than so many is told by the reports alone."""
MOST_NAMED = 4
"""Deals named for each cause of a change."""


class Moments:
    """A digest's own moment and that of the digest before, with every deal as it stood at either."""

    def __init__(self, book: Book, now: AsOf, before: AsOf) -> None:
        self.book = book
        self.now = now
        self.before = before

    def parts(self, currency: str) -> DividedDeals:
        """Everybody's part in every deal at the digest's own moment."""
        return self._at(self.now, currency)

    def parts_before(self, currency: str) -> DividedDeals:
        """Everybody's part in every deal at the moment of the digest before."""
        return self._at(self.before, currency)

    def moved(self, currency: str, scope: Scope, subject_id: int | None, period: Period) -> Changes:
        """What moved somebody's forecast of a period between the two moments."""
        return moved(self.parts_before(currency), self.parts(currency), scope, subject_id, period)

    @once
    def recorded_since(self) -> tuple[RecordedCredit, ...]:
        """Credit of months that had ended by the digest before, recorded between the two moments."""
        until = month_of(self.before.day).starts_on
        if not self.before.known_at < self.now.known_at:
            return ()
        since = until
        for _ in range(MONTHS_LOOKED_AT):
            since = previous(month_of(since)).starts_on
        span = self.before.known_at, self.now.known_at, since, until
        return self.book.worked_out(
            ("credit recorded", *span), lambda: self.book.credits.recorded_between(*span)
        )

    def _at(self, as_of: AsOf, currency: str) -> DividedDeals:
        return self.book.worked_out(
            (DividedDeals, as_of, currency), lambda: DividedDeals(self.book, as_of, currency)
        )


def changes_of(
    moments: Moments, currency: str, scope: Scope, subject_id: int | None, period: Period,
    sees: Callable[[int], bool] = lambda _: False,
) -> ChangesTold:  # fmt: skip
    """What moved the forecast of a person, a team or the company between the two moments, as it is shown.

    Deals are named of those people that `sees` lets pass.
    """
    return _in_whole_units(moments.moved(currency, scope, subject_id, period), sees)


def rest_of_month(moments: Moments, changes_of: Callable[[Period], ChangesTold]) -> RestOfMonth | None:
    """What the month that ended between the two moments brought after the first; None: nothing, or none ended."""
    month = month_ended(moments)
    changes = changes_of(month) if month is not None else None
    return (
        RestOfMonth(month, changes) if month is not None and changes is not None and changes.causes else None
    )


def month_ended(moments: Moments) -> Period | None:
    """The last month that ended between the two moments; None while it goes on."""
    month = month_of(moments.now.day)
    return previous(month) if moments.before.day < month.starts_on else None


def _in_whole_units(changes: Changes, sees: Callable[[int], bool]) -> ChangesTold:
    """Changes as they are shown: whole units that add up, and deals named of those that `sees` lets pass."""
    before, after = in_whole_unit(changes.before), in_whole_unit(changes.after)
    unit = whole_unit(before)
    causes = changes.by_cause()
    difference = (figures.size_of(after) - figures.size_of(before)) // unit
    effects = add_up(
        [Fraction(effect.minor, unit) for _, effect in causes.values()], difference if causes else None
    )
    return ChangesTold(
        figures.as_money(before), figures.as_money(after),
        tuple(
            _cause_told(cause, rows, Money(effect * unit, changes.after.currency), sees)
            for (cause, (rows, _)), effect in zip(causes.items(), effects, strict=True)
        ),
    )  # fmt: skip


def _cause_told(
    cause: Cause, rows: Sequence[Change], effect: Money, sees: Callable[[int], bool]
) -> CauseTold:
    named = [row for row in rows if sees(row.deal.person_id)][:MOST_NAMED]
    unnamed = {row.deal.deal_id for row in rows} - {row.deal.deal_id for row in named}
    return CauseTold(cause, tuple(named), len(unnamed), effect)

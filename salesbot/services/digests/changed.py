"""What changed between two digests, by cause, so that the effects add up to the difference of the forecasts as shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.as_of import AsOf
from salesbot.domain.changes import Cause, Change, Changes, what_changed
from salesbot.domain.figures import whole_unit
from salesbot.domain.money import Money
from salesbot.domain.periods import Period, month_of, previous
from salesbot.domain.rounding import add_up, in_whole_unit
from salesbot.once import once
from salesbot.services.digests.lines import as_money
from salesbot.services.digests.parts import Parts
from salesbot.services.digests.told import CauseTold, ChangesTold, RestOfMonth
from salesbot.storage.book import Book
from salesbot.storage.credits import RecordedCredit

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

    def parts(self, currency: str) -> Parts:
        """Everybody's part in every deal at the digest's own moment."""
        return self._at(self.now, currency)

    def parts_before(self, currency: str) -> Parts:
        """Everybody's part in every deal at the moment of the digest before."""
        return self._at(self.before, currency)

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

    def _at(self, as_of: AsOf, currency: str) -> Parts:
        return self.book.worked_out((Parts, as_of, currency), lambda: Parts(self.book, as_of, currency))


def changes_of_team(
    parts: Parts, team_id: int, period: Period, moments: Moments, sees: Callable[[int], bool]
) -> ChangesTold:
    """What moved a team's forecast between the two moments; the effects add up to the difference."""
    earlier = moments.parts_before(parts.currency)
    changes = what_changed(
        earlier.told(earlier.of_team(team_id)), parts.told(parts.of_team(team_id)), period,
        moments.before.day, moments.now.day, parts.currency,
    )  # fmt: skip
    rows = [_moved_between_teams(row, earlier, parts, team_id) for row in changes.rows]
    return told_in_whole_units(Changes(changes.before, changes.after, tuple(rows)), sees)


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


def _moved_between_teams(row: Change, earlier: Parts, parts: Parts, team_id: int) -> Change:
    """A deal that came or went with its person to or from another team is neither new nor withdrawn."""
    key = (row.deal.deal_id, row.deal.person_id)
    came = row.before is None and earlier.elsewhere(key, team_id)
    went = row.after is None and parts.elsewhere(key, team_id)
    return replace(row, cause=Cause.SHARE) if came or went else row


def told_in_whole_units(changes: Changes, sees: Callable[[int], bool]) -> ChangesTold:
    """Changes as they are shown: whole units that add up, and deals named of those that `sees` lets pass."""
    before, after = in_whole_unit(changes.before), in_whole_unit(changes.after)
    unit = whole_unit(before)
    causes = changes.by_cause()
    difference = (figures.size_of(after) - figures.size_of(before)) // unit
    effects = add_up(
        [Fraction(effect.minor, unit) for _, effect in causes.values()], difference if causes else None
    )
    return ChangesTold(
        as_money(before), as_money(after),
        tuple(
            _cause_told(cause, rows, Money(effect * unit, changes.after.currency), sees)
            for (cause, (rows, _)), effect in zip(causes.items(), effects, strict=True)
        ),
    )  # fmt: skip


def _cause_told(
    cause: Cause, rows: Sequence[Change], effect: Money, sees: Callable[[int], bool]
) -> CauseTold:
    named = [row for row in rows if sees(row.deal.person_id)][:MOST_NAMED]
    return CauseTold(cause, tuple(named), len(rows) - len(named), effect)


def changes_of_company(parts: Parts, period: Period, moments: Moments) -> ChangesTold:
    """What changed of the company's forecast, by cause; no deal is named."""
    earlier = moments.parts_before(parts.currency)
    changes = what_changed(
        earlier.told(earlier.all), parts.told(parts.all), period, moments.before.day, moments.now.day,
        parts.currency,
    )  # fmt: skip
    return told_in_whole_units(changes, lambda _: False)

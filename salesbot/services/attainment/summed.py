"""Credit of a span of days: whole months from the months added up, the rest from the ledger; always the ledger's sums."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from salesbot.domain.closings import months_of
from salesbot.domain.periods import month_of
from salesbot.storage.book import Book
from salesbot.storage.credits import CreditSum


def summed(
    book: Book, start: date, end: date, known_at: datetime, *, currencies: Iterable[str] | None = None,
    people: Iterable[int] | None = None,
) -> list[CreditSum]:  # fmt: skip
    """Credit in the half-open span as known then, by person, kind and currency.

    By day too, but for whole months of people who stayed in their team: those stand on the first of these days.
    """
    ledger, only = book.credits.sums, None if people is None else frozenset(people)
    kept = None if currencies is None else list(currencies)
    first, last = whole_months(start, end)
    months = book.months.whole(first, last, known_at, kept) if first < last else None
    if months is None:
        return ledger(start, end, known_at, currencies=kept, people=only)
    movers = book.people.moved_between(first, last) | _placed_anew(book, first, last, known_at)
    rows = [row for row in months if row.person_id not in movers and (only is None or row.person_id in only)]
    theirs = movers if only is None else movers & only
    if theirs:
        rows += ledger(first, last, known_at, currencies=kept, people=theirs)
    for since, until in ((start, first), (last, end)):
        if since < until:
            rows += ledger(since, until, known_at, currencies=kept, people=only)
    return rows


def revenue_by_person(
    book: Book, start: date, end: date, known_at: datetime, currency: str, people: Iterable[int] | None
) -> tuple[list[tuple[int, int]], list[CreditSum], bool] | None:
    """Revenue in the half-open span as known then, of what is held in the currency.

    (person, minor units) of each who stayed in one team; rows by day of those who moved; and whether there is credit in
    another currency beside it. None where the months were not known so then.
    """
    only = None if people is None else frozenset(people)
    found = book.months.revenue(start, end, known_at, currency, only)
    if found is None:
        return None
    movers = book.people.moved_between(start, end) | _placed_anew(book, start, end, known_at)
    theirs = movers if only is None else movers & only
    if not theirs:
        return found.sums, [], found.foreign
    rows = [(person, amount) for person, amount in found.sums if person not in movers]
    by_day = book.credits.sums(start, end, known_at, currencies=[currency], people=theirs)
    return rows, [row for row in by_day if not row.assist], found.foreign


def _placed_anew(book: Book, first: date, last: date, known_at: datetime) -> frozenset[int]:
    """Of whom a team was learnt after a month of the span was closed: their team may be another in the closed month."""
    closed = book.closings.known(known_at).at
    if not closed:
        return frozenset()
    instants = [closed[month] for month in months_of(first, last) if month in closed]
    if not instants:
        return frozenset()
    since = min(instants)
    return frozenset(edge.person_id for edge in book.people.assignments(known_at) if edge.recorded_at > since)


def foreign_credit(book: Book, start: date, end: date, known_at: datetime, currency: str) -> list[CreditSum]:
    """Credit in other currencies, by deal: a deal is converted as a whole. Whole months without any are not searched."""
    first, last = whole_months(start, end)
    spans = [(start, end)]
    if first < last and not book.months.currencies(first, last) - {currency}:
        spans = [(start, first), (last, end)]
    return [
        row
        for since, until in spans
        if since < until
        for row in book.credits.sums(since, until, known_at, by_deal=True, other_than=currency)
        if not row.assist
    ]


def whole_months(start: date, end: date) -> tuple[date, date]:
    """The half-open span of whole months within a span of days; none where its end is not after its beginning."""
    return start if start.day == 1 else month_of(start).ends_on, end.replace(day=1)

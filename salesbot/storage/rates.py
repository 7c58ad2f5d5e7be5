"""Exchange rates of a workspace: its own, and before the first of them the published reference rates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import func, select

from salesbot.storage import tables
from salesbot.storage.questions import given, question, table_of
from salesbot.storage.reference import reference_rates

if TYPE_CHECKING:
    from salesbot.storage.book import Book

ByDay: TypeAlias = Sequence[tuple[date, Decimal]]
"""A currency's rates in the order of days."""

_RATE, _CREDIT, _ENTRY = table_of(tables.Rate), table_of(tables.Credit), table_of(tables.DealEntry)
_ALL = question(tables.Rate).order_by(_RATE.c.day, _RATE.c.id)
_OF_ONE = question(tables.Rate, _RATE.c.currency == given("currency")).order_by(_RATE.c.day, _RATE.c.id)
_AT_ONCE = 5_000


class DatedRates:
    """The rates of one workspace, by day."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add(self, *, day: date, currency: str, per_base: Decimal, now: datetime) -> None:
        """From that day on one unit of the currency is so many of the workspace's."""
        self.book.add(tables.Rate, day=day, currency=currency, per_base=str(per_base), recorded_at=now)

    def add_all(self, rates: Iterable[tuple[date, str, Decimal]], *, now: datetime) -> None:
        """Record many at once: (day, currency, units of the workspace's for one of it)."""
        several = list(rates)
        numbers = self.book.numbers(tables.Rate, len(several)) if several else []
        rows = [
            {"id": number, "day": day, "currency": currency, "per_base": f"{rate:f}", "recorded_at": now}
            for number, (day, currency, rate) in zip(numbers, several, strict=True)
        ]
        for start in range(0, len(rows), _AT_ONCE):
            self.book.add_rows(tables.Rate, rows[start : start + _AT_ONCE])

    def own(self) -> dict[str, ByDay]:
        """Every rate that was brought in and holds, by currency; the later recorded of one day holds."""
        found: dict[str, list[Any]] = {}
        for row in self.book.all(_ALL):
            found.setdefault(row.currency, []).append(row)
        return {currency: _held(rows, None) for currency, rows in found.items()}

    def in_use(self) -> bool:
        """Whether the workspace has rates of its own, or credit that was earned at a rate."""
        own = self.book.select(tables.Rate)
        earned = self.book.select(tables.Credit, _CREDIT.c.per_base.is_not(None))
        return self.book.one(own) is not None or self.book.one(earned) is not None

    def first_needed(self) -> date | None:
        """The earliest day on which any deal is dated."""
        query = select(func.min(_ENTRY.c.effective_on)).where(_ENTRY.c.workspace_id == self.book.workspace_id)
        found: date | None = self.book.connection.execute(query).scalar_one()
        return found

    def known(self, known_at: datetime | None = None) -> Mapping[str, ByDay]:
        """Every currency's rates as recorded by then (None: now), each asked for when it is needed."""
        return _Known(self, known_at)

    def of(self, currency: str, known_at: datetime | None) -> ByDay:
        """One currency's rates: the workspace's own from the first of them on, reference rates before."""
        rows = self.book.remembered(tables.Rate, currency, lambda: self.book.all(_OF_ONE, currency=currency))
        own = _held(rows, known_at)
        published = reference_rates(self.book.workspace.currency or "", currency)
        return own if not published else [*(one for one in published if not own or one[0] < own[0][0]), *own]


class _Known(Mapping[str, ByDay]):
    """Rates by currency, read when they are asked for: a year of them is a thousand rows for each currency."""

    def __init__(self, rates: DatedRates, known_at: datetime | None) -> None:
        self._rates, self._known_at = rates, known_at
        self._read: dict[str, ByDay] = {}

    def __getitem__(self, currency: str) -> ByDay:
        if currency not in self._read:
            self._read[currency] = self._rates.of(currency, self._known_at)
        if not self._read[currency]:
            raise KeyError(currency)
        return self._read[currency]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rates.own())

    def __len__(self) -> int:
        return len(self._rates.own())


def _held(rows: Iterable[Any], known_at: datetime | None) -> list[tuple[date, Decimal]]:
    return sorted(
        {
            row.day: Decimal(row.per_base) for row in rows if known_at is None or row.recorded_at <= known_at
        }.items()
    )

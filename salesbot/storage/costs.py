"""What is asked of costs: what selling and marketing cost a month, as known when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from salesbot.domain.money import Money
from salesbot.storage import tables

if TYPE_CHECKING:
    from salesbot.storage.book import Book

_COST: Any = tables.Cost.__table__


@dataclass(frozen=True, slots=True)
class Cost:
    """What one month cost, by kind (sales, marketing) and campaign."""

    month: date
    """The first day of the month."""
    kind: str
    campaign_id: int | None
    amount: Money


class Costs:
    """The costs of one workspace."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def add_all(self, costs: Iterable[Cost], *, now: datetime, import_id: int | None = None) -> None:
        """Record costs; one of the same month, kind and campaign replaces the one before."""
        rows = list(costs)
        numbers = self.book.numbers(tables.Cost, len(rows)) if rows else []
        self.book.add_rows(
            tables.Cost,
            [
                {
                    "id": number, "month": cost.month, "kind": cost.kind, "campaign_id": cost.campaign_id,
                    "amount": cost.amount.minor, "currency": cost.amount.currency, "recorded_at": now,
                    "import_id": import_id,
                }
                for number, cost in zip(numbers, rows, strict=True)
            ],
        )  # fmt: skip

    def all(self, known_at: datetime | None = None) -> list[Cost]:
        """What holds, as recorded by then: by month, kind and campaign."""
        known = [_COST.c.recorded_at <= known_at] if known_at is not None else []
        found: dict[tuple[date, str, int], Cost] = {}
        for row in self.book.all(self.book.select(tables.Cost, *known).order_by(_COST.c.id)):
            key = (row.month, row.kind, row.campaign_id or 0)
            found[key] = Cost(row.month, row.kind, row.campaign_id, Money(row.amount, row.currency))
        return [found[key] for key in sorted(found)]

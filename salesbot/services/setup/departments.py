"""In which channel each department beside sales hears of orders and cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from salesbot.domain.orders import Department
from salesbot.domain.people import Person
from salesbot.services.people import require_admin
from salesbot.storage.book import Book


def settle_departments(
    book: Book, by: Person | None, chosen: Mapping[Department, str | None], *, now: datetime
) -> dict[Department, str]:
    """Departments hear of orders and cases in these channels (None: nowhere). Raises NotAllowed."""
    require_admin(book, by, now)
    before = book.orders.channels()
    for department, channel in chosen.items():
        book.orders.settle_channel(department, channel)
    after = book.orders.channels()
    if before != after:
        book.records.audit(
            "settled", "departments", None, by=by.id if by else None, now=now,
            before={each.value: channel for each, channel in before.items()},
            after={each.value: channel for each, channel in after.items()},
        )  # fmt: skip
    return after

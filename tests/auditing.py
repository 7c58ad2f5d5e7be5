"""What tests read of the audit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from salesbot.storage import tables
from salesbot.storage.book import Book
from salesbot.storage.questions import table_of


def audited(book: Book, limit: int = 50) -> list[Row[Any]]:
    """The newest records of the audit, the last one first."""
    newest = table_of(tables.AuditRecord).c.id.desc()
    return list(book.all(book.select(tables.AuditRecord).order_by(newest).limit(limit)))

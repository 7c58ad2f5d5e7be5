"""Every row of one workspace, table by table: what a company takes along when it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from salesbot.storage import tables
from salesbot.storage.about_people import every_table
from salesbot.storage.questions import table_of

if TYPE_CHECKING:
    from salesbot.storage.book import Book

LEFT_BEHIND = frozenset({"delivery_key", "setup_code"})
"""Tables that tell nothing of the company: replies kept for a week, and codes."""
SECRET = frozenset({"secret", "old_secret", "code_hash", "token", "refresh_token"})
"""Columns that sign or open something."""


def every_row(book: Book) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each table's name with all of the workspace's rows in the order of their keys, without secrets."""
    workspace = table_of(tables.Workspace)
    rows = book.connection.execute(select(workspace).where(workspace.c.id == book.workspace_id))
    yield workspace.name, [dict(row._mapping) for row in rows]
    for table in every_table():
        if table.name in LEFT_BEHIND:
            continue
        kept = [column for column in table.c if column.name not in SECRET]
        query = select(*kept).where(table.c.workspace_id == book.workspace_id).order_by(*table.primary_key)
        yield table.name, [dict(row._mapping) for row in book.all(query)]

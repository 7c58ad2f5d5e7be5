"""What is counted of all deals is asked in a way that stays quick as the ledger grows."""

from __future__ import annotations

from sqlalchemy import func, select, text

from salesbot.storage.book import open_book
from salesbot.storage.deals.rows import ENTRY
from salesbot.storage.deals.tallying import Moment, Span
from tests.cast import NOW, Cast


def test_a_deals_later_entries_are_sought_among_its_own(sqlite_cast: Cast) -> None:
    """Without statistics SQLite took the index of everything ever recorded: minutes for 13,000 entries."""
    today = NOW.date()
    span = Span(Moment(NOW, today), today.replace(year=today.year - 1), today)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        asked = select(func.count()).where(*book.deals.decided_entries(span)).select_from(ENTRY)
        sql = str(asked.compile(book.connection, compile_kwargs={"literal_binds": True}))
        plan = [str(row.detail) for row in book.connection.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    assert any("SEARCH later" in step and "deal_id=? AND number>?" in step for step in plan), plan

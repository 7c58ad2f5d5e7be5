"""What is counted of all deals is asked in a way that stays quick as the ledger grows."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, text

from salesbot.storage.book import open_book
from salesbot.storage.deals.rows import ENTRY
from salesbot.storage.deals.tallying import Moment, Span
from salesbot.storage.stays import Stay
from tests.cast import NOW, Cast
from tests.trade import win


def test_a_deals_later_entries_are_sought_among_its_own(sqlite_cast: Cast) -> None:
    """Without statistics SQLite took the index of everything ever recorded: minutes for 13,000 entries."""
    today = NOW.date()
    span = Span(Moment(NOW, today), today.replace(year=today.year - 1), today)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        asked = select(func.count()).where(*book.deals.decided_entries(span)).select_from(ENTRY)
        sql = str(asked.compile(book.connection, compile_kwargs={"literal_binds": True}))
        plan = [str(row.detail) for row in book.connection.execute(text(f"EXPLAIN QUERY PLAN {sql}"))]
    assert any("SEARCH later" in step and "deal_id=? AND number>?" in step for step in plan), plan


def test_what_was_opened_is_told_apart_by_when_and_whether_a_campaign_brought_it(cast: Cast) -> None:
    kim, bo, today = cast.adria.kim, cast.adria.bo, NOW.date()
    with open_book(cast.engines, cast.workspace_id) as book:
        fair = book.accounts.ensure_label("campaign", "Fair")
        for number, (rep, ago, campaign) in enumerate(
            [
                (kim, 10, fair),
                (kim, 10, None),
                (kim, 100, fair),
                (bo, 20, fair),
                (bo, 120, None),
                (bo, 500, None),
            ]
        ):
            opened_on = today - timedelta(days=ago)
            win(book, rep, f"A{number}", "100", today, now=NOW, opened_on=opened_on, campaign_id=campaign)
        lately = today - timedelta(days=91)
        span = Span(Moment(NOW, today + timedelta(days=1)), today - timedelta(days=365), lately)
        everybody = {(True, True): 2, (True, False): 1, (False, True): 1, (False, False): 1}
        kims = {(True, True): 1, (True, False): 1, (False, True): 1}
        for stays, told in ((None, everybody), ((Stay(kim.id),), kims)):
            found = book.deals.opened(span, stays, today)
            assert {(new, led): deals for new, led, deals in found} == told

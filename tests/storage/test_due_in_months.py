"""What became of the deals that were due in past months, as they stood on one morning of each."""

from __future__ import annotations

from datetime import date, timedelta

from salesbot.domain.deals import DealState, Outcome
from salesbot.storage.book import open_book, read_book
from salesbot.storage.deals.opening import DueMonth
from tests.cast import NOW, Cast
from tests.trade import morning_of, open_deal, then

MARCH = DueMonth(date(2026, 3, 10), date(2026, 4, 1))
APRIL = DueMonth(date(2026, 4, 10), date(2026, 5, 1))


def test_each_month_tells_what_was_due_on_its_morning_and_what_was_won_in_it(cast: Cast) -> None:
    kim, bo = cast.adria.kim, cast.adria.bo
    with open_book(cast.engines, cast.workspace_id) as book:

        def due(day: str, rep: object = kim, since: date = date(2026, 2, 20)) -> DealState:
            assert rep in (kim, bo)
            return open_deal(
                book, bo if rep is bo else kim, f"A{day}{since}", "100", now=morning_of(since), stage="proposal",
                expected_on=date.fromisoformat(day),
            )  # fmt: skip

        then(book, due("2026-03-20"), date(2026, 3, 25), Outcome.WON)
        then(book, due("2026-03-21"), date(2026, 3, 25), Outcome.LOST)
        slipped = then(book, due("2026-03-22"), date(2026, 3, 28), Outcome.OPEN, date(2026, 4, 20))
        then(book, slipped, date(2026, 4, 15), Outcome.WON)
        moved_before = then(book, due("2026-03-23"), date(2026, 3, 5), Outcome.OPEN, date(2026, 4, 22))
        then(book, moved_before, date(2026, 5, 2), Outcome.WON)
        then(book, due("2026-03-24", since=date(2026, 3, 12)), date(2026, 3, 25), Outcome.WON)  # came later
        then(book, due("2026-03-05"), date(2026, 3, 25), Outcome.WON)  # was overdue by then
        then(book, due("2026-03-26", bo), date(2026, 3, 27), Outcome.WON)
        stage = {known.key: known.id for known in book.accounts.stages()}["proposal"]
    with read_book(cast.engines, cast.workspace_id) as book:
        asked = [MARCH, APRIL]
        assert sorted(book.deals.due_in(asked, NOW)) == [(0, stage, 4, 2), (1, stage, 2, 1)]
        assert sorted(book.deals.due_in(asked, NOW, [kim.id])) == [(0, stage, 3, 1), (1, stage, 2, 1)]
        assert book.deals.due_in([], NOW) == []
        assert book.deals.due_in(asked, NOW - timedelta(days=200)) == []
    with read_book(cast.engines, cast.other.workspace.id) as book:
        assert book.deals.due_in(asked, NOW) == []

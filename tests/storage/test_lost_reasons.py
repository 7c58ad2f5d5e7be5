"""Lost deals read by the reason for which they were lost, on both engines."""

from __future__ import annotations

from datetime import date

from salesbot.domain.goals import Scope
from salesbot.domain.periods import read_period
from salesbot.domain.questions import Measure, Narrowing
from salesbot.services.asking import Wanted, deals_of_it, figure_told
from salesbot.services.figures import Subject
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.trade import lose, win


def test_lost_deals_are_read_by_their_first_reason(cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        reasons = {each.code: each.id for each in book.accounts.reasons()}
        win(book, kim, "Acme", "12000", on=date(2026, 6, 2), now=NOW)
        lose(book, kim, "Delta", "5000", on=date(2026, 6, 3), now=NOW, reason="price")
        lose(book, kim, "Zeta", "5000", on=date(2026, 6, 4), now=NOW, reason="timing")
        lose(book, kim, "Eta", "5000", on=date(2026, 5, 4), now=NOW, reason="price")
        of_kim = Subject(Scope.REP, kim.id, read_period("2026-06"))
        told = {
            code: figure_told(
                book, maja, Wanted(Measure.LOST, of_kim, Narrowing.REASON, reasons[code]), now=NOW
            )
            for code in ("price", "timing", "service")
        }
        assert {code: each.now.deals for code, each in told.items()} == {
            "price": 1,
            "timing": 1,
            "service": 0,
        }
        assert told["price"].about == "Price too high"
        assert figure_told(book, maja, Wanted(Measure.LOST, of_kim), now=NOW).now.deals == 2
        behind = deals_of_it(
            book, maja, Wanted(Measure.LOST, of_kim, Narrowing.REASON, reasons["price"]), now=NOW
        )
    assert "Delta" in str(behind)
    assert "Zeta" not in str(behind)

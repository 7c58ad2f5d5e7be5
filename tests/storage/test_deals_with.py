"""The won deals that name a product, of everybody, of a segment and of the accounts that a campaign won."""

from __future__ import annotations

from datetime import date

from salesbot.domain.product_lines import Line
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.trade import lose, win


def test_the_deals_of_a_product_are_those_that_are_counted(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        pro, basic = (book.accounts.ensure_label("product", name) for name in ("Pro", "Basic"))
        spring = book.accounts.ensure_label("campaign", "Spring")
        both = (Line(pro), Line(basic))
        first = win(book, kim, "Acme", "900", date(2026, 6, 1), now=NOW, lines=both, campaign_id=spring)
        newer = win(book, kim, "Sava", "900", date(2026, 6, 2), now=NOW, lines=both)
        other = win(book, kim, "Sava", "900", date(2026, 6, 3), now=NOW, lines=(Line(basic),))
        lose(book, kim, "Sava", "900", date(2026, 6, 4), now=NOW, lines=both)
        book.accounts.change(newer.account_id, segment="Schools")
        counted, rows = book.deals.buying(), book.deals.deals_with(basic)
        assert len(rows) == counted.with_product[basic] == 3
        assert [deal for deal, _, _ in rows] == [other.deal_id, newer.deal_id, first.deal_id]
        assert rows[0] == (other.deal_id, other.account_id, date(2026, 6, 3))
        assert [deal for deal, _, _ in book.deals.deals_with(pro, ["Schools"])] == [newer.deal_id]
        assert [deal for deal, _, _ in book.deals.deals_with(pro, campaign=spring)] == [first.deal_id]

"""What reports divide among several names adds up to the cent."""

from __future__ import annotations

from datetime import date
from typing import Any

from salesbot.domain.as_of import AsOf
from salesbot.domain.metrics import read_metric
from salesbot.domain.money import Money, total
from salesbot.domain.periods import read_period
from salesbot.domain.product_lines import Line
from salesbot.services.attainment import winnings
from salesbot.services.reports import as_objects, report
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import lose, win


def rows(book: Book, name: str, by: str | None = None) -> list[dict[str, Any]]:
    return as_objects(report(book, name, read_period("2026-06"), None, AsOf(TODAY, False, NOW), by))


def test_what_several_products_bring_adds_up_to_their_deals(cast: Cast) -> None:
    names = ("Pro", "Basic", "Care")
    with open_book(cast.engines, cast.workspace_id) as book:
        lines = tuple(Line(book.accounts.ensure_label("product", name)) for name in names)
        win(book, cast.adria.kim, "Acme", "0.07", date(2026, 6, 2), now=NOW, lines=lines[:2])
        win(book, cast.adria.kim, "Delta", "10.00", date(2026, 6, 3), now=NOW, lines=lines)
        lose(book, cast.adria.kim, "Sava", "0.05", date(2026, 6, 4), now=NOW, lines=lines[1:])
        brought = {row["name"]: row["amount"]["amount"] for row in rows(book, "products")}
        lost = {row["reason"]: row["amount"]["amount"] for row in rows(book, "losses", "product")}
        goals = [
            winnings(book, read_metric(f"product:{name}"), date(2026, 6, 1), TODAY, NOW, "EUR").total()
            for name in names
        ]
    assert brought == {"Pro": "3.38", "Basic": "3.36", "Care": "3.33"}
    assert lost == {"Basic": "0.03", "Care": "0.02"}
    assert [str(each.decimal) for each in goals if isinstance(each, Money)] == ["3.38", "3.36", "3.33"]
    assert total([each for each in goals if isinstance(each, Money)], "EUR") == Money.of("10.07", "EUR")

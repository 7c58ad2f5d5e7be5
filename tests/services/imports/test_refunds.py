"""Refunds of files: negative deals that count on their day, and are no deals on their way through the stages."""

from __future__ import annotations

from datetime import timedelta

from salesbot.domain.as_of import AsOf
from salesbot.domain.periods import read_period
from salesbot.services.pipeline.open_deals import OpenDeals
from salesbot.services.reports import as_objects, report
from salesbot.storage.book import read_book
from tests.cast import NOW, TODAY
from tests.services.imports.files import Files

LATER = NOW + timedelta(days=1)


def test_a_refund_goes_through_no_stage(sold: Files) -> None:
    with read_book(sold.engines, sold.workspace.id) as book:
        new = as_objects(report(book, "conversion", read_period("2026-06"), None, AsOf(TODAY, False, LATER)))[
            0
        ]
        stays = book.deals.won_stays(LATER, LATER.date())
        medians = OpenDeals(book, "EUR", {1, 2, 3}, TODAY, LATER).medians
    # Nordlys and Delta's lost deal came in June, Acme in May; what was paid back to Delta came nowhere.
    assert (new["entered"], new["advanced"]) == (2, 0)
    assert [(days, deals) for _, days, deals in stays] == [(44, 1)]
    assert list(medians.values()) == [44]

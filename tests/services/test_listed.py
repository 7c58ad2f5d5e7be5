"""The deals behind a figure: each to whoever has a part in it, in the order of the figure, and as much as counts."""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.domain.deals import Outcome, Share
from salesbot.domain.money import WHOLE, Money
from salesbot.services.figures import listed
from salesbot.services.figures.listed import listed_deals
from salesbot.services.people import viewer_of
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.trade import open_deal, win


def test_a_deal_is_listed_to_its_rep_and_to_each_who_has_a_part_in_it(cast: Cast) -> None:
    adria = cast.adria
    with open_book(cast.engines, cast.workspace_id) as book:
        given = win(
            book, adria.kim, "Acme", "9000", date(2026, 6, 3), now=NOW, shares=(Share(adria.bo.id, WHOLE),)
        )
        coming = open_deal(
            book, adria.luka, "Sava", "5000", now=NOW, stage="proposal", expected_on=date(2026, 6, 25)
        )
        numbers = [coming.deal_id, given.deal_id]
        for person, seen in (
            (adria.kim, ["Acme"]),
            (adria.bo, ["Acme"]),
            (adria.luka, ["Sava"]),
            (adria.tom, []),
        ):
            told = listed_deals(book, viewer_of(book, person, NOW), numbers)
            assert [each.account for each in told.deals] == seen
            assert told.count + told.others == 2
        told = listed_deals(
            book, viewer_of(book, adria.maja, NOW), numbers, {coming.deal_id: Money.of("2000", "EUR")}
        )
    assert [(each.account, each.amount.minor, each.outcome, each.day) for each in told.deals] == [
        ("Sava", 200_000, Outcome.OPEN, date(2026, 6, 25)), ("Acme", 900_000, Outcome.WON, date(2026, 6, 3)),
    ]  # fmt: skip


def test_a_long_list_is_cut_and_the_rest_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listed, "MOST_LISTED", 2)
    with open_book(cast.engines, cast.workspace_id) as book:
        numbers = [
            win(book, cast.adria.kim, f"Acme {day}", "100", date(2026, 6, day), now=NOW).deal_id
            for day in (1, 2, 3)
        ]
        told = listed_deals(book, viewer_of(book, cast.adria.kim, NOW), numbers)
    assert ([each.account for each in told.deals], told.count, told.others) == (["Acme 1", "Acme 2"], 3, 0)

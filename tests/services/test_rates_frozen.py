"""A won deal in another currency keeps the rate of its close, whatever becomes known later."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import DealDraft, Outcome
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.services import deals
from salesbot.services.attainment import person_attainment
from salesbot.services.deals import mistakes
from salesbot.storage.book import Book, open_book
from salesbot.storage.reference import reference_rates
from tests.cast import NOW, TODAY, Cast

WON = DealDraft("Acme", Money.of("1000", "USD"), Outcome.WON)


def won_by(book: Book, person: Person) -> int:
    """What the month has for a person, in cents."""
    row = person_attainment(book, person.id, AsOf(TODAY, True, NOW + timedelta(hours=1)))
    return row.won.minor if isinstance(row.won, Money) else -1


def rate(book: Book, per_base: str, day: date = TODAY) -> None:
    """A rate of the dollar from a day on."""
    book.rates.add(day=day, currency="USD", per_base=Decimal(per_base), now=NOW)


def test_a_rate_that_is_brought_in_later_moves_no_closed_deal(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        rate(book, "0.92", TODAY - timedelta(days=3))
        deal = deals.log_deal(book, kim, WON, now=NOW)
    assert isinstance(deal, deals.DealLogged)
    assert (deal.deal.per_base, deal.deal.worth) == (Decimal("0.92"), Money.of("920", "EUR"))
    with open_book(cast.engines, cast.workspace_id) as book:
        assert won_by(book, kim) == 92_000
        rate(book, "0.50")
    with open_book(cast.engines, cast.workspace_id) as book:
        assert won_by(book, kim) == 92_000
        deals.put_into(book, kim, deal.deal.deal_id, DealDraft("", source="fair"), now=NOW)
        assert book.deals.now(deal.deal.deal_id).per_base == Decimal("0.92")
        deals.refund_deal(book, kim, deal.deal.deal_id, deals.RefundDraft(Money.of("250", "USD")), now=NOW)
        assert won_by(book, kim) == 69_000
        deals.refund_deal(book, kim, deal.deal.deal_id, deals.RefundDraft(), now=NOW)
        assert won_by(book, kim) == 0


def test_another_close_day_asks_for_its_rate(cast: Cast) -> None:
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        rate(book, "0.92", TODAY - timedelta(days=3))
        rate(book, "0.90")
        deal = deals.log_deal(book, kim, WON, now=NOW)
        assert isinstance(deal, deals.DealLogged)
        earlier = DealDraft("", outcome=Outcome.WON, closed_on=TODAY - timedelta(days=1))
        moved = deals.put_into(book, kim, deal.deal.deal_id, earlier, now=NOW)
        assert moved.deal.per_base == Decimal("0.92")
        deals.undo(book, kim, deal.deal.deal_id, now=NOW)
        assert book.deals.now(deal.deal.deal_id).per_base == Decimal("0.90")


def test_without_a_rate_nothing_is_frozen_and_the_first_one_counts(cast: Cast) -> None:
    kim, shillings = cast.adria.kim, DealDraft("Umoja", Money.of("1000", "TZS"), Outcome.WON)
    with open_book(cast.engines, cast.workspace_id) as book:
        deals.log_deal(book, kim, shillings, now=NOW)
        assert won_by(book, kim) == 0
        book.rates.add(day=TODAY, currency="TZS", per_base=Decimal("0.92"), now=NOW)
    with open_book(cast.engines, cast.workspace_id) as book:
        assert won_by(book, kim) == 92_000


def test_without_rates_of_ones_own_the_published_ones_count(cast: Cast) -> None:
    kim, published = cast.adria.kim, dict(reference_rates("EUR", "USD"))
    with open_book(cast.engines, cast.workspace_id) as book:
        logged = deals.log_deal(book, kim, WON, now=NOW)
    assert isinstance(logged, deals.DealLogged)
    assert logged.deal.per_base == published[TODAY]
    assert logged.deal.rate_of is None


def test_a_rate_of_weeks_ago_is_marked_on_the_deal(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        rate(book, "0.92", TODAY - timedelta(days=20))
        logged = deals.log_deal(book, cast.adria.kim, WON, now=NOW)
    assert isinstance(logged, deals.DealLogged)
    assert logged.deal.rate_of == TODAY - timedelta(days=20)


def test_who_leads_the_rep_corrects_a_rate(cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        rate(book, "0.92")
        logged = deals.log_deal(book, kim, WON, now=NOW)
        assert isinstance(logged, deals.DealLogged)
        number = logged.deal.deal_id
        with pytest.raises(NotAllowed):
            deals.rate_deal(book, kim, number, Decimal("2"), now=NOW)
        with pytest.raises(mistakes.RateUnusable):
            deals.rate_deal(book, maja, number, Decimal(0), now=NOW)
        assert won_by(book, kim) == 92_000
        deals.rate_deal(book, maja, number, Decimal("0.93"), now=NOW)
        assert won_by(book, kim) == 93_000
        assert next(line.changed for line in deals.deal_history(book, kim, number, now=NOW).lines) == (
            "per_base",
        )
        deals.undo(book, maja, number, now=NOW)
        assert won_by(book, kim) == 92_000
        own = deals.log_deal(book, kim, DealDraft("Nordlys", Money.of("1", "EUR"), Outcome.WON), now=NOW)
        assert isinstance(own, deals.DealLogged)
        with pytest.raises(mistakes.OnlyForeignRated):
            deals.rate_deal(book, maja, own.deal.deal_id, Decimal(1), now=NOW)

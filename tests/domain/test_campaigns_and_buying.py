"""Campaigns and how customers buy, worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from salesbot.domain.buying import Purchase, bought_next, bought_together, by_month, counted
from salesbot.domain.campaigns import CampaignFigures
from salesbot.domain.evidence import Share
from salesbot.domain.kpis import WinRate
from salesbot.domain.money import Money


def bought(account: int, day: date, *products: int) -> Purchase:
    return Purchase(account, day, frozenset(products))


def test_two_products_in_the_same_deals() -> None:
    """6 of 12 deals hold both, 8 hold the one and 7 the other: 6 × 12 / (8 × 7) = 1.29 times as often as by chance."""
    deals = [bought(n, date(2026, 1, 1), 1, 2) for n in range(6)]
    deals += [bought(10 + n, date(2026, 1, 1), 1) for n in range(2)] + [bought(20, date(2026, 1, 1), 2)]
    deals += [bought(30 + n, date(2026, 1, 1), 3) for n in range(3)]
    (pair,) = bought_together(counted(deals))
    assert (pair.first, pair.second, pair.deals, pair.lift) == (1, 2, 6, Fraction(72, 56))
    assert bought_together(counted(deals[:4])) == ()


def test_what_comes_next_and_after_how_long() -> None:
    """Of seven who bought 1, five bought 2 later: after 10, 20, 30, 40 and 90 days."""
    deals = [bought(n, date(2026, 1, 1), 1) for n in range(7)]
    deals += [bought(n, date(2026, 1, 1 + 10), 2) for n in range(1)]
    deals += [
        bought(1, date(2026, 1, 21), 2),
        bought(2, date(2026, 1, 31), 2),
        bought(3, date(2026, 2, 10), 2),
    ]
    deals += [bought(4, date(2026, 4, 1), 2), bought(4, date(2026, 5, 1), 2), bought(5, date(2026, 1, 1), 2)]
    (found,) = bought_next(counted(deals))
    assert (found.first, found.then, found.share, found.days) == (1, 2, Share(5, 7), Fraction(30))


def test_months_of_whatever_years() -> None:
    days = [date(2025, 1, 3), date(2026, 1, 9), date(2026, 12, 31)]
    assert by_month(counted(bought(1, day, 1) for day in days)) == (2, *[0] * 10, 1)


def test_what_a_new_account_costs() -> None:
    def campaign(cost: str | None, new: int) -> CampaignFigures:
        amount = None if cost is None else Money.of(cost, "EUR")
        zero = Money(0, "EUR")
        return CampaignFigures(1, "Spring", amount, 0, WinRate(0, 0), zero, new, None, Share(0, 0), 0)

    assert campaign("3000", 4).cac == Money.of("750", "EUR")
    assert campaign("3000", 0).cac is None
    assert campaign(None, 4).cac is None

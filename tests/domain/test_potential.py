"""Where more could be sold: products that an account lacks and most of its like have."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from salesbot.domain.money import Money
from salesbot.domain.potential import Purchase, bought_by_account, lacking_in

BASIC, PRO, CARE = 1, 2, 3
DAY = date(2026, 5, 4)


def bought(account: int, product: int | None, amount: int | None = 1000) -> Purchase:
    return Purchase(account, product, None if amount is None else Money.of(amount, "EUR"), DAY)


MARKET = [
    *(bought(account, BASIC) for account in range(1, 8)),
    *(bought(account, PRO, 1000 * account) for account in range(2, 6)),
    bought(7, CARE),
]
"""Seven accounts with Basic, four of the other six with Pro (2,000 to 5,000), one with Care."""


def test_what_most_of_its_like_have_is_pointed_out() -> None:
    (found,) = lacking_in([1], MARKET, {})
    assert (found.product_id, found.have, found.like, found.segment) == (PRO, 4, 6, None)
    assert found.share == Fraction(2, 3)
    assert found.usual == Money.of(4000, "EUR")


def test_what_few_have_is_not() -> None:
    assert [one.product_id for one in lacking_in([2], MARKET, {})] == []


def test_an_account_that_bought_nothing_is_like_nobody() -> None:
    assert lacking_in([99], MARKET, {}) == []


def test_the_own_segment_counts_where_it_has_enough() -> None:
    segments: dict[int, str | None] = dict.fromkeys((1, 2, 3, 4, 5, 6), "Retail")
    (found,) = lacking_in([1], MARKET, segments)
    assert (found.have, found.like, found.segment) == (4, 5, "Retail")
    few: dict[int, str | None] = {1: "Retail", 2: "Retail"}
    assert lacking_in([1], MARKET, few)[0].segment is None


def test_four_like_accounts_say_nothing() -> None:
    market = [bought(account, BASIC) for account in range(1, 6)] + [
        bought(account, PRO) for account in (2, 3, 4)
    ]
    assert lacking_in([1], market, {}) == []


def test_sums_leave_out_what_has_no_rate() -> None:
    sums = bought_by_account([bought(1, BASIC), bought(1, PRO, None), bought(2, None, 500)], "EUR")
    assert sums == {1: Money.of(1000, "EUR"), 2: Money.of(500, "EUR")}

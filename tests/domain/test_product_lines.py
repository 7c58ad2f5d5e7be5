"""What is sold in a deal: what lines come to, what they cost, and how a deal's amount belongs to them.

product   x   price    discount   cost      worth      costs
Pro       3   4,200    10 %       2,600     11,340     7,800
Basic     1     990    none         400        990       400
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from salesbot.domain.money import Money
from salesbot.domain.product_lines import Line, Terms, cost_of, counted, weights_of, worth_of


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


PRO = Line("Pro", 3, eur("4200"), 100_000, eur("2600"))
BASIC = Line("Basic", 1, eur("990"), 0, eur("400"))
BARE = Line("Box", 2)


def test_lines_come_to_their_prices_less_the_discounts() -> None:
    assert (PRO.worth, PRO.costs) == (eur("11340"), eur("7800"))
    assert (worth_of([PRO, BASIC]), cost_of([PRO, BASIC])) == (eur("12330"), eur("8200"))


def test_a_discount_is_rounded_once_for_the_whole_line() -> None:
    assert Line("Pin", 3, eur("0.35"), 125_000).worth == eur("0.92"), "3 × 0.35 × 0.875 = 0.91875"


def test_one_line_without_a_price_leaves_no_sum() -> None:
    assert worth_of([PRO, BARE]) is None
    assert cost_of([PRO, BARE]) is None
    assert worth_of([]) is None


def test_an_amount_belongs_to_its_lines_by_price_else_by_quantity() -> None:
    assert weights_of([PRO, BASIC]) == [1_134_000, 99_000]
    assert weights_of([PRO, BARE]) == [3, 2]
    assert weights_of([Line("Gift", 1, eur("0")), BARE]) == [1, 2], "what comes to nothing leaves quantities"


def test_a_product_named_twice_is_counted_together_at_what_was_said_first() -> None:
    assert counted([PRO, Line("Pro", 2)]) == (Line("Pro", 5, eur("4200"), 100_000, eur("2600")),)


def test_prices_of_another_currency_say_nothing() -> None:
    assert PRO.in_currency("USD") == Line("Pro", 3)
    assert PRO.in_currency("EUR") is PRO


def test_one_line_alone_is_all_of_it() -> None:
    assert (worth_of([PRO]), cost_of([PRO])) == (PRO.worth, PRO.costs)
    assert Line("Pro", price=eur("990")).worth == eur("990"), "one, without a discount"


def test_parts_of_an_amount_are_never_below_nothing() -> None:
    assert weights_of([PRO, Line("Gift", 1, eur("0"))]) == [1_134_000, 0]
    assert weights_of([PRO, Line("Credit", 1, eur("-0.01"))]) == [3, 1]
    assert weights_of([]) == []


@pytest.mark.parametrize(
    ("price", "discount", "usual", "off"),
    [
        ("90", 0, "100", 100_000), ("100", 0, "100", 0), ("110", 0, "100", 0), ("90", 250_000, "100", 250_000),
        (None, 50_000, "100", 50_000), (None, 0, "100", 0), ("90", 0, None, 0), ("2", 0, "3", 333_333), ("0", 0, "0", 0),
        ("0", 0, "5", 1_000_000),
    ],
)  # fmt: skip
def test_what_is_taken_off_is_said_or_is_what_the_price_lies_below_the_usual_one(
    price: str | None, discount: int, usual: str | None, off: int
) -> None:
    line = Line("Pro", 2, price and eur(price), discount, None, usual and eur(usual))  # type: ignore[arg-type]
    assert line.off == off


def test_usual_prices_stand_where_none_was_said_and_are_kept_beside() -> None:
    usual = Terms(eur("100"), eur("40"))
    assert BARE.at_usual(usual) == Line("Box", 2, eur("100"), 0, eur("40"), eur("100"))
    assert BASIC.at_usual(usual) == Line("Basic", 1, eur("990"), 0, eur("400"), eur("100"))


def test_what_changed_in_the_catalogue_changes_nothing_of_a_deal() -> None:
    usual, kept = Terms(eur("120"), eur("50")), eur("100")
    before = Line("Box", 2, eur("95"), 0, eur("40"), kept)
    assert replace(BARE, price=eur("90")).at_usual(usual, before).usual == kept
    assert BARE.at_usual(usual, before) == replace(BARE, usual=kept)
    without_price = replace(before, price=None)
    assert BARE.at_usual(usual, without_price).usual == kept
    assert replace(BARE, price=eur("90")).at_usual(usual, without_price).usual == eur("120"), (
        "priced only now"
    )


def test_terms_of_another_currency_say_nothing() -> None:
    dollars = Money.of("5", "USD")
    assert Terms(eur("5"), dollars).in_currency("EUR") == Terms(eur("5"), None)
    assert Terms(eur("5"), dollars).in_currency("USD") == Terms(None, dollars)
    assert Terms().in_currency("EUR") == Terms()


def test_a_line_of_a_product_named_otherwise_is_the_same() -> None:
    assert PRO.of(17) == Line(17, 3, eur("4200"), 100_000, eur("2600"))
    assert replace(PRO, usual=eur("5000")).of(17).usual == eur("5000")

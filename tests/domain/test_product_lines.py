"""What is sold in a deal: what lines come to, what they cost, and how a deal's amount belongs to them.

product   x   price    discount   cost      worth      costs
Pro       3   4,200    10 %       2,600     11,340     7,800
Basic     1     990    none         400        990       400
"""

from __future__ import annotations

from salesbot.domain.money import Money
from salesbot.domain.product_lines import Line, cost_of, counted, weights_of, worth_of


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

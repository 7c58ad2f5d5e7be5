"""Products with price, discount and cost: typed in a form, told on the deal, in its history, in files and in margin."""

from __future__ import annotations

import pytest

from salesbot.domain.money import Money
from salesbot.domain.product_lines import Line
from salesbot.services.exports import export
from salesbot.storage.book import open_book, read_book
from tests.cast import Cast
from tests.slack.asked import Bot

WON = {"account": "new:Acme Corp", "amount": "12k", "stage": "won", "day": "2026-06-15"}


def test_prices_and_costs_stand_on_the_deal_and_in_its_margin(each_bot: Bot, cast: Cast) -> None:
    view = each_bot.command(cast.adria.kim, "").view
    products = "Pro x3 @ 4,200 -10% cost 2,600\nBasic @ 990 cost 400"
    said = each_bot.submit(cast.adria.kim, view, {**WON, "products": products})
    assert "Pro × 3 at €4,200, 10\u00a0% off" in said.words
    assert "€12,330, €330 more than the amount" in said.words
    assert "€8,200, leaves €3,800 (31.7\u00a0%)" in said.words
    with open_book(cast.engines, cast.workspace_id) as book:
        (state,) = book.deals.all()
        credit = book.credits.sums(state.effective_on, state.effective_on.replace(day=30))
    assert state.cost == Money.of("8200", "EUR")
    assert sum(row.cost.minor for row in credit if row.cost) == 820_000


def test_without_an_amount_it_is_what_the_products_come_to(bot: Bot, sqlite_cast: Cast) -> None:
    view = bot.command(sqlite_cast.adria.kim, "").view
    said = bot.submit(sqlite_cast.adria.kim, view, {**WON, "amount": "", "products": "Pro x3 @ 4200 -10%"})
    assert "Acme Corp, €11,340" in said.words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Pro x3 @ 4,2,0", "not an amount I can read"),
        ("Pro @ 4200 USD", "not in EUR"),
        ("Pro -10%", "Pro @ 4200 -10% in the form"),
        ("Pro @ 100 -101%", "from 0 to 100"),
        ("@ 4200", "cannot be read"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_under_the_products(
    bot: Bot, sqlite_cast: Cast, typed: str, words: str
) -> None:
    view = bot.command(sqlite_cast.adria.kim, "").view
    said = bot.submit(sqlite_cast.adria.kim, view, {**WON, "products": typed})
    assert words in said.errors["products"]


def test_editing_shows_what_was_said_and_history_tells_what_changed(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    said = bot.submit(kim, bot.command(kim, "").view, {**WON, "products": "Pro x3 @ 4,200 -10% cost 2,600"})
    view = bot.press(kim, said.button("deals.edit")).view
    filled = {
        block["block_id"]: block["element"].get("initial_value")
        for block in view["blocks"]
        if block["type"] == "input"
    }
    assert filled["products"] == "Pro x3 @ 4200 EUR -10% cost 2600 EUR"
    assert filled["cost"] is None, "it follows from the products"
    values = {**WON, "account": "1", "products": "Pro x2 @ 4,200", "cost": "5,000"}
    assert "€5,000, leaves €7,000" in bot.submit(kim, view, values).words
    history = bot.sales(kim, "deal Acme Corp history").words
    assert "Pro × 3 at €4,200, 10\u00a0% off → Pro × 2 at €4,200" in history
    assert "Cost: €7,800 → €5,000" in history


def test_details_add_a_product_with_its_price(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    said = bot.command(kim, "Acme 12k won product:Pro x3")
    view = bot.press(kim, said.button("deals.details")).view
    told = bot.submit(kim, view, {"details_product": "new:Pro", "details_terms": "x3 @ 4200 -10%"})
    assert "Pro × 3 at €4,200, 10\u00a0% off" in told.words
    refused = bot.submit(kim, bot.press(kim, said.button("deals.details")).view, {"details_terms": "x3"})
    assert "Choose the product" in refused.errors["details_product"]


def test_a_file_has_the_columns_where_somebody_said_a_price(each_bot: Bot, cast: Cast) -> None:
    kim = cast.adria.kim
    each_bot.command(kim, "Helix 5k won product:Box x2")
    with read_book(cast.engines, cast.workspace_id) as book:
        assert export(book, "deals").columns[-1] == "note"
    view = each_bot.command(kim, "").view
    each_bot.submit(kim, view, {**WON, "products": "Pro x3 @ 4,200 -12.5% cost 2,600\nBasic"})
    with read_book(cast.engines, cast.workspace_id) as book:
        file = export(book, "deals")
        (acme,) = [row for row in file.rows if row["account"] == "Acme Corp"]
        lines = book.deals.all()[-1].lines
    assert file.columns[-3:] == ("price", "discount", "unit_cost")
    assert (acme["price"], acme["discount"], acme["unit_cost"]) == ("4200.00;", "12.5;", "2600.00;")
    assert [line.discount for line in lines] == [125_000, 0]
    assert isinstance(lines[0], Line)


def test_a_refund_says_nothing_of_the_prices(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.submit(kim, bot.command(kim, "").view, {**WON, "products": "Pro x3 @ 4,200 -10% cost 2,600"})
    said = bot.sales(kim, "deal Acme Corp refund 2k").words
    assert "€2,000" in said
    assert "than the amount" not in said

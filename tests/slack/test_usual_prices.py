"""Usual prices and costs of products: settled by an admin, taken where a deal says nothing else, kept on the deal."""

from __future__ import annotations

import pytest

from salesbot.domain.deals import DealState
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.storage.book import read_book
from tests.cast import Cast
from tests.slack.asked import Bot, Said

WON = {"account": "new:Acme Corp", "amount": "12k", "stage": "won", "day": "2026-06-15"}


def settle(bot: Bot, by: Person, typed: str) -> Said:
    """An admin writes the products in the setup."""
    form = bot.press(by, bot.sales(by, "setup").button("setup.products")).view
    return bot.submit(by, form, {"products": typed})


def newest(cast: Cast) -> DealState:
    """The deal that was logged last, as it stands."""
    with read_book(cast.engines, cast.workspace_id) as book:
        return book.deals.all()[-1]


def test_a_line_takes_the_usual_price_and_cost_and_keeps_them(each_bot: Bot, cast: Cast) -> None:
    kim, ana = cast.adria.kim, cast.adria.ana
    said = settle(each_bot, ana, "Pro @ 4,200 cost 2,600\nBasic @ 990")
    assert "Pro: €4,200, costs €2,600, leaves €1,600" in said.words
    assert "Basic: €990" in said.words
    told = each_bot.command(kim, "Acme 12k won product:Pro x3")
    assert "Pro × 3 at €4,200" in told.words
    assert "€12,600, €600 more than the amount" in told.words
    assert "€7,800, leaves €4,200" in told.words
    settle(each_bot, ana, "Pro @ 5,000")
    assert newest(cast).lines[0].price == Money.of("4200", "EUR")
    each_bot.command(kim, "Helix 5k won product:Pro")
    (line,) = newest(cast).lines
    assert (line.price, line.cost) == (Money.of("5000", "EUR"), None)


def test_a_price_below_the_usual_one_is_a_discount(each_bot: Bot, cast: Cast) -> None:
    kim = cast.adria.kim
    settle(each_bot, cast.adria.ana, "Pro @ 4,200")
    view = each_bot.command(kim, "").view
    said = each_bot.submit(kim, view, {**WON, "products": "Pro x3 @ 4,000"})
    assert "Pro × 3 at €4,000, 4.76\u00a0% below the usual €4,200" in said.words
    assert "than the amount" not in said.words, "three at 4,000 are the 12,000"
    (line,) = newest(cast).lines
    assert (line.discount, line.off) == (0, 47_619)
    said = each_bot.command(kim, "Helix 5k won product:Pro")
    assert "below" not in said.words


def test_a_discount_in_a_line_is_of_the_price_said_else_of_the_usual_one(bot: Bot, sqlite_cast: Cast) -> None:
    kim, ana = sqlite_cast.adria.kim, sqlite_cast.adria.ana
    refused = bot.command(kim, "Acme Corp 10k won product:Pro x3 discount:10%")
    assert "No price of Pro was said, and it has no usual one" in refused.words
    said = bot.command(kim, "Acme Corp 10k won product:Pro x3 price:4,000 discount:10%")
    assert "Pro × 3 at €4,000" in said.words
    settle(bot, ana, "Pro @ 4,200 cost 2,600")
    bot.command(kim, "Helix 11k won product:Pro x3 discount:10%")
    (line,) = newest(sqlite_cast).lines
    assert (line.price, line.discount, line.cost) == (
        Money.of("4200", "EUR"),
        100_000,
        Money.of("2600", "EUR"),
    )
    view = bot.command(kim, "").view
    under = bot.submit(kim, view, {**WON, "account": "new:Zeta", "products": "Basic x3 -10%"})
    assert "no usual one" in under.errors["products"]


def test_an_edit_brings_nothing_of_the_catalogue_into_what_was_said(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    said = bot.command(kim, "Acme Corp 12k won today product:Pro x3")
    settle(bot, sqlite_cast.adria.ana, "Pro @ 4,200 cost 2,600\nBasic @ 990 cost 400")
    view = bot.press(kim, said.button("deals.edit")).view
    values = {**WON, "account": "1", "products": "Pro x3\nBasic"}
    bot.submit(kim, view, values)
    lines = newest(sqlite_cast).lines
    assert [line.price for line in lines] == [None, Money.of("990", "EUR")]


def test_without_an_amount_the_usual_prices_make_it(bot: Bot, sqlite_cast: Cast) -> None:
    settle(bot, sqlite_cast.adria.ana, "Pro @ 4,200")
    view = bot.command(sqlite_cast.adria.kim, "").view
    said = bot.submit(sqlite_cast.adria.kim, view, {**WON, "amount": "", "products": "pro x3"})
    assert "Acme Corp, €12,600" in said.words


def test_a_deal_in_another_currency_has_no_usual_price(bot: Bot, sqlite_cast: Cast) -> None:
    settle(bot, sqlite_cast.adria.ana, "Pro @ 4,200 cost 2,600")
    bot.command(sqlite_cast.adria.kim, "Acme 12k USD won product:Pro x3")
    (line,) = newest(sqlite_cast).lines
    assert (line.price, line.cost, line.usual) == (None, None, None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Pro @ 4,2,0", "cannot be read"),
        ("Pro x3 @ 4200", "a quantity or a discount is a deal's"),
        ("Pro @ 4200 -10%", "a quantity or a discount is a deal's"),
        ("Pro @ 4200 USD", "are in EUR"),
        ("Pro @ 4200\npro", "stands there twice"),
    ],
)
def test_a_product_that_cannot_be_kept_is_told_and_none_is(
    bot: Bot, sqlite_cast: Cast, typed: str, words: str
) -> None:
    said = settle(bot, sqlite_cast.adria.ana, f"Basic @ 990\n{typed}")
    assert words in said.errors["products"]
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert not book.accounts.labels("product")


def test_the_form_shows_what_holds_and_what_is_left_out_stays(bot: Bot, sqlite_cast: Cast) -> None:
    ana = sqlite_cast.adria.ana
    settle(bot, ana, "Pro, EU @ 4200.50 cost 2600\nBasic")
    form = bot.press(ana, bot.sales(ana, "setup").button("setup.products")).view
    (field,) = [block["element"] for block in form["blocks"] if block["type"] == "input"]
    assert field["initial_value"] == "Basic\nPro, EU @ 4200.50 EUR cost 2600 EUR"
    settle(bot, ana, "Basic @ 990")
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert len(book.accounts.terms()) == 2
    settle(bot, ana, "Pro, EU")
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert len(book.accounts.terms()) == 1
    assert "3 changes of one kind" in bot.sales(ana, "audit").words


def test_only_an_admin_settles_prices(bot: Bot, sqlite_cast: Cast) -> None:
    button = {"type": "button", "action_id": "setup.products", "value": ""}
    assert "admin" in bot.press(sqlite_cast.adria.kim, button).words

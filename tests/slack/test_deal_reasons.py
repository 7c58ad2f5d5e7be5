"""Why a deal was lost or won: one reason first, up to two more, in a line, in forms, on the deal, in files."""

from __future__ import annotations

from salesbot.domain.people import Person
from salesbot.services.exports import export
from salesbot.storage.book import read_book
from tests.cast import Cast
from tests.slack.asked import Bot, Said


def reason(cast: Cast, code: str) -> str:
    with read_book(cast.engines, cast.workspace_id) as book:
        return str(next(one.id for one in book.accounts.reasons(won=None) if one.code == code))


def test_a_line_names_up_to_three_reasons(each_bot: Bot, cast: Cast) -> None:
    said = each_bot.command(cast.adria.kim, "Acme 12k lost:price reason:no-demo reason:timing")
    assert "Price too high, No demo, Bad timing" in said.words
    each_bot.command(cast.adria.kim, "Helix 5k won reason:fit")
    with read_book(cast.engines, cast.workspace_id) as book:
        file = export(book, "deals")
    assert [(row["lost_reason"], row["won_reason"]) for row in file.rows] == [
        ("price;no-demo;timing", ""),
        ("", "fit"),
    ]
    assert file.columns[-1] == "won_reason"


def test_the_lost_form_takes_more_reasons_and_a_competitor(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    view = bot.press(kim, _card(bot, kim).button("deals.lose")).view
    price, demo = reason(sqlite_cast, "price"), reason(sqlite_cast, "no-demo")
    said = bot.submit(kim, view, {"reason": price, "more_reasons": [demo, price], "competitor": "Zeta"})
    assert "Price too high, No demo" in said.words
    assert "Zeta" in said.words


def _card(bot: Bot, kim: Person) -> Said:
    bot.command(kim, "Acme 12k")
    return bot.sales(kim, "deal Acme")


def test_details_say_why_a_deal_was_won(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    said = bot.command(kim, "Acme 12k won")
    view = bot.press(kim, said.button("deals.details")).view
    values = {"won_reason": reason(sqlite_cast, "fit"), "more_reasons": [reason(sqlite_cast, "trust")]}
    assert "Best fit, Trust in us" in bot.submit(kim, view, values).words
    assert "Won because: – → Best fit, Trust in us" in bot.sales(kim, "deal Acme history").words


def test_a_form_refuses_reasons_of_the_other_kind(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    said = bot.command(kim, "Acme 12k lost:price")
    view = bot.press(kim, said.button("deals.edit")).view
    values = {"account": "1", "amount": "12k", "stage": "lost", "reason": reason(sqlite_cast, "price")}
    refused = bot.submit(kim, view, {**values, "more_reasons": [reason(sqlite_cast, "fit")]})
    assert "others of the same kind" in refused.errors["more_reasons"]
    kept = bot.submit(kim, view, {**values, "more_reasons": [reason(sqlite_cast, "timing")]})
    assert "Price too high, Bad timing" in kept.words


def test_a_reopened_deal_has_no_reason_any_more(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12k lost:price reason:timing")
    bot.sales(kim, "deal Acme reopen")
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (state,) = book.deals.all()
    assert state.reason_ids == ()


def test_the_first_form_says_why_a_deal_was_won(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    view = bot.command(kim, "").view
    values = {
        "account": "new:Acme", "amount": "12k", "stage": "won",
        "won_reason": reason(sqlite_cast, "fit"), "more_reasons": [reason(sqlite_cast, "trust")],
    }  # fmt: skip
    bot.submit(kim, view, values)
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert [row["won_reason"] for row in export(book, "deals").rows] == ["fit;trust"]

"""The forms of deals: opened at once, refused field by field, saved once."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from salesbot.storage.book import open_book
from tests.cast import Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.test_deals import deals_of


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields of a form, by action."""
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def test_the_bare_command_opens_the_form(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    said = bot.command(sqlite_cast.adria.kim, "  ")
    assert said.body == ""
    (opened,) = [sent for method, sent in said.calls if method == "views.open"]
    assert opened["trigger_id"].startswith("13.")
    view = dict(opened["view"])
    assert json.loads(view.pop("private_metadata"))["key"]
    golden(view, "deals/form")


@pytest.mark.parametrize("callback", ["deals.log", "deals.log_message"])
def test_the_shortcuts_open_the_form(bot: Bot, sqlite_cast: Cast, callback: str) -> None:
    more = {"message": {"text": "Acme wants 3 × Pro", "ts": "1.1"}} if callback.endswith("message") else {}
    view = bot.shortcut(sqlite_cast.adria.kim, callback, **more).view
    assert fields(view)["note"].get("initial_value") == ((more and "Acme wants 3 × Pro") or None)


def test_a_form_saves_the_same_deal_as_a_line(each_bot: Bot, cast: Cast) -> None:
    view = each_bot.command(cast.adria.kim, "").view
    values = {
        "account": "new:Acme Corp", "amount": "12.5k", "stage": "won", "day": "2026-06-15",
        "products": "Pro x3, Basic", "technique": "referral", "source": "Fair", "people": ["U0BO"],
        "split": "70/30", "assists": ["U0TOM"], "note": "two-year <plan> & more",
    }  # fmt: skip
    said = each_bot.submit(cast.adria.kim, view, values)
    assert said.body["response_action"] == "update"
    assert "Saved, won: Acme Corp, €12,500" in said.words
    assert "Bo Lindqvist: 30\u00a0%, €3,750" in said.words
    assert "two-year <plan> & more" in said.words
    with open_book(cast.engines, cast.workspace_id) as book:
        (state,) = book.deals.all()
    assert (state.closed_on, len(state.lines), state.amount.minor) == (date(2026, 6, 15), 2, 1_250_000)


def test_a_form_that_is_sent_off_twice_is_one_deal(each_bot: Bot, cast: Cast) -> None:
    view = each_bot.command(cast.adria.kim, "").view
    values = {"account": "new:Acme", "amount": "12.5k", "stage": "won"}
    first = each_bot.submit(cast.adria.kim, view, values)
    again = each_bot.submit(cast.adria.kim, view, values)
    assert first.body == again.body
    assert deals_of(cast) == [("Acme", 1_250_000, "won")]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"account": None}, "account", "Choose an account"),
        ({"account": "99"}, "account", "Choose an account"),
        ({"amount": ""}, "amount", "Type the amount"),
        ({"amount": "12.5.0k"}, "amount", "not an amount I can read"),
        ({"amount": "0"}, "amount", "zero"),
        ({"amount": "1.234"}, "amount", "can be"),
        ({"stage": "lost"}, "reason", "A lost deal needs its reason"),
        ({"stage": "999"}, "stage", "not in use any more"),
        ({"stage": "won", "day": "2026-06-17"}, "day", "still to come"),
        ({"day": "2026-06-15"}, "day", "today or later"),
        ({"people": ["U0BO"], "split": "70/20"}, "split", "100"),
        ({"people": ["U0BO", "U0TOM"], "split": "70"}, "split", ""),
        ({"split": "70/30"}, "split", ""),
        ({"people": ["U0KIM"]}, "people", ""),
        ({"people": ["U0GUEST"]}, "people", "full members"),
    ],
)
def test_what_will_not_do_is_told_under_its_field(
    bot: Bot, sqlite_cast: Cast, values: dict[str, Any], field: str, words: str
) -> None:
    view = bot.command(sqlite_cast.adria.kim, "").view
    sound = {"account": "new:Acme", "amount": "12.5k"}
    said = bot.submit(sqlite_cast.adria.kim, view, {**sound, **values})
    assert list(said.errors) == [field]
    assert words in said.errors[field]
    assert "<" not in said.errors[field]
    assert deals_of(sqlite_cast) == []
    assert "Saved" in bot.submit(sqlite_cast.adria.kim, view, sound).words


def test_who_is_a_day_ahead_of_the_books_wins_on_the_day_they_have_still(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(time_zone="Pacific/Pago_Pago")
        book.people.change(kim.id, time_zone="Europe/Ljubljana")
    assert "Won, Mon 15 June" in bot.command(kim, "Acme 12.5k won today").words
    values = {"account": "new:Bled", "amount": "900", "stage": "won", "day": "2026-06-16"}
    assert "Won, Mon 15 June" in bot.submit(kim, bot.command(kim, "").view, values).words


def test_a_question_from_the_form_is_asked_in_the_form(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k proposal")
    view = bot.command(kim, "").view
    said = bot.submit(kim, view, {"account": "1", "amount": "13k", "stage": "won"})
    won = bot.press(kim, said.button("deals.same"), view=said.view)
    assert [method for method, _ in won.calls] == ["views.update"]
    assert "Won: Acme, €13,000 (€12,500 before)" in won.words


def test_only_who_leads_somebody_may_choose_the_rep(bot: Bot, sqlite_cast: Cast) -> None:
    assert "rep" not in fields(bot.command(sqlite_cast.adria.kim, "").view)
    view = bot.command(sqlite_cast.adria.maja, "").view
    sound = {"account": "new:Acme", "amount": "12.5k", "stage": "won"}
    refused = bot.submit(sqlite_cast.adria.maja, view, {**sound, "rep": "U0TOM"})
    assert "can be logged by Tom Becker" in refused.errors["rep"]
    assert "Rep: Bo Lindqvist" in bot.submit(sqlite_cast.adria.maja, view, {**sound, "rep": "U0BO"}).words


def test_accounts_are_suggested_and_a_new_one_offered(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 1k")
    bot.command(kim, "Nordlys 3k")
    bot.submit(kim, bot.command(kim, "").view, {"account": "new:Acme Corp", "amount": "2k"})
    offered = [option["text"]["text"] for option in bot.suggest(kim, "account", "acm")]
    assert offered == ["Acme", "Acme Corp", "New account: acm"]
    assert [option["text"]["text"] for option in bot.suggest(kim, "account", "ACME")] == ["Acme", "Acme Corp"]
    assert bot.suggest(kim, "account", "Nordlis")[0]["text"]["text"] == "Nordlys"
    assert bot.suggest("U0GUEST", "account", "acm") == []


# -- editing ------------------------------------------------------------------------------------------------


def edit_view(
    bot: Bot, cast: Cast, line: str = "Acme 12.5k won with <@U0BO> 70/30 assist:<@U0TOM>"
) -> dict[str, Any]:
    said = bot.command(cast.adria.kim, line)
    return bot.press(cast.adria.kim, said.button("deals.edit")).view


def test_the_edit_form_holds_the_deal_as_it_stands(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    view = edit_view(
        bot, sqlite_cast, 'Acme 12,500.50 lost:price close:yesterday source:fair campaign:"Spring 26"'
    )
    about = json.loads(view.pop("private_metadata"))
    assert (about["deal"], about["number"]) == (1, 1)
    golden(view, "deals/edit_form")


def test_an_edit_of_nothing_is_nothing(bot: Bot, sqlite_cast: Cast) -> None:
    view = edit_view(bot, sqlite_cast)
    assert "Nothing is different" in bot.submit(sqlite_cast.adria.kim, view, {}).words


def test_an_edit_is_told_with_the_amount_before(bot: Bot, sqlite_cast: Cast) -> None:
    view = edit_view(bot, sqlite_cast)
    said = bot.submit(sqlite_cast.adria.kim, view, {"amount": "13k"})
    assert "Changed: Acme, €13,000 (€12,500 before)" in said.words
    assert "Kim Novak: 70\u00a0%, €9,100" in said.words
    assert "Assisted: Tom Becker" in said.words
    assert said.has("deals.announce")


def test_after_five_minutes_the_form_asks_why(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    receipt, early = bot.command(kim, "Acme 12.5k won"), {"amount": "13k"}
    view = bot.press(kim, receipt.button("deals.edit")).view
    bot.clock.pass_by(minutes=5, seconds=1)
    assert "Please say why" in bot.submit(kim, view, early).errors["change_reason"]
    later = bot.press(kim, receipt.button("deals.edit")).view
    (asked,) = [block for block in later["blocks"] if block.get("block_id") == "change_reason"]
    assert not asked.get("optional")
    said = bot.submit(kim, later, {**early, "change_reason": "agreed_anew"})
    assert "Changed: Acme, €13,000" in said.words


def test_two_edits_of_one_entry_are_not_both_kept(each_bot: Bot, cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    receipt = each_bot.command(kim, "Acme 12.5k won")
    mine = each_bot.press(kim, receipt.button("deals.edit")).view
    theirs = each_bot.press(maja, receipt.button("deals.edit")).view
    each_bot.submit(maja, theirs, {"amount": "14k", "change_reason": "mistyped"})
    said = each_bot.submit(kim, mine, {"amount": "13k"})
    assert "was changed meanwhile. Your change is not saved." in said.words
    assert "€14,000" in said.words
    assert deals_of(cast) == [("Acme", 1_400_000, "won")]


def test_a_rep_cannot_open_or_send_the_form_of_anothers_deal(bot: Bot, sqlite_cast: Cast) -> None:
    view = edit_view(bot, sqlite_cast, "Acme 12.5k won")
    receipt = bot.sales(sqlite_cast.adria.kim, "deal Acme")
    assert "no such deal" in bot.press(sqlite_cast.adria.bo, receipt.button("deals.edit")).words
    assert "no such deal" in bot.submit(sqlite_cast.adria.bo, view, {"amount": "1"}).words
    assert deals_of(sqlite_cast) == [("Acme", 1_250_000, "won")]


def test_a_split_with_somebody_without_slack_is_left_alone(bot: Bot, sqlite_cast: Cast) -> None:
    kim, bo = sqlite_cast.adria.kim, sqlite_cast.adria.bo
    receipt = bot.command(kim, "Acme 12.5k won with <@U0BO> 70/30")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.change(bo.id, slack_id=None)
    view = bot.press(kim, receipt.button("deals.edit")).view
    assert "people" not in fields(view)
    assert "Bo Lindqvist: 30\u00a0%, €3,900" in bot.submit(kim, view, {"amount": "13k"}).words


def test_a_deal_is_withdrawn_with_a_reason(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k won")
    card = bot.sales(kim, "deal Acme")
    view = bot.press(kim, card.button("deals.withdraw")).view
    said = bot.submit(kim, view, {"change_reason": "logged_twice"})
    golden(said.view, "deals/withdrawn")
    assert deals_of(sqlite_cast) == []
    back = bot.press(kim, said.button("deals.undo"), view=said.view)
    assert "Undone: Acme, €12,500" in back.words
    assert deals_of(sqlite_cast) == [("Acme", 1_250_000, "won")]


def test_a_deal_is_lost_with_a_reason(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k proposal")
    view = bot.press(kim, bot.sales(kim, "deal Acme").button("deals.lose")).view
    assert "needs its reason" in bot.submit(kim, view, {}).errors["reason"]
    assert "still to come" in bot.submit(kim, view, {"reason": "3", "day": "2026-06-20"}).errors["day"]
    assert "Lost because: Price too high" in bot.submit(kim, view, {"reason": "3"}).words


def test_who_presses_lost_on_an_old_card_is_told_what_changed(bot: Bot, sqlite_cast: Cast) -> None:
    kim, maja = sqlite_cast.adria.kim, sqlite_cast.adria.maja
    bot.command(kim, "Acme 12.5k proposal")
    cards = {who.id: bot.sales(who, "deal Acme") for who in (kim, maja)}
    bot.press(kim, cards[kim.id].button("deals.win"))
    view = bot.press(maja, cards[maja.id].button("deals.lose")).view
    assert "was changed meanwhile" in bot.submit(maja, view, {"reason": "3"}).words
    assert deals_of(sqlite_cast) == [("Acme", 1_250_000, "won")]

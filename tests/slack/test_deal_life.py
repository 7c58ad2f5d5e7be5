"""A deal's life by words and buttons: its history, handing it over, and two people at the same deal."""

from __future__ import annotations

from salesbot.storage.book import open_book
from tests.cast import GUEST, Cast
from tests.golden import Golden
from tests.slack.asked import Bot


def test_the_history_tells_who_when_what_why_and_what_it_corrects(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    kim, maja = sqlite_cast.adria.kim, sqlite_cast.adria.maja
    bot.command(kim, "Acme 12.5k proposal product:Pro x3")
    bot.clock.pass_by(minutes=10)
    bot.sales(maja, "deal Acme move negotiation")
    form = bot.press(maja, bot.sales(maja, "deal Acme").button("deals.edit"))
    bot.submit(maja, form.view, {"amount": "13k", "change_reason": "agreed_anew", "note": "after the call"})
    bot.sales(kim, "deal Acme won with <@U0BO> 70/30")
    bot.sales(kim, "undo")
    said = bot.press(kim, bot.sales(kim, "deal Acme").button("deals.history"))
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "deals/history")
    assert bot.sales(kim, "deal Acme history").words == said.words
    ivana = sqlite_cast.adria.ivana
    assert "no deal of Acme" in bot.sales(ivana, "deal Acme history").words


def test_a_long_history_goes_back_by_a_button(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k new")
    for place in range(14):
        bot.sales(kim, f"deal Acme move {('qualified', 'proposal')[place % 2]}")
    newest = bot.sales(kim, "deal Acme history")
    assert "15. Moved to Proposal" in newest.words
    assert "3. Moved" not in newest.words.splitlines()[-3]
    earlier = bot.press(kim, newest.button("deals.history"))
    assert "1. Logged, €12,500, New" in earlier.words
    assert not earlier.has("deals.history")


def test_the_second_of_two_is_told_what_the_first_changed(bot: Bot, sqlite_cast: Cast) -> None:
    kim, maja = sqlite_cast.adria.kim, sqlite_cast.adria.maja
    bot.command(kim, "Acme 12.5k proposal")
    card = bot.sales(maja, "deal Acme")
    bot.sales(kim, "deal Acme lost price")
    said = bot.press(maja, card.button("deals.win"))
    for words in ("was changed meanwhile", "2. Lost", "Kim Novak", "Price too high"):
        assert words in said.words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert [entry.kind.value for entry in book.deals.history(1)] == ["logged", "lost"]


def test_ones_own_newer_entries_are_in_nobodys_way(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k proposal")
    card = bot.sales(kim, "deal Acme")
    bot.sales(kim, "deal Acme move negotiation")
    assert "Won: Acme" in bot.press(kim, card.button("deals.win")).words


def test_an_open_deal_is_handed_over_with_its_part(each_bot: Bot, cast: Cast) -> None:
    kim, bo = cast.adria.kim, cast.adria.bo
    each_bot.command(kim, "Acme 12.5k proposal with <@U0LUKA> 70/30")
    said = each_bot.sales(kim, "deal Acme hand over <@U0BO>")
    assert "Handed over to Bo Lindqvist: Acme, €12,500" in said.words
    assert "Bo Lindqvist: 70\u00a0%, €8,750" in said.words
    assert "Luka Zupan: 30\u00a0%" in said.words
    with open_book(cast.engines, cast.workspace_id) as book:
        rows = book.announcements.of(kinds=["direct"], recipient=f"person:{bo.id}")
        assert "Kim Novak gave you the deal with Acme" in str(rows[0].payload)
    assert "Won: Acme" in each_bot.sales(bo, "deal Acme won").words
    assert "no deal of Acme" in each_bot.sales(kim, "deal Acme").words
    said = each_bot.sales(bo, "deal Acme hand over <@U0KIM>")
    assert "what was won stays with Bo Lindqvist" in said.words


def test_who_cannot_hand_over_or_hold_is_told(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k proposal with <@U0LUKA>")
    assert "with Kim Novak already" in bot.sales(kim, "deal Acme hand over <@U0KIM>").words
    assert "belongs to Kim Novak" in bot.sales(sqlite_cast.adria.luka, "deal Acme hand over <@U0LUKA>").words
    assert "Gal Gost" in bot.sales(kim, f"deal Acme hand over <@{GUEST}>").words
    form = bot.sales(kim, "deal Acme hand over")
    assert bot.submit(kim, form.view, {"person": None}).errors == {"person": "Choose a person."}
    assert "Handed over to Bo" in bot.submit(kim, form.view, {"person": "U0BO"}).words


def test_all_deals_of_a_person_are_handed_over_once_confirmed(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    for line in ("Acme 12.5k proposal", "Nordlys 8k new", "Helios 24k won"):
        bot.command(adria.kim, line)
    for person in (adria.kim, adria.bo, adria.marko):
        assert "not yours" in bot.sales(person, "deals hand over <@U0KIM> to <@U0BO>").words
    asked = bot.sales(adria.maja, "deals hand over <@U0KIM> to <@U0BO>")
    assert "all 2 open deals of Kim Novak to Bo Lindqvist" in asked.words
    done = bot.press(adria.maja, asked.button("deals.hand_over_all"))
    assert "2 open deals of Kim Novak belong to Bo Lindqvist now" in done.words
    assert "Nordlys" in done.words
    assert "You have no open deals" in bot.sales(adria.kim, "deals").words
    assert "Acme, €12,500" in bot.sales(adria.bo, "deals").words
    assert "Won" in bot.sales(adria.kim, "deal Helios").words
    assert "answered already" in bot.press(adria.maja, asked.button("deals.hand_over_all")).words
    asked = bot.sales(adria.ana, "deals hand over <@U0BO> to <@U0LUKA>")
    assert "Nordlys" not in bot.press(adria.ana, asked.button("deals.hand_over_all")).words
    assert "no open deal" in bot.sales(adria.ana, "deals hand over <@U0BO> to <@U0LUKA>").words
    assert "Name two people" in bot.sales(adria.ana, "deals hand over <@U0BO>").words


def test_a_near_account_is_offered_with_what_was_said_of_it(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Umbrella 12.5k proposal")
    said = bot.sales(kim, "deal Umbrela move negotiation")
    assert "Did you mean Umbrella?" in said.words
    assert "Moved: Umbrella is in Negotiation" in bot.press(kim, said.button("deals.meant")).words
    assert "Did you mean Umbrella?" in bot.sales(kim, "deal Umbrela").words
    assert "Umbrela split 50/50 @Bo Lindqvist" in bot.sales(kim, "deal Umbrela split 50/50 <@U0BO>").words
    assert "no deal of Zzz" in bot.sales(kim, "deal Zzz").words
    assert "Umbrella" not in bot.sales(sqlite_cast.adria.ivana, "deal Umbrela").words


def test_a_like_amount_within_two_weeks_is_asked_about(each_bot: Bot, cast: Cast) -> None:
    kim = cast.adria.kim
    each_bot.command(kim, "Acme 10k won")
    each_bot.clock.pass_by(days=14)
    for amount in ("10.6k", "9.4k", "10k USD"):
        said = each_bot.command(kim, f"Acme {amount} won")
        assert "Saved, won: Acme" in said.words, amount
        each_bot.press(kim, said.button("deals.undo"))
    asked = each_bot.command(kim, "Acme 10.5k won")
    assert "Acme has 1 deal of about this amount from the last 14 days" in asked.words
    assert "€10,000, won 16 June 2026, Kim Novak" in asked.words
    assert "Changed: Acme, €10,500 (€10,000 before)" in each_bot.press(kim, asked.button("deals.same")).words
    with open_book(cast.engines, cast.workspace_id) as book:
        assert [deal.amount.minor for deal in book.deals.all()] == [1_050_000]
    each_bot.clock.pass_by(days=15)
    assert "Saved, won" in each_bot.command(kim, "Acme 10.5k won").words


def test_what_is_no_company_is_no_account(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    for typed in ("won 12k", "lost 12k price", "@channel 12k", "@kim 12k won"):
        assert "is not a customer company" in bot.command(kim, typed).words, typed
    assert "Saved: won, €12,000" in bot.command(kim, '"won" 12k').words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.accounts.names() == ["won"]


def test_quotes_inside_a_name_belong_to_it(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    assert 'Saved: Toys "R" Us, €12,000' in bot.command(kim, 'Toys "R" Us 12k proposal').words
    assert "Moved" in bot.sales(kim, 'deal Toys "R" Us move negotiation').words
    assert 'Toys "R" Us, €12,000' in bot.sales(kim, 'deal Toys "R" Us').words


def test_details_are_added_from_the_receipt_by_menus(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Nordlys 8k proposal product:Pro source:fair")
    receipt = bot.command(kim, "Acme 12.5k won product:Basic")
    assert [option["value"] for option in bot.suggest(kim, "details_product", "")] == ["new:Basic", "new:Pro"]
    assert [option["text"]["text"] for option in bot.suggest(kim, "details_source", "web")] == ["New: web"]
    form = bot.press(kim, receipt.button("deals.details"))
    chosen = {"technique": "referral", "details_source": "new:fair", "details_product": "new:Pro"}
    said = bot.submit(kim, form.view, {**chosen, "details_competitor": "new:Delta"})
    for words in ("Changed: Acme", "Technique: Referral", "Source: fair", "Products: Pro, Basic", "Delta"):
        assert words in said.words
    assert not said.has("deals.details")
    assert "Nothing is different" in bot.submit(kim, bot.sales(kim, "deal Acme details").view, {}).words

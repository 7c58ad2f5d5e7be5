"""Accounts in Slack: what is known of one, the forms that note it, and who must not see it."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import text

from salesbot.services.accounts import account_facts, noticed_of
from salesbot.storage.book import open_book, read_book
from tests.auditing import audited
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import open_deal, win


def acme(cast: Cast) -> int:
    """Acme is Kim's, with a won and an open deal; Nordlys referred it."""
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        referrer = book.accounts.ensure("Nordlys", NOW)
        account = book.accounts.ensure("Acme", NOW, owner_id=kim.id, referred_by_id=referrer.id)
        win(book, kim, "Acme", "12500", date(2026, 6, 15), now=NOW)
        open_deal(book, kim, "Acme", "8000", now=NOW, stage="proposal")
        return account.id


def test_the_card_and_its_forms(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    kim = cast.adria.kim
    acme(cast)
    each_bot.sales(kim, "follow-up Acme fri call about renewal")
    each_bot.sales(kim, "did demo Acme went well")
    card = each_bot.sales(kim, "account acme")
    form = each_bot.press(kim, card.button("accounts.contact")).view
    golden({**form, "private_metadata": ""}, "accounts/contact")
    words = {"name": "Jana <!channel>", "role": "CFO", "email": "jana@acme.example", "phone": "+386 1 234"}
    assert "Jana <!channel>, CFO, jana@acme.example, +386 1 234" in each_bot.submit(kim, form, words).words
    form = each_bot.press(kim, card.button("accounts.words")).view
    typed = {"need": "one bill a month\nan interface", "pain": "late deliveries", "note": "two-year plan"}
    assert "an interface" in each_bot.submit(kim, form, typed).words
    form = each_bot.press(kim, card.button("accounts.edit")).view
    what = {"segment": "Industry", "territory": "North", "country": "si", "renews_on": "2026-07-31"}
    assert each_bot.submit(kim, form, {**what, "country": "1x"}).errors == {
        "country": "Two letters, such as SI or KE."
    }
    assert "Territory" in each_bot.submit(kim, form, what).words
    golden(each_bot.sales(kim, "account Acme").body, "accounts/card")
    with read_book(cast.engines, cast.workspace_id) as book:
        (record,) = [row for row in audited(book) if row.subject == "account"]
        assert record.after == {"segment": "Industry", "country": "SI", "renews_on": "2026-07-31"}


def test_what_is_taken_out_is_blanked(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    acme(sqlite_cast)
    card = bot.sales(kim, "account acme")
    bot.submit(
        kim,
        bot.press(kim, card.button("accounts.contact")).view,
        {"name": "Jana", "email": "jana@acme.example"},
    )
    bot.submit(kim, bot.press(kim, card.button("accounts.words")).view, {"need": "one bill\nan interface"})
    card = bot.sales(kim, "account acme")
    bot.submit(kim, bot.press(kim, card.button("accounts.person")).view, {"name": ""})
    left = bot.submit(kim, bot.press(kim, card.button("accounts.words")).view, {"need": "an interface"})
    assert "Jana" not in left.words
    assert "one bill" not in left.words
    with sqlite_cast.engines.reading() as connection:
        assert connection.execute(text("SELECT name, email FROM contact")).all() == [("", "")]
        kept = connection.execute(text("SELECT text, gone FROM account_word ORDER BY id")).all()
        assert [tuple(row) for row in kept] == [("", 1), ("an interface", 0)]


def test_who_may_see_an_accounts_people(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    adria = sqlite_cast.adria
    number = acme(sqlite_cast)
    for person in (adria.kim, adria.maja, adria.ana):
        assert "What Was Done" in bot.sales(person, "account Acme").words
    refused = bot.sales(adria.bo, "account Acme")
    golden(refused.body, "accounts/of_others")
    card = bot.sales(adria.kim, "account Acme")
    for person in (adria.bo, adria.tom, adria.marko):
        for action in ("accounts.edit", "accounts.contact", "accounts.words"):
            assert "Kim Novak" in bot.press(person, card.button(action)).words
    form = bot.press(adria.kim, card.button("accounts.contact")).view
    assert "Kim Novak" in bot.submit(adria.bo, form, {"name": "Jana"}).words
    with read_book(sqlite_cast.engines, sqlite_cast.other.workspace.id) as book:
        assert book.relationships.contacts(number) == []
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, adria.bo, "Acme", "100", TODAY, now=NOW)
        facts = account_facts(book, adria.bo, number, now=NOW)
        assert (len(facts.open_deals), len(facts.closed_deals), facts.others_deals) == (0, 1, 2)
    assert "2 deals of others are not shown." in bot.sales(adria.bo, "account Acme").words


def test_only_who_leads_gives_an_account_to_somebody(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    acme(sqlite_cast)
    mine = bot.press(adria.kim, bot.sales(adria.kim, "account Acme").button("accounts.edit")).view
    assert "Owner" not in str(mine)
    card = bot.sales(adria.maja, "account Acme")
    form = bot.press(adria.maja, card.button("accounts.edit")).view
    bot.submit(adria.maja, form, {"owner": adria.bo.slack_id})
    assert "Bo Lindqvist" in bot.sales(adria.maja, "account Acme").words


def test_a_territorys_owner_takes_what_nobody_owns(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.accounts.ensure("Helios", NOW)
        book.accounts.ensure("Kolpa", NOW)
    form = bot.press(adria.ana, bot.sales(adria.ana, "account Helios").button("accounts.edit")).view
    bot.submit(adria.ana, form, {"territory": "North", "territory_owner": adria.bo.slack_id})
    form = bot.press(adria.kim, bot.sales(adria.kim, "account Kolpa").button("accounts.edit")).view
    assert (
        "Kolpa is an account of Bo Lindqvist now" in bot.submit(adria.kim, form, {"territory": "north"}).words
    )
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        owners = {account.name: account.owner_id for account in book.accounts.all()}
        assert owners == {"Helios": adria.bo.id, "Kolpa": adria.bo.id}
        assert book.relationships.territories_on(TODAY - timedelta(days=1)) == {}
        assert len(book.relationships.territories_on(TODAY)) == 2


def test_a_new_account_and_a_near_one(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    acme(sqlite_cast)
    said = bot.sales(kim, "account Acmme")
    golden(said.body, "accounts/near")
    assert "8,000" in bot.press(kim, said.button("accounts.open")).words
    assert "Kim Novak" in bot.press(kim, said.button("accounts.add")).words
    assert "answered already" in bot.press(kim, said.button("accounts.add")).words


def test_silent_accounts_and_renewals_are_noticed(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        helios = book.accounts.ensure("Helios", NOW, owner_id=kim.id)
        for days in (100, 80, 60):
            win(book, kim, "Helios", "100", TODAY - timedelta(days=days), now=NOW)
        kolpa = book.accounts.ensure("Kolpa", NOW, owner_id=kim.id)
        book.accounts.change(kolpa.id, renews_on=date(2026, 7, 31))
        book.accounts.ensure("Quiet", NOW, owner_id=sqlite_cast.adria.bo.id)
        noticed = noticed_of(book, [kim.id], TODAY)
    assert [(each.account.name, each.renews_on) for each in noticed] == [
        ("Kolpa", date(2026, 7, 31)),
        ("Helios", None),
    ]
    golden(bot.sales(kim, "account").body, "accounts/mine")
    assert "Helios: nothing for 60 days, usually every 20" in bot.sales(kim, "todo").words
    assert "gone silent" in bot.sales(kim, "account Helios").words
    bot.sales(kim, "did call Helios")
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert [each.account.id for each in noticed_of(book, [kim.id], TODAY)] == [kolpa.id]
    assert helios.owner_id == kim.id


def test_a_deal_long_won_is_reached_from_the_card(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, kim, "Acme", "1000", TODAY, now=bot.clock.now())
        open_deal(book, kim, "Acme", "7000", now=bot.clock.now())
    chosen = bot.sales(kim, "account Acme").button("deals.show")["options"]
    assert [option["text"]["text"] for option in chosen] == [
        "Acme, €7,000",
        "Won €1,000, 16 June 2026, Kim Novak",
    ]

"""Two accounts that are one company, merged and parted again."""

from __future__ import annotations

from datetime import timedelta

from salesbot.storage.book import open_book
from tests.cast import TODAY, Cast
from tests.slack.asked import Bot


def test_two_accounts_become_one_and_two_again(each_bot: Bot, cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    each_bot.command(kim, '"Acme Trading" 12.5k won')
    each_bot.sales(kim, 'deal "Acme Trading" refund 500')
    each_bot.command(kim, '"Umbrella" 8k proposal')
    assert "not yours" in each_bot.sales(kim, "account Acme Trading merge into Umbrella").words
    assert "I know no account Zzz" in each_bot.sales(maja, "account Zzz merge into Umbrella").words
    asked = each_bot.sales(maja, "account Acme Trading merge into Umbrella")
    assert "Its 2 deals" in asked.words
    done = each_bot.press(maja, asked.button("accounts.merge"))
    assert "Acme Trading is Umbrella now" in done.words
    with open_book(cast.engines, cast.workspace_id) as book:
        umbrella = book.accounts.named("acme trading")
        assert umbrella is not None
        assert umbrella.name == "Umbrella"
        assert book.accounts.names() == ["Umbrella"]
        assert {deal.account_id for deal in book.deals.all()} == {umbrella.id}
        assert book.credits.count_won(kim.id, TODAY, TODAY + timedelta(days=1)) == 1
        assert list(book.credits.first_wins()) == [umbrella.id]
    assert (
        "Account: Acme Trading → Umbrella"
        in each_bot.press(maja, {"type": "button", "action_id": "deals.history", "value": "1"}).words
    )
    assert "already" in each_bot.press(maja, asked.button("accounts.merge")).words
    parted = each_bot.press(maja, done.button("accounts.part"))
    assert "are two accounts again. 2 deals went back." in parted.words
    with open_book(cast.engines, cast.workspace_id) as book:
        assert sorted(book.accounts.names()) == ["Acme Trading", "Umbrella"]
        names = [book.accounts.by_id(deal.account_id).name for deal in book.deals.all()]
        assert names == ["Acme Trading", "Acme Trading", "Umbrella"]

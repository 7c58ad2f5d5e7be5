"""Who is credited with a deal, said anew later, and what of it goes back."""

from __future__ import annotations

import pytest

from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import win


def credit_of(cast: Cast) -> dict[str, int]:
    """Each person's credit, whatever the day, in cents."""
    with open_book(cast.engines, cast.workspace_id) as book:
        sums: dict[str, int] = {}
        for row in book.credits.sums(NOW.date().replace(month=1), NOW.date().replace(month=12)):
            name = book.people.by_id(row.person_id).name.split()[0]
            sums[name] = sums.get(name, 0) + row.amount.minor
    return sums


def told_to(cast: Cast, name: str) -> str:
    """What waits to be told to somebody."""
    with open_book(cast.engines, cast.workspace_id) as book:
        person = getattr(cast.adria, name)
        return str(
            [row.payload for row in book.announcements.of(kinds=["direct"], recipient=f"person:{person.id}")]
        )


def test_a_won_deal_is_split_anew_with_a_reason(each_bot: Bot, cast: Cast) -> None:
    kim = cast.adria.kim
    each_bot.command(kim, "Acme 10.01 won with <@U0BO>")
    assert credit_of(cast) == {"Kim": 501, "Bo": 500}
    each_bot.clock.pass_by(minutes=6)
    asked = each_bot.sales(kim, "deal Acme split 33.34/33.33/33.33 <@U0BO> <@U0LUKA>")
    assert "Why is its credit split anew? Nothing is saved yet." in asked.words
    assert credit_of(cast) == {"Kim": 501, "Bo": 500}
    done = each_bot.press(kim, asked.button("deals.why"))
    assert "Split anew: Acme, €10.01" in done.words
    assert credit_of(cast) == {"Kim": 334, "Bo": 334, "Luka": 333}
    history = each_bot.sales(kim, "deal Acme history").words
    assert "2. Credit split anew" in history
    assert "Corrects entry 1" in history
    assert "Why: Mistyped" in history
    assert "your part was €5 and is €3.34 now" in told_to(cast, "bo")
    assert "gave you a part of Acme: €3.33" in told_to(cast, "luka")


def test_shares_that_do_not_add_up_are_refused_with_a_line_of_the_same_deal(
    bot: Bot, sqlite_cast: Cast
) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 10k won with <@U0BO> 70/30")
    for said, right in (
        ("split 1/2", "split 50/50"),
        ("8k split 1/2", "8k split 50/50"),
        ("split 60 30", "split 50/50"),
    ):
        refused = bot.sales(kim, f"deal Acme {said} <@U0BO>").words
        assert f"/sales deal Acme {right} @Bo Lindqvist" in refused
        assert "/log-deal" not in refused


def test_a_share_with_oneself_is_refused_without_a_line_that_logs_a_new_deal(
    bot: Bot, sqlite_cast: Cast
) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 10k won")
    refused = bot.sales(kim, "deal Acme split 60/40 <@U0KIM>").words
    assert "names somebody a second time" in refused
    assert "/log-deal" not in refused


@pytest.mark.parametrize(
    ("said", "form"),
    [("split 60 40", "deals.split"), ("split 1/2 <@U0BO>", "deals.split"), ("nonsense", "deals.edit")],
)
def test_what_is_refused_of_a_deal_offers_the_form_of_that_deal(
    bot: Bot, sqlite_cast: Cast, said: str, form: str
) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 10k won")
    bot.command(kim, "Kolpa 5k won")
    refused = bot.sales(kim, f"deal Acme {said}")
    assert "I did not save this." in refused.words
    assert not refused.has("deals.form")
    opened = bot.press(kim, refused.button(form))
    assert "Acme" in str(opened.view)


def test_a_split_without_a_person_offers_no_line_that_would_only_show_the_deal(
    bot: Bot, sqlite_cast: Cast
) -> None:
    bot.command(sqlite_cast.adria.kim, "Acme 10k won")
    refused = bot.sales(sqlite_cast.adria.kim, "deal Acme split 60 40").words
    assert "split 60 40 needs a person" in refused
    assert "This would work" not in refused


def test_the_split_form_shows_who_shares_and_asks_why(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12k won with <@U0BO> 70/30")
    bot.clock.pass_by(minutes=6)
    form = bot.press(kim, bot.sales(kim, "deal Acme").button("deals.split"))
    assert set(bot.submit(kim, form.view, {"split": "60/40"}).errors) == {"change_reason"}
    assert set(bot.submit(kim, form.view, {"split": "60/50", "change_reason": "other"}).errors) == {"split"}
    bot.submit(kim, form.view, {"split": "60/40", "change_reason": "agreed_anew", "assists": ["U0LUKA"]})
    assert credit_of(sqlite_cast) == {"Kim": 720_000, "Bo": 480_000, "Luka": 0}
    form = bot.sales(kim, "deal Acme split")
    bot.submit(kim, form.view, {"people": [], "split": "", "assists": [], "change_reason": "other"})
    assert credit_of(sqlite_cast)["Kim"] == 1_200_000


@pytest.mark.parametrize("name", ["Acme Corp", "Acme", "Acmee"])
def test_the_split_form_asks_about_no_account(bot: Bot, sqlite_cast: Cast, name: str) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, f"{name} 12k won")
    form = bot.press(kim, bot.sales(kim, f"deal {name}").button("deals.split"))
    said = bot.submit(kim, form.view, {"people": ["U0BO"], "split": "60/40", "change_reason": "other"})
    assert f"Split anew: {name}, €12,000" in said.words
    assert credit_of(sqlite_cast) == {"Kim": 720_000, "Bo": 480_000}


def test_a_refund_is_a_negative_deal_of_its_own(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    kim = cast.adria.kim
    each_bot.command(kim, "Acme 12.5k won yesterday with <@U0BO> 70/30")
    said = each_bot.sales(kim, 'deal Acme refund 2k delivery note:"came late"')
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "deals/refunded")
    assert credit_of(cast) == {"Kim": 735_000, "Bo": 315_000}
    assert "€600 of your credit is taken back" in told_to(cast, "bo")
    assert "€12,500; €2,000 refunded, €10,500 left" in each_bot.sales(kim, "deal Acme").words
    assert "Refunded, €2,000" in each_bot.sales(kim, "deal Acme history").words
    with open_book(cast.engines, cast.workspace_id) as book:
        (refund,) = book.deals.refunds_of([1])
        assert (refund.amount.minor, refund.closed_on, refund.kind.value) == (
            -200_000,
            NOW.date(),
            "refunded",
        )
        assert book.credits.count_won(kim.id, NOW.date().replace(day=1), NOW.date().replace(month=7)) == 1
    assert "is more than is left of Acme: €10,500" in each_bot.sales(kim, "deal Acme refund 11k").words
    assert "so the deal stays won" in each_bot.sales(kim, "deal Acme reopen").words
    assert "Undone" in each_bot.press(kim, said.button("deals.undo")).words
    assert credit_of(cast) == {"Kim": 875_000, "Bo": 375_000}


def test_all_that_is_left_is_a_cancellation(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k won")
    bot.sales(kim, "deal Acme refund 2k")
    form = bot.sales(kim, "deal Acme cancel")
    assert "Nothing of the deal is left" in bot.submit(kim, form.view, {}).words
    assert credit_of(sqlite_cast) == {"Kim": 0}
    assert "Nothing is left of Acme" in bot.sales(kim, "deal Acme refund all").words


def test_a_refund_that_cannot_be_is_told(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k won")
    for typed, words in (
        ("refund lots", "is not a refund I can read"),
        ("refund 2k USD", "was won in EUR"),
        ("refund 2k yesterday", "is before the win"),
    ):
        assert words in bot.sales(kim, f"deal Acme {typed}").words
    form = bot.press(kim, bot.sales(kim, "deal Acme").button("deals.refund"))
    assert set(bot.submit(kim, form.view, {"amount": "99k"}).errors) == {"amount"}
    assert set(bot.submit(kim, form.view, {"day": "2026-06-15"}).errors) == {"day"}
    bot.command(kim, "Nordlys 2k proposal")
    assert "is not won" in bot.sales(kim, "deal Nordlys refund 1k").words
    assert "no deal of Acme" in bot.sales(sqlite_cast.adria.ivana, "deal Acme refund 1k").words
    assert credit_of(sqlite_cast) == {"Kim": 1_250_000}


@pytest.mark.parametrize(
    "typed",
    ["refund Acme 500 price", "refund 500 from Acme price", "vračilo acme 500", "rejesha 500 EUR Acme"],
)
def test_refund_is_a_word_of_its_own(bot: Bot, sqlite_cast: Cast, typed: str) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k won")
    assert "Refunded" in bot.sales(kim, typed).words
    assert credit_of(sqlite_cast) == {"Kim": 1_200_000}


def test_refund_alone_asks_for_the_deal(bot: Bot, sqlite_cast: Cast) -> None:
    kim, maja, ivana = (getattr(sqlite_cast.adria, name) for name in ("kim", "maja", "ivana"))
    bot.command(kim, "Acme 12.5k won")
    bot.command(kim, "Nordlys 2k proposal")
    form = bot.sales(kim, "refund")
    again = bot.press(kim, {"type": "button", "action_id": "deals.refund", "value": ""})
    assert again.view["blocks"] == form.view["blocks"], "the button where no form can open"
    offered = bot.suggest(kim, "refund_deal", "")
    assert [option["text"]["text"] for option in offered] == ["Acme: €12,500, won 16 June 2026, Kim Novak"]
    assert bot.suggest(maja, "refund_deal", "acm") == offered
    assert bot.suggest(ivana, "refund_deal", "acm") == bot.suggest(kim, "refund_deal", "nordlys") == []
    assert set(bot.submit(kim, form.view, {"amount": "1"}).errors) == {"refund_deal"}
    assert set(bot.submit(kim, form.view, {"refund_deal": offered[0]["value"], "amount": "x"}).errors) == {
        "amount"
    }
    assert (
        "Nothing of the deal is left"
        in bot.submit(kim, form.view, {"refund_deal": offered[0]["value"]}).words
    )
    assert "is not won" in bot.sales(kim, "refund Nordlys 500").words


def test_the_split_of_a_refunded_deal_divides_the_refund_too(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 100 won with <@U0BO>")
    bot.sales(kim, "deal Acme refund 50.01")
    assert credit_of(sqlite_cast) == {"Kim": 2499, "Bo": 2500}
    bot.sales(kim, "deal Acme split 90/10 <@U0BO>")
    assert credit_of(sqlite_cast) == {"Kim": 4499, "Bo": 500}


def test_a_company_may_restate_the_month_of_the_win(bot: Bot, sqlite_cast: Cast) -> None:
    kim, ana = sqlite_cast.adria.kim, sqlite_cast.adria.ana
    view = bot.press(ana, {"type": "button", "action_id": "setup.workspace", "value": ""}).view
    said = bot.submit(ana, view, {"refunds": "restate"})
    assert "A refund counts on the day of the win" in said.words
    bot.command(kim, "Acme 12.5k won 20.5.2026")
    assert "It counts on 20 May 2026, the day of the win" in bot.sales(kim, "deal Acme refund 2k").words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.deals.refunds_of([1])[0].closed_on == NOW.date().replace(month=5, day=20)


def test_a_refund_of_one_of_several_deals_keeps_what_was_typed(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for amount in ("12500", "4000"):
            win(book, kim, "Acme", amount, NOW.date(), now=NOW)
    asked = bot.sales(kim, 'deal Acme refund 500 delivery note:"broken on arrival"')
    golden({"text": asked.message["text"], "blocks": asked.message["blocks"]}, "deals/several_refund")
    said, again = (bot.press(kim, asked.button("deals.said", 1), trigger_id="7.7") for _ in range(2))
    assert "Refunded: Acme, €500" in said.words
    assert again.words == said.words, "the same press delivered again is answered as before"
    assert "broken on arrival" in said.words
    assert "Delivery too slow" in said.words
    assert "€12,000 of the deal is left" in said.words
    assert "€500" not in bot.press(kim, asked.button("deals.said", 1)).words, "a second press refunds nothing"
    undone = bot.press(kim, said.button("deals.undo")).words
    assert "Acme, refund of €500. The deal stands as if there had been no refund" in undone

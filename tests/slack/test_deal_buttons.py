"""The buttons and words that show, change and take back deals."""

from __future__ import annotations

from salesbot.domain.feats import TeamPraise
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.test_deals import deals_of


def test_undo_within_five_minutes_takes_the_deal_back(each_bot: Bot, cast: Cast) -> None:
    kim = cast.adria.kim
    receipt = each_bot.command(kim, "Acme 12.5k won")
    each_bot.clock.pass_by(minutes=5)
    undone = each_bot.press(kim, receipt.button("deals.undo"))
    assert "Undone: Acme, €12,500. The deal counts nowhere" in undone.words
    assert deals_of(cast) == []
    assert "nothing is left to undo" in each_bot.press(kim, receipt.button("deals.undo")).words
    with open_book(cast.engines, cast.workspace_id) as book:
        assert [entry.kind.value for entry in book.deals.history(1)] == ["logged", "undone"]
        assert [row.status for row in book.announcements.about_deal(1)] == ["cancelled"]


def test_after_five_minutes_undo_offers_what_still_works(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    receipt = bot.command(kim, "Acme 12.5k won")
    bot.clock.pass_by(minutes=5, seconds=1)
    said = bot.press(kim, receipt.button("deals.undo"))
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "deals/undo_too_late")
    assert len(deals_of(sqlite_cast)) == 1


def test_nobody_undoes_what_another_logged(bot: Bot, sqlite_cast: Cast) -> None:
    receipt = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won")
    for person, words in (
        (sqlite_cast.adria.bo, "no such deal"),
        (sqlite_cast.adria.maja, "made by Kim Novak"),
    ):
        assert words in bot.press(person, receipt.button("deals.undo")).words
    assert len(deals_of(sqlite_cast)) == 1


def test_the_word_undo_takes_back_the_last_entry(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k proposal")
    bot.sales(kim, "deal Acme move negotiation")
    assert "stands as it was before" in bot.sales(kim, "undo").words
    assert "Stage: Proposal" in bot.sales(kim, "deal Acme").words
    bot.clock.pass_by(minutes=6)
    assert "nothing in the last 5 minutes" in bot.sales(kim, "undo").words
    bot.command(kim, "Helios 1k won")
    bot.command(kim, "Nordlys 2k won")
    assert "Undone: Nordlys" in bot.sales(kim, "undo").words
    assert "Undone: Helios" in bot.sales(kim, "undo").words, "one step after another"
    assert "nothing in the last 5 minutes" in bot.sales(kim, "undo").words


def test_announce_now_leaves_the_receipt_without_the_button(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    receipt = bot.command(kim, "Acme 12.5k won")
    said = bot.press(kim, receipt.button("deals.announce"))
    assert said.calls[0][1]["replace_original"] is True
    assert "The team's channel hears of it now" in said.words
    assert said.has("deals.undo")
    assert not said.has("deals.announce")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert [row.due_at for row in book.announcements.about_deal(1)] == [NOW]


def test_the_receipt_says_how_the_channel_really_hears_of_it(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    kim, team = sqlite_cast.adria.kim, sqlite_cast.adria.teams["adria"].id
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.praise.settle(team, TeamPraise(most_a_day=1, least_amount=50_000))
    small = bot.command(kim, "Acme 120 won")
    golden(small.body, "deals/logged_small")
    assert "it stands in the channel's one post of 16:30" in small.words
    assert not small.has("deals.announce"), "sooner it is not told"
    assert "The team's channel hears of it at 10:05" in bot.command(kim, "Nordlys 12k won").words
    assert (
        "has its posts of the day: this win stands in its one post of 16:30"
        in bot.command(kim, "Helios 1k won").words
    )
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.change(kim.id, praise="none")
    assert "channel" not in bot.command(kim, "Celje 1k won").words


def test_a_card_moves_wins_and_reopens(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k proposal")
    card = bot.sales(kim, "deal acme")
    golden(card.body, "deals/card")
    assert "Moved: Acme is in Negotiation" in bot.press(kim, card.button("deals.move"), choose=2).words
    assert "Won: Acme, €12,500" in bot.press(kim, card.button("deals.win")).words
    won = bot.sales(kim, "deal Acme")
    assert not won.has("deals.win")
    assert "Open again: Acme" in bot.press(kim, won.button("deals.reopen")).words
    assert "is open already" in bot.press(kim, won.button("deals.reopen")).words


def test_a_helper_sees_the_card_without_its_buttons(bot: Bot, sqlite_cast: Cast) -> None:
    bot.command(sqlite_cast.adria.kim, "Acme 12.5k proposal with <@U0BO>")
    card = bot.sales(sqlite_cast.adria.bo, "deal Acme")
    assert "Acme, €12,500" in card.words
    assert not card.has("deals.edit")
    said = bot.sales(sqlite_cast.adria.bo, "deal Acme won")
    assert "belongs to Kim Novak" in said.words


def test_a_deal_is_changed_by_words_behind_its_account(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.submit(kim, bot.command(kim, "").view, {"account": "new:Acme Corp 54", "amount": "12.5k"})
    for rest, words in (
        ("move proposal", "Moved: Acme Corp 54 is in Proposal"),
        ("close:eom", "Expected to close: Tue 30 June"),
        ("won yesterday", "Won, Mon 15 June"),
        ("won 13k", "Changed: Acme Corp 54, €13,000 (€12,500 before)"),
        ("reopen", "Open again: Acme Corp 54"),
        ("lost price", "Lost because: Price too high"),
        ("with <@U0BO> 70/30", "Bo Lindqvist: 30\u00a0%"),
    ):
        assert words in bot.sales(kim, f"deal acme corp 54 {rest}").words, rest
    assert deals_of(sqlite_cast) == [("Acme Corp 54", 1_300_000, "lost")]
    edit = bot.sales(kim, "deal acme corp 54 edit")
    assert [method for method, _ in edit.calls] == ["views.open"]


def test_a_question_about_a_deal_is_answered_for_that_deal(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k proposal")
    said = bot.sales(kim, "deal Acme lost")
    assert "Lost: Acme, €12,500" in bot.press(kim, said.button("deals.answer", 1)).words
    assert deals_of(sqlite_cast) == [("Acme", 1_250_000, "lost")]


def test_an_account_with_several_deals_lets_one_choose(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12.5k proposal")
    bot.press(kim, bot.command(kim, "Acme 3k new").button("deals.another"))
    bot.press(kim, bot.command(kim, "Acme 4k won").button("deals.another"))
    shown = bot.sales(kim, "deal Acme")
    assert "Acme has 3 deals. Which one?" in shown.words
    assert "Acme, €12,500" in bot.press(kim, shown.button("deals.show", 1)).words
    said = bot.sales(kim, "deal Acme won")
    golden(said.body, "deals/several")
    assert "Won: Acme, €12,500" in bot.press(kim, said.button("deals.said", 1)).words


def test_a_deal_that_one_may_not_see_is_not_there(bot: Bot, sqlite_cast: Cast) -> None:
    bot.command(sqlite_cast.adria.kim, "Acme 98,765 proposal")
    for person in (sqlite_cast.adria.bo, sqlite_cast.adria.ana, sqlite_cast.adria.marko):
        said = bot.sales(person, "deal Acme")
        assert "no deal of Acme that you can see" in said.words
        assert "98" not in str(said.body)
    assert "€98,765" in bot.sales(sqlite_cast.adria.maja, "deal Acme").words
    assert "no deal of Zeta" in bot.sales(sqlite_cast.adria.kim, "deal Zeta").words


def test_a_button_with_a_made_up_value_does_nothing(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    card = bot.command(kim, "Acme 12.5k proposal")
    for action, value in (
        ("deals.undo", "1"), ("deals.undo", "x:1"), ("deals.win", "-1"), ("deals.answer", "1:9"),
        ("deals.another", ""), ("deals.same", "1:x"), ("deals.show", "77"), ("deals.announce", "77"),
    ):  # fmt: skip
        said = bot.press(kim, {**card.button("deals.undo"), "action_id": action, "value": value})
        assert said.status == 200
        assert "Something went wrong" not in said.words, (action, value)
    assert deals_of(sqlite_cast) == [("Acme", 1_250_000, "open")]


def test_an_answer_within_what_waited_stands_below_it(bot: Bot, sqlite_cast: Cast) -> None:
    """Other messages stand in it too, which are not to go."""
    kim = sqlite_cast.adria.kim
    receipt = bot.command(kim, "Acme 12.5k won")
    together = {"ts": "1.1", "blocks": [{"type": "section", "block_id": "waited"}]}
    said = bot.press(kim, receipt.button("deals.announce"), message=together)
    assert said.calls[0][1]["replace_original"] is False

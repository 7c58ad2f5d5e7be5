"""Plain words in a direct message: understood, confirmed, and only then stored."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from salesbot.domain.deals import DealState
from salesbot.storage.book import open_book, read_book
from tests.cast import GUEST, NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.trade import open_deal, win


def deals_of(cast: Cast) -> list[DealState]:
    with read_book(cast.engines, cast.workspace_id) as book:
        return book.deals.all()


@pytest.fixture
def acme(sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.accounts.ensure("Acme", NOW)


def write(bot: Bot, person: Any, text: str) -> Said:
    return bot.event(person, {"type": "message", "channel_type": "im", "channel": "D0KIM", "text": text})


def test_a_closed_deal_is_confirmed_first(bot: Bot, sqlite_cast: Cast, acme: None, golden: Golden) -> None:
    kim, bo = sqlite_cast.adria.kim, sqlite_cast.adria.bo
    said = write(bot, kim, f"closed acme for 12k today, split with <@{bo.slack_id}> 60/40")
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "natural/asked_deal")
    assert deals_of(sqlite_cast) == []
    assert "Saved, won: Acme, €12,000" in bot.press(kim, said.button("natural.save")).words
    (deal,) = deals_of(sqlite_cast)
    assert [(share.person_id, share.millionths) for share in deal.shares] == [
        (kim.id, 600_000),
        (bo.id, 400_000),
    ]
    bot.press(kim, said.button("natural.save"))
    assert len(deals_of(sqlite_cast)) == 1


def test_what_is_to_be_done_and_was_done(bot: Bot, sqlite_cast: Cast, acme: None, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    said = write(bot, kim, "call acme on friday about renewal")
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "natural/asked_follow_up")
    assert (
        "Noted for Fri 19 June. Acme: call about renewal" in bot.press(kim, said.button("natural.save")).words
    )
    said = write(bot, kim, "demo at acme done")
    assert "Recorded: Demo, Acme, Tue 16 June." in bot.press(kim, said.button("natural.save")).words
    said = write(bot, kim, "visited acme yesterday")
    assert "Nothing is saved" in bot.press(kim, said.button("natural.drop")).words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert len(book.activities.of_person(kim.id)) == 1


def test_a_deal_that_stands_is_lost(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        open_deal(book, kim, "Delta", "18000", now=NOW)
    said = write(bot, kim, "lost delta on price")
    assert deals_of(sqlite_cast)[0].outcome == "open"
    assert "Lost: Delta, €18,000" in bot.press(kim, said.button("natural.save")).words


@pytest.mark.parametrize(
    "text", ["closed acme", "closed my biggest deal with Acme", "closed my biggest deal ever with Acme!"]
)
@pytest.mark.parametrize("won_before", [0, 1, 3])
def test_where_no_deal_is_open_another_is_logged_and_its_amount_asked_for(
    bot: Bot, sqlite_cast: Cast, acme: None, text: str, won_before: int
) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for day in range(won_before):
            win(book, kim, "Acme", "9000", date(2026, 6, 1 + day), now=NOW)
    said = write(bot, kim, text)
    assert "I see no amount after Acme" in said.words
    assert said.button("deals.form")
    assert len(deals_of(sqlite_cast)) == won_before


def test_where_a_deal_is_open_it_is_that_one(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, kim, "Acme", "9000", date(2026, 6, 2), now=NOW)
        open_deal(book, kim, "Acme", "12000", now=NOW)
    said = write(bot, kim, "closed my biggest deal with Acme")
    assert "€12,000" in said.words
    assert "Won: Acme, €12,000" in bot.press(kim, said.button("natural.save")).words


def test_everything_that_will_be_stored_is_shown_before(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        open_deal(book, kim, "Acme", "12000", now=NOW)
    for typed in (
        "lost acme to Zenit yesterday on price",
        "lost Acme 4,400 on price to Zenit",
        'sold 3 Pro to acme for 4500 competitor:Zenit source:fair note:"two years"',
    ):
        said = write(bot, kim, typed)
        assert "Shall I save this?" in said.words, typed
        assert "Zenit" in said.words, typed
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "natural/asked_with_terms")


def test_what_is_unclear_is_quoted_back(bot: Bot, sqlite_cast: Cast, acme: None) -> None:
    kim = sqlite_cast.adria.kim
    near = write(bot, kim, "call Acmme on friday")
    assert "Did you mean Acme?" in near.words
    asked = bot.press(kim, near.button("natural.answer"))
    assert "To do by Fri 19 June: Acme" in asked.words
    assert "Noted for Fri 19 June. Acme: call" in bot.press(kim, asked.button("natural.save")).words
    assert "deals" in write(bot, kim, "deels").words
    assert "would work" in write(bot, kim, "closed Baraka for 12.5.0k").words
    assert deals_of(sqlite_cast) == []


def test_only_in_a_direct_message_and_only_for_members(bot: Bot, sqlite_cast: Cast, acme: None) -> None:
    kim = sqlite_cast.adria.kim
    line = "call acme on friday"
    said = bot.event(kim, {"type": "message", "channel_type": "channel", "channel": "C0ADRIA", "text": line})
    assert [call for call, _ in said.calls if call.startswith("chat.")] == []
    assert "guest" in write(bot, GUEST, line).words
    mine = write(bot, kim, line)
    assert "answered already" in bot.press(sqlite_cast.adria.bo, mine.button("natural.save")).words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.follow_ups.open_of([kim.id, sqlite_cast.adria.bo.id]) == []


def test_what_was_not_done_is_not_stored_and_what_stands_is_shown(
    bot: Bot, sqlite_cast: Cast, acme: None
) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        open_deal(book, kim, "Delta", "18000", now=NOW)
    assert "has not happened" in write(bot, kim, "we have not won delta yet").words
    assert "question" in write(bot, kim, "did we win zlatorog?").words
    assert "€18,000, New" in write(bot, kim, "did we win delta?").words
    assert "two things" in write(bot, kim, "won delta and acme").words
    assert "no amount" in write(bot, kim, "won acme").words
    said = write(bot, kim, "<@U0BOT> delta moved to proposal")
    assert "Delta, €18,000, moves to Proposal" in said.words
    assert len(deals_of(sqlite_cast)) == 1
    assert "Proposal" in bot.press(kim, said.button("natural.save")).words


def test_small_talk_is_answered_with_what_can_be_told(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    said = write(bot, kim, "thanks!")
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "natural/thanks")
    assert "Hello." in write(bot, kim, "hello").words
    assert "did not understand" in write(bot, kim, "umbrella season begins").words
    assert "Did you mean" in write(bot, kim, "deels stale").words
    assert "no account and no amount" in write(bot, kim, "3 x Pro").words
    assert deals_of(sqlite_cast) == []


def test_what_was_sold_is_said_with_its_buyer(bot: Bot, sqlite_cast: Cast, acme: None) -> None:
    kim = sqlite_cast.adria.kim
    said = write(bot, kim, "sold 3 Pro to acme for 9k")
    assert "Won: Acme, €9,000" in said.words
    assert "Saved, won: Acme, €9,000" in bot.press(kim, said.button("natural.save")).words
    (deal,) = deals_of(sqlite_cast)
    assert [line.quantity for line in deal.lines] == [3]
    assert "no amount" in write(bot, kim, "sold 3 Pro to Baraka").words


def test_an_account_that_was_chosen_is_confirmed_too(bot: Bot, sqlite_cast: Cast, acme: None) -> None:
    kim, bo = sqlite_cast.adria.kim, sqlite_cast.adria.bo
    said = write(bot, kim, f"closed acmme for 12k today, split with <@{bo.slack_id}> 60/40")
    asked = bot.press(kim, said.button("deals.answer"))
    assert "Shall I save this?" in asked.words
    assert "Acme" in asked.words
    assert deals_of(sqlite_cast) == []
    assert "Saved, won: Acme, €12,000" in bot.press(kim, asked.button("natural.save")).words
    bot.press(kim, said.button("deals.answer"))
    assert len(deals_of(sqlite_cast)) == 1
    said = write(bot, kim, "call acmme on friday about renewal")
    assert "Shall I save this?" in bot.press(kim, said.button("natural.answer")).words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("I'm on vacation 1 Jul to 3 Jul", "You are away: Wed 1 July – Fri 3 July"),
        ("I’ll be out of office from 1 Jul to 3 Jul.", "You are away: Wed 1 July – Fri 3 July"),
        ("na dopustu sem od 1. do 3. julija", "You are away: Wed 1 July – Fri 3 July"),
        ("odsotna bom 3. 7.", "You are away: Fri 3 July"),
        ("niko likizoni 1 Jul to 3 Jul", "You are away: Wed 1 July – Fri 3 July"),
    ],
)
def test_days_off_are_confirmed_and_entered_once(bot: Bot, sqlite_cast: Cast, typed: str, told: str) -> None:
    kim = sqlite_cast.adria.kim
    said = write(bot, kim, typed)
    assert told in said.words
    assert "No days off are entered" in bot.sales(kim, "away").words
    bot.press(kim, said.button("natural.save"))
    assert "working day" in bot.sales(kim, "away").words
    assert "was answered already" in bot.press(kim, said.button("natural.save")).words


@pytest.mark.parametrize(
    "typed", ["I'm off to lunch", "Acme is on vacation 1 Jul to 3 Jul", "am I away 1 Jul?"]
)
def test_what_says_no_days_off_proposes_none(bot: Bot, sqlite_cast: Cast, typed: str) -> None:
    assert "You are away" not in write(bot, sqlite_cast.adria.kim, typed).words

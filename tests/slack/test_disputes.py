"""A credit that somebody thinks wrong: the manager corrects it or declines, both are told, and both stand in the history."""

from __future__ import annotations

from typing import Any

import pytest

from salesbot.domain.people import Person
from salesbot.scheduler.composing import Nothing, Said, compose
from salesbot.services.planning import Kind
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import open_book, read_book
from tests.cast import TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import win


@pytest.fixture
def disputed(bot: Bot, sqlite_cast: Cast) -> Cast:
    """Kim won Acme and says that Bo has a part in it."""
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, sqlite_cast.adria.kim, "Acme", "1000", TODAY, now=bot.clock.now())
    card = bot.sales(sqlite_cast.adria.kim, "deal Acme")
    form = bot.press(sqlite_cast.adria.kim, card.button("disputes.flag"))
    assert bot.submit(sqlite_cast.adria.kim, form.view, {"reason": ""}).errors.keys() == {"reason"}
    said = bot.submit(sqlite_cast.adria.kim, form.view, {"reason": "Bo ran the demo, 30 % are his"})
    assert "Maja Kranjc is asked" in said.words
    return sqlite_cast


def rows(cast: Cast, kind: Kind) -> list[Announcement]:
    with read_book(cast.engines, cast.workspace_id) as book:
        return list(book.announcements.of(kinds=[kind.value]))


def told(bot: Bot, row: Announcement) -> dict[str, Any]:
    said = compose(bot.runtime, row, bot.clock.now())
    assert isinstance(said, Said), said
    return said.message.payload()


def press(bot: Bot, person: Person, action: str, value: str = "1") -> Any:
    return bot.press(person, {"type": "button", "action_id": f"disputes.{action}", "value": value})


def test_the_manager_corrects_the_deal_and_both_stand_in_its_history(
    bot: Bot, disputed: Cast, golden: Golden
) -> None:
    adria = disputed.adria
    (asked,) = rows(disputed, Kind.DISPUTE)
    assert asked.recipient == f"person:{adria.maja.id}"
    golden(told(bot, asked), "disputes/asked")
    bot.clock.pass_by(minutes=30)
    form = press(bot, adria.maja, "correct")
    unchanged = bot.submit(adria.maja, form.view, {"change_reason": "wrong_person"})
    assert "Nothing is different" in unchanged.words
    form = press(bot, adria.maja, "correct")
    bot.submit(adria.maja, form.view, {"amount": "900", "change_reason": "wrong_person"})
    (answer,) = rows(disputed, Kind.DISPUTE_ANSWER)
    assert answer.recipient == f"person:{adria.kim.id}"
    golden(told(bot, answer), "disputes/corrected")
    assert isinstance(compose(bot.runtime, asked, bot.clock.now()), Nothing)
    history = bot.press(adria.kim, bot.sales(adria.kim, "deal Acme").button("deals.history"))
    assert "Credit disputed by Kim Novak" in history.words
    assert "Corrected by Maja Kranjc" in history.words
    assert "Corrected by Maja Kranjc" in press(bot, adria.maja, "decline").words


def test_a_corrected_dispute_leaves_no_buttons_and_a_second_press_shows_what_was_decided(
    bot: Bot, disputed: Cast
) -> None:
    adria = disputed.adria
    correct = {"type": "button", "action_id": "disputes.correct", "value": "1"}
    form = bot.press(adria.maja, correct, block="dispute")
    bot.listening.calls.clear()
    bot.submit(adria.maja, form.view, {"amount": "900", "change_reason": "wrong_person"})
    ((_, redrawn),) = bot.listening.calls
    assert redrawn["replace_original"] is True
    assert "Corrected by Maja" in str(redrawn["blocks"])
    assert "disputes." not in str(redrawn["blocks"])
    for action in ("correct", "decline"):
        again = press(bot, adria.maja, action)
        assert "Corrected by Maja Kranjc: the credit of Acme" in again.words
        assert again.calls[0][1]["replace_original"] is True, "a card that still asks asks no more"
        assert "Corrected by" not in press(bot, adria.marko, action).words
    assert len(rows(disputed, Kind.DISPUTE_ANSWER)) == 1


def test_whoever_answers_while_a_form_is_open_is_first(bot: Bot, disputed: Cast) -> None:
    adria = disputed.adria
    first, second = (press(bot, who, "decline") for who in (adria.maja, adria.maja))
    bot.submit(adria.maja, first.view, {"reason": "It is right"})
    assert "answered already" in bot.submit(adria.maja, second.view, {"reason": "No, it is not"}).words


def test_the_manager_declines_with_a_reason(bot: Bot, disputed: Cast, golden: Golden) -> None:
    adria = disputed.adria
    decline = {"type": "button", "action_id": "disputes.decline", "value": "1"}
    form = bot.press(adria.maja, decline, block="dispute")
    bot.listening.calls.clear()
    bot.submit(adria.maja, form.view, {"reason": "Agreed in March: demos are assists"})
    ((_, redrawn),) = bot.listening.calls
    assert redrawn["replace_original"] is True
    assert "Declined by Maja" in str(redrawn["blocks"]), "what asked shows what was decided"
    (answer,) = rows(disputed, Kind.DISPUTE_ANSWER)
    golden(told(bot, answer), "disputes/declined")
    with read_book(disputed.engines, disputed.workspace_id) as book:
        assert [(each.accepted, each.answered_by) for each in book.disputes.of_deal(1)] == [
            (False, adria.maja.id)
        ]


def test_nobody_else_flags_or_answers(bot: Bot, disputed: Cast) -> None:
    adria = disputed.adria
    again = bot.press(adria.kim, bot.sales(adria.kim, "deal Acme").button("disputes.flag"))
    assert "waits for an answer" in bot.submit(adria.kim, again.view, {"reason": "Again"}).words
    for person in (adria.kim, adria.bo, adria.marko, adria.ana):
        press(bot, person, "decline")
        press(bot, person, "correct")
    press(bot, adria.bo, "flag")
    with read_book(disputed.engines, disputed.workspace_id) as book:
        assert [each.accepted for each in book.disputes.of_deal(1)] == [None]


def test_whose_part_a_correction_changed_is_told_too(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    bot.command(adria.kim, "Acme 1k won with <@U0BO> 70/30")
    form = bot.press(adria.bo, bot.sales(adria.bo, "deal Acme").button("disputes.flag"))
    bot.submit(adria.bo, form.view, {"reason": "Half of it is mine"})
    form = press(bot, adria.maja, "correct")
    bot.submit(adria.maja, form.view, {"split": "50/50", "change_reason": "wrong_person"})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        heard = {row.recipient: str(row.payload) for row in book.announcements.of(kinds=["direct"])}
    assert list(heard) == [f"person:{adria.kim.id}"]
    assert "your part was €700 and is €500 now" in heard[f"person:{adria.kim.id}"]
    answered = rows(sqlite_cast, Kind.DISPUTE_ANSWER)
    assert [row.recipient for row in answered] == [f"person:{adria.bo.id}"]

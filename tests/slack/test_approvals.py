"""Deals above a team's limit wait for who leads the rep; until then they count nowhere and nobody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salesbot.domain.deals import Outcome
from salesbot.scheduler.composing import Nothing, Said, compose
from salesbot.services.planning import Kind
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot


@pytest.fixture
def limited(bot: Bot, sqlite_cast: Cast) -> Cast:
    """Adria's deals above 10,000 wait."""
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.change_team(sqlite_cast.adria.teams["adria"].id, approval_limit=1_000_000)
    return sqlite_cast


def rows(cast: Cast, *kinds: Kind) -> list[Announcement]:
    with read_book(cast.engines, cast.workspace_id) as book:
        return list(book.announcements.of(kinds=[kind.value for kind in kinds]))


def won(bot: Bot, cast: Cast) -> str:
    return bot.sales(cast.adria.kim, "me").words


def said(bot: Bot, row: Announcement) -> Said:
    told = compose(bot.runtime, row, bot.clock.now())
    assert isinstance(told, Said), told
    return told


def button(deal: str, action: str) -> dict[str, str]:
    return {"type": "button", "action_id": f"approvals.{action}", "value": deal}


def test_a_win_above_the_limit_counts_once_it_is_approved(bot: Bot, limited: Cast, golden: Golden) -> None:
    adria = limited.adria
    receipt = bot.command(adria.kim, "Acme 12k won")
    golden(receipt.message, "approvals/receipt")
    assert "€12,000" not in won(bot, limited)
    assert rows(limited, Kind.SHOUT_OUT) == []
    (asked,) = rows(limited, Kind.APPROVAL)
    assert asked.recipient == f"person:{adria.maja.id}"
    golden(said(bot, asked).message.payload(), "approvals/asked")
    done = bot.press(adria.maja, button("1:1", "approve"))
    assert "It counts now" in done.words
    assert "€12,000" in won(bot, limited)
    assert len(rows(limited, Kind.SHOUT_OUT)) == 1
    (answer,) = rows(limited, Kind.APPROVAL_ANSWER)
    assert answer.recipient == f"person:{adria.kim.id}"
    golden(said(bot, answer).message.payload(), "approvals/approved")
    assert isinstance(compose(bot.runtime, asked, bot.clock.now()), Nothing)
    assert "does not wait" in bot.press(adria.maja, button("1:1", "approve")).words


def test_a_win_of_last_month_that_waits_is_told_with_that_month(bot: Bot, limited: Cast) -> None:
    receipt = bot.command(limited.adria.kim, "Acme 12k won 2026-05-20").words
    assert "Kim Novak, May: €0 won" in receipt
    assert "June" not in receipt


def test_a_deal_sent_back_is_open_and_says_why(bot: Bot, limited: Cast, golden: Golden) -> None:
    adria = limited.adria
    bot.command(adria.kim, "Acme 12k won")
    form = bot.press(adria.maja, button("1:1", "send_back"))
    assert bot.submit(adria.maja, form.view, {"reason": ""}).errors.keys() == {"reason"}
    bot.submit(adria.maja, form.view, {"reason": "The contract says 11,000"})
    (answer,) = rows(limited, Kind.APPROVAL_ANSWER)
    golden(said(bot, answer).message.payload(), "approvals/sent_back")
    assert "€12,000" not in won(bot, limited)
    assert "Won" in bot.sales(adria.kim, "deal Acme won 9500").words
    assert "€9,500" in won(bot, limited)


def test_what_asked_shows_what_was_decided_once_the_form_is_sent(bot: Bot, limited: Cast) -> None:
    adria = limited.adria
    bot.command(adria.kim, "Acme 12k won")
    form = bot.press(adria.maja, button("1:1", "send_back"), block="approval")
    bot.listening.calls.clear()
    bot.submit(adria.maja, form.view, {"reason": "The contract says 11,000"})
    ((_, redrawn),) = bot.listening.calls
    assert redrawn["replace_original"] is True
    assert "Sent back by Maja" in str(redrawn["blocks"])
    bot.command(adria.kim, "Bled 13k won")
    listed = bot.press(adria.maja, button("2:1", "send_back"))
    bot.listening.calls.clear()
    bot.submit(adria.maja, listed.view, {"reason": "The contract says 11,000"})
    assert bot.listening.calls == [], "a list tells of more than that"


def test_who_stands_in_decides_for_as_long_as_it_lasts(bot: Bot, limited: Cast) -> None:
    adria = limited.adria
    with open_book(limited.engines, limited.workspace_id) as book:
        book.absences.add(adria.maja.id, TODAY, TODAY, deputy_id=adria.bo.id, now=NOW, by=adria.maja.id)
    bot.command(adria.kim, "Acme 12k won")
    bot.command(adria.kim, "Bled 13k won")
    assert {row.recipient for row in rows(limited, Kind.APPROVAL)} == {f"person:{adria.bo.id}"}
    assert "It counts now" in bot.press(adria.bo, button("1:1", "approve")).words
    assert "€12,000" in won(bot, limited)
    bot.clock.at += timedelta(days=1)
    assert "It counts now" not in bot.press(adria.bo, button("2:1", "approve")).words
    assert "It counts now" in bot.press(adria.maja, button("2:1", "approve")).words


def test_nobody_decides_on_their_own_deal_or_anothers(bot: Bot, limited: Cast) -> None:
    adria = limited.adria
    bot.command(adria.kim, "Acme 12k won")
    for person in (adria.kim, adria.bo, adria.marko):
        bot.press(person, button("1:1", "approve"))
    with read_book(limited.engines, limited.workspace_id) as book:
        assert book.deals.now(1).outcome is Outcome.OPEN
    with open_book(limited.engines, limited.workspace_id) as book:
        book.people.assign(
            adria.maja.id,
            team_id=adria.teams["adria"].id,
            manager_id=None,
            valid_from=bot.clock.now().date(),
            now=bot.clock.now(),
        )
    bot.command(adria.maja, "Helix 20k won")
    (asked,) = [row for row in rows(limited, Kind.APPROVAL) if row.subject["deal"] == 2]
    assert asked.recipient == f"person:{adria.marko.id}"
    assert "It counts now" in bot.press(adria.marko, button("2:1", "approve")).words


def test_who_may_decide_and_what_is_small_or_undone_waits_for_nobody(bot: Bot, limited: Cast) -> None:
    adria = limited.adria
    assert "waits" not in bot.command(adria.kim, "Small 10k won").words
    assert "waits" not in bot.command(adria.maja, "Large 30k won for:<@U0KIM>").words
    waiting = bot.command(adria.kim, "Acme 12k won")
    bot.press(adria.kim, waiting.button("deals.undo"))
    (asked,) = rows(limited, Kind.APPROVAL)
    assert isinstance(compose(bot.runtime, asked, bot.clock.now()), Nothing)


def test_a_waiting_deal_that_is_edited_waits_on_or_counts(bot: Bot, limited: Cast) -> None:
    adria = limited.adria
    bot.command(adria.kim, "Acme 12k won")
    bot.sales(adria.kim, "deal Acme 13k")
    assert "€13,000" not in won(bot, limited)
    assert "changed" in bot.press(adria.maja, button("1:1", "approve")).words
    bot.sales(adria.kim, "deal Acme 9k")
    assert "€9,000" in won(bot, limited)


def test_who_stands_in_and_shares_the_deal_does_not_decide_on_it(bot: Bot, limited: Cast) -> None:
    adria = limited.adria
    with open_book(limited.engines, limited.workspace_id) as book:
        book.absences.add(adria.maja.id, TODAY, TODAY, deputy_id=adria.bo.id, now=NOW, by=adria.maja.id)
    bot.command(adria.kim, "Acme 12k won with <@U0BO> 70/30")
    bot.command(adria.kim, "Bled 13k won assist:<@U0BO>")
    asked = {row.subject["deal"]: row.recipient for row in rows(limited, Kind.APPROVAL)}
    assert asked == {1: f"person:{adria.maja.id}", 2: f"person:{adria.bo.id}"}, "an assist earns nothing"
    todo = bot.sales(adria.bo, "todo").words
    assert ("Acme" in todo, "Bled" in todo) == (False, True)
    assert "It counts now" not in bot.press(adria.bo, button("1:1", "approve")).words
    assert "It counts now" in bot.press(adria.maja, button("1:1", "approve")).words
    waits = bot.command(adria.bo, "Sava 15k won for:<@U0KIM> with <@U0BO> 50/50").words
    assert "waits" in waits, "who stands in wins nothing of their own unasked"


def test_a_deal_that_waits_is_called_so_where_it_is_asked_which_is_meant(bot: Bot, limited: Cast) -> None:
    adria = limited.adria
    bot.command(adria.kim, "Acme 12k won")
    bot.clock.pass_by(minutes=10)
    asked = bot.command(adria.kim, "Acme 12k won").words
    assert "Acme has 1 deal that waits for approval" in asked
    assert "€12,000, won 16 June 2026, waits for approval, Kim Novak" in asked
    bot.command(adria.kim, "Acme 20k")
    other = bot.command(adria.bo, "Acme 12k won").words
    assert "approval" not in other, "what becomes of it is not Bo's to know"


def test_who_stands_in_may_use_the_words_of_a_manager_for_as_long_as_it_lasts(
    bot: Bot, sqlite_cast: Cast
) -> None:
    adria = sqlite_cast.adria
    assert "/sales team" not in bot.sales(adria.bo, "help").words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.absences.add(adria.maja.id, TODAY, TODAY, deputy_id=adria.bo.id, now=NOW, by=adria.maja.id)
    assert "/sales team" in bot.sales(adria.bo, "help").words
    assert "Kim Novak" in bot.sales(adria.bo, "team").words
    assert "is for these roles" in bot.sales(adria.kim, "team").words
    bot.clock.at += timedelta(days=1)
    assert "is for these roles" in bot.sales(adria.bo, "team").words


def test_who_stands_in_is_offered_no_change_of_a_deal_they_share(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    adria = sqlite_cast.adria
    bot.command(adria.kim, "Acme 9k won with <@U0BO> 70/30")
    bot.command(adria.kim, "Nordlys 8k with <@U0BO> 70/30")
    bot.clock.at += timedelta(days=40)
    today = bot.clock.now().date()
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.absences.add(adria.maja.id, today, today, deputy_id=adria.bo.id, now=NOW, by=adria.maja.id)
    for person, may in ((adria.bo, False), (adria.maja, True)):
        card = bot.sales(person, "deal Acme")
        assert [f"deals.{each}" in str(card.message) for each in ("edit", "split", "refund")] == [may] * 3
    edit = {"type": "button", "action_id": "deals.edit", "value": "1"}
    golden(bot.press(adria.bo, edit).message, "deals/own_part")
    bot.command(adria.kim, "Drava 7k")
    given = bot.sales(adria.bo, "deal Drava hand over <@U0BO>").words
    assert "would give you a part in the deal with Drava" in given
    assert "Kim Novak or Maja Kranjc can" in given

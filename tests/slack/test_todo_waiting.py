"""`/sales todo` names what waits for somebody's word: approvals, disputes, changes of goals, proposals; and settles it."""

from __future__ import annotations

import pytest

from salesbot.services.waiting import waiting_for
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import win


@pytest.fixture
def asked(bot: Bot, sqlite_cast: Cast) -> Cast:
    """Kim's deal above the limit waits, and Kim thinks the credit of another one wrong."""
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.people.change_team(sqlite_cast.adria.teams["adria"].id, approval_limit=1_000_000)
    kim = sqlite_cast.adria.kim
    bot.command(kim, "Acme 12k won")
    bot.command(kim, "Helix 5k won")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        helix = next(state for state in book.deals.all() if state.amount.minor == 500_000)
        book.disputes.add(helix.deal_id, helix.entry_id, person_id=kim.id, now=NOW)
    return sqlite_cast


def test_approvals_and_disputes_stand_there_with_their_buttons(bot: Bot, asked: Cast, golden: Golden) -> None:
    maja = asked.adria.maja
    said = bot.sales(maja, "todo")
    golden(said.message, "todo/waiting")
    settled = bot.press(maja, said.button("approvals.approve"))
    assert "It counts now" in settled.words
    assert "Helix" in settled.words, "what else waits stays in the list"
    assert not settled.has("approvals.approve")
    left = bot.sales(maja, "todo").words
    assert "Acme" not in left
    assert "Helix" in left


def test_only_who_decides_sees_what_waits(bot: Bot, asked: Cast) -> None:
    for person in (asked.adria.kim, asked.adria.marko, asked.adria.bo):
        assert "Helix" not in bot.sales(person, "todo").words, person.name


def test_a_change_of_a_goal_waits_until_it_is_read(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    bot.sales(adria.maja, f"goals set <@{adria.kim.slack_id}> 60k")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for row in book.announcements.of(kinds=["goal_news"]):
            book.announcements.change(row.id, status="sent")
        waiting = waiting_for(book, adria.kim, now=NOW)
    assert len(waiting.goal_news) == 1
    said = bot.sales(adria.kim, "todo")
    assert "changed a goal that concerns you.\nYour revenue goal for June 2026: €60,000." in said.words
    bot.sales(adria.kim, "follow-up Acme today send the quote")
    read = bot.press(adria.kim, bot.sales(adria.kim, "todo").button("goals.read")).words
    assert "it is noted" in read
    assert "send the quote" in read, "what else waits stays in the list"
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert waiting_for(book, adria.kim, now=NOW).count == 0


def test_an_admin_opens_a_deal_of_a_closed_month_to_correct_it(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        win(book, adria.kim, "Acme", "1000", TODAY.replace(month=5), now=NOW)
        win(book, adria.kim, "Helix", "1000", TODAY, now=NOW)
        book.closings.add("2026-05", closed=True, by=adria.ana.id, at=NOW)
    shown = bot.sales(adria.ana, "deal Acme")
    assert "€1,000" in shown.words
    assert bot.press(adria.ana, shown.button("deals.edit")).view
    assert "€1,000" not in bot.sales(adria.ana, "deal Helix").words, "what is not closed stays the leader's"
    assert "€1,000" not in bot.sales(adria.bo, "deal Acme").words

"""Follow-ups in Slack: noted in a line, done, put off, taken back; what waits for whom."""

from __future__ import annotations

from salesbot.domain.follow_ups import FollowUp
from salesbot.storage.book import open_book, read_book
from tests.cast import NEWCOMER, NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import open_deal


def rows_of(cast: Cast, person_id: int) -> list[FollowUp]:
    with read_book(cast.engines, cast.workspace_id) as book:
        return book.follow_ups.of_person(person_id)


def know(cast: Cast, *names: str) -> None:
    """These are accounts already."""
    with open_book(cast.engines, cast.workspace_id) as book:
        for name in names:
            book.accounts.ensure(name, NOW)


def test_a_line_is_noted_shown_done_and_taken_back(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    kim = cast.adria.kim
    know(cast, "Acme")
    golden(each_bot.sales(kim, "follow-up acme fri call about renewal").body, "follow_ups/added")
    each_bot.clock.pass_by(days=6)
    listed = each_bot.sales(kim, "todo")
    assert "Overdue: 1" in listed.words
    said = each_bot.press(kim, listed.button("follow_ups.done"))
    assert "Recorded as Call" in said.words
    assert "Nothing waits for you" in said.words
    with read_book(cast.engines, cast.workspace_id) as book:
        (activity,) = book.activities.of_person(kim.id)
        assert (activity.note, activity.undone_at) == ("call about renewal", None)
    assert "Overdue: 1" in each_bot.press(kim, said.button("follow_ups.reopen")).words
    with read_book(cast.engines, cast.workspace_id) as book:
        assert book.activities.last_days() == {}


def test_the_list_by_day(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    golden(bot.sales(kim, "todo").body, "todo/nothing")
    know(sqlite_cast, "Acme", "Helios", "Kolpa")
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        open_deal(book, kim, "Helios", "24000", now=NOW, stage="proposal", expected_on=NOW.date())
    for line in ("Acme today call about renewal", "Helios tomorrow", "Kolpa 26 June send the <b>quote</b>"):
        bot.sales(kim, f"follow-up {line}")
    bot.clock.pass_by(days=1)
    golden(bot.sales(kim, "todo").body, "todo/list")


def test_tomorrow_is_the_next_working_day(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    know(sqlite_cast, "Acme")
    bot.clock.pass_by(days=3)
    bot.sales(kim, "follow-up Acme today call")
    listed = bot.sales(kim, "todo")
    assert "Monday" in listed.words
    assert "Put off to Mon 22 June" in bot.press(kim, listed.button("follow_ups.tomorrow")).words
    assert "To come" in bot.sales(kim, "todo").words
    card = bot.press(kim, bot.sales(kim, "todo").button("follow_ups.show"))
    assert "Put off to Fri 26 June" in bot.press(kim, card.button("follow_ups.later"), choose=1).words
    dropped = bot.press(kim, card.button("follow_ups.later"), choose=4)
    assert "Taken off the list" in dropped.words
    assert "Nothing waits" in bot.sales(kim, "todo").words
    assert "Open again, due Fri 26 June" in bot.press(kim, dropped.button("follow_ups.reopen")).words


def test_done_without_a_kind_asks_what_it_was(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    know(sqlite_cast, "Acme")
    bot.sales(kim, "follow-up Acme fri renewal")
    card = bot.press(kim, bot.sales(kim, "todo").button("follow_ups.show"))
    said = bot.press(kim, card.button("follow_ups.done"))
    golden({"text": said.message["text"], "blocks": said.message["blocks"]}, "follow_ups/done_as_what")
    assert said.calls[0][1]["replace_original"] is False
    assert "Recorded as Demo" in bot.press(kim, said.button("follow_ups.done_as", 2)).words
    assert "Recorded as Demo" in bot.press(kim, said.button("follow_ups.done_as", 0)).words


def test_what_is_asked_back(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    kim = sqlite_cast.adria.kim
    know(sqlite_cast, "Acme", "Mercator")
    said = bot.sales(kim, "follow-up Acme call about renewal")
    golden(said.body, "follow_ups/day_missing")
    assert "Noted for Wed 17 June" in bot.press(kim, said.button("follow_ups.answer")).words
    said = bot.sales(kim, "follow-up Mercatr fri call")
    golden(said.body, "follow_ups/account_near")
    assert "Mercatr is a new account" in bot.press(kim, said.button("follow_ups.answer", 1)).words
    golden(bot.sales(kim, "follow-up somebody about something").body, "follow_ups/account_unnamed")
    assert len(rows_of(sqlite_cast, kim.id)) == 2


def test_a_manager_notes_for_a_rep_who_is_told(bot: Bot, sqlite_cast: Cast) -> None:
    maja, kim = sqlite_cast.adria.maja, sqlite_cast.adria.kim
    know(sqlite_cast, "Acme")
    line = f"follow-up Acme fri call about renewal for:<@{kim.slack_id}>"
    assert "Noted for Kim Novak, Fri 19 June" in bot.sales(maja, line).words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (told,) = book.announcements.of(kinds=["direct"])
    assert told.recipient == f"person:{kim.id}"
    assert "Maja Kranjc noted something for you" in str(told.payload)
    assert "not yours" in bot.sales(sqlite_cast.adria.bo, line).words
    assert len(rows_of(sqlite_cast, kim.id)) == 1


def test_nobody_else_settles_it(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    know(sqlite_cast, "Acme")
    bot.sales(adria.kim, "follow-up Acme today call")
    button = bot.sales(adria.kim, "todo").button("follow_ups.done")
    for person in (adria.bo, adria.ana, adria.marko, NEWCOMER):
        assert "no such follow-up" in bot.press(person, button).words
    assert "Nothing waits" in bot.sales(NEWCOMER, "todo").words
    assert rows_of(sqlite_cast, adria.kim.id)[0].outcome == "open"
    assert "Done." in bot.press(adria.maja, button).words


def test_who_leads_sees_what_lay_for_three_working_days(bot: Bot, sqlite_cast: Cast) -> None:
    adria = sqlite_cast.adria
    know(sqlite_cast, "Acme")
    bot.sales(adria.kim, "follow-up Acme today call")
    bot.clock.pass_by(days=2)
    assert "Nothing waits" in bot.sales(adria.maja, "todo").words
    bot.clock.pass_by(days=1)
    assert "Overdue in the team: 1\n" in bot.sales(adria.maja, "todo").words
    assert "Nothing waits" in bot.sales(adria.marko, "todo").words

"""Files in Slack: looked at, booked or let be; asked for, and sent to who asked alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.domain.people import Role
from salesbot.messages import in_plain
from salesbot.runtime import Runtime, SlackFile
from salesbot.scheduler import filing
from salesbot.scheduler.announcer import Announcer
from salesbot.scheduler.buckets import Buckets
from salesbot.storage import tables
from salesbot.storage.book import open_book
from salesbot.storage.questions import table_of
from tests.cast import NOW, Cast
from tests.scheduler.fake_slack import FakeSlack
from tests.slack.asked import Bot
from tests.trade import open_deal

GOOD = b"account,amount,stage,rep_email,closed_on\nZora,100.00,won,kim@acme.example,2026-06-01\n"
BAD = b"account,amount,stage,rep_email,closed_on\nZora,100.00,wan,kim@acme.example,2026-06-01\n"


class Desk:
    """The bot that answers, and the announcer that does what was asked, over one database."""

    def __init__(self, bot: Bot, slack: FakeSlack) -> None:
        self.bot, self.slack = bot, slack
        runtime = Runtime(bot.runtime.engines, bot.clock, bot.runtime.renderer, slack)
        self.announcer = Announcer(runtime, senders=2, buckets=Buckets(a_channel=0.0, a_workspace=0.0))

    def told(self) -> tuple[str, list[dict[str, Any]]]:
        """What was said last, once everything due was done."""
        self.announcer.settle(self.bot.clock.now())
        blocks = self.slack.posts[-1].blocks
        buttons = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
        return in_plain(blocks), buttons


@pytest.fixture
def desk(bot: Bot) -> Iterator[Desk]:
    made = Desk(bot, FakeSlack())
    yield made
    made.announcer.stop()


def give(desk: Desk, person: Any, content: bytes, kind: str = "deals") -> tuple[str, list[dict[str, Any]]]:
    """A file in a direct message, and *Deals* pressed."""
    desk.slack.files["F1"] = SlackFile("deals.csv", content)
    event = {"type": "message", "subtype": "file_share", "channel": "D1", "channel_type": "im", "text": ""}
    files = [{"id": "F1", "name": "deals.csv"}]
    said = desk.bot.event(person, {**event, "files": files})
    pressed = {"type": "button", "action_id": "imports.kind", "value": f"F1:{kind}:"}
    assert "What does deals.csv hold?" in said.words
    assert "looking" in desk.bot.press(person, pressed).words
    return desk.told()


def test_a_file_given_to_the_bot_is_looked_at_and_booked_on_request(desk: Desk, sqlite_cast: Cast) -> None:
    words, buttons = give(desk, sqlite_cast.adria.ana, GOOD)
    assert "It would add 1, correct 0" in words
    assert "Zora" not in desk.bot.sales(sqlite_cast.adria.kim, "deals won").words
    desk.bot.press(sqlite_cast.adria.ana, buttons[0])
    words, buttons = desk.told()
    assert "1 added" in words
    desk.bot.press(sqlite_cast.adria.ana, buttons[0])
    assert "1 withdrawn, 0 as before" in desk.told()[0]
    words, buttons = give(desk, sqlite_cast.adria.ana, GOOD)
    desk.bot.press(sqlite_cast.adria.ana, buttons[0])
    assert "1 added" in desk.told()[0]
    words, buttons = give(desk, sqlite_cast.adria.ana, GOOD)
    assert ("changes nothing" in words, buttons) == (True, [])
    assert "Ana Horvat imported it on 16 June 2026: 1 added, 0 corrected (import 2)." in words


def test_what_was_booked_is_told_by_the_process_that_comes_after_one_that_died(
    desk: Desk, sqlite_cast: Cast
) -> None:
    ana, kim = sqlite_cast.adria.ana, sqlite_cast.adria.kim
    _, buttons = give(desk, ana, GOOD)
    desk.bot.press(ana, buttons[0])
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (row,) = book.announcements.of(kinds=["file_booked"])
    filing.told(desk.announcer.runtime, row, desk.bot.clock.now())
    corrected = desk.bot.sales(kim, "deal Zora 150")
    assert "€150" in corrected.words
    words, _ = desk.told()
    assert "deals.csv is imported: 1 added, 0 corrected, 0 as they were (import 1)." in words
    assert "€150" in desk.bot.sales(kim, "deal Zora").words


def test_a_bad_file_is_told_cell_by_cell_and_cannot_be_booked(desk: Desk, sqlite_cast: Cast) -> None:
    words, buttons = give(desk, sqlite_cast.adria.ana, BAD)
    assert 'deals.csv:2: stage: "wan" is not a stage; right would be won' in words
    assert buttons == []


def test_a_file_of_an_old_windows_is_read_as_one_of_its_buttons_says(desk: Desk, sqlite_cast: Cast) -> None:
    ana = sqlite_cast.adria.ana
    said, buttons = give(desk, ana, GOOD.replace(b"Zora", "Žičnice".encode("cp1250")))
    assert "cp1250: Žičnice" in said
    assert [button["text"]["text"] for button in buttons] == ["cp1250", "cp1252"]
    assert "looking" in desk.bot.press(ana, buttons[0]).words
    checked, buttons = desk.told()
    assert "new: Žičnice" in checked
    desk.bot.press(ana, buttons[0])
    assert "Žičnice" in desk.told()[0]
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.accounts.named("Žičnice") is not None


def test_the_form_takes_a_file(desk: Desk, sqlite_cast: Cast) -> None:
    desk.slack.files["F7"] = SlackFile("deals.csv", GOOD)
    form = desk.bot.press(sqlite_cast.adria.ana, {"type": "button", "action_id": "imports.form", "value": ""})
    empty = desk.bot.submit(sqlite_cast.adria.ana, form.view, {})
    assert "file" in str(empty.errors)
    said = desk.bot.submit(sqlite_cast.adria.ana, form.view, {"file": ["F7"]})
    assert "looking" in str(said.body)
    assert "It would add 1" in desk.told()[0]


def test_a_file_is_for_admins_alone(desk: Desk, sqlite_cast: Cast) -> None:
    event = {"type": "message", "subtype": "file_share", "channel": "D1", "channel_type": "im", "text": ""}
    said = desk.bot.event(sqlite_cast.adria.kim, {**event, "files": [{"id": "F1", "name": "deals.csv"}]})
    assert "not yours" in said.words
    pressed = {"type": "button", "action_id": "imports.book", "value": "F1:deals:"}
    assert "not yours" in desk.bot.press(sqlite_cast.adria.kim, pressed).words


def test_a_picture_without_words_is_told_what_can_be_read(desk: Desk, sqlite_cast: Cast) -> None:
    event = {"type": "message", "subtype": "file_share", "channel": "D1", "channel_type": "im", "text": ""}
    for person in (sqlite_cast.adria.kim, sqlite_cast.adria.ana):
        said = desk.bot.event(person, {**event, "files": [{"id": "F1", "name": "photo.png"}]})
        assert "I read nothing in files of this kind" in said.words
        assert "not yours" not in said.words


@pytest.mark.parametrize("name", ["contract.pdf", "offer.xlsx", None])
def test_words_beside_a_file_that_is_none_to_import_count(
    desk: Desk, sqlite_cast: Cast, name: str | None
) -> None:
    event = {"type": "message", "subtype": "file_share", "channel": "D1", "channel_type": "im"}
    file = {"id": "F1", "name": name} if name else {"id": "F1", "mode": "tombstone"}
    said = desk.bot.event(sqlite_cast.adria.kim, {**event, "text": "log Acme 12k won", "files": [file]})
    assert "Saved, won: Acme, €12,000" in said.words


def test_an_export_goes_to_who_asked_with_what_they_may_take(desk: Desk, sqlite_cast: Cast) -> None:
    desk.bot.command(sqlite_cast.adria.kim, '"=Acme" 12.5k won')
    desk.bot.command(sqlite_cast.adria.bo, "Nordlys 8k won")
    desk.bot.sales(sqlite_cast.adria.kim, "export deals")
    assert "deals.csv has 1 row" in desk.told()[0]
    desk.bot.sales(sqlite_cast.adria.maja, "export deals")
    assert "deals.csv has 2 rows" in desk.told()[0]
    desk.bot.sales(sqlite_cast.adria.ana, "export deals xlsx")
    assert "Everything there is" in desk.told()[0]
    channels = [channel for channel, _, _ in desk.slack.sent]
    assert channels == [
        f"D{str(person.slack_id)[1:]}"
        for person in (sqlite_cast.adria.kim, sqlite_cast.adria.maja, sqlite_cast.adria.ana)
    ]
    mine = desk.slack.sent[0][2].decode()
    assert ("'=Acme" in mine, "Nordlys" in mine) == (True, False)
    assert "not yours" in desk.bot.sales(sqlite_cast.adria.kim, "export people").words
    assert desk.bot.clock.now() >= NOW


def test_the_whole_table_of_a_digest_goes_to_who_leads_the_team_alone(desk: Desk, sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    desk.bot.command(cast.adria.kim, "Acme 12.5k won")
    team_id = cast.adria.teams["adria"].id
    stamp = AsOf(NOW.date(), live=True, known_at=NOW + timedelta(hours=1)).stamp
    pressed = {"type": "button", "action_id": "digests.table", "value": f"{team_id}:{stamp}"}
    for other in (cast.adria.kim, cast.adria.marko):
        assert "not yours" in desk.bot.press(other, pressed).words
    assert "not yours" in desk.bot.press(cast.adria.maja, {**pressed, "value": "x:y"}).words
    assert "for you only" in desk.bot.press(cast.adria.maja, pressed).words
    assert "digest.csv has" in desk.told()[0]
    ((channel, name, content),) = desk.slack.sent
    assert (channel, name) == (f"D{str(cast.adria.maja.slack_id)[1:]}", "digest.csv")
    heading, *lines = content.decode().splitlines()
    assert heading == "name,won,won_currency,goal,goal_currency,attained,against_pace,against_pace_currency"
    assert "Kim Novak,12500.00,EUR,,,,," in lines
    company = {**pressed, "value": f"company:{stamp}"}
    assert "not yours" in desk.bot.press(cast.adria.maja, company).words
    with open_book(cast.engines, cast.workspace_id) as book:
        book.people.set_roles(cast.adria.maja.id, [Role.MANAGER, Role.EXECUTIVE])
    assert "for you only" in desk.bot.press(cast.adria.maja, company).words
    desk.told()
    assert "Adria,12500.00,EUR,,,,," in desk.slack.sent[-1][2].decode().splitlines()


def test_another_systems_words_are_asked_in_a_form_and_kept(desk: Desk, sqlite_cast: Cast) -> None:
    ana = sqlite_cast.adria.ana
    export = (
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Company\n"
        "7001,Zora,Contract Sent,2026-07-01,K. Novak,15000,Zora\n"
        "7002,Yuma,Closed Won,2026-06-01,Bo Lindqvist,900,Yuma\n"
    )
    words, buttons = give(desk, ana, export.encode())
    assert "deals.csv is an export of HubSpot. 2 words in it are not known here yet" in words
    form = desk.bot.press(ana, buttons[0]).view
    assert form is not None
    said = desk.bot.submit(ana, form, {"word_0": "kim@acme.example", "word_1": "proposal"})
    assert "looking" in said.words
    words, buttons = desk.told()
    assert "Read as an export of HubSpot." in words
    assert "It would add 2, correct 0" in words
    desk.bot.press(ana, buttons[0])
    assert "2 added" in desk.told()[0]
    assert "Zora" in desk.bot.sales(sqlite_cast.adria.kim, "deals").words
    assert "changes nothing" in give(desk, ana, export.encode())[0]
    pressed = {"type": "button", "action_id": "imports.words", "value": "hubspot:F1:deals:"}
    assert "not yours" in desk.bot.press(sqlite_cast.adria.kim, pressed).words


def test_the_word_leads_an_admin_to_the_form_and_tells_others_who_may(bot: Bot, sqlite_cast: Cast) -> None:
    opened = bot.sales(sqlite_cast.adria.ana, "import deals")
    assert opened.view["callback_id"] == "imports.given"
    event = {"type": "message", "channel_type": "im", "channel": "D1", "text": "import"}
    assert bot.event(sqlite_cast.adria.ana, event).button("imports.form")
    refused = bot.event(sqlite_cast.adria.kim, event).words
    assert "I do not know" not in refused
    assert "admin" in refused


def test_a_deal_in_a_file_that_is_being_booked_waits_and_it_is_said(bot: Bot, sqlite_cast: Cast) -> None:
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        state = open_deal(book, kim, "Acme", "8000", now=NOW, stage="proposal")
        entry = book.deals.enter(replace(state, number=2, recorded_at=NOW)).entry_id
        book.change(tables.Deal, table_of(tables.Deal).c.id == state.deal_id, latest_entry_id=state.entry_id)
        book.add_rows(
            tables.BeingBooked, [{"table_name": "deal_entry", "first_number": entry, "last_number": entry}]
        )
    assert "being booked or taken back at this moment" in bot.sales(kim, "deal Acme won").words
    assert "Proposal" in bot.sales(kim, "deal Acme").words

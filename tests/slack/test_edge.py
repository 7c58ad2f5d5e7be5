"""The edge: who is let in, how an answer arrives, what becomes of errors, and what is done once."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from structlog.testing import capture_logs

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.people import SlackPerson
from salesbot.runtime import PostFailed
from salesbot.slack.answers import Answer, as_kept, from_kept
from salesbot.slack.asking import Beside, Closed, Home, Opened, Updated
from salesbot.slack.commands import CommandNames, commands_of, shipped_commands
from salesbot.slack.receiving import SocketReceiver
from salesbot.storage.book import open_book
from tests.cast import NEWCOMER, OTHER_TEAM_ID, STRANGER, TEAM_ID, Cast, slack_person
from tests.golden import Golden
from tests.slack.asked import SECRET, Bot, bot_for
from tests.slack.test_deals import deals_of

FIELDS = {
    "team_id": TEAM_ID, "user_id": "U0KIM", "channel_id": "C1", "command": "/log-deal",
    "text": "Acme 12.5k won", "trigger_id": "13.1.signed",
}  # fmt: skip


@pytest.fixture
def signed_bot(sqlite_cast: Cast) -> Iterator[Bot]:
    with bot_for(sqlite_cast.engines, signed=True) as bot:
        yield bot


# -- who is let in ------------------------------------------------------------------------------------------


def test_a_signed_command_is_answered_and_its_replay_changes_nothing(
    signed_bot: Bot, sqlite_cast: Cast
) -> None:
    assert "Saved, won" in signed_bot.send_signed(FIELDS).words
    assert "Saved, won" in signed_bot.send_signed(FIELDS).words
    assert len(deals_of(sqlite_cast)) == 1


@pytest.mark.parametrize(("secret", "age"), [("another", 0), (SECRET, 301), (SECRET, -301)])
def test_a_request_that_is_not_signed_by_slack_now_is_refused(
    signed_bot: Bot, sqlite_cast: Cast, secret: str, age: int
) -> None:
    assert signed_bot.send_signed(FIELDS, secret=secret, age=age).status == 401
    assert deals_of(sqlite_cast) == []


def test_an_unknown_workspace_is_told_so(bot: Bot, sqlite_cast: Cast) -> None:
    with capture_logs() as logs:
        said = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won", team="T0UNKNOWN")
    assert "not set up here yet" in said.words
    assert [log["event"] for log in logs] == ["workspace_unknown"]


def test_nobody_of_the_other_company_is_anybody_here(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.command(sqlite_cast.adria.kim, "deals", command="/sales", team=OTHER_TEAM_ID)
    assert "Something went wrong" in said.words or "not to be found" in said.words


def test_a_stranger_in_a_shared_channel_is_refused(bot: Bot) -> None:
    assert "another company" in bot.command(STRANGER, "Acme 1k").words.lower()
    pressed = bot.press(
        "U0KIM", {"type": "button", "action_id": "deals.form", "value": ""},
        user={"id": "U0KIM", "team_id": "T0ELSEWHERE"},
    )  # fmt: skip
    assert "another company" in pressed.words.lower()


def test_a_workspace_without_a_currency_stores_nothing_and_says_who_can_help(
    bot: Bot, sqlite_cast: Cast, golden: Golden
) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(currency=None)
    said = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won")
    golden(said.body, "mistakes/setup_missing")
    for asked in (
        bot.sales(sqlite_cast.adria.kim, "deals"), bot.sales(sqlite_cast.adria.kim, "nonsense"),
        bot.shortcut(sqlite_cast.adria.kim, "deals.log"), bot.command(NEWCOMER, ""),
        bot.event(sqlite_cast.adria.kim, {"type": "app_mention", "text": "<@U0BOT> deals", "channel": "C1"}),
    ):  # fmt: skip
        assert "Ana Horvat can do it" in asked.words
    assert deals_of(sqlite_cast) == []
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.by_slack_id(NEWCOMER) is None


@pytest.mark.parametrize("outcome", [SendOutcome.LIMITED, SendOutcome.AMBIGUOUS, SendOutcome.NOT_SENT])
def test_a_newcomer_of_whom_slack_tells_nothing_is_asked_to_try_again(
    bot: Bot, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch, outcome: SendOutcome
) -> None:
    def silent(*_: object) -> SlackPerson:
        raise PostFailed(outcome, "ratelimited")

    with monkeypatch.context() as patch:
        patch.setattr(bot.slack, "person", silent)
        said = bot.command(NEWCOMER, "Acme 12.5k won")
        assert "Slack did not answer what I have to ask it first" in said.words
        assert deals_of(sqlite_cast) == []
    assert "Saved, won" in bot.command(NEWCOMER, "Acme 12.5k won").words


# -- how an answer arrives ----------------------------------------------------------------------------------


def test_an_answer_in_a_public_message_never_replaces_it(bot: Bot, sqlite_cast: Cast) -> None:
    receipt = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won")
    said = bot.press(sqlite_cast.adria.kim, receipt.button("deals.undo"), ephemeral=False)
    sent = said.calls[0][1]
    assert (sent["replace_original"], sent["response_type"]) == (False, "ephemeral")


@pytest.mark.parametrize("by_status", [True, False])
def test_an_answer_that_does_not_arrive_becomes_a_direct_message(
    bot: Bot, sqlite_cast: Cast, by_status: bool
) -> None:
    kim = sqlite_cast.adria.kim
    receipt = bot.command(kim, "Acme 12.5k won")
    if by_status:
        bot.listening.refuses.add("response")
    else:
        bot.listening.response = b'{"ok": false, "error": "used_url"}'
    with capture_logs() as logs:
        said = bot.press(kim, receipt.button("deals.undo"))
    assert (said.status, said.body) == (200, "")
    assert deals_of(sqlite_cast) == []
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (row,) = book.announcements.of(kinds=["direct"])
    assert row.recipient == f"person:{kim.id}"
    assert "Undone: Acme" in str(row.payload)
    assert logs[-1]["event"] == "answer_not_delivered"


def test_a_form_whose_trigger_is_too_old_is_offered_by_a_button(bot: Bot, sqlite_cast: Cast) -> None:
    bot.listening.refuses.add("views.open")
    said = bot.command(sqlite_cast.adria.kim, "")
    assert (said.status, said.calls[-1][0]) == (200, "response")
    assert said.words.startswith("The form opens with this button.")
    bot.listening.refuses.clear()
    assert bot.press(sqlite_cast.adria.kim, said.button("deals.form")).view["callback_id"] == "deals.log"


@pytest.mark.parametrize("typed", ["settings", "kudos"])
def test_a_form_that_slack_does_not_take_is_told_of_in_words(
    bot: Bot, sqlite_cast: Cast, golden: Golden, typed: str
) -> None:
    bot.listening.refuses.add("views.open")
    bot.listening.errors["views.open"] = "invalid_arguments"
    with capture_logs() as logs:
        said = bot.sales(sqlite_cast.adria.ana, typed)
    assert (said.status, [method for method, _ in said.calls]) == (200, ["views.open", "response"])
    assert said.words.startswith("The form did not open: Slack did not take it.")
    assert "view_not_delivered" in [each["event"] for each in logs]
    golden(said.message, "edge/no_form")


@pytest.mark.parametrize("refused", ["invalid_arguments", "internal_error"])
def test_a_form_refused_on_app_home_is_told_of_by_a_direct_message(
    bot: Bot, sqlite_cast: Cast, refused: str
) -> None:
    kim = sqlite_cast.adria.kim
    form = bot.event(kim, {"type": "message", "channel_type": "im", "channel": "D1", "text": "log"})
    bot.listening.refuses.add("views.open")
    bot.listening.errors["views.open"] = refused
    said = bot.press(kim, form.button("deals.form"), view={"type": "home"})
    assert said.status == 200
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (row,) = book.announcements.of(kinds=["direct"])
    assert row.recipient == f"person:{kim.id}"
    if refused == "invalid_arguments":
        assert "The form did not open: Slack did not take it." in str(row.payload)


@pytest.mark.parametrize("refused", ["invalid_arguments", "internal_error"])
def test_a_window_that_slack_does_not_change_is_told_of_in_words(
    bot: Bot, sqlite_cast: Cast, refused: str
) -> None:
    """What replaces the form that was pressed in has no button to fall back on."""
    kim = sqlite_cast.adria.kim
    button = {"type": "button", "action_id": "attainment.changed", "value": f"rep:{kim.id}:2026-06"}
    bot.listening.refuses.add("views.update")
    bot.listening.errors["views.update"] = refused
    assert bot.press(kim, button, view={"type": "modal"}).status == 200
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        (row,) = book.announcements.of(kinds=["direct"])
    assert "The form did not open: Slack did not take it." in str(row.payload)


def test_fifty_commands_are_answered_while_twenty_calls_to_slack_hang(
    bot: Bot, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang, tried = threading.Event(), threading.Semaphore(0)

    def hanging(_workspace: int, slack_id: str) -> SlackPerson:
        tried.release()
        hang.wait(60)
        return slack_person(slack_id)

    monkeypatch.setattr(bot.slack, "person", hanging)
    workers = inspect.signature(SocketReceiver).parameters["workers"].default
    with ThreadPoolExecutor(workers) as people:
        try:
            for _ in range(20):
                people.submit(bot.command, NEWCOMER, "Acme 1k")
            for _ in range(20):
                assert tried.acquire(timeout=20)
            answers = [people.submit(bot.sales, sqlite_cast.adria.kim, "help") for _ in range(50)]
            assert [answer.result(60).status for answer in answers] == [200] * 50
        finally:
            hang.set()


def test_a_mention_is_answered_to_who_asked_alone_and_in_its_thread(bot: Bot, sqlite_cast: Cast) -> None:
    event = {
        "type": "app_mention",
        "text": "<@U0BOT> log Acme 12.5k won",
        "channel": "C1",
        "thread_ts": "9.9",
    }
    said = bot.event(sqlite_cast.adria.kim, event, event_id="Ev1")
    ((method, sent),) = said.calls
    assert method == "chat.postEphemeral"
    assert (sent["user"], sent["thread_ts"], sent["parse"]) == ("U0KIM", "9.9", "none")
    bot.event(sqlite_cast.adria.kim, event, event_id="Ev1")
    assert len(deals_of(sqlite_cast)) == 1


def test_the_first_request_asks_slack_nothing_and_is_answered_whatever_slack_says(
    bot: Bot, sqlite_cast: Cast
) -> None:
    bot.listening.refuses.add("auth.test")
    assert "Acme" in bot.command(sqlite_cast.adria.kim, "Acme 12.5k won").words
    said = bot.event(
        sqlite_cast.adria.kim, {"type": "message", "channel_type": "im", "channel": "D1", "text": "deals"}
    )
    assert [method for method, _ in said.calls] == ["chat.postMessage"]


def test_an_answer_of_slacks_that_breaks_off_is_one_that_did_not_arrive(bot: Bot, sqlite_cast: Cast) -> None:
    bot.listening.breaks_off |= {"chat.postMessage", "views.open"}
    event = {"type": "message", "channel_type": "im", "channel": "D1", "text": "log Acme 12.5k won"}
    assert bot.event(sqlite_cast.adria.kim, event).status == 200
    assert len(deals_of(sqlite_cast)) == 1
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert "Saved, won: Acme" in str([row.payload for row in book.announcements.of(kinds=["direct"])])
    assert bot.command(sqlite_cast.adria.kim, "").status == 200


def test_what_the_bot_itself_puts_into_a_conversation_is_not_answered(bot: Bot) -> None:
    event = {
        "type": "message",
        "channel_type": "im",
        "channel": "D1",
        "text": "deals",
        "subtype": "file_share",
    }
    said = bot.event("U0BOT", event)
    assert (said.status, said.calls) == (200, [])


def test_a_direct_message_is_answered_there(bot: Bot, sqlite_cast: Cast) -> None:
    event = {"type": "message", "channel_type": "im", "channel": "D1", "text": "deals"}
    said = bot.event(sqlite_cast.adria.kim, event)
    assert said.calls[-1][0] == "chat.postMessage"
    form = bot.event(sqlite_cast.adria.kim, {**event, "text": "log"})
    opened = bot.press(sqlite_cast.adria.kim, form.button("deals.form"))
    assert opened.calls[-1][0] == "views.open"


def test_a_word_that_only_reads_is_answered_once_however_often_it_is_delivered(
    bot: Bot, sqlite_cast: Cast
) -> None:
    event = {"type": "message", "channel_type": "im", "channel": "D1", "text": "deals"}
    first, again = (bot.event(sqlite_cast.adria.kim, event, event_id="Ev7") for _ in range(2))
    assert first.calls[-1][0] == "chat.postMessage"
    assert (again.status, again.calls) == (200, [])


def test_what_another_process_answered_is_not_answered_again(each_bot: Bot, cast: Cast) -> None:
    def said(bot: Bot, event_id: str, text: str = "deals") -> list[str]:
        event = {"type": "message", "channel_type": "im", "channel": "D1", "text": text}
        calls = bot.event(cast.adria.kim, event, event_id=event_id).calls
        return [call for call, _ in calls]

    with open_book(cast.engines, cast.workspace_id) as book:
        assert book.records.claim("said:event:Ev81", each_bot.clock.now())
    with bot_for(cast.engines) as other:
        assert said(other, "Ev81") == [], "another is about to answer"
        assert said(other, "Ev82") == said(other, "Ev83", "log Acme 12k won") == ["chat.postMessage"]
    each_bot.clock.pass_by(minutes=2)
    assert said(each_bot, "Ev81") == ["chat.postMessage"], "who claimed it has died over it"
    assert said(each_bot, "Ev82") == said(each_bot, "Ev83", "log Acme 12k won") == []
    assert len(deals_of(cast)) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"channel_type": "channel"},
        {"user": None},
    ],
)
def test_what_is_not_said_to_the_bot_is_not_answered(
    bot: Bot, sqlite_cast: Cast, more: dict[str, Any]
) -> None:
    event = {"type": "message", "channel_type": "im", "channel": "D1", "text": "log Acme 1k won", **more}
    said = bot.event(sqlite_cast.adria.kim, event)
    assert said.status == 200
    assert [method for method, _ in said.calls if method.startswith("chat")] == []
    assert deals_of(sqlite_cast) == []


@pytest.mark.parametrize("subtype", [None, "file_share", "thread_broadcast", "me_message"])
def test_whatever_a_person_writes_is_answered(bot: Bot, sqlite_cast: Cast, subtype: str | None) -> None:
    event = {"type": "message", "channel_type": "im", "channel": "D1", "text": "log Acme 1k won"}
    assert "Saved" in bot.event(sqlite_cast.adria.kim, {**event, "subtype": subtype}).words


def test_a_large_answer_travels_by_response_url(
    bot: Bot, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesbot.slack.delivery.LARGEST_ACK", 2_000)
    kim = sqlite_cast.adria.kim
    for number in range(6):
        bot.command(kim, f'"Družba {number} {"ž" * 90}" {number + 1}k')
    said = bot.sales(kim, "deals")
    assert said.body == ""
    assert said.calls[0][0] == "response"
    assert "6 open deals" in said.words


def test_an_answer_that_comes_late_travels_by_response_url(
    bot: Bot, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salesbot.slack.delivery.LATE_AFTER", 0.0)
    said = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won")
    assert said.body == ""
    assert "Saved, won: Acme" in said.words
    form = bot.submit(
        sqlite_cast.adria.kim,
        bot.shortcut(sqlite_cast.adria.kim, "deals.log").view,
        {"account": "new:Beta", "amount": "1k"},
    )
    assert "Saved: Beta" in form.words
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert "Saved: Beta" in str([row.payload for row in book.announcements.of(kinds=["direct"])])


# -- errors -------------------------------------------------------------------------------------------------


def test_our_own_fault_is_logged_and_apologised_for_by_reference(
    bot: Bot, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a secret of ours")

    monkeypatch.setattr("salesbot.slack.deals.logging.log_deal", broken)
    with capture_logs() as logs:
        said = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won")
    assert said.status == 200
    assert logs[0]["reference"] in said.words
    assert "secret" not in str(said.body)
    assert deals_of(sqlite_cast) == []


def test_an_event_that_we_fail_is_not_acknowledged_and_works_when_it_comes_again(
    bot: Bot, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = {"type": "message", "channel_type": "im", "channel": "D1", "text": "log Acme 1k won"}

    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("salesbot.slack.deals.logging.log_deal", broken)
        assert bot.event(sqlite_cast.adria.kim, event, event_id="Ev9").status == 500
    assert bot.event(sqlite_cast.adria.kim, event, event_id="Ev9").status == 200
    assert len(deals_of(sqlite_cast)) == 1


def test_a_persons_mistake_in_an_event_is_acknowledged(bot: Bot, sqlite_cast: Cast) -> None:
    event = {"type": "message", "channel_type": "im", "channel": "D1", "text": "log Acme 12.5.0k won"}
    said = bot.event(sqlite_cast.adria.kim, event)
    assert said.status == 200
    assert "not an amount I can read" in said.words


def test_books_that_cannot_be_opened_are_apologised_for(
    bot: Bot, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise OSError("disk")

    monkeypatch.setattr("salesbot.slack.identity.workspace_of_team", broken)
    with capture_logs() as logs:
        said = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won")
        pressed = bot.press(sqlite_cast.adria.kim, {"type": "button", "action_id": "deals.form", "value": ""})
        event = bot.event(sqlite_cast.adria.kim, {"type": "app_mention", "text": "deals", "channel": "C1"})
        assert bot.suggest(sqlite_cast.adria.kim, "account", "a") == []
    assert logs[0]["reference"] in said.words
    assert (pressed.status, event.status) == (200, 500)


def test_an_unknown_button_and_a_closed_form_are_acknowledged(bot: Bot, sqlite_cast: Cast) -> None:
    pressed = bot.press(sqlite_cast.adria.kim, {"type": "button", "action_id": "elsewhere", "value": ""})
    assert (pressed.status, pressed.body) == (200, "")


# -- values -------------------------------------------------------------------------------------------------


def test_every_answer_is_kept_and_read_back(bot: Bot) -> None:
    message = bot.runtime.renderer.message("attainment/nobody", log_command="/l", sales_command="/s")
    view = {"type": "modal", "blocks": []}
    answers: list[Answer] = [
        message, Beside(message), Opened(view, "deals.form", "7"), Updated(view), Home(view), Closed(),
    ]  # fmt: skip
    assert [from_kept(as_kept(answer)) for answer in answers] == answers


def test_the_commands_have_the_names_of_the_manifest(bot: Bot, sqlite_cast: Cast) -> None:
    manifest = {"features": {"slash_commands": [{"command": "/acme"}, {"command": "/acme-log-deal"}]}}
    names = commands_of(manifest)
    assert (names.log, names.sales) == ("/acme-log-deal", "/acme")
    assert commands_of({}) == CommandNames()
    assert shipped_commands() == CommandNames()
    renamed = bot.command(sqlite_cast.adria.kim, "Acme 1.2.3k", command="/x-log-deal")
    assert "/x-log-deal Acme" in renamed.words
    assert "/y help" in bot.command(sqlite_cast.adria.kim, "dels", command="/y").words

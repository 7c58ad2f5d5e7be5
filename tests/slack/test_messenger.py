"""What every answer of Slack, or its absence, means for a post; over real HTTP with Slack's own client."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from salesbot.domain.announcing import SendOutcome
from salesbot.runtime import PostFailed
from salesbot.slack import messenger as module
from salesbot.slack.messenger import SlackMessenger
from salesbot.slack.tokens import OneToken
from tests.slack.scripted import Answer, Script, scripted_slack

NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)
TABLE = {
    "type": "data_table",
    "caption": "Everyone",
    "rows": [
        [{"type": "raw_text", "text": "Rep"}, {"type": "raw_text", "text": "Won"}],
        [{"type": "raw_text", "text": "Kim"}, {"type": "raw_number", "value": 1.0, "text": "1"}],
    ],
}


@pytest.fixture
def slack() -> Iterator[tuple[Script, SlackMessenger]]:
    with scripted_slack() as (script, address):
        yield script, SlackMessenger(OneToken("xoxb-test"), address)


def post(messenger: SlackMessenger, *blocks: dict[str, Any]) -> str:
    return messenger.post(1, "C1", {"text": "Kim won Acme", "blocks": list(blocks)}, delivery="d-1")


def failure(messenger: SlackMessenger) -> PostFailed:
    with pytest.raises(PostFailed) as failed:
        post(messenger)
    return failed.value


def test_a_post_carries_its_delivery_and_nothing_is_unfurled(slack: tuple[Script, SlackMessenger]) -> None:
    script, messenger = slack
    script.says("chat.postMessage", {"ok": True, "ts": "1.5"})
    assert post(messenger) == "1.5"
    (asked,) = script.calls("chat.postMessage")
    assert asked["metadata"] == {"event_type": "salesbot_delivery", "event_payload": {"delivery": "d-1"}}
    assert (asked["unfurl_links"], asked["unfurl_media"], asked["parse"]) == (False, False, "none")


@pytest.mark.parametrize(("said", "waits"), [("1e18", 3600.0), ("inf", None), ("soon", None), ("-4", 0.0)])
def test_an_odd_wait_keeps_nobody_waiting_for_ever(
    slack: tuple[Script, SlackMessenger], said: str, waits: float | None
) -> None:
    script, messenger = slack
    script.says("chat.postMessage", {"ok": False, "error": "ratelimited"}, 429, **{"Retry-After": said})
    failed = failure(messenger)
    assert (failed.outcome, failed.retry_after) == (SendOutcome.LIMITED, waits)


def test_slack_asking_to_wait_says_for_how_long(slack: tuple[Script, SlackMessenger]) -> None:
    script, messenger = slack
    script.says("chat.postMessage", {"ok": False, "error": "ratelimited"}, 429, **{"Retry-After": "7"})
    failed = failure(messenger)
    assert (failed.outcome, failed.retry_after) == (SendOutcome.LIMITED, 7.0)
    assert len(script.calls("chat.postMessage")) == 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("channel_not_found", SendOutcome.DEAD),
        ("is_archived", SendOutcome.DEAD),
        ("token_revoked", SendOutcome.DEAD),
        ("msg_too_long", SendOutcome.DEAD),
        ("internal_error", SendOutcome.AMBIGUOUS),
        ("something_new", SendOutcome.NOT_SENT),
    ],
)
def test_each_error_of_slack_has_its_meaning(
    slack: tuple[Script, SlackMessenger], error: str, outcome: SendOutcome
) -> None:
    script, messenger = slack
    script.says("chat.postMessage", {"ok": False, "error": error})
    failed = failure(messenger)
    assert (failed.outcome, failed.error) == (outcome, error)


def test_a_page_instead_of_an_answer_leaves_it_open(slack: tuple[Script, SlackMessenger]) -> None:
    script, messenger = slack
    for status, outcome in (
        (200, SendOutcome.AMBIGUOUS), (502, SendOutcome.AMBIGUOUS), (403, SendOutcome.NOT_SENT),
    ):  # fmt: skip
        html = (status, {"Content-Type": "text/html"}, b"<html>one moment</html>")
        script.answers["chat.postMessage"] = lambda _, html=html: html  # type: ignore[misc]
        assert failure(messenger).outcome is outcome


def test_a_dropped_answer_leaves_it_open_and_nothing_is_posted_again(
    slack: tuple[Script, SlackMessenger],
) -> None:
    script, messenger = slack
    script.answers["chat.postMessage"] = lambda _: None
    assert failure(messenger).outcome is SendOutcome.AMBIGUOUS
    assert len(script.calls("chat.postMessage")) == 1


def test_a_silence_leaves_it_open(
    slack: tuple[Script, SlackMessenger], monkeypatch: pytest.MonkeyPatch
) -> None:
    script, messenger = slack
    monkeypatch.setattr(module, "TIMEOUT", 1)
    answered = threading.Event()

    def late(_: dict[str, Any]) -> Answer:
        answered.wait(3)
        return None

    script.answers["chat.postMessage"] = late
    assert failure(messenger).outcome is SendOutcome.AMBIGUOUS
    answered.set()


def test_a_closed_door_means_nothing_was_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    messenger = SlackMessenger(OneToken("xoxb-test"), f"http://127.0.0.1:{port}/api/")
    assert failure(messenger).outcome is SendOutcome.NOT_SENT


def test_blocks_that_slack_refuses_are_sent_again_as_older_ones(slack: tuple[Script, SlackMessenger]) -> None:
    script, messenger = slack

    def answer(arguments: dict[str, Any]) -> Answer:
        new = any(block["type"] == "data_table" for block in arguments["blocks"])
        said = {"ok": False, "error": "invalid_blocks"} if new else {"ok": True, "ts": "2.5"}
        return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()

    script.answers["chat.postMessage"] = answer
    assert post(messenger, TABLE) == "2.5"
    first, second = script.calls("chat.postMessage")
    assert [block["type"] for block in second["blocks"]] == ["table"]
    assert first["metadata"] == second["metadata"]


CHART = {
    "type": "data_visualization",
    "title": "Won",
    "chart": {
        "type": "bar",
        "series": [{"name": "Won", "data": [{"label": "Kim", "value": 12}]}],
        "axis_config": {"categories": ["Kim"]},
    },
}


@pytest.mark.parametrize(
    ("may_upload", "takes_images", "last"),
    [(True, True, "image"), (True, False, "rich_text"), (False, True, "rich_text")],
)
def test_charts_that_slack_refuses_are_images_else_words(
    slack: tuple[Script, SlackMessenger], may_upload: bool, takes_images: bool, last: str
) -> None:
    script, messenger = slack
    refused = ("data_visualization",) if takes_images else ("data_visualization", "image")

    def answer(arguments: dict[str, Any]) -> Answer:
        new = any(block["type"] in refused for block in arguments["blocks"])
        said = {"ok": False, "error": "invalid_blocks"} if new else {"ok": True, "ts": "2.5"}
        return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()

    script.answers["chat.postMessage"] = answer
    place = messenger.api_url.replace("/api/", "/upload/place")
    script.says("files.getUploadURLExternal", {"ok": True, "upload_url": place, "file_id": "F1"})
    script.answers["place"] = lambda _: (200, {"Content-Type": "text/plain"}, b"OK")
    script.says("files.completeUploadExternal", {"ok": True, "files": [{"id": "F1"}]})
    if not may_upload:
        script.says("files.getUploadURLExternal", {"ok": False, "error": "missing_scope"})
    assert post(messenger, CHART) == "2.5"
    assert [block["type"] for block in script.calls("chat.postMessage")[-1]["blocks"]] == [last]


@pytest.mark.parametrize("refusal", ["invalid_blocks", "invalid_arguments", "msg_blocks_too_long"])
@pytest.mark.parametrize("changed", [False, True])
def test_where_slack_takes_no_blocks_the_words_arrive(
    slack: tuple[Script, SlackMessenger], refusal: str, changed: bool
) -> None:
    script, messenger = slack

    def answer(arguments: dict[str, Any]) -> Answer:
        said = {"ok": False, "error": refusal} if arguments["blocks"] else {"ok": True, "ts": "2.5"}
        return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()

    method = "chat.update" if changed else "chat.postMessage"
    script.answers[method] = answer
    script.says("users.info", {"ok": True, "user": {"id": "U1", "profile": {"real_name": "Kim & Co"}}})
    pieces = [{"type": "user", "user_id": "U1"}, {"type": "text", "text": " won <!channel>"}]
    section = {"type": "rich_text_section", "elements": pieces}
    button = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Praise"}}
    blocks = [
        {"type": "rich_text", "elements": [section]},
        TABLE,
        {"type": "actions", "elements": [button]},
    ]
    payload = {"text": "Kim won", "blocks": blocks, **({"ts": "2.5"} if changed else {})}
    with capture_logs() as log:
        assert messenger.post(1, "C1", payload, delivery="d-1") == "2.5"
    assert [line["error"] for line in log if line["event"] == "blocks_refused"] == [refusal] * 2
    last = script.calls(method)[-1]
    assert last["text"] == "@Kim &amp; Co won &lt;!channel&gt;\n\nRep  Won\nKim    1"
    assert changed or last["metadata"]["event_payload"] == {"delivery": "d-1"}


def test_of_what_even_words_cannot_mend_the_refusal_is_told(slack: tuple[Script, SlackMessenger]) -> None:
    script, messenger = slack
    script.says("chat.postMessage", {"ok": False, "error": "invalid_blocks"})
    script.says("users.info", {"ok": False, "error": "user_not_found"})
    user = {"type": "user", "user_id": "U1"}
    section = {"type": "rich_text_section", "elements": [user, {"type": "text", "text": "x" * 20_000}]}
    with pytest.raises(PostFailed) as failed:
        post(messenger, {"type": "rich_text", "elements": [section]})
    assert (failed.value.outcome, failed.value.error) == (SendOutcome.DEAD, "invalid_blocks")
    words = script.calls("chat.postMessage")[-1]["text"]
    assert (words[:5], words[-2:], len(words)) == ("@U1xx", "x…", 12_000)


def test_the_history_tells_whether_a_delivery_arrived(slack: tuple[Script, SlackMessenger]) -> None:
    script, messenger = slack
    mine = {"event_type": "salesbot_delivery", "event_payload": {"delivery": "d-1"}}
    script.says(
        "conversations.history", {"ok": True, "messages": [{"ts": "9.1"}, {"ts": "9.2", "metadata": mine}]}
    )
    assert messenger.posted(1, "D1", delivery="d-1", since=NOON) == "9.2"
    assert messenger.posted(1, "D1", delivery="d-2", since=NOON) is None
    asked = script.calls("conversations.history")[0]
    assert float(asked["oldest"]) == NOON.timestamp()
    script.says("conversations.history", {"ok": False, "error": "missing_scope", "needed": "im:history"})
    with capture_logs() as log, pytest.raises(PostFailed) as failed:
        messenger.posted(1, "D1", delivery="d-1", since=NOON)
    assert failed.value.outcome is SendOutcome.DEAD
    assert [line["needed"] for line in log if line["event"] == "a scope is missing"] == ["im:history"]


def test_a_direct_channel_is_asked_for_once(slack: tuple[Script, SlackMessenger]) -> None:
    script, messenger = slack
    script.says("conversations.open", {"ok": True, "channel": {"id": "D7"}})
    assert [messenger.direct_channel(1, "U7") for _ in range(3)] == ["D7"] * 3
    assert len(script.calls("conversations.open")) == 1


def test_a_guest_or_another_company_in_a_channel_is_told(slack: tuple[Script, SlackMessenger]) -> None:
    script, messenger = slack
    script.says(
        "conversations.info", {"ok": True, "channel": {"id": "C1", "name": "sales", "is_member": True}}
    )
    script.says("conversations.members", {"ok": True, "members": ["U1", "U2"]})
    users = {"U1": {"id": "U1", "name": "kim"}, "U2": {"id": "U2", "name": "gost", "is_restricted": True}}

    def user(arguments: dict[str, Any]) -> Answer:
        said = {"ok": True, "user": users[arguments["user"]]}
        return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()

    script.answers["users.info"] = user
    facts = messenger.channel(1, "C1")
    assert (facts.guests, facts.shared, facts.member) == (True, False, True)
    users["U2"] = {"id": "U2", "name": "other", "is_stranger": True}
    messenger.forget(1, "U2")
    facts = messenger.channel(1, "C1")
    assert (facts.guests, facts.shared) == (False, True)


@pytest.mark.parametrize(
    ("told", "until"),
    [
        ({"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1, "snooze_enabled": False}, None),
        ({"snooze_enabled": True, "snooze_endtime": int(NOON.timestamp()) + 60}, 60),
        ({"snooze_enabled": True, "snooze_endtime": int(NOON.timestamp()) - 60}, None),
        ({"dnd_enabled": True, "next_dnd_start_ts": 5, "next_dnd_end_ts": int(NOON.timestamp()) + 9}, 9),
        (
            {"dnd_enabled": True, "next_dnd_start_ts": int(NOON.timestamp()) + 5, "next_dnd_end_ts": 2**31},
            None,
        ),
    ],
)
def test_until_when_somebody_paused_notifications(
    slack: tuple[Script, SlackMessenger], told: dict[str, Any], until: int | None
) -> None:
    script, messenger = slack
    script.says("dnd.info", {"ok": True, **told})
    found = messenger.undisturbed_until(1, "U0KIM", NOON)
    assert found == (None if until is None else NOON + timedelta(seconds=until))


def test_without_the_scope_nobody_is_held_back(slack: tuple[Script, SlackMessenger]) -> None:
    script, messenger = slack
    script.says("dnd.info", {"ok": False, "error": "missing_scope"})
    assert messenger.undisturbed_until(1, "U0KIM", NOON) is None


@pytest.mark.parametrize("error", ["user_not_found", "user_not_visible"])
def test_whom_slack_does_not_let_us_see_is_of_another_company(
    slack: tuple[Script, SlackMessenger], error: str
) -> None:
    script, messenger = slack
    script.says("users.info", {"ok": False, "error": error})
    assert messenger.person(1, "U0AFAR").stranger
    script.says("users.info", {"ok": True, "user": {"id": "U0AFAR", "name": "afar"}})
    assert not messenger.person(1, "U0AFAR").stranger
    script.says("users.info", {"ok": False, "error": "account_inactive"})
    with pytest.raises(PostFailed):
        messenger.person(1, "U0OTHER")

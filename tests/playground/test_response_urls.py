"""A response_url: five uses, and the message that held the control replaced or deleted."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.playground.people import Json, Running
from tests.playground.test_modals import Bot, form
from tests.playground.test_sockets import Typing, acknowledge, heard, line


@pytest.fixture
def bot(slack: Running) -> Iterator[Bot]:
    with line(slack) as open_line:
        yield slack, open_line


def answer_url(url: str, **body: Any) -> tuple[int, Json]:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def test_a_response_url_has_five_uses(bot: Bot) -> None:
    slack, open_line = bot
    kim = Typing(slack, channel="C0GENERAL", text="/log-deal Acme")
    envelope = heard(open_line)
    acknowledge(open_line, envelope)
    assert kim.said()["ok"]
    url = envelope["payload"]["response_url"]
    assert answer_url(url, text="one", response_type="in_channel") == (200, {"ok": True})
    for text in ("two", "three", "four"):
        assert answer_url(url, text=text)[0] == 200
    assert answer_url(url, text="x", blocks=[{"type": "chart"}])[0] == 400
    assert answer_url(url, text="six") == (404, {"ok": False, "error": "used_url"})
    assert answer_url(url + "x", text="?")[0] == 404
    assert [one["text"] for one in slack.messages("U0BO", "C0GENERAL")] == ["one"]
    assert len(slack.messages("U0KIM", "C0GENERAL")) == 4


def test_a_click_replaces_and_deletes_the_message_it_stood_in(bot: Bot) -> None:
    slack, open_line = bot
    kim = Typing(slack, channel="C0SALES", text="/log-deal Acme")
    acknowledge(open_line, heard(open_line), {"text": "Logged", "blocks": form()["blocks"][1:]})
    assert kim.said()["ok"]
    [shown] = slack.messages("U0KIM", "C0SALES")
    container = {"type": "message", "channel": "C0SALES", "ts": shown["ts"]}
    kim = Typing(slack, "action", container=container, block_id="more", action_id="push", action={})
    envelope = heard(open_line)
    acknowledge(open_line, envelope)
    assert kim.said()["ok"]
    payload = envelope["payload"]
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    assert payload["channel"] == {"id": "C0SALES", "name": "sales"}
    answer_url(payload["response_url"], replace_original=True, text="Taken back")
    [shown] = slack.messages("U0KIM", "C0SALES")
    assert (shown["text"], "blocks" in shown) == ("Taken back", False)
    answer_url(payload["response_url"], delete_original=True)
    assert slack.messages("U0KIM", "C0SALES") == []

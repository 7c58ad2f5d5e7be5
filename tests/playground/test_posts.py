"""Slack's client posts too fast, or loses the answer: what then stands in the channel."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.playground.people import Running, until


def test_too_many_messages_are_held_back_and_come_through_later(slack: Running) -> None:
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    with pytest.raises(SlackApiError) as held:
        _post_many(client)
    assert held.value.response.status_code == 429
    assert held.value.response.headers["Retry-After"] == "1"
    assert until(lambda: slack.call("chat.postMessage", channel="C0SALES", text="Deal")["ok"])


def _post_many(client: WebClient) -> None:
    for number in range(20):
        client.chat_postMessage(channel="C0SALES", text=f"Deal {number}")


def test_a_post_can_be_taken_and_its_answer_lost(slack: Running) -> None:
    lost = {"match": {"method": "chat.postMessage"}, "times": 1, "do": "accept_then_drop"}
    slack.post("faults", rules=[lost])
    client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    with pytest.raises(OSError):  # noqa: PT011 - whatever the network says
        client.chat_postMessage(channel="C0SALES", text="Won!")
    assert [one["text"] for one in slack.messages("U0KIM", "C0SALES")] == ["Won!"]
    # The default client tries again by itself: a double post, as in Slack.
    slack.post("faults", rules=[lost])
    WebClient(slack.bot_token, base_url=slack.api_url).chat_postMessage(channel="C0SALES", text="Twice")
    assert [one["text"] for one in slack.messages("U0KIM", "C0SALES")] == ["Won!", "Twice", "Twice"]

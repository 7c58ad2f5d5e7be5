"""Files over the real protocol: taken from the playground and put into it, by the bot's own way to Slack."""

from __future__ import annotations

import base64

import pytest

from salesbot.domain.announcing import SendOutcome
from salesbot.runtime import FileTooLarge, PostFailed, SlackFile
from salesbot.slack.messenger import SlackMessenger
from salesbot.slack.tokens import OneToken
from tests.playground.people import Running, playground

CSV = b"account,amount\nAcme,12.00\n"


def test_a_file_is_taken_up_to_a_size_and_sent_to_one_person(slack: Running) -> None:
    messenger = SlackMessenger(OneToken(slack.bot_token), api_url=slack.api_url)
    me = slack.get("state")["me"]["id"]
    given = slack.post(
        "upload", **{"as": me}, filename="deals.csv", content_base64=base64.b64encode(CSV).decode()
    )
    name = given["file"]["id"]
    assert messenger.take_file(1, name, most=100) == SlackFile("deals.csv", CSV)
    with pytest.raises(FileTooLarge):
        messenger.take_file(1, name, most=5)
    with pytest.raises(PostFailed) as gone:
        messenger.take_file(1, "F0NOTHING", most=100)
    assert (gone.value.outcome, gone.value.error) == (SendOutcome.DEAD, "file_not_found")

    channel = messenger.direct_channel(1, me)
    messenger.send_file(1, channel, "deals.xlsx", CSV)
    mine = slack.get(f"messages?as={me}&channel={channel}")["messages"]
    assert [file["title"] for file in mine[-1]["files"]] == ["deals.xlsx"]


def test_without_the_scopes_it_is_told_which_is_missing() -> None:
    with playground("--without-scope", "files:read", "--without-scope", "files:write") as slack:
        messenger = SlackMessenger(OneToken(slack.bot_token), api_url=slack.api_url)
        with pytest.raises(PostFailed) as refused:
            messenger.take_file(1, "F1", most=100)
        assert refused.value.error == "missing_scope"
        with pytest.raises(PostFailed) as unsent:
            messenger.send_file(1, messenger.direct_channel(1, "U0KIM"), "deals.csv", CSV)
        assert unsent.value.error == "missing_scope"

"""Why the bot does not start: Slack's own refusal is told apart from a line that broke and a page of something between."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from salesbot.slack.connecting import Connected, NotConnected, connected_with
from tests.slack.scripted import Answer, Script, scripted_slack

JSON = {"Content-Type": "application/json"}
PAGE = {"Content-Type": "text/html"}


@pytest.fixture
def slack() -> Iterator[tuple[Script, str]]:
    with scripted_slack() as served:
        yield served


def told(slack: tuple[Script, str], answer: Answer) -> str:
    """What whoever starts the bot is told when Slack answers so."""
    script, address = slack
    script.answers["auth.test"] = lambda _: answer
    with pytest.raises(NotConnected) as refused:
        connected_with("xoxb-test", address)
    return str(refused.value)


@pytest.mark.parametrize(
    "answer",
    [
        (500, PAGE, b"<html>"),
        (503, PAGE, b""),
        (200, PAGE, b"<html>Sign in to the guests' network"),
        (200, JSON, b'{"ok":tr'),
        (200, {**JSON, "Content-Length": "500"}, b'{"ok":true'),
        (200, JSON, b'{"ok":true,"team":"\xff"}'),
        (200, JSON, b'{"ok":false,"error":"internal_error"}'),
        None,
    ],
)
def test_what_is_no_answer_of_slacks_is_not_the_tokens_fault(
    slack: tuple[Script, str], answer: Answer
) -> None:
    said = told(slack, answer)
    assert f"Slack could not be reached at {slack[1]}" in said
    assert "Copy it again" not in said


@pytest.mark.parametrize(("more", "wait"), [({"Retry-After": "7"}, "7 seconds"), ({}, "a minute")])
def test_a_slack_that_was_asked_too_often_says_how_long_to_wait(
    slack: tuple[Script, str], more: dict[str, str], wait: str
) -> None:
    said = told(slack, (429, {**JSON, **more}, b'{"ok":false,"error":"ratelimited"}'))
    assert said == f"Slack was asked too often and takes SLACK_BOT_TOKEN later: start again in {wait}."


@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive", "token_expired", "something_new"])
def test_a_refusal_is_told_with_what_to_do(slack: tuple[Script, str], code: str) -> None:
    said = told(slack, (200, JSON, f'{{"ok":false,"error":"{code}"}}'.encode()))
    assert said.startswith(f"Slack refused SLACK_BOT_TOKEN: {code}. Copy it again")


@pytest.mark.parametrize("team", [b"", b',"team_id":"E0BIG"'])
def test_a_token_of_a_whole_organisation_is_called_so(slack: tuple[Script, str], team: bytes) -> None:
    said = told(slack, (200, JSON, b'{"ok":true,"enterprise_id":"E0BIG","user_id":"U1"' + team + b"}"))
    assert "the token of a whole organisation" in said


def test_little_of_the_answer_will_do(slack: tuple[Script, str]) -> None:
    script, address = slack
    script.says("auth.test", {"ok": True, "team_id": "T1", "user_id": "U1", "enterprise_id": None})
    assert connected_with("xoxb-test", address) == Connected("T1", "", None, "U1")

"""What the doctor finds at Slack, asked of a local one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from salesbot.clock import SystemClock
from salesbot.domain.checkups import Finding, State
from salesbot.messages.render import Renderer
from salesbot.playground import Playground, PlaygroundConfig, serve
from salesbot.runtime import Runtime
from salesbot.sample import COMPANY
from salesbot.shipped import locales_dir, manifest_path, templates_dir
from salesbot.slack.checkup import check_slack, manifest_scopes
from salesbot.slack.live_checkup import check_by_message
from salesbot.slack.messenger import SlackMessenger
from salesbot.slack.tokens import OneToken
from salesbot.storage.engines import Engines
from salesbot.wiring.playground import cast_of
from tests.slack.scripted import scripted_slack


@pytest.fixture(scope="module")
def slack() -> Iterator[Playground]:
    missing = frozenset({"groups:read", "users:read.email"})
    config = PlaygroundConfig(port=0, manifest=manifest_path(), cast=cast_of(COMPANY), without_scopes=missing)
    running = serve(config)
    yield running
    running.stop()


def check(slack: Playground, **changes: Any) -> dict[str, Finding]:
    """What is found, by what was looked at."""
    asked: dict[str, Any] = {
        "bot_token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url, "channels": {},
        "now": datetime.now(UTC), **changes,
    }  # fmt: skip
    return {finding.what: finding for finding in check_slack(**asked)}


def test_a_token_that_works_names_its_workspace(slack: Playground) -> None:
    found = check(slack)
    assert found["bot_token"].state is State.GOOD
    assert found["bot_token"].facts["team_id"] == COMPANY.slack_team_id
    assert found["socket"].state is State.GOOD
    assert found["clock"].state is State.GOOD


def test_a_needed_scope_that_is_missing_is_bad_and_an_optional_one_is_not(slack: Playground) -> None:
    found = check(slack)
    assert (found["scopes"].state, found["scopes"].facts["missing"]) == (State.BAD, ("groups:read",))
    optional = found["optional_scopes"]
    assert (optional.state, optional.facts["missing"]) == (State.UNSURE, ("users:read.email",))


@pytest.mark.parametrize(
    ("status", "body", "what"),
    [
        (200, b'{"ok":tr', "reach"),
        (502, b"<html>", "reach"),
        (429, b'{"ok":false,"error":"ratelimited"}', "reach"),
        (200, b'{"ok":false,"error":"account_inactive"}', "bot_token"),
    ],
)
def test_what_is_no_word_of_slacks_about_the_token_is_told_as_that(
    status: int, body: bytes, what: str
) -> None:
    with scripted_slack() as (script, address):
        script.answers["auth.test"] = lambda _: (status, {"Content-Type": "application/json"}, body)
        (found,) = check_slack(
            bot_token="xoxb-test", app_token=None, api_url=address, channels={}, now=datetime.now(UTC)
        )
    assert (found.what, found.state) == (what, State.BAD)


def test_tokens_that_slack_refuses_are_named(slack: Playground) -> None:
    assert check(slack, bot_token="xoxb-other")["bot_token"].state is State.BAD
    assert check(slack, app_token="xapp-other")["socket"].state is State.BAD


def test_a_slack_that_is_out_of_reach_is_told(slack: Playground) -> None:
    found = check(slack, api_url="http://127.0.0.1:9/api/")
    assert (found["reach"].state, "127.0.0.1:9" in found["reach"].facts["address"]) == (State.BAD, True)


def test_a_clock_that_is_wrong_is_told_by_how_much(slack: Playground) -> None:
    found = check(slack, now=datetime.now(UTC) + timedelta(minutes=10))["clock"]
    assert found.state is State.BAD
    assert 590 <= found.facts["seconds"] <= 610


def test_a_channel_that_the_bot_is_not_in_is_told_with_its_team(slack: Playground) -> None:
    inside = next(channel for channel in COMPANY.channels if channel.bot)
    outside = next((channel for channel in COMPANY.channels if not channel.bot), None)
    assert check(slack, channels={inside.slack_id: "Adria"})["channel"].state is State.GOOD
    missing = outside.slack_id if outside else "C0NOWHERE"
    found = check(slack, channels={missing: "Nordic"})["channel"]
    assert (found.state, found.facts["team"]) == (State.BAD, "Nordic")


def test_without_a_token_slack_is_not_asked() -> None:
    (finding,) = check_slack(bot_token=None, app_token=None, api_url="", channels={}, now=datetime.now(UTC))
    assert finding.state is State.UNSURE


def test_every_finding_is_said_with_what_to_do(slack: Playground) -> None:
    renderer = Renderer(templates_dir(), locales_dir())
    found = [
        *check(slack, channels={"C0NOWHERE": "Nordic"}).values(), *check(slack, bot_token="xoxb-x").values(),
        *check(slack, api_url="http://127.0.0.1:9/api/").values(), *check(slack, app_token="xapp-x").values(),
    ]  # fmt: skip
    said = renderer.plain("terminal/doctor", findings=found, bad=3)
    for what in ("manifest.yaml", "/invite @salesbot", "OAuth & Permissions", "connections:write"):
        assert what in said


def test_where_many_installed_the_app_each_finding_names_whose_it_is(slack: Playground) -> None:
    refused = check(slack, bot_token="xoxb-x")["bot_token"]
    found = [
        Finding(refused.what, refused.state, {**refused.facts, "of": "Acme"}),
        Finding("installed", State.UNSURE, {"of": "Bravo"}),
    ]
    said = Renderer(templates_dir(), locales_dir()).plain("terminal/doctor", findings=found, bad=1)
    assert "Acme: Slack refuses the token of this install (invalid_auth)" in said
    assert "SLACK_BOT_TOKEN" not in said
    assert "Bravo: The app is not installed there" in said


def test_the_manifest_says_which_scopes_may_be_left_out() -> None:
    needed, optional = manifest_scopes()
    assert "chat:write" in needed
    history = {"channels:history", "groups:history"}
    assert optional == history | {"users:read.email", "files:read", "files:write", "dnd:read"}


def by_message(slack: Playground, engines: Engines, slack_id: str | None) -> Finding:
    messenger = SlackMessenger(OneToken(slack.bot_token), api_url=slack.api_url)
    runtime = Runtime(engines, SystemClock(), Renderer(templates_dir(), locales_dir()), messenger)
    return check_by_message(runtime, 1, "Ana", slack_id, "A check")


def test_a_real_message_is_sent_and_found_again(slack: Playground, sqlite_engines: Engines) -> None:
    ana = next(person for person in COMPANY.people if person.handle == "ana")
    found = by_message(slack, sqlite_engines, ana.slack_id)
    assert (found.state, found.facts["step"]) == (State.GOOD, "")


def test_a_message_that_does_not_arrive_is_told_with_slacks_word(
    slack: Playground, sqlite_engines: Engines
) -> None:
    found = by_message(slack, sqlite_engines, "U0NOBODY")
    assert (found.state, found.facts["step"]) == (State.BAD, "post")
    assert found.facts["error"] == "user_not_found"
    assert by_message(slack, sqlite_engines, None).state is State.UNSURE

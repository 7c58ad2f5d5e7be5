"""The Slack app's manifest, its page of scopes, and the example of the environment say what the program does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values
from jsonschema import Draft7Validator

from salesbot.messages import Renderer
from salesbot.settings import KNOWN
from salesbot.shipped import locales_dir, manifest_path, templates_dir
from salesbot.slack.manifest import manifest_in

HERE = Path(__file__).parent
ROOT = HERE.parent
CALLS = {
    "chat_postMessage": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": {"im:history", "channels:history", "groups:history"},
    "conversations_replies": {"im:history", "channels:history", "groups:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "dnd_info": {"dnd:read"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "users_info": {"users:read", "users:read.email"},
    "users_list": {"users:read", "users:read.email"},
    "users_lookupByEmail": {"users:read.email"},
}
"""The scopes that each call of the Web API needs; those of the socket, of views and of auth need none."""
EVENTS = {
    "app_mention": "app_mentions:read",
    "message": "im:history",
    "team_join": "users:read",
    "user_change": "users:read",
}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    tree: dict[str, Any] = yaml.safe_load(manifest_path().read_text("utf-8"))
    return tree


def test_slack_would_take_the_manifest(manifest: dict[str, Any]) -> None:
    schema = json.loads((HERE / "data" / "slack-manifest.schema.2.0.0.json").read_text("utf-8"))
    assert list(Draft7Validator(schema).iter_errors(manifest)) == []


@pytest.mark.parametrize("locale", ["en", "sl", "sw"])
def test_slack_would_take_it_in_every_language(manifest: dict[str, Any], locale: str) -> None:
    spoken = yaml.safe_load(manifest_in(Renderer(templates_dir(), locales_dir()), locale))
    schema = json.loads((HERE / "data" / "slack-manifest.schema.2.0.0.json").read_text("utf-8"))
    assert list(Draft7Validator(schema).iter_errors(spoken)) == []
    assert 175 <= len(spoken["display_information"]["long_description"]) <= 4000
    assert len(spoken["display_information"]["description"]) <= 140
    assert all(len(one["name"]) <= 24 for one in spoken["features"]["shortcuts"])
    assert all(len(one["description"]) <= 150 for one in spoken["features"]["shortcuts"])
    assert (spoken == manifest) == (locale == "en"), "the English manifest and its template say the same"
    assert spoken["settings"] == manifest["settings"]
    assert spoken["oauth_config"] == manifest["oauth_config"]


def test_every_event_of_the_manifest_is_listened_to_and_no_other(manifest: dict[str, Any]) -> None:
    events = {name.split(".")[0] for name in manifest["settings"]["event_subscriptions"]["bot_events"]}
    steps = {"function_executed"} if manifest.get("functions") else set()
    assert events == set(re.findall(r'edge\.(?:event|notice|removal)\(\s*"(\w+)"', sources())) | steps


def test_every_step_of_the_manifest_is_answered_and_no_other(manifest: dict[str, Any]) -> None:
    assert set(manifest["functions"]) == set(re.findall(r'edge\.step\(\s*"(\w+)"', sources()))


def test_every_shortcut_of_the_manifest_is_answered_and_no_other(manifest: dict[str, Any]) -> None:
    shortcuts = {one["callback_id"] for one in manifest["features"]["shortcuts"]}
    assert shortcuts == set(re.findall(r'edge\.shortcut\(\s*"([\w.]+)"', sources()))


def test_exactly_the_scopes_that_are_used_are_asked_for(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    called = {
        *re.findall(r'(?:client|_call\(\s*workspace_id, ")\.?(\w+)', sources(), re.DOTALL),
        *re.findall(r'"(conversations_\w+)"', sources()),
    }
    methods = {name for name in called if name in CALLS}
    unknown = {
        name for name in called if re.match(r"(chat|conversations|users|reactions|files|team)_", name)
    } - set(CALLS)
    assert unknown == set()
    events = {name.split(".")[0] for name in manifest["settings"]["event_subscriptions"]["bot_events"]}
    needed = {"commands"}.union(
        *(CALLS[name] for name in methods), {EVENTS[name] for name in events if name in EVENTS}
    )
    assert set(scopes["bot"]) == needed
    assert set(scopes["bot_optional"]) <= set(scopes["bot"])


def test_people_in_commands_arrive_as_ids(manifest: dict[str, Any]) -> None:
    assert all(one["should_escape"] for one in manifest["features"]["slash_commands"])


def test_the_page_of_scopes_gives_a_reason_for_each_and_no_other(manifest: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "scopes.md").read_text("utf-8")
    scopes, events = page.split("## Events")
    first_cells = "\n".join(re.findall(r"^\| (`.*?`) \|", scopes, re.MULTILINE))
    assert set(re.findall(r"`([^`]+)`", first_cells)) == set(manifest["oauth_config"]["scopes"]["bot"])
    optional = set(re.findall(r"^\| `([^`]+)` \|[^|]+\| (?:optional|as)", scopes, re.MULTILINE))
    assert optional == set(manifest["oauth_config"]["scopes"]["bot_optional"])
    told = "\n".join(re.findall(r"^\| (`.*?`) \|", events, re.MULTILINE))
    assert set(re.findall(r"`([^`]+)`", told)) == set(
        manifest["settings"]["event_subscriptions"]["bot_events"]
    )


def test_every_variable_stands_in_the_example_with_a_line_of_explanation() -> None:
    example = ROOT / ".env.example"
    assert tuple(dotenv_values(example)) == tuple(dict.fromkeys(dotenv_values(example)))
    assert set(dotenv_values(example)) == set(KNOWN)
    for block in example.read_text("utf-8").split("\n\n"):
        if re.search(r"^[A-Z_]+=", block, re.MULTILINE):
            assert block.startswith("# "), block


def sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "salesbot" / "slack").rglob("*.py")))

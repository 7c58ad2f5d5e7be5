"""What the bot is sent passes the JSON Schemas made from Slack's own types (`node/schemas.mjs`)."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from jsonschema import Draft7Validator
from websockets.sync.client import ClientConnection

from tests.golden import Golden
from tests.playground.people import Json, Running, playground
from tests.playground.test_modals import form, opened, trigger
from tests.playground.test_sockets import Typing, acknowledge, heard, line

SCHEMAS: Json = json.loads((Path(__file__).parent / "data" / "payloads.schema.json").read_text("utf-8"))
Bot = tuple[Running, ClientConnection]


@pytest.fixture
def bot() -> Iterator[Bot]:
    """A bot in a winter that does not pass, so that zones keep their offsets."""
    with playground("--start", "2026-03-02T07:30:00+00:00") as slack, line(slack) as open_line:
        yield slack, open_line


def judged(name: str, payload: Json) -> None:
    """Slack's types want an enterprise where Slack sends null, and a response_url where a view has none."""
    nulls = ("enterprise", "context_enterprise_id")
    sent = {key: value for key, value in payload.items() if key not in nulls or value is not None}
    if "view" in sent and sent["type"] == "block_actions":
        sent.setdefault("response_url", "")
    if sent.get("event", {}).get("hidden"):
        sent["event"] = {**sent["event"], **_placed(sent["event"])}
    schema = {"$ref": f"#/definitions/{quote(name)}", "definitions": SCHEMAS["definitions"]}
    faults = [
        f"{list(fault.path)}: {fault.message[:300]}" for fault in Draft7Validator(schema).iter_errors(sent)
    ]
    assert faults == []


def _placed(event: Json) -> Json:
    """Slack's types repeat the channel within a changed or deleted message; Slack does not."""
    place = {name: event[name] for name in ("channel", "channel_type", "event_ts")}
    return {name: {**event[name], **place} for name in ("message", "previous_message") if name in event}


def asked(bot: Bot, path: str, **body: Any) -> Json:
    """Do something as a person and give what the bot is sent."""
    slack, open_line = bot
    kim = Typing(slack, path, **body)
    envelope = heard(open_line)
    acknowledge(open_line, envelope)
    kim.join()
    payload: Json = envelope["payload"]
    return payload


def a_command(bot: Bot) -> Json:
    return asked(bot, "send", channel="C0SALES", text="/log-deal Acme 12k with @bo")


def a_click(bot: Bot) -> Json:
    said = bot[0].call("chat.postMessage", channel="C0LEADS", text="Deal", blocks=form()["blocks"][1:])
    container = {"type": "message", "channel": "C0LEADS", "ts": said["ts"]}
    click = {"container": container, "block_id": "more", "action_id": "push", "action": {}}
    return asked(bot, "action", **{"as": "U0ADA"}, **click)


def a_click_in_a_form(bot: Bot) -> Json:
    view = opened(bot)
    where = {"container": {"type": "view", "view_id": view["id"]}, "block_id": "more", "action_id": "push"}
    return asked(bot, "action", **where, action={})


def a_submission(bot: Bot) -> Json:
    return asked(bot, "submit", view_id=opened(bot)["id"], state={"values": {}})


def a_closed_form(bot: Bot) -> Json:
    view = opened(bot, notify_on_close=True)
    return asked(bot, "close", view_id=view["id"], is_cleared=True)


def a_shortcut(bot: Bot) -> Json:
    return asked(bot, "shortcut", callback_id="log_deal_global")


def a_message_shortcut(bot: Bot) -> Json:
    ts = bot[0].call("chat.postMessage", channel="C0LEADS", text="Acme wants 12k")["ts"]
    return asked(
        bot, "shortcut", **{"as": "U0ADA"}, callback_id="log_deal_message", channel="C0LEADS", message_ts=ts
    )


def a_search(bot: Bot) -> Json:
    view = form()
    view["blocks"][0]["element"] = {"type": "external_select", "action_id": "account"}
    shown = bot[0].call("views.open", trigger_id=trigger(bot), view=view)["view"]
    where = {
        "container": {"type": "view", "view_id": shown["id"]},
        "block_id": "amount",
        "action_id": "account",
    }
    return asked(bot, "suggest", **where, value="acm")


def a_visit(bot: Bot) -> Json:
    bot[0].call("views.publish", user_id="U0KIM", view={"type": "home", "blocks": form()["blocks"][1:]})
    return asked(bot, "home", tab="home")


def a_mention(bot: Bot) -> Json:
    for _ in range(2):
        payload = asked(bot, "send", channel="C0SALES", text="@dealdesk deals")
        if payload["event"]["type"] == "app_mention":
            break
    return payload


def a_direct_message(bot: Bot) -> Json:
    return asked(bot, "send", channel="A0PLAYAPP", text="deals of <Acme> & co https://acme.example")


def a_changed_message(bot: Bot) -> Json:
    slack, open_line = bot
    said = slack.call("chat.postMessage", channel="C0SALES", text="Won")
    acknowledge(open_line, heard(open_line))
    slack.call("chat.update", channel="C0SALES", ts=said["ts"], text="Won!")
    payload: Json = heard(open_line)["payload"]
    return payload


def a_deleted_message(bot: Bot) -> Json:
    slack, open_line = bot
    said = slack.call("chat.postMessage", channel="C0SALES", text="Won")
    acknowledge(open_line, heard(open_line))
    slack.call("chat.delete", channel="C0SALES", ts=said["ts"])
    payload: Json = heard(open_line)["payload"]
    return payload


def a_reaction(bot: Bot) -> Json:
    ts = bot[0].call("chat.postMessage", channel="C0LEADS", text="Won")["ts"]
    return asked(bot, "react", **{"as": "U0ADA"}, channel="C0LEADS", ts=ts, name="tada", on=True)


def somebody_in_a_channel(bot: Bot) -> Json:
    return asked(bot, "join", **{"as": "U0ADA"}, channel="C0LEADS", member="U0KIM")


def somebody_new(bot: Bot) -> Json:
    member = {"id": "U0NEW", "name": "new", "real_name": "New Rep", "email": "new@acme.example"}
    return asked(bot, "member", member=member)


def somebody_changed(bot: Bot) -> Json:
    return asked(bot, "member", member={"id": "U0KIM", "title": "Team Lead"})


def a_step(bot: Bot) -> Json:
    return asked(bot, "function", callback_id="log_deal_step", inputs={"account": "Acme"})


SENT: dict[str, list[Callable[[Bot], Json]]] = {
    "slash_command": [a_command],
    "block_actions": [a_click, a_click_in_a_form],
    "view_submission": [a_submission],
    "view_closed": [a_closed_form],
    "shortcut": [a_shortcut],
    "message_action": [a_message_shortcut],
    "block_suggestion": [a_search],
    "app_home_opened": [a_visit],
    "app_mention": [a_mention],
    "message": [a_direct_message],
    "message_changed": [a_changed_message],
    "message_deleted": [a_deleted_message],
    "reaction_added": [a_reaction],
    "member_joined_channel": [somebody_in_a_channel],
    "team_join": [somebody_new],
    "user_change": [somebody_changed],
    "function_executed": [a_step],
}


CHANGING = {
    r"\d{10}\.\d{6}(?![0-9a-f])": "TS",
    r"\d{10}\.[0-9a-f]{8}": "HASH",
    r"V[0-9A-F]{10}": "VIEW",
    r"(?:Ev|Fx|Wx)[0-9A-F]{10}": "ID",
    r"\d+\.\d+\.[0-9a-f]{32}": "TRIGGER",
    r"(?:4-)?[0-9a-f]{32}": "CONTEXT",
    r"xwfp-playground-[0-9a-f]+": "TOKEN",
    r"http://127\.0\.0\.1:\d+/response/[0-9a-f-]+": "RESPONSE_URL",
    r"http://127\.0\.0\.1:\d+": "ADDRESS",
}
"""What is new in each run, by its shape; the same value keeps the same name within a payload."""


def steadied(payload: Json) -> str:
    text = json.dumps(
        {**payload, "event_time": 0} if "event_time" in payload else payload, indent=1, sort_keys=True
    )
    shapes = "|".join(f"(?P<{name}>(?<![0-9a-zA-Z]){shape})" for shape, name in CHANGING.items())
    named: dict[str, str] = {}

    def name_of(found: re.Match[str]) -> str:
        return named.setdefault(found[0], f"{found.lastgroup}-{len(named) + 1}")

    text = re.sub(r'"(cache_ts|updated|created|last_set)": \d+', r'"\1": 0', text)
    return re.sub(shapes, name_of, text)


@pytest.mark.parametrize(("name", "sent"), [(name, sent) for name, every in SENT.items() for sent in every])
def test_a_payload_is_what_slack_says_it_is(
    bot: Bot, name: str, sent: Callable[[Bot], Json], golden: Golden
) -> None:
    payload = sent(bot)
    judged(name, payload)
    golden(steadied(payload), f"traffic/{sent.__name__}")

"""Slack's own clients, unchanged, go through one scenario against the playground."""

import asyncio
import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler as BuiltinHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler as WebsocketClientHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.people import Json, Running, until

FORM: Json = {
    "type": "modal",
    "callback_id": "deal",
    "title": {"type": "plain_text", "text": "Log a deal"},
    "submit": {"type": "plain_text", "text": "Save"},
    "private_metadata": "deal:7",
    "blocks": [
        {
            "type": "input",
            "block_id": "account",
            "label": {"type": "plain_text", "text": "Account"},
            "element": {"type": "plain_text_input", "action_id": "account", "initial_value": "Acme"},
        },
        {
            "type": "input",
            "block_id": "amount",
            "label": {"type": "plain_text", "text": "Amount"},
            "optional": True,
            "element": {"type": "plain_text_input", "action_id": "amount"},
        },
    ],
}
RECEIPT: list[Json] = [
    {"type": "section", "text": {"type": "plain_text", "text": "Acme, 12,500 EUR"}},
    {
        "type": "actions",
        "block_id": "after",
        "elements": [
            {
                "type": "button",
                "action_id": "edit",
                "text": {"type": "plain_text", "text": "Edit"},
                "value": "deal:7",
            }
        ],
    },
]
HOME: Json = {
    "type": "home",
    "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Your month"}}],
}


class Heard:
    """What the bot of a scenario heard."""

    def __init__(self) -> None:
        self.command: Json = {}
        self.click: Json = {}
        self.submissions: list[Json] = []
        self.events: list[Json] = []


def verdict(view: Json) -> Json | None:
    """Say what is wrong with a form, or nothing."""
    amount = view["state"]["values"]["amount"]["amount"]["value"]
    return None if amount else {"response_action": "errors", "errors": {"amount": "How much is it?"}}


def sync_app(slack: Running, heard: Heard) -> App:
    app = App(
        client=WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[]),
        process_before_response=True,
    )

    @app.command("/log-deal")
    def on_command(ack: Any, body: Json) -> None:
        heard.command = body
        ack(text="Acme, 12,500 EUR", blocks=RECEIPT)

    @app.action("edit")
    def on_edit(ack: Any, body: Json, client: WebClient) -> None:
        heard.click = body
        client.views_open(trigger_id=body["trigger_id"], view=FORM)
        ack()

    @app.view("deal")
    def on_submit(ack: Any, body: Json) -> None:
        heard.submissions.append(body)
        wrong = verdict(body["view"])
        ack(**wrong) if wrong else ack()

    @app.event("app_home_opened")
    def on_home(event: Json, body: Json, client: WebClient) -> None:
        heard.events.append(body)
        client.views_publish(user_id=event["user"], view=HOME)

    return app


def async_app(slack: Running, heard: Heard) -> AsyncApp:
    app = AsyncApp(client=AsyncWebClient(slack.bot_token, base_url=slack.api_url))

    @app.command("/log-deal")
    async def on_command(ack: Any, body: Json) -> None:
        heard.command = body
        await ack(text="Acme, 12,500 EUR", blocks=RECEIPT)

    @app.action("edit")
    async def on_edit(ack: Any, body: Json, client: AsyncWebClient) -> None:
        heard.click = body
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.view("deal")
    async def on_submit(ack: Any, body: Json) -> None:
        heard.submissions.append(body)
        wrong = verdict(body["view"])
        await (ack(**wrong) if wrong else ack())

    @app.event("app_home_opened")
    async def on_home(event: Json, body: Json, client: AsyncWebClient) -> None:
        heard.events.append(body)
        await client.views_publish(user_id=event["user"], view=HOME)

    return app


@contextmanager
def by_websocket_client(slack: Running, heard: Heard) -> Iterator[None]:
    handler: Any = WebsocketClientHandler(sync_app(slack, heard), slack.app_token, ping_interval=1)
    handler.connect()
    try:
        yield
    finally:
        handler.close()


@contextmanager
def by_builtin(slack: Running, heard: Heard) -> Iterator[None]:
    handler: Any = BuiltinHandler(sync_app(slack, heard), slack.app_token)
    handler.connect()
    try:
        yield
    finally:
        handler.close()


@contextmanager
def by_aiohttp(slack: Running, heard: Heard) -> Iterator[None]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def connected() -> Any:
        handler: Any = AsyncSocketModeHandler(async_app(slack, heard), slack.app_token)
        await handler.connect_async()
        return handler

    async def closed(handler: Any) -> None:
        await handler.close_async()
        left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    handler = asyncio.run_coroutine_threadsafe(connected(), loop).result(10)
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(closed(handler), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@contextmanager
def by_node(slack: Running, heard: Heard) -> Iterator[None]:
    secrets = {"BOT_TOKEN": slack.bot_token, "APP_TOKEN": slack.app_token, "API_URL": slack.api_url}
    command = ["node", str(NODE / "bot.mjs")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **secrets}
    ) as bot:
        assert bot.stdin is not None
        assert bot.stdout is not None
        listening = threading.Thread(target=hear, args=(bot.stdout, heard))
        listening.start()
        try:
            yield
        finally:
            bot.stdin.close()
            listening.join(10)


def hear(lines: IO[str], heard: Heard) -> None:
    for line in lines:
        told = json.loads(line)
        match told["what"]:
            case "command":
                heard.command = told["body"]
            case "click":
                heard.click = told["body"]
            case "submission":
                heard.submissions.append(told["body"])
            case "event":
                heard.events.append(told["body"])


Client = Callable[[Running, Heard], Any]

NODE = Path(__file__).parent / "node"
# Node's client judges too where `npm ci` was run in tests/playground/node, as it always is in .ci/run.
CLIENTS: list[Client] = [by_websocket_client, by_builtin, by_aiohttp]
CLIENTS += [by_node] if (NODE / "node_modules").exists() else []


@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_goes_from_command_to_home(slack: Running, client: Client) -> None:
    heard = Heard()
    with client(slack, heard):
        slack.connected()
        _command(slack, heard)
        _form(slack, heard)
        _home_delivered_again(slack, heard)


def _command(slack: Running, heard: Heard) -> None:
    sent = slack.post(
        "send", **{"as": "U0KIM"}, channel="C0SALES", text="/log-deal Acme 12.5k with @bo in #general"
    )
    assert sent["ok"], sent
    until(lambda: heard.command)
    assert heard.command["text"] == "Acme 12.5k with <@U0BO> in <#C0GENERAL|general>"
    assert heard.command["channel_name"] == "sales"
    [shown] = slack.messages("U0KIM", "C0SALES")
    assert shown["ephemeral"] is True
    assert shown["blocks"][1]["block_id"] == "after"
    assert slack.messages("U0BO", "C0SALES") == []


def _form(slack: Running, heard: Heard) -> None:
    [receipt] = slack.messages("U0KIM", "C0SALES")
    container = {"type": "message", "channel": "C0SALES", "ts": receipt["ts"]}
    click = {"container": container, "block_id": "after", "action_id": "edit", "action": {}}
    assert slack.post("action", **{"as": "U0KIM"}, **click)["ok"]
    until(lambda: heard.click)
    assert heard.click["actions"][0]["value"] == "deal:7"
    assert heard.click["container"]["is_ephemeral"] is True
    [view] = until(lambda: slack.views("U0KIM"))
    refused = slack.post("submit", **{"as": "U0KIM"}, view_id=view["id"], state={"values": {}})
    assert refused["errors"] == {"amount": "How much is it?"}
    typed = {"amount": {"amount": {"type": "plain_text_input", "value": "12.5k"}}}
    taken = slack.post("submit", **{"as": "U0KIM"}, view_id=view["id"], state={"values": typed})
    assert taken["ok"], taken
    until(lambda: len(heard.submissions) == 2)
    first, second = heard.submissions
    assert first["view"]["state"]["values"]["account"]["account"]["value"] == "Acme"
    assert first["view"]["state"]["values"]["amount"]["amount"]["value"] is None
    assert second["view"]["private_metadata"] == "deal:7"
    assert slack.views("U0KIM") == []


def _home_delivered_again(slack: Running, heard: Heard) -> None:
    slack.post("faults", rules=[{"match": {"envelope": "app_home_opened"}, "times": 1, "do": "redeliver"}])
    assert slack.post("home", **{"as": "U0KIM"}, tab="home")["view"] is None
    until(lambda: _published(slack) == 2)
    until(lambda: len(heard.events) == 2)
    assert heard.events[0]["event_id"] == heard.events[1]["event_id"]
    home = slack.post("home", **{"as": "U0KIM"}, tab="home")["view"]
    assert home["blocks"][0]["text"]["text"] == "Your month"
    until(lambda: _published(slack) == 3)
    until(lambda: len(heard.events) == 3)
    assert heard.events[2]["event"]["view"]["id"] == home["id"]


def _published(slack: Running) -> int:
    return sum(call["what"] == "views.publish" for call in slack.get("record")["calls"])

"""A town to act in: the local Slack in this process, the real bot connected to it, and hands for its people.

Everything goes over Slack's own protocol: the bot does not know that it is in a test.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesbot.playground import (
    APP_ID,
    BOT,
    Cast,
    Channel,
    Member,
    Playground,
    PlaygroundConfig,
    TurnHooks,
    serve,
)
from salesbot.shipped import manifest_path
from salesbot.slack.receiving import SocketReceiver
from salesbot.storage.book import Book, read_book
from salesbot.storage.engines import Engines
from salesbot.wiring.assembly import Bot, assemble
from salesbot.wiring.warming import warm_up
from tests.cast import TEAM_ID

NAMES = {
    "ana": "Ana Horvat", "maja": "Maja Kranjc", "marko": "Marko Vidmar", "kim": "Kim Novak",
    "bo": "Bo Lindqvist", "luka": "Luka Zupan", "ivana": "Ivana Kos", "asha": "Asha Mwangi", "tom": "Tom Becker",
    "nika": "Nika Mlakar", "gus": "Gus Partner",
}  # fmt: skip
_warmed: list[bool] = []
ADRIA = ("U0ANA", "U0MAJA", "U0KIM", "U0BO", "U0LUKA", "U0IVANA")
NORDIC = ("U0ANA", "U0MARKO", "U0ASHA", "U0TOM")


@dataclass(frozen=True)
class Town:
    """The local Slack and the bot in it."""

    slack: Playground
    bot: Bot
    workspace_id: int

    # -- what people do -----------------------------------------------------------------------------------

    def type(self, who: str, text: str, channel: str = "C0ADRIA") -> dict[str, Any]:
        """Somebody types a command; answers with what was shown in return, if anything came at once."""
        before = {message["ts"] for message in self.messages(who, channel)}
        said = self.post("send", {"as": user(who), "channel": channel, "text": text})
        assert said["ok"], said
        return self._fresh(who, channel, before)

    def write(self, who: str, text: str, channel: str = APP_ID) -> dict[str, Any]:
        """Somebody writes a message, to the bot unless a channel is named; answers with the bot's answer."""
        before = {message["ts"] for message in self.messages(who, channel)}
        said = self.post("send", {"as": user(who), "channel": channel, "text": text})
        assert said["ok"], said
        wait_for(lambda: bool(self._fresh(who, channel, before)))
        return self._fresh(who, channel, before)

    def _fresh(self, who: str, channel: str, before: set[str]) -> dict[str, Any]:
        fresh = [m for m in self.messages(who, channel) if m["ts"] not in before and is_of_bot(m)]
        return fresh[-1] if fresh else {}

    def press(self, who: str, message: dict[str, Any], action: str) -> dict[str, Any]:
        """Somebody presses a button of a message; answers with the message as it stands then, {} where it is gone."""
        block, element = find_action(message["blocks"], action)
        container = {
            "type": "message", "channel": message["channel"], "ts": message["ts"],
            "is_ephemeral": bool(message.get("ephemeral")),
        }  # fmt: skip
        self.post(
            "action",
            {
                "as": user(who), "container": container, "block_id": block, "action_id": element["action_id"],
                "action": {"type": element["type"], "value": element.get("value")},
            },
        )  # fmt: skip
        again = [m for m in self.messages(who, message["channel"]) if m["ts"] == message["ts"]]
        return again[0] if again else {}

    def view(self, who: str) -> dict[str, Any]:
        """The form that somebody has before them."""
        found = self.get("state", **{"as": user(who)}).get("views") or []
        return dict(found[-1]) if found else {}

    def submit(self, who: str, view: dict[str, Any], values: dict[str, dict[str, Any]]) -> dict[str, Any]:
        """Somebody sends a form off; `values` by action id, in Slack's own form."""
        state: dict[str, dict[str, Any]] = {}
        for block in view["blocks"]:
            element = block.get("element") or {}
            if element.get("action_id") in values:
                value = {"type": element["type"], **values[element["action_id"]]}
                state[block["block_id"]] = {element["action_id"]: value}
        return self.post("submit", {"as": user(who), "view_id": view["id"], "state": {"values": state}})

    def home(self, who: str) -> dict[str, Any]:
        """Somebody opens App Home; answers with what is shown when the bot has published it anew."""
        self.clear_record()
        self.post("home", {"as": user(who), "tab": "home"})
        wait_for(lambda: "views.publish" in [call["what"] for call in self.record()["calls"]])
        return dict(self.post("home", {"as": user(who), "tab": "messages"}).get("view") or {})

    def shortcut(self, who: str, callback: str, message: dict[str, Any] | None = None) -> dict[str, Any]:
        """Somebody takes a shortcut, upon a message or anywhere; answers with the form that opens."""
        about = {"channel": message["channel"], "message_ts": message["ts"]} if message else {}
        said = self.post("shortcut", {"as": user(who), "callback_id": callback, **about})
        assert said["ok"], said
        return self.view(who)

    def account(self, who: str, view: dict[str, Any], typed: str) -> dict[str, Any]:
        """Somebody types into the form's menu of accounts; answers with the last option, chosen."""
        container = {"type": "view", "view_id": view["id"]}
        found = self.post(
            "suggest",
            {"as": user(who), "container": container, "block_id": "account", "action_id": "account", "value": typed},
        )  # fmt: skip
        return {"selected_option": found["options"][-1]}

    def fault(self, *rules: dict[str, Any]) -> None:
        """What goes wrong on the wire from now on."""
        assert self.post("faults", {"rules": list(rules)})["ok"]

    def record(self) -> dict[str, Any]:
        """Every message and call since the record was cleared."""
        return self.get("record")

    def clear_record(self) -> None:
        """Begin the record anew."""
        self.post("record/clear", {})

    def turn(self, to: str, iso: str | None = None) -> None:
        """Turn the calendar forward, and wait until it stands."""
        self.post("clock", {"to": to, "iso": iso})
        wait_for(lambda: not self.get("state", **{"as": user("ana")})["clock"]["turning"], 60)

    # -- what is seen -------------------------------------------------------------------------------------

    def messages(self, who: str, channel: str) -> list[dict[str, Any]]:
        """What somebody sees in a channel."""
        found = self.get("messages", **{"as": user(who), "channel": channel})["messages"]
        return [{**message, "channel": message.get("channel") or channel} for message in found]

    def direct(self, who: str) -> list[dict[str, Any]]:
        """What the bot wrote to somebody directly."""
        state = self.get("state", **{"as": user(who)})
        bots = [c["id"] for c in state["channels"] if c["kind"] == "im" and c.get("with") == BOT]
        return [m for channel in bots for m in self.messages(who, channel) if is_of_bot(m)]

    @contextmanager
    def book(self) -> Iterator[Book]:
        """The bot's own records, to read."""
        with read_book(self.bot.runtime.engines, self.workspace_id) as book:
            yield book

    # -- the wire -----------------------------------------------------------------------------------------

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """A page's request."""
        data = json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.slack.address}/playground/{path}", data, {"content-type": "application/json"}
        )
        return read(request)

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """A page's question."""
        address = f"{self.slack.address}/playground/{path}?{urllib.parse.urlencode(query)}"
        return read(urllib.request.Request(address))


@contextmanager
def town(engines: Engines, workspace_id: int, start: datetime, *, ticking: bool = False) -> Iterator[Town]:
    """Open a town whose calendar begins at `start`."""
    with ExitStack() as parts:
        config = PlaygroundConfig(
            port=0, manifest=manifest_path(), cast=small_town(), start=start, limits=False
        )
        slack = serve(config)
        parts.callback(slack.stop)
        bot = assemble(engines, slack, token=slack.bot_token, api_url=slack.api_url)
        bot.complete()
        warm_once(bot)
        receiver = SocketReceiver(bot.app, slack.app_token)
        receiver.start()
        parts.callback(receiver.stop)
        if ticking:
            bot.ticker.start()
            parts.callback(bot.ticker.stop)
        else:
            parts.callback(bot.announcer.stop)
        slack.turn_hooks = TurnHooks(bot.announcer.next_due, bot.announcer.settle)
        opened = Town(slack, bot, workspace_id)
        wait_for(lambda: opened.get("state", **{"as": user("ana")})["bot"]["connections"] > 0, 10)
        yield opened


def warm_once(bot: Bot) -> None:
    """What is loaded once for a process is loaded before somebody waits; templates are compiled as they are met."""
    if not _warmed:
        warm_up(bot.runtime)
        _warmed.append(True)


def small_town() -> Cast:
    """The cast of the tests, as the local Slack knows them."""
    members = tuple(
        Member(user(handle), handle, name, f"{handle}@acme.example", is_admin=handle == "ana",
               is_restricted=handle == "gus")
        for handle, name in NAMES.items()
    )  # fmt: skip
    channels = (
        Channel("C0ADRIA", "adria-sales", members=(*ADRIA, BOT)),
        Channel("C0NORDIC", "nordic-sales", members=(*NORDIC, BOT)),
        Channel(
            "C0RANDOM", "random", members=tuple(member.id for member in members if not member.is_restricted)
        ),
        Channel("C0PARTNER", "partners", members=("U0ANA", "U0KIM", "U0GUS", BOT)),
    )
    return Cast(members, channels, team_id=TEAM_ID, team_name="Acme Sales", team_domain="acme")


def user(handle: str) -> str:
    """The Slack id of somebody."""
    return f"U0{handle.upper()}"


def is_of_bot(message: dict[str, Any]) -> bool:
    """Whether the bot wrote it."""
    return bool(message.get("bot_id")) or message.get("user") == BOT


def find_action(blocks: list[dict[str, Any]], action: str) -> tuple[str, dict[str, Any]]:
    """The block's id and the element of an action in a message or view; `deals.undo` finds `deals.undo#2` too."""
    for block in blocks:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if str(element.get("action_id", "")).partition("#")[0] == action:
                return block["block_id"], element
    raise AssertionError(f"no {action} among {json.dumps(blocks)[:2000]}")


def words_of(message: dict[str, Any]) -> str:
    """Every word that a message shows, in order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for key in ("text", "user_id", "label"):
                if isinstance(node.get(key), str):
                    found.append(node[key])
            for key, value in node.items():
                if not isinstance(value, str) and key != "metadata":
                    walk(value)
        elif isinstance(node, list):
            for item in node:
                walk(item)

    walk(message.get("blocks") or [message])
    return " ".join(" ".join(found).split())


def wait_for(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something holds; AssertionError if it does not in time."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)


def read(request: urllib.request.Request) -> dict[str, Any]:
    """The answer to a request, also where it is a refusal."""
    try:
        with urllib.request.urlopen(request, timeout=70) as response:
            return dict(json.load(response))
    except urllib.error.HTTPError as refused:
        with refused:
            return dict(json.loads(refused.read() or b"{}"))

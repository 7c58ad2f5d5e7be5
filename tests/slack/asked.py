"""Asking the bot in process: payloads as Slack sends them, into the app, without a network.

`Bot` keeps what the bot said outside its acks: each call of the Web API and each answer to a response_url.
"""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.people import Person, SlackPerson
from salesbot.messages import Renderer, in_plain
from salesbot.runtime import ChannelFacts, PostFailed, Runtime, SlackFile
from salesbot.shipped import locales_dir, templates_dir
from salesbot.slack.app import SlackApp
from salesbot.slack.commands import CommandNames
from salesbot.slack.flooding import Floods, Rate
from salesbot.storage.engines import Engines
from tests.cast import GUEST, NEWCOMER, NOW, STRANGER, TEAM_ID, slack_person

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
_numbers = itertools.count(1)


@dataclass
class TurnedClock:
    """A clock that stands where a test puts it."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class SlackAtHand:
    """Answers what the bot asks of Slack: who somebody is. Nothing is posted through it here."""

    people: dict[str, SlackPerson] = field(
        default_factory=lambda: {
            GUEST: slack_person(GUEST, "Gal Gost", guest=True),
            STRANGER: slack_person(STRANGER, "Stan Stranger", stranger=True),
            NEWCOMER: slack_person(NEWCOMER),
        }
    )

    in_channel: list[str] = field(default_factory=list)

    def person(self, workspace_id: int, slack_id: str) -> SlackPerson:
        if slack_id not in self.people:
            raise PostFailed(SendOutcome.DEAD, "user_not_found")
        return self.people[slack_id]

    def post(self, workspace_id: int, channel: str, payload: Mapping[str, Any], *, delivery: str) -> str:
        raise AssertionError("an answer is not posted unprompted")

    def posted(
        self, workspace_id: int, channel: str, *, delivery: str, since: datetime, thread: str | None = None
    ) -> str | None:
        return None

    def direct_channel(self, workspace_id: int, slack_id: str) -> str:
        return "D0" + slack_id[2:]

    def channel(self, workspace_id: int, channel: str) -> ChannelFacts:
        return ChannelFacts(channel, "sales", True, False, False, False, False)

    def undisturbed_until(self, workspace_id: int, slack_id: str, now: datetime) -> datetime | None:
        return None

    def by_email(self, workspace_id: int, email: str) -> SlackPerson | None:
        return next((one for one in self.people.values() if one.email == email), None)

    def members(self, workspace_id: int, channel: str) -> list[str]:
        return self.in_channel

    def take_file(self, workspace_id: int, file_id: str, *, most: int) -> SlackFile:
        raise AssertionError("no file is fetched in an answer")

    def send_file(self, workspace_id: int, channel: str, name: str, content: bytes) -> None:
        raise AssertionError("no file is sent in an answer")

    def publish_home(self, workspace_id: int, slack_id: str, view: Mapping[str, Any]) -> None:
        raise AssertionError("a home page goes by the edge's own client here")


@dataclass(frozen=True)
class Said:
    """What came back to one request: the ack, and what was said by other ways while it was handled."""

    status: int
    body: Any
    calls: list[tuple[str, dict[str, Any]]]

    @property
    def message(self) -> dict[str, Any]:
        """The message: in the ack, by the response_url, by a call, or in a form."""
        if isinstance(self.body, dict) and "blocks" in self.body:
            return dict(self.body)
        for _, sent in reversed(self.calls):
            if "blocks" in sent:
                return dict(sent)
        return self.view

    @property
    def view(self) -> dict[str, Any]:
        """The form or page that is shown."""
        if isinstance(self.body, dict) and "view" in self.body:
            return dict(self.body["view"])
        view: dict[str, Any] = next(sent["view"] for _, sent in reversed(self.calls) if "view" in sent)
        return view

    @property
    def words(self) -> str:
        """The message as a person reads it."""
        return in_plain(self.message["blocks"])

    @property
    def errors(self) -> dict[str, str]:
        """The errors under the fields of a form."""
        assert self.body["response_action"] == "errors", self.body
        return dict(self.body["errors"])

    def button(self, action: str, nth: int = 0) -> dict[str, Any]:
        """A button or menu of the message, by its action."""
        found: list[dict[str, Any]] = [
            element
            for block in self.message["blocks"]
            for element in [*block.get("elements", []), block.get("accessory", {})]
            if element.get("action_id", "").split("#")[0] == action
        ]
        return found[nth]

    def has(self, action: str) -> bool:
        """Whether the message has such a button or menu."""
        return f'"action_id": "{action}' in json.dumps(self.message)


@dataclass
class Bot:
    """The app with its database, and what it says to a Slack that listens on this machine."""

    app: App
    runtime: Runtime
    clock: TurnedClock
    slack: SlackAtHand
    listening: Listening
    begun: SlackApp
    """What the app was put together by."""

    def command(
        self, person: Person | str, text: str, *, command: str = "/log-deal", trigger: str | None = None,
        team: str = TEAM_ID, **more: Any,
    ) -> Said:  # fmt: skip
        """Somebody types a command."""
        return self.send(
            {
                "team_id": team, "user_id": _id(person), "channel_id": "C0ADRIA", "command": command,
                "text": text, "response_url": self.listening.url("response"),
                "trigger_id": trigger or _trigger(), **more,
            }
        )  # fmt: skip

    def sales(self, person: Person | str, text: str, **more: Any) -> Said:
        """Somebody types `/sales …`."""
        return self.command(person, text, command="/sales", **more)

    def press(
        self, person: Person | str, control: Mapping[str, Any], *, choose: int = 0, ephemeral: bool = True,
        view: Mapping[str, Any] | None = None, block: str = "b", **more: Any,
    ) -> Said:  # fmt: skip
        """Somebody presses a button, or chooses an option of a menu."""
        action = {
            "type": control["type"],
            "action_id": control["action_id"],
            "block_id": block,
            "action_ts": "1",
        }
        if control["type"] == "button":
            action["value"] = control.get("value", "")
        elif control["type"] == "datepicker":
            action["selected_date"] = control["day"]
        else:
            action["selected_option"] = control["options"][choose]
        place: dict[str, Any] = {
            "container": {"type": "message", "is_ephemeral": ephemeral, "channel_id": "C0ADRIA"},
            "channel": {"id": "C0ADRIA"}, "message": {"ts": "1.1"},
            "response_url": self.listening.url("response"),
        }  # fmt: skip
        if view is not None:
            place = {"container": {"type": "view", "view_id": "V1"}, "view": {"id": "V1", **view}}
        return self.send({"type": "block_actions", "actions": [action], **self._by(person), **place, **more})

    def submit(
        self, person: Person | str, view: Mapping[str, Any], values: Mapping[str, Any], **more: Any
    ) -> Said:
        """Somebody sends a form off, with these fields changed from what stood in them."""
        shown = {"id": "V1", "type": "modal", **view, "state": {"values": filled(view, values)}}
        return self.send({"type": "view_submission", "view": shown, **self._by(person), **more})

    def shortcut(self, person: Person | str, callback: str, **more: Any) -> Said:
        """Somebody uses a shortcut."""
        kind = "message_action" if "message" in more else "shortcut"
        return self.send(
            {"type": kind, "callback_id": callback, "action_ts": "1", **self._by(person), **more}
        )

    def event(self, person: Person | str, event: Mapping[str, Any], *, event_id: str | None = None) -> Said:
        """Slack tells of an event."""
        return self.send(
            {
                "type": "event_callback", "team_id": TEAM_ID, "event_id": event_id or f"Ev{next(_numbers)}",
                "authorizations": [{"team_id": TEAM_ID, "user_id": "U0BOT", "is_bot": True}],
                "event": {"user": _id(person), "ts": "1.1", **event},
            }
        )  # fmt: skip

    def suggest(self, person: Person | str, action: str, typed: str) -> list[dict[str, Any]]:
        """Somebody types into a menu."""
        said = self.send(
            {
                "type": "block_suggestion", "action_id": action, "block_id": action, "value": typed,
                "container": {"type": "view", "view_id": "V1"},
                "view": {"id": "V1", "type": "modal", "blocks": []}, **self._by(person),
            }
        )  # fmt: skip
        options: list[dict[str, Any]] = said.body["options"]
        return options

    def send(self, payload: Mapping[str, Any]) -> Said:
        """Deliver a payload as the socket would."""
        before = len(self.listening.calls)
        return self._said(self.app.dispatch(BoltRequest(mode="socket_mode", body=dict(payload))), before)

    def send_signed(self, fields: Mapping[str, Any], *, secret: str = SECRET, age: int = 0) -> Said:
        """Deliver a command as a signed HTTP request."""
        before, body = len(self.listening.calls), urlencode(fields)
        stamp = str(int(time.time()) - age)
        signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
        headers: dict[str, str | Sequence[str]] = {
            "content-type": ["application/x-www-form-urlencoded"],
            "x-slack-signature": [str(signature)],
            "x-slack-request-timestamp": [stamp],
        }
        return self._said(self.app.dispatch(BoltRequest(body=body, headers=headers)), before)

    def _by(self, person: Person | str) -> dict[str, Any]:
        return {
            "user": {"id": _id(person), "team_id": TEAM_ID}, "team": {"id": TEAM_ID}, "trigger_id": _trigger(),
            "api_app_id": "A1", "token": "x",
        }  # fmt: skip

    def _said(self, response: BoltResponse, before: int) -> Said:
        try:
            body = json.loads(response.body) if response.body else ""
        except ValueError:
            body = response.body
        return Said(response.status, body, self.listening.calls[before:])


class Listening:
    """A Slack that takes every call, notes it, and answers as it was told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refuses: set[str] = set()
        """Methods (or "response") that answer with an error."""
        self.errors = {"views.open": "expired_trigger_id"}
        """What is said where a method is refused; otherwise that Slack has an error."""
        self.breaks_off: set[str] = set()
        """Methods whose answer breaks off in its middle."""
        self.response = b"ok"
        """What is answered to an answer by its address."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                method = self.path.rsplit("/", 1)[1]
                raw = self.rfile.read(int(self.headers["content-length"])).decode()
                outer.calls.append((method, _read(raw, self.headers.get("content-type", ""))))
                fine = method not in outer.refuses
                answer = (
                    outer.response
                    if method == "response"
                    else json.dumps(outer.answer_of(method, fine)).encode()
                )
                answer = answer[:8] if method in outer.breaks_off else answer
                self.send_response(404 if method == "response" and not fine else 200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def answer_of(self, method: str, fine: bool) -> dict[str, Any]:
        if not fine:
            return {"ok": False, "error": self.errors.get(method, "internal_error")}
        return {"ok": True, "ts": "1.1", "view": {"id": "V1"}}

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/api/{path}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@cache
def shipped_renderer() -> Renderer:
    """The program's own sentences; a template is read once for all tests."""
    return Renderer(templates_dir(), locales_dir())


@contextmanager
def bot_for(
    engines: Engines,
    *,
    signed: bool = False,
    renderer: Renderer | None = None,
    floods: Floods | None = None,
    complete: bool = True,
) -> Iterator[Bot]:
    """The bot on this database; it takes as much at once as a test sends, unless `floods` says otherwise.

    Without `complete` it is one that just began.
    """
    listening, clock, slack = Listening(), TurnedClock(), SlackAtHand()
    runtime = Runtime(engines, clock, renderer or shipped_renderer(), slack)
    begun = SlackApp(
        runtime, token="xoxb-test", bot_user="U0BOT", signing_secret=SECRET if signed else None, api_url=listening.url(),
        commands=CommandNames(), floods=floods or Floods(a_person=Rate(10**9, 10**9)),
    )  # fmt: skip
    if complete:
        begun.complete()
    try:
        yield Bot(begun.bolt, runtime, clock, slack, listening, begun)
    finally:
        listening.close()


def filled(view: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a form: what stood in its fields, with some of them changed."""
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            name = element["action_id"]
            said = _typed(element, values[name]) if name in values else _standing(element)
            state[block["block_id"]] = {name: {"type": element["type"], **said}}
    return state


_PLACES = {"conversations_select": "selected_conversation", "timepicker": "selected_time"}


def _typed(element: Mapping[str, Any], value: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind in ("plain_text_input", "number_input"):
        return {"value": value}
    if kind == "file_input":
        return {"files": [{"id": file_id} for file_id in value]}
    if kind == "checkboxes":
        return {"selected_options": [option for option in element["options"] if option["value"] in value]}
    if kind in ("datepicker", "timepicker"):
        return {"selected_date" if kind == "datepicker" else "selected_time": value}
    if kind in _PLACES:
        return {_PLACES[kind]: value}
    if kind in ("static_select", "external_select", "radio_buttons"):
        return {
            "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value}
            if value
            else None
        }
    if kind in ("checkboxes", "multi_static_select"):
        shown = {"type": "plain_text", "text": "x"}
        return {"selected_options": [{"text": shown, "value": each} for each in value]}
    return {"multi_users_select": {"selected_users": value}, "users_select": {"selected_user": value}}[kind]


def _standing(element: Mapping[str, Any]) -> dict[str, Any]:
    kind = element["type"]
    if kind == "file_input":
        return {"files": []}
    if kind in ("plain_text_input", "number_input"):
        return {"value": element.get("initial_value")}
    if kind == "datepicker":
        return {"selected_date": element.get("initial_date")}
    if kind == "timepicker":
        return {"selected_time": element.get("initial_time")}
    if kind in _PLACES:
        return {_PLACES[kind]: element.get(_PLACES[kind].replace("selected", "initial"))}
    if kind in ("static_select", "external_select", "radio_buttons"):
        return {"selected_option": element.get("initial_option")}
    if kind in ("multi_static_select", "checkboxes"):
        return {"selected_options": element.get("initial_options", [])}
    if kind == "multi_users_select":
        return {"selected_users": element.get("initial_users", [])}
    return {"selected_user": element.get("initial_user")}


def _id(person: Person | str) -> str:
    return person if isinstance(person, str) else str(person.slack_id)


def _trigger() -> str:
    return f"13.{next(_numbers)}.abc"


def _read(raw: str, content_type: str) -> dict[str, Any]:
    if not raw:
        return {}
    if "json" in content_type or raw.startswith("{"):
        return dict(json.loads(raw))
    read: dict[str, Any] = {name: values[0] for name, values in parse_qs(raw).items()}
    return {name: json.loads(value) if value[:1] in "[{" else value for name, value in read.items()}

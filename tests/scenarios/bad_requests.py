"""Bad requests at random, over HTTP as they come: headers, signatures, forms and JSON of Slack's and of other systems'."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import random
import socket
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from salesbot.runtime import Runtime
from salesbot.services.incoming import path_of
from salesbot.slack.receiving import WebReceiver
from salesbot.web.incoming import Incoming
from salesbot.web.server import WebServer, web_application
from tests.cast import GUEST, NEWCOMER, STRANGER, TEAM_ID, Cast
from tests.scenarios.odd_json import Line, odd, spoilt, with_odd, written
from tests.scenarios.posting import FORM, new_trigger, signed
from tests.slack.asked import SECRET, Bot, TurnedClock

JSON = "application/json"
_PEOPLE = ("U0KIM", "U0MAJA", "U0ANA", GUEST, STRANGER, NEWCOMER)
_STAMPS = ("abc", "", "-1", "1e9", "9" * 400, "٣", "0", "NaN", "+1", " 1 ", "1.5", "0x10", "\xff")
_KINDS = (
    FORM,
    JSON,
    "",
    "text/plain",
    "application/json; charset=utf-16",
    "multipart/form-data",
    "\xff/x",
    FORM.upper(),
)
_WEBHOOK = {
    "id": "order-1", "account": "Acme", "amount": "125.00", "stage": "won", "rep_email": "kim@acme.example",
    "closed_on": "2026-06-15",
}  # fmt: skip


@dataclass(frozen=True)
class Door:
    """The bot's web server, and another system's way in by it."""

    port: int
    server: WebServer
    clock: TurnedClock
    place: str
    secret: str


def door(bot: Bot, cast: Cast, number: int, secret: str) -> Door:
    """Open the web server; another system's minutes pass as it sends, so that it is never too many."""
    clock = TurnedClock()
    outside = Runtime(bot.runtime.engines, clock, bot.runtime.renderer, bot.slack)
    routes = [Incoming(outside).route()]
    server = WebServer(web_application(WebReceiver(bot.app).answer, dict, bytes, routes), "127.0.0.1", 0)
    port = int(server.start().rpartition(":")[2])
    return Door(port, server, clock, path_of(cast.workspace_id, number), secret)


def request(at: Door, chance: random.Random, line: Line) -> tuple[int, str]:
    """Something that may or may not be a delivery of Slack's; what Slack signed has at least the shape of one."""
    made, kind = chance.choice((_command, _event, _interaction))(chance, line)
    if chance.random() < 0.5:
        body = _as_body(made, kind, chance)
        headers = signed(SECRET, body, content_type=kind)
    else:
        body = _as_body(with_odd(made, chance, line), kind, chance)
        if chance.random() < 0.3:
            body = spoilt(body, chance)
        headers = signed(ascii(line(chance)), body, content_type=kind)
    if chance.random() < 0.5:
        headers = _other_headers(
            headers, chance, line, stamp="x-slack-request-timestamp", by="x-slack-signature"
        )
    query = "?" + urlencode({"x": line(chance)[:200]}, errors="replace") if chance.random() < 0.1 else ""
    return _sent(at.port, "/slack/events" + query, body, headers)


def post(at: Door, chance: random.Random, line: Line) -> tuple[int, str]:
    """Something that may or may not be a deal of another system's."""
    at.clock.pass_by(seconds=2)
    deal: dict[str, Any] = {**_WEBHOOK, "id": str(chance.randrange(10**9))}
    for _ in range(chance.randint(0, 4)):
        name = chance.choice([*deal, *deal, "note", "splits", "product", "currency", line(chance)[:60]])
        deal[name] = line(chance) if chance.random() < 0.5 else odd(chance, line)
    body = written(deal if chance.random() < 0.9 else odd(chance, line), chance)
    if chance.random() < 0.3:
        body = spoilt(body, chance)
    stamp = str(int(at.clock.now().timestamp()))
    digest = hmac.new(at.secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"salesbot-timestamp": stamp, "salesbot-signature": f"v1={digest}", "content-type": JSON}
    if chance.random() < 0.25:
        headers = _other_headers(headers, chance, line, stamp="salesbot-timestamp", by="salesbot-signature")
    place = at.place
    if chance.random() < 0.1:
        place = f"/webhooks/{chance.choice((0, 1, 2, 2**31, 10**30))}/{chance.choice((0, 1, 2, 2**63, '²', '-1', 'x'))}"
    return _sent(at.port, place, body, headers)


def _as_body(made: Any, kind: str, chance: random.Random) -> bytes:
    body = written(made, chance)
    if kind == JSON:
        return body
    if isinstance(made, dict) and "command" in made:
        return urlencode(made, errors="surrogatepass").encode()
    return urlencode({"payload": body}).encode()


def _command(chance: random.Random, line: Line) -> tuple[dict[str, Any], str]:
    return {
        "token": "x", "team_id": TEAM_ID, "channel_id": "C0ADRIA", "user_id": chance.choice(_PEOPLE),
        "command": chance.choice(("/log-deal", "/sales", line(chance)[:30])), "text": line(chance),
        "response_url": "http://127.0.0.1:9/response", "trigger_id": new_trigger(),
    }, FORM  # fmt: skip


def _event(chance: random.Random, line: Line) -> tuple[dict[str, Any], str]:
    who = chance.choice(_PEOPLE)
    event: dict[str, Any] = {
        "type": chance.choice(("message", "app_mention", "app_home_opened", line(chance)[:30]))
    }
    event |= {"channel_type": "im", "channel": "D0KIM", "user": who, "ts": "1.1", "text": line(chance)}
    if chance.random() < 0.2:
        profile = {"real_name": line(chance), "email": line(chance), "display_name": line(chance)}
        user = {
            "id": who,
            "name": line(chance),
            "tz": line(chance),
            "locale": line(chance),
            "profile": profile,
        }
        event = {"type": chance.choice(("team_join", "user_change")), "user": user}
    return {
        "type": "event_callback", "team_id": TEAM_ID, "event_id": new_trigger(), "event": event,
        "authorizations": [{"team_id": TEAM_ID, "user_id": "U0BOT", "is_bot": True}],
    }, JSON  # fmt: skip


def _interaction(chance: random.Random, line: Line) -> tuple[dict[str, Any], str]:
    by = {
        "user": {"id": chance.choice(_PEOPLE), "team_id": TEAM_ID}, "team": {"id": TEAM_ID},
        "trigger_id": new_trigger(),
    }  # fmt: skip
    typed = {"type": "plain_text_input", "value": line(chance)}
    shown = {
        "id": "V1", "type": "modal", "callback_id": line(chance)[:30], "blocks": [], "private_metadata": line(chance),
        "state": {"values": {"account": {"account": typed}}},
    }  # fmt: skip
    action = {
        "type": "button",
        "action_id": "deals.undo",
        "block_id": "b",
        "value": line(chance),
        "action_ts": "1",
    }
    place = {"container": {"type": "message"}, "channel": {"id": "C0ADRIA"}, "message": {"ts": "1.1"}}
    made = chance.choice(
        (
            {"type": "view_submission", "view": shown},
            {"type": "block_actions", "actions": [action], **place},
            {"type": "shortcut", "callback_id": chance.choice(("deals.log", line(chance)[:30])), "action_ts": "1"},
            {"type": "block_suggestion", "action_id": "account", "block_id": "account", "value": line(chance),
             "view": shown, "container": {"type": "view", "view_id": "V1"}},
        )
    )  # fmt: skip
    return {**made, **by}, FORM


def _other_headers(
    headers: dict[str, str], chance: random.Random, line: Line, *, stamp: str, by: str
) -> dict[str, str]:
    """Some header as nobody sends it, or none."""
    name = chance.choice((stamp, by, "content-type", "x-slack-retry-num", line(chance)[:20]))
    name = "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign == "-")) or "x"
    if chance.random() < 0.2:
        return {kept: value for kept, value in headers.items() if kept != name}
    far = str(int(time.time()) + chance.choice((-(10**9), -400, 400, 10**9)))
    signatures = (
        "v0=",
        "v0=zz",
        "v1=" + "0" * 64,
        "v0=" + "é" * 64,
        "=",
        "v0=" + "0" * 9000,
        ",".join(["v1=x"] * 999),
    )
    of = {stamp: (*_STAMPS, far, line(chance)[:40]), by: (*signatures, line(chance)), "content-type": _KINDS}
    return {**headers, name: chance.choice(of.get(name, (line(chance)[:500],)))}


def _sent(port: int, place: str, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Send it byte for byte as it was made; no client of ours would let some of these through."""
    lines = [f"POST {place} HTTP/1.1", "host: x", f"content-length: {len(body)}", "connection: close"]
    # A line's end in a header would begin another header.
    lines += [
        f"{name}: {''.join(value.split(chr(10))).replace(chr(13), '')}" for name, value in headers.items()
    ]
    head = "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        line.sendall(head + body)
        answer = http.client.HTTPResponse(line, method="POST")
        answer.begin()
        return answer.status, answer.read().decode("utf-8", "replace")

"""Slack's deliveries as signed requests, made by hand: what a command's body says, and how it is signed."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import itertools
import time
import urllib.parse
from dataclasses import dataclass

from tests.cast import TEAM_ID

FORM = "application/x-www-form-urlencoded"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Reply:
    """What a delivery was answered with."""

    status: int
    body: str


def new_trigger() -> str:
    """A trigger id that no other request has."""
    return f"{time.time_ns()}.{next(_numbers)}.playground"


def command_body(
    text: str, *, user: str = "U0KIM", team: str = TEAM_ID, trigger: str | None = None,
    command: str = "/log-deal", channel: str = "C0ADRIA",
) -> bytes:  # fmt: skip
    """A slash command as Slack posts it."""
    fields = {
        "token": "x", "team_id": team, "team_domain": "acme", "channel_id": channel, "channel_name": "adria-sales",
        "user_id": user, "user_name": user.lower(), "command": command, "text": text, "api_app_id": "A0PLAYAPP",
        "is_enterprise_install": "false", "response_url": "http://127.0.0.1:9/response",
        "trigger_id": trigger or new_trigger(),
    }  # fmt: skip
    return urllib.parse.urlencode(fields, errors="surrogatepass").encode()


def signed(secret: str, body: bytes, at: float | None = None, content_type: str = FORM) -> dict[str, str]:
    """The headers of a delivery that Slack signed at an instant (now)."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "content-type": content_type,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
    }


def deliver(port: int, body: bytes, headers: dict[str, str], *, seconds: float = 5.0) -> Reply:
    """Post to the bot. Raises OSError or HTTPException where no whole answer came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("POST", "/slack/events", body, headers)
        answer = connection.getresponse()
        return Reply(answer.status, answer.read().decode())
    finally:
        connection.close()

"""The web server: what is handed to the bot, what is refused before, and how whoever looks after it is told."""

from __future__ import annotations

import asyncio
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from salesbot.web.server import BODY_LIMIT, WebServer, health_application, web_application


@dataclass(frozen=True)
class Said:
    """What the bot answers."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    body: str = '{"text": "Saved: Café Zvezda"}'


@dataclass
class Listening:
    """A bot that keeps what it was handed."""

    handed: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    said: Said = field(default_factory=Said)
    well: dict[str, bool] = field(default_factory=lambda: {"database": True})
    before: threading.Event | None = None

    def answer(self, body: str, query: str, headers: Mapping[str, str]) -> Said:
        if self.before is not None:
            assert self.before.wait(30)
        self.handed.append((body, query, headers))
        return self.said


def test_a_body_without_end_is_refused_while_it_comes() -> None:
    bot, read, said = Listening(), [0], list[dict[str, Any]]()

    async def receive() -> dict[str, Any]:
        read[0] += 1
        return {"type": "http.request", "body": b"x" * 100_000, "more_body": True}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(dict(message))

    scope = {
        "type": "http", "method": "POST", "path": "/slack/events", "raw_path": b"/slack/events", "query_string": b"",
        "headers": [], "http_version": "1.1", "scheme": "http", "root_path": "", "client": ("x", 1), "server": ("x", 1),
    }  # fmt: skip
    asyncio.run(web_application(bot.answer, lambda: bot.well, bytes)(scope, receive, send))
    assert (said[0]["status"], bot.handed) == (413, [])
    assert read[0] == BODY_LIMIT // 100_000 + 1


@contextmanager
def serving(bot: Listening) -> Iterator[str]:
    server = WebServer(web_application(bot.answer, lambda: bot.well, bytes), "127.0.0.1", 0)
    address = server.start()
    try:
        yield address
    finally:
        server.stop()
    assert not server.healthy()


def call(
    address: str, data: bytes | None = None, method: str | None = None, **headers: str
) -> tuple[int, str, Mapping[str, str]]:
    request = urllib.request.Request(address, data, dict(headers), method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode(), dict(refused.headers)


def test_a_delivery_is_handed_on_as_it_came_and_its_answer_given_back() -> None:
    bot = Listening()
    with serving(bot) as address:
        given = "text=Caf%C3%A9+12k&x=é".encode()
        status, body, headers = call(f"{address}/slack/events?a=1", given, **{"X-Slack-Signature": "v0=1"})
    assert (status, body, headers["content-type"]) == (200, bot.said.body, "application/json")
    ((handed, query, told),) = bot.handed
    assert handed.encode() == given
    assert query == "a=1"
    assert told["x-slack-signature"] == "v0=1"


def test_what_the_bot_refuses_is_refused() -> None:
    bot = Listening(said=Said(401, {"content-length": "9999"}, "invalid request"))
    with serving(bot) as address:
        status, body, _ = call(f"{address}/slack/events", b"x")
    assert (status, body) == (401, "invalid request")


def test_a_body_that_is_too_large_or_no_text_never_reaches_the_bot() -> None:
    bot = Listening()
    with serving(bot) as address:
        assert call(f"{address}/slack/events", b"x" * (BODY_LIMIT + 1))[0] == 413
        assert call(f"{address}/slack/events", b"\xff\xfe")[0] == 401
        assert bot.handed == []
        assert call(f"{address}/slack/events", b"x" * BODY_LIMIT)[0] == 200


@pytest.mark.parametrize(("path", "method", "status"), [
    ("/slack/events", "GET", 405), ("/", "GET", 404), ("/slack/other", "POST", 404), ("/healthz", "POST", 405),
])  # fmt: skip
def test_nothing_else_is_served(path: str, method: str, status: int) -> None:
    with serving(Listening()) as address:
        assert call(address + path, method=method)[0] == status


def test_health_says_that_it_lives_and_readiness_what_is_well() -> None:
    bot = Listening()
    with serving(bot) as address:
        assert call(f"{address}/healthz")[:2] == (200, "ok")
        assert call(f"{address}/readyz")[:2] == (200, '{"database":true}')
        bot.well["database"] = False
        assert call(f"{address}/readyz")[:2] == (503, '{"database":false}')
        assert call(f"{address}/healthz")[:2] == (200, "ok")


def test_a_bot_on_the_socket_serves_health_alone() -> None:
    server = WebServer(health_application(lambda: {"socket": True}, lambda: b"counted 1\n"), "127.0.0.1", 0)
    address = server.start()
    assert call(f"{address}/readyz")[:2] == (200, '{"socket":true}')
    assert call(f"{address}/metrics")[:2] == (200, "counted 1\n")
    assert call(f"{address}/slack/events", b"x")[0] == 404
    server.stop()


def test_health_is_answered_while_deliveries_wait() -> None:
    bot = Listening(before=threading.Event())
    with serving(bot) as address, ThreadPoolExecutor(8) as people:
        waiting = [people.submit(call, f"{address}/slack/events", b"x") for _ in range(8)]
        assert call(f"{address}/healthz")[0] == 200
        assert bot.before is not None
        bot.before.set()
        assert {one.result()[0] for one in waiting} == {200}


def test_what_is_under_way_is_finished_before_it_stops() -> None:
    bot = Listening(before=threading.Event())
    server = WebServer(web_application(bot.answer, lambda: bot.well, bytes), "127.0.0.1", 0)
    address = server.start()
    with ThreadPoolExecutor(2) as people:
        waiting = people.submit(call, f"{address}/slack/events", b"x")
        _until_taken(server)
        stopping = people.submit(server.stop)
        assert bot.before is not None
        bot.before.set()
        stopping.result(30)
        assert waiting.result()[0] == 200


def _until_taken(server: WebServer) -> None:
    end = time.monotonic() + 30
    while not server._server.server_state.tasks and time.monotonic() < end:
        time.sleep(0.01)


def test_a_port_in_use_is_said() -> None:
    first = WebServer(health_application(dict, bytes), "127.0.0.1", 0)
    port = int(first.start().rpartition(":")[2])
    second = WebServer(health_application(dict, bytes), "127.0.0.1", port)
    with pytest.raises(OSError, match=f"http://127.0.0.1:{port} could not be opened: is the port in use"):
        second.start()
    assert first.healthy()
    first.stop()

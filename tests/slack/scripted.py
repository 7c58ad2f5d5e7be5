"""A Slack that answers each method as it was told to, over real HTTP; and what it was asked."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

Answer = tuple[int, dict[str, str], bytes] | None
"""Status, headers and body; None: the connection is closed without a word."""


class Script:
    """What Slack answers, by method; and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[dict[str, Any]], Answer]] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def says(self, method: str, body: dict[str, Any], status: int = 200, **headers: str) -> None:
        raw = json.dumps(body).encode()
        self.answers[method] = lambda _: (status, {"Content-Type": "application/json", **headers}, raw)

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [arguments for name, arguments in self.asked if name == method]


@contextmanager
def scripted_slack() -> Iterator[tuple[Script, str]]:
    """Such a Slack, and the address of its Web API."""
    script = Script()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
            is_json = "json" in self.headers.get("Content-Type", "")
            arguments = json.loads(raw or "{}") if is_json else {k: v[0] for k, v in parse_qs(raw).items()}
            method = self.path.rpartition("/")[2]
            script.asked.append((method, arguments))
            answer = script.answers[method](arguments)
            if answer is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield script, f"http://127.0.0.1:{server.server_port}/api/"
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)

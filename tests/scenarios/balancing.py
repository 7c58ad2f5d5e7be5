"""A small balancer: each request goes to the next bot in turn, or to the one after it where nobody answers there."""

from __future__ import annotations

import http.client
import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PASSED_ON = ("content-type", "x-slack-request-timestamp", "x-slack-signature")


@dataclass
class Balancer:
    """Where it listens, and what it saw."""

    port: int
    passed: list[int] = field(default_factory=list)
    """The bot, by its place, that answered each request."""
    turned_away: int = 0
    """Tries that found nobody listening."""
    broken: int = 0
    """Requests that a bot took and did not answer."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked has gone: that is theirs."""


@contextmanager
def balancer(ports: Sequence[int]) -> Iterator[Balancer]:
    """Balance among bots that listen on these ports."""
    turns = itertools.count()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
            begun = next(turns)
            for turn in range(len(ports)):
                place = (begun + turn) % len(ports)
                connection = http.client.HTTPConnection("127.0.0.1", ports[place], timeout=20)
                try:
                    connection.connect()
                except OSError:
                    told.turned_away += 1
                    continue
                try:
                    connection.request("POST", self.path, body, headers)
                    answer = connection.getresponse()
                    self._say(answer.status, answer.read())
                    told.passed.append(place)
                except (OSError, http.client.HTTPException):
                    # It may have been taken: whoever sent it has to deliver it again.
                    told.broken += 1
                    self._say(502, b"")
                finally:
                    connection.close()
                return
            self._say(503, b"")

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: Any) -> None:
            pass

    server = _Server(("127.0.0.1", 0), Handler)
    told = Balancer(int(server.server_address[1]))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()

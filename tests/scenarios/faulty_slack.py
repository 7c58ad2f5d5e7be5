"""A Slack in a process of its own that takes posts and misbehaves by a seeded throw of the dice, and says what it took.

What the bot relies on holds here by the order of things and not by times, however slow the machine is: what was hung up
on is taken before anybody looks afterwards, or never; and nothing is taken later than `latest` after it was sent. All
that is taken and every look go through one lock, and all instants are of the clock that the machine's processes share.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import random
import socket
import threading
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Faults:
    """How often what goes wrong."""

    limited: float = 0.05
    """429, to be tried again `wait` later."""
    late: float = 0.05
    """Taken after the bot gave up or was killed, at the last moment: just before the next look."""
    lost: float = 0.05
    """Taken, and the connection closed without an answer."""
    broken: float = 0.03
    """Taken, and answered with 500."""
    blind: float = 0.0
    """The part of the looks into a history that fail."""
    wait: float = 0.2
    """Seconds; what a 429 asks for."""
    latest: float = 30.0
    """Seconds after it was sent a post is taken at the latest; one that comes later is as if it had got lost on the way."""


@dataclass
class Taken:
    """What it took: how often each delivery, and how often what went wrong."""

    deliveries: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    events: dict[str, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    """What happened to each delivery, and (by channel) when somebody looked: `time.monotonic()` and a word."""


@dataclass(eq=False)
class _Post:
    """A request to post."""

    said: dict[str, Any]
    hung_up: Callable[[], bool]

    @property
    def delivery(self) -> str:
        return str(self.said["metadata"]["event_payload"]["delivery"])

    @property
    def age(self) -> float:
        return time.monotonic() - float(self.said.get("sent_at") or time.monotonic())


@dataclass
class _Record:
    faults: Faults
    dice: random.Random
    taken: Taken = field(default_factory=Taken)
    histories: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    late: list[_Post] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def throw(self) -> str:
        """What goes wrong with this post; empty for nothing."""
        with self.lock:
            throw = self.dice.random()
            for name in ("limited", "late", "lost", "broken"):
                throw -= getattr(self.faults, name)
                if throw < 0:
                    self.taken.faults[name] += 1
                    return name
        return ""

    def blind(self) -> bool:
        with self.lock:
            blind = self.dice.random() < self.faults.blind
            self.taken.faults["blind"] += blind
        return blind

    def take(self, post: _Post) -> str | None:
        """Its ts; None if nobody waits for the answer any more, or it comes too late: then it is not taken."""
        with self.lock:
            self._note(post.delivery, "came")
            return None if post.hung_up() else self._take(post)

    def keep(self, post: _Post) -> None:
        """Take it later: after its sender hung up, before the next look."""
        with self.lock:
            self._note(post.delivery, "came, to be taken late")
            if not post.hung_up():
                self.late.append(post)

    def history(self, channel: str, oldest: float) -> list[dict[str, Any]]:
        """The channel's messages, the newest first."""
        with self.lock:
            self.take_late()
            self._note(channel, "looked")
            found = [one for one in self.histories[channel] if float(one["ts"]) >= oldest]
        return found[::-1][:200]

    def take_late(self) -> None:
        """Take what was hung up on; the lock is held."""
        for post in [one for one in self.late if one.hung_up()]:
            self.late.remove(post)
            self._take(post)

    def _take(self, post: _Post) -> str | None:
        if post.age > self.faults.latest:
            self.taken.faults["never taken"] += 1
            self._note(post.delivery, "never taken")
            return None
        said, ts = post.said, f"{time.time():.6f}"
        self.taken.deliveries[post.delivery] += 1
        self.histories[said["channel"]].append({"ts": ts, "text": said["text"], "metadata": said["metadata"]})
        self._note(post.delivery, "taken")
        return ts

    def _note(self, what: str, happened: str) -> None:
        self.taken.events[what].append((time.monotonic(), happened))


class _Handler(BaseHTTPRequestHandler):
    record: _Record

    def do_GET(self) -> None:
        with self.record.lock:
            taken = self.record.taken
            if self.path == "/taken":
                self.record.take_late()
            whole = {"deliveries": taken.deliveries, "faults": taken.faults, "events": taken.events}
            said = whole if self.path == "/taken" else {"count": taken.deliveries.total()}
            self._answer(said)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        if "json" in self.headers.get("content-type", ""):
            said = json.loads(body or "{}")
        else:
            said = {name: values[0] for name, values in parse_qs(body).items()}
        if isinstance(said.get("metadata"), str):
            said["metadata"] = json.loads(said["metadata"])
        self._post(said) if self.path.endswith("chat.postMessage") else self._history(said)

    def _post(self, said: dict[str, Any]) -> None:
        fault = self.record.throw()
        if fault == "limited":
            wait = {"Retry-After": str(self.record.faults.wait)}
            self._answer({"ok": False, "error": "ratelimited"}, 429, wait)
            return
        post = _Post(said, self._hung_up)
        if fault == "late":
            self.record.keep(post)
            self._wait_until_hung_up()
            return
        ts = self.record.take(post)
        if fault == "lost" or ts is None:
            self.close_connection = True
        elif fault == "broken":
            self._answer({"ok": False}, 500)
        else:
            self._answer({"ok": True, "ts": ts, "channel": said["channel"]})

    def _history(self, said: dict[str, Any]) -> None:
        """Of a direct message; in channels the bot was not given the right to read."""
        channel = said["channel"]
        if not channel.startswith("D"):
            self._answer({"ok": False, "error": "missing_scope"})
        elif self.record.blind():
            self._answer({"ok": False}, 503)
        else:
            oldest = float(said.get("oldest") or 0)
            self._answer({"ok": True, "messages": self.record.history(channel, oldest)})

    def _hung_up(self) -> bool:
        """Whether the bot gave up or died."""
        try:
            left: bytes = self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
            return not left
        except BlockingIOError:
            return False
        except OSError:
            return True

    def _wait_until_hung_up(self) -> None:
        with contextlib.suppress(OSError):
            self.connection.recv(1, socket.MSG_PEEK)

    def _answer(self, said: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(said).encode()
        with contextlib.suppress(OSError):
            self.send_response(status)
            for name, value in {"content-type": "application/json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: what was taken is told when asked for."""


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A bot that was killed hears no answer: that is what is tried here."""


@dataclass(frozen=True)
class FaultySlack:
    """Where it is, and what it took."""

    address: str

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    def count(self) -> int:
        """How many posts it took so far."""
        return int(self._asked("count")["count"])

    def taken(self) -> Taken:
        """What it took so far."""
        said = self._asked("taken")
        return Taken(Counter(said["deliveries"]), Counter(said["faults"]), said["events"])

    def _asked(self, what: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.address}/{what}", timeout=30) as answer:
            said: dict[str, Any] = json.loads(answer.read())
        return said


@contextmanager
def faulty_slack(faults: Faults, seed: int) -> Iterator[FaultySlack]:
    """Start one, and end it at the end."""
    server = _Server(("127.0.0.1", 0), _Handler)
    _Handler.record = _Record(faults, random.Random(seed))
    process = multiprocessing.get_context("fork").Process(target=server.serve_forever, daemon=True)
    process.start()
    port = server.server_address[1]
    server.socket.close()
    try:
        yield FaultySlack(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.join()

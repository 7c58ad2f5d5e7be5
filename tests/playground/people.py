"""A person at the page and a playground in a process of its own, as tests need them."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

MANIFEST = Path(__file__).parent / "manifest.yaml"
Json = dict[str, Any]
T = TypeVar("T")


class Running:
    """A playground in another process, and what a person or a test does with it."""

    def __init__(self, process: subprocess.Popen[str], told: Json) -> None:
        self.process = process
        self.address: str = told["address"]
        self.api_url: str = told["api_url"]
        self.bot_token: str = told["bot_token"]
        self.app_token: str = told["app_token"]
        self.signing_secret: str = told["signing_secret"]
        self.client_id: str = told["client_id"]
        self.client_secret: str = told["client_secret"]

    def get(self, path: str) -> Json:
        with urllib.request.urlopen(f"{self.address}/playground/{path}", timeout=20) as answer:
            body: Json = json.load(answer)
        return body

    def post(self, path: str, **body: Any) -> Json:
        request = urllib.request.Request(
            f"{self.address}/playground/{path}",
            json.dumps(body).encode(),
            {"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                said: Json = json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                said = json.load(refused)
        return said

    def call(self, method: str, token: str | None = None, **arguments: Any) -> Json:
        return self.raw_call(method, arguments, token)[1]

    def raw_call(self, method: str, arguments: Json, token: str | None = None) -> tuple[int, Json, Any]:
        headers = {
            "content-type": "application/json; charset=utf-8",
            "authorization": f"Bearer {self.bot_token if token is None else token}",
        }
        request = urllib.request.Request(self.api_url + method, json.dumps(arguments).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer), answer.headers
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, json.load(refused), refused.headers

    def messages(self, person: str, channel: str, thread_ts: str = "") -> list[Json]:
        found = self.get(f"messages?as={person}&channel={channel}&thread_ts={thread_ts}")
        listed: list[Json] = found["messages"]
        return listed

    def views(self, person: str) -> list[Json]:
        listed: list[Json] = self.get(f"state?as={person}")["views"]
        return listed

    def direct(self, person: str) -> str:
        channels = self.get(f"state?as={person}")["channels"]
        return next(str(one["im"]) for one in channels if one["kind"] == "app")

    def connected(self, count: int = 1) -> None:
        until(lambda: self.get("state")["bot"]["connections"] == count)


def until(answer: Callable[[], T], seconds: float = 15.0) -> T:
    """Ask again until there is a true answer."""
    end = time.monotonic() + seconds
    while True:
        found = answer()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError("it did not come about in time")
        time.sleep(0.02)


@contextmanager
def playground(*options: str, manifest: Path = MANIFEST) -> Iterator[Running]:
    """Run a playground in a process of its own."""
    command = [sys.executable, "-m", "salesbot.playground", "--manifest", str(manifest), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the playground did not start"
    try:
        yield Running(process, json.loads(line))
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(60)
        process.stdout.close()

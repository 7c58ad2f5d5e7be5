"""Load on the playground: 50 commands a second for a minute, two browser windows open; none lost, memory flat.

    python benchmarks/playground_load.py [--rate 50] [--seconds 60] [--real]

The playground runs in a process of its own. A bot of Slack's own client, unchanged, answers each command over Socket
Mode: what is measured is the playground, as a judge that must not be what breaks. With `--real` the real bot and the
made-up company run in that process, as `salesbot playground` starts them, and ten people type `/log-deal` with accounts
that are new: then every line that was answered has to be a deal in the database.
"""

from __future__ import annotations

import argparse
import itertools
import json
import platform
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

sys.path.insert(0, str(Path(__file__).parents[1]))

from salesbot.sample import COMPANY
from tests.playground.people import playground
from tests.scenarios.made_up import made_up_company

GROWTH = 1.15
"""Memory is flat if the last third of the run holds at most so many times what the middle third held."""


def main() -> int:
    """Run it and print the figures; 1 if a command was lost or memory grew."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rate", type=int, default=50)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--real", action="store_true")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = real_bot if options.real else any_bot
        with measured(Path(folder)) as (stage, counted):
            before = counted()
            with two_windows(stage):
                load = Load(stage)
                watch = Memory(stage.process.pid)
                load.run(options.rate, options.seconds)
                held = watch.stop()
            booked = counted() - before
    return told(options.rate, options.seconds, load, booked, held)


@dataclass(frozen=True)
class Stage:
    """Where the load goes."""

    process: subprocess.Popen[str]
    address: str
    people: tuple[str, ...]
    channel: str


@contextmanager
def real_bot(folder: Path) -> Iterator[tuple[Stage, Callable[[], int]]]:
    """The made-up company with the real bot, and how many deals it holds."""
    with made_up_company(folder, "--fresh") as company:
        people = tuple(rep.slack_id for rep in COMPANY.reps)
        yield Stage(company.process, company.address, people, "C0GENERAL"), lambda: deals(folder)


@contextmanager
def any_bot(folder: Path) -> Iterator[tuple[Stage, Callable[[], int]]]:
    """The playground alone, a Bolt app that answers, and how many commands it heard."""
    with playground("--state", str(folder / "slack.db")) as running:
        client = WebClient(running.bot_token, base_url=running.api_url)
        app = App(client=client, token_verification_enabled=False, process_before_response=True)
        heard = itertools.count()

        def answer(ack: Any, command: dict[str, Any]) -> None:
            next(heard)
            ack(f"Saved: {command['text']}")

        app.command("/log-deal")(answer)
        handler = SocketModeHandler(app, running.app_token, concurrency=32)
        handler.connect()  # type: ignore[no-untyped-call]
        running.connected()
        people = ("U0ADA", "U0MIA", "U0KIM", "U0BO")
        yield Stage(running.process, running.address, people, "C0SALES"), lambda: int(repr(heard)[6:-1])
        threading.Thread(target=handler.close, daemon=True).start()


def told(rate: int, seconds: int, load: Load, booked: int, held: list[float]) -> int:
    """Print the figures; the exit code."""
    asked, third = rate * seconds, max(1, len(held) // 3)
    middle, last = statistics.mean(held[third : 2 * third]), statistics.mean(held[-third:])
    cuts = statistics.quantiles(load.took, n=100)
    print(f"Python {platform.python_version()}, {platform.machine()}")
    print(
        f"{asked} commands at {rate} a second: {load.answered} answered, {booked} heard and kept by the bot"
    )
    print(
        f"sent in {load.lasted:.1f} s; answer p50 {cuts[49]:.3f} s, p95 {cuts[94]:.3f} s, p99 {cuts[98]:.3f} s"
    )
    print(f"memory {held[0]:.0f} MB at first, {middle:.0f} MB in the middle, {last:.0f} MB at the end")
    kept = booked == load.answered == asked
    print("none lost" if kept else "LOST: " + ", ".join(sorted(load.errors) or ["see the counts"]))
    return 0 if kept and last <= middle * GROWTH else 1


class Load:
    """Ten people who type."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.took: list[float] = []
        self.answered = 0
        self.errors: set[str] = set()
        self.lasted = 0.0
        self._lock = threading.Lock()

    def run(self, rate: int, seconds: int) -> None:
        """So many commands a second, evenly; returns when all are answered."""
        dice = random.Random(1)
        names = ["".join(dice.choices("bcdfghjklmnpqrstvwxz", k=12)) for _ in range(rate * seconds)]
        began = time.monotonic()
        with ThreadPoolExecutor(128) as people:
            for number, name in enumerate(names):
                time.sleep(max(0.0, began + number / rate - time.monotonic()))
                people.submit(self._type, self.stage.people[number % len(self.stage.people)], name)
        self.lasted = time.monotonic() - began

    def _type(self, person: str, account: str) -> None:
        body = {"as": person, "channel": self.stage.channel, "text": f"/log-deal {account.title()} 1k"}
        began = time.monotonic()
        said = post(f"{self.stage.address}/playground/send", body)
        with self._lock:
            self.took.append(time.monotonic() - began)
            self.answered += bool(said.get("ok"))
            if not said.get("ok"):
                self.errors.add(str(said.get("error")))


class Memory:
    """What a process holds, once a second, in MB (Linux: VmRSS)."""

    def __init__(self, pid: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        self._held: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> list[float]:
        """What it held, in order."""
        self._over.set()
        self._thread.join()
        return self._held

    def _watch(self) -> None:
        while True:
            lines = dict(line.split(":", 1) for line in self._status.read_text().splitlines())
            self._held.append(int(lines["VmRSS"].split()[0]) / 1024)
            if self._over.wait(1):
                return


class two_windows:  # noqa: N801 - read as a sentence in a `with`
    """Two people have a window open each."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def __enter__(self) -> None:
        self._started = sync_playwright().start()
        self._browser = self._started.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for person in self.stage.people[:2]:
            page = self._browser.new_page()
            page.goto(f"{self.stage.address}/#as={person}&channel={self.stage.channel}")
            page.locator(".view-title").wait_for()

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._started.stop()


def post(address: str, body: dict[str, str]) -> dict[str, object]:
    """What a page does; a refusal is an answer too."""
    request = urllib.request.Request(address, json.dumps(body).encode(), {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return dict(json.load(answer))
    except OSError as failed:
        return {"ok": False, "error": str(failed)}


def deals(folder: Path) -> int:
    """How many deals stand in the playground's books."""
    with sqlite3.connect(folder / "playground.db") as books:
        return int(books.execute("SELECT count(*) FROM deal").fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())

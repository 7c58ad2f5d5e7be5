"""What whoever looks after a bot is shown, and a line that died without having been closed."""

from __future__ import annotations

import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_bolt import App
from slack_sdk import WebClient

from salesbot.shipped import manifest_path
from salesbot.slack.receiving import SocketReceiver
from tests.playground.people import Running, playground
from tests.wiring.starting import ask, bot, wait_for
from tests.wiring.test_in_slack import over_the_socket

DOCS = Path(__file__).parents[2] / "docs"
HEALED_WITHIN = 30.0
"""Seconds within which a dead line is to be replaced."""


@pytest.fixture(scope="module")
def slack() -> Iterator[Running]:
    with playground("--no-limits", manifest=manifest_path()) as running:
        yield running


class Line:
    """A line to the local Slack that can go dead: nothing is carried any more, and nothing is closed."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._dead: set[int] = set()
        self.calls = 0
        self._ends: list[socket.socket] = []
        self._carrying: list[threading.Thread] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def die(self) -> None:
        """Every line that stands goes dead; a new one is carried."""
        self._dead.update(range(1, self.calls + 1))

    def close(self) -> None:
        self._listening.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for carrying in self._carrying:
            carrying.join(10)
        for end in self._ends:
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self.calls += 1
            far = socket.create_connection(("127.0.0.1", self._target))
            self._ends += [near, far]
            for one, other in ((near, far), (far, near)):
                carrying = threading.Thread(target=self._carry, args=(one, other, self.calls), daemon=True)
                self._carrying.append(carrying)
                carrying.start()

    def _carry(self, one: socket.socket, other: socket.socket, number: int) -> None:
        try:
            while carried := one.recv(65536):
                if number not in self._dead:
                    other.sendall(carried)
        except OSError:
            return


def healed_after(slack: Running, monkeypatch: pytest.MonkeyPatch) -> float | None:
    """Seconds until a receiver whose line went dead has another; None where it has none in the time it may take."""
    line = Line(int(slack.address.rsplit(":", 1)[1]))
    app = App(client=WebClient(slack.bot_token, base_url=slack.api_url), token_verification_enabled=False)
    receiver = SocketReceiver(app, slack.app_token, workers=2)
    client = receiver._handler.client
    opened = client.issue_new_wss_url
    monkeypatch.setattr(
        client, "issue_new_wss_url", lambda: re.sub(r":\d+/", f":{line.port}/", opened(), count=1)
    )
    try:
        receiver.start()
        # It has a socket before the line has taken the call.
        wait_for(lambda: line.calls and client.is_connected())
        assert line.calls == 1
        line.die()
        died = time.monotonic()
        assert client.is_connected()
        while (took := time.monotonic() - died) < HEALED_WITHIN:
            # On a busy machine the other end may close the dead line first; then Slack's own client takes a new one.
            if line.calls > 1 and client.is_connected():
                assert receiver.healthy()
                return took
            time.sleep(0.05)
        return None
    finally:
        receiver.stop()
        line.close()
        if client.current_session is not None:  # where nobody took another, the dead one is still open
            client.current_session.close()


def test_a_line_that_died_unnoticed_is_replaced(slack: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    took = healed_after(slack, monkeypatch)
    assert took is not None
    sys.stdout.write(f"\n. a dead line was replaced after {took:.1f} s\n")


def _is_another(client: Any, old: object) -> bool:
    wire = client.current_session.sock
    return client.current_session is not old and wire is not None and bool(wire.connected)


def test_a_line_that_slack_wants_replaced_is_replaced_by_one(
    slack: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library's own way asks for two or more each time, and may hear nothing for ten seconds."""
    app = App(client=WebClient(slack.bot_token, base_url=slack.api_url), token_verification_enabled=False)
    receiver = SocketReceiver(app, slack.app_token, workers=2)
    client = receiver._handler.client
    opened, asked = client.issue_new_wss_url, list[str]()

    def counted() -> str:
        asked.append(opened())
        return asked[-1]

    monkeypatch.setattr(client, "issue_new_wss_url", counted)
    try:
        receiver.start()
        for _ in range(6):
            slack.connected(1)
            old = client.current_session
            assert slack.post("disconnect", reason="warning")["connections"] == 1
            wait_for(partial(_is_another, client, old))
        slack.connected(1)
        assert len(asked) <= 1 + 6 + 2, "the client's own look every five seconds may fall between"
    finally:
        receiver.stop()


@pytest.mark.slow
def test_a_watchdog_that_watches_nothing_is_caught(slack: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SocketReceiver, "_watch", lambda _receiver: None)
    assert healed_after(slack, monkeypatch) is None
    sys.stdout.write(f"\n. 1 dead line, none in its place within {HEALED_WITHIN:.0f} s: caught\n")


def test_what_is_counted_can_be_read_and_a_backup_is_made(slack: Running, tmp_path: Path) -> None:
    with bot(tmp_path, **over_the_socket(slack)) as started:
        while not (health := re.search(r"http://\S+(?=/healthz)", started.line())):
            pass
        wait_for(lambda: list((tmp_path / "backups").glob("salesbot-*Z.db")))
        shown = wait_for(lambda: _figures(health[0], "salesbot_backup_age_seconds"))
        assert shown["salesbot_socket_connected"] == 1
        assert shown["salesbot_queue_due"] == 0
        assert shown["salesbot_queue_oldest_seconds"] != shown["salesbot_queue_oldest_seconds"]
        assert shown["process_resident_memory_bytes"] > 1_000_000
        assert shown['salesbot_faults_total{way="command"}'] == 0, "so that the first one is seen to grow"
        asked = str(ask(f"{health[0]}/metrics"))
        assert {name for name in alerted() | documented() if f"# TYPE {name} " not in asked} == set()
        assert started.end() == 0
    (made,) = (tmp_path / "backups").iterdir()
    assert made.stat().st_mode & 0o077 == 0


def alerted() -> set[str]:
    """The figures that the example's alerts look at, each as Prometheus names its kind."""
    groups = yaml.safe_load((DOCS / "examples" / "salesbot.rules.yml").read_text())["groups"]
    rules = [rule["expr"] for group in groups for rule in group["rules"]]
    named = {name for rule in rules for name in re.findall(r"\b(?:salesbot|process)_\w+", rule)}
    return {re.sub("_(bucket|count)$", "", name) for name in named}


def documented() -> set[str]:
    """The figures that the page for whoever is on call explains."""
    rows = [line for line in (DOCS / "operations.md").read_text().splitlines() if line.startswith("| `")]
    return {name for line in rows for name in re.findall(r"`((?:salesbot|process)_\w+)`", line.split("|")[1])}


def test_every_figure_that_is_explained_is_alerted_on_or_needs_no_alert() -> None:
    needs_none = {
        "salesbot_deliveries_total",
        "salesbot_socket_reconnections_total",
        "salesbot_queue_due",
        "process_open_fds",
    }
    assert documented() - alerted() == needs_none
    assert alerted() <= documented()


def _figures(address: str, needed: str) -> dict[str, float]:
    lines = [line for line in str(ask(f"{address}/metrics")).splitlines() if line and line[0] != "#"]
    figures = {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}
    return figures if figures.get(needed, float("nan")) >= 0 else {}

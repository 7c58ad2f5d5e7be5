"""`bot.py` as a person starts it: in a process of its own, in a folder of its own, with nothing but what is said."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds that a start may take on a machine that does much else."""
_NOT_HANDED_ON = ("SLACK_", "SALESBOT_", "DATABASE_", "PYTHONDONTWRITE")


def environment(**given: str) -> dict[str, str]:
    """What a process is told: nothing of ours but what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_HANDED_ON)}
    compiled = Path(tempfile.gettempdir()) / f"salesbot-drill-{os.getuid()}"
    return {**kept, "PYTHONPYCACHEPREFIX": str(compiled), "SALESBOT_PORT": "0", **given}


@dataclass
class Started:
    """A bot under way, and what it has said so far."""

    process: subprocess.Popen[str]
    log: Path
    lines: list[str] = field(default_factory=list)
    _said: queue.Queue[str | None] = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(line.rstrip("\n"))
        self._said.put(None)

    def line(self) -> str:
        """The next line that it says; fails with its log if it ends instead."""
        said = self._said.get(timeout=PATIENCE)
        assert said is not None, f"it ended: {self.log.read_text()[-3000:]}"
        self.lines.append(said)
        return said

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end, and wait until it has; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


@contextmanager
def bot(folder: Path, **given: str) -> Iterator[Started]:
    """Start `bot.py` in a folder, with these variables; killed at the end if it still runs."""
    folder.mkdir(exist_ok=True)
    log = folder / "bot.log"
    with log.open("a") as written:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "bot.py")],
            env=environment(**given), cwd=folder, stdout=subprocess.PIPE, stderr=written, text=True,
        )  # fmt: skip
    started = Started(process, log)
    try:
        yield started
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()


def refused(folder: Path, **given: str) -> str:
    """What `bot.py` says where it does not start; fails if it does, or shows a stack trace."""
    folder.mkdir(exist_ok=True)
    ended = subprocess.run(
        [sys.executable, str(ROOT / "bot.py")],
        env=environment(**given), cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.stderr.strip()


def ask(address: str, **body: Any) -> Any:
    """A GET, or with a body a POST, as a page or a machine makes it; JSON if it is."""
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, data, {"content-type": "application/json"} if body else {})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            said = answer.read().decode()
            kind = answer.headers.get("content-type", "")
    except urllib.error.HTTPError as failed:
        with failed:
            said, kind = failed.read().decode(), failed.headers.get("content-type", "")
    return json.loads(said) if "json" in kind else said


def wait_for(answer: Callable[[], Any]) -> Any:
    """Ask again until there is a true answer."""
    end = time.monotonic() + PATIENCE
    while True:
        found = answer()
        if found:
            return found
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)

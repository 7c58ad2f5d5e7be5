"""`bot.py`, or a planted variant of it, in a process of its own that can be killed."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.playground.people import Running

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot.py"
_NOT_HANDED_ON = ("SLACK_", "SALESBOT_", "DATABASE_", "PYTHONDONTWRITE")


@dataclass
class BotProcess:
    """`bot.py`, or a planted variant of it, in a process of its own."""

    script: Path
    address: str
    slack: Running
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None
    socket: bool = False
    """Whether it is met over Socket Mode; else by signed requests."""
    arguments: tuple[str, ...] = ()
    """What a planted variant is told on its command line."""
    under: tuple[str, ...] = ()
    """The command that looks on while it runs."""
    settings: tuple[tuple[str, str], ...] = ()
    """Variables of its own."""

    def start(self) -> None:
        """Start, and wait until it answers."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(_NOT_HANDED_ON)},
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            **({"SLACK_APP_TOKEN": self.slack.app_token} if self.socket else
               {"SLACK_SIGNING_SECRET": self.slack.signing_secret}),
            "SLACK_API_URL": self.slack.api_url, "DATABASE_URL": self.address, "SALESBOT_PORT": str(self.port),
            "SALESBOT_LOG_LEVEL": "warning", "PYTHONPATH": str(ROOT),
            # Compiled once, in a place of the drill's own: a bot that is started ten times compiles nothing anew.
            "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / f"salesbot-drill-{os.getuid()}"),
            **dict(self.settings),
        }  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.under, sys.executable, str(self.script), *self.arguments],
                env=environment,
                cwd=self.log.parent,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + 240
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            assert time.monotonic() < until, "the bot did not answer in four minutes"
            time.sleep(0.02)

    def kill(self) -> None:
        """Kill it where it stands, as a machine does that goes down."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def end(self) -> None:
        """Ask it to end, and wait until it has: what is under way is finished."""
        assert self.process is not None
        self.process.terminate()
        ended = self.process.wait(60)
        assert ended == 0, f"ended with {ended}: {self.log.read_text()[-3000:]}"

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""From the start of the process to the first answered command: `bot.py` over Socket Mode, beside a bare Bolt app.

    python benchmarks/start.py [--times 5]

Both connect to the same local Slack, in turns; a person types `/log-deal` until it is answered. What counts is the
processor time up to then, which the machine's other work does not change much, and the ratio of the medians. The bot
also says how much memory it holds a while after its start, with pandas loaded. Aim: answered within 2.5 s on an idle
machine, less than 200 MB.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from salesbot.shipped import manifest_path
from tests.playground.people import Running, playground
from tests.wiring.starting import ROOT, environment

BARE = """
import os, time
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
app = App(token=os.environ["SLACK_BOT_TOKEN"], token_verification_enabled=False, process_before_response=True)
app.client.base_url = os.environ["SLACK_API_URL"]
app.command("/log-deal")(lambda ack: ack("Saved."))
SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()
"""
IDLE_SECONDS, MOST_MEGABYTES, MOST_SECONDS = 15.0, 200, 2.5


@dataclass(frozen=True)
class Start:
    """One start; `work` is processor time of the process, both in seconds."""

    clock: float
    work: float
    held: float
    """Megabytes held a while after; 0 where nobody looked."""


def started(slack: Running, command: list[str], folder: Path, *, look: bool = False) -> Start:
    """Start a bot, type until it answers, and end it."""
    given = environment(
        SLACK_BOT_TOKEN=slack.bot_token, SLACK_APP_TOKEN=slack.app_token, SLACK_API_URL=slack.api_url
    )
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=given, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not slack.post("send", **{"as": "U0ADA"}, channel="C0SALES", text="/log-deal Acme 1k").get(
            "ok"
        ):
            assert process.poll() is None, "it ended"
            time.sleep(0.01)
        clock, work = time.monotonic() - began, worked(process.pid)
        if look:
            time.sleep(IDLE_SECONDS)
        return Start(clock, work, held(process.pid) if look else 0.0)
    finally:
        process.terminate()
        process.wait(30)


def worked(pid: int) -> float:
    """The seconds of processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def held(pid: int) -> float:
    """The megabytes that a process holds (Linux)."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(lines["VmRSS"].split()[0]) / 1024


def main() -> int:
    """Measure in turns, print; 1 where an aim is missed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=5)
    times = asked.parse_args().times
    with (
        tempfile.TemporaryDirectory() as folder,
        playground("--no-limits", manifest=manifest_path()) as slack,
    ):
        place = Path(folder)
        bare, bot = [sys.executable, "-c", BARE], [sys.executable, str(ROOT / "bot.py")]
        # The first start of either compiles what it imports, the bot's makes its database.
        started(slack, bare, place)
        started(slack, bot, place)
        ours: list[Start] = []
        theirs: list[Start] = []
        for _ in range(times):
            ours.append(started(slack, bot, place, look=not ours))
            theirs.append(started(slack, bare, place))
    work = statistics.median(one.work for one in ours)
    beside = statistics.median(one.work for one in theirs)
    clock = statistics.median(one.clock for one in ours)
    sys.stdout.write(
        f"Python {platform.python_version()}, {platform.machine()}: first answer after {work:.2f} s of work, "
        f"{clock:.2f} s by the clock (bare Bolt {beside:.2f} s of work): {work / beside:.1f} times as much; "
        f"{ours[0].held:.0f} MB when idle with pandas\n"
    )
    return int(work > MOST_SECONDS or ours[0].held > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())

"""A day of work at ten times the load: what a bot holds does not grow with what it has done.

    python -m tests.scenarios.soaking                          a day: 30,000 acts, ten times 200 people's fifteen
    python -m tests.scenarios.soaking --acts 6000              a few minutes
    python -m tests.scenarios.soaking --acts 6000 --planted    a bot that leaks, once for each kind; each has to be seen

A bot in a process of its own is asked over signed requests as fast as it answers: deals are logged, words are asked,
homes opened, lines mistyped. At intervals its memory, threads, open files and write-ahead log are looked at in /proc
and on the disk. The first half of the run is its warming up: templates are compiled, each connection keeps pages of the
database. Of the second half each measure is read for a trend: it grows where its readings rise one over the other far more
often than chance has them, and by more than is let pass.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from salesbot.storage.engines import file_of
from tests.cast import TEAM_ID
from tests.databases import books
from tests.scenarios.killing import CLIENTS, PLANTED, bot_at
from tests.scenarios.posting import command_body, deliver, new_trigger, signed
from tests.scenarios.processes import BOT, BotProcess

ACTS_OF_A_DAY = 10 * 200 * 15
READINGS = 60
LET_PASS = {"memory": 0.05, "threads": 0.1, "files": 0.1, "log": 0.25}
"""By which part of its middle reading a measure may rise after the warming up."""
MOST_LOG = 64.0
"""Megabytes of write-ahead log."""
WORDS = ("me", "deals", "todo", "goals", "forecast", "plan", "top", "team", "why", "works", "works kpis", "digest", "help",
         "rewards", "playbook", "settings", "cases", "deals stale", "deal Customer5", "undo", "nonsense")  # fmt: skip
MISTYPED = (
    "",
    "Acme",
    "Acme 12k 13k",
    "12k won",
    "Acme -5 won",
    "Acme 1.234 lost",
    "Acme 12k won close:never",
)
ACCOUNTS = 300


@dataclass(frozen=True)
class Reading:
    """What a bot held after so many acts: megabytes of memory and log, and counts."""

    acts: int
    memory: float
    threads: int
    files: int
    log: float

    @staticmethod
    def of(pid: int, log: Path, acts: int) -> Reading:
        """Look at a process (Linux: /proc) and at the file of its write-ahead log."""
        place = Path(f"/proc/{pid}")
        told = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines())
        held = log.stat().st_size / 2**20 if log.exists() else 0.0
        return Reading(
            acts,
            int(told["VmRSS"].split()[0]) / 1024,
            int(told["Threads"]),
            len(os.listdir(place / "fd")),
            held,
        )


@dataclass
class Soak:
    """What a run came to."""

    readings: list[Reading] = field(default_factory=list)
    answered: Counter[int] = field(default_factory=Counter)
    """How many requests were answered by each status; 0 stands for no answer."""
    seconds: float = 0.0

    @property
    def after_warming(self) -> list[Reading]:
        """The readings that are judged."""
        return self.readings[len(self.readings) // 2 :]

    def growing(self) -> dict[str, float]:
        """The measures that grow, and by how much they did."""
        found = {}
        for name, part in LET_PASS.items():
            values = [float(getattr(reading, name)) for reading in self.after_warming]
            if rises(values) and growth(values) > part * statistics.median(values):
                found[name] = growth(values)
        if self.most_log > MOST_LOG:
            found["log"] = max(found.get("log", 0.0), self.most_log)
        return found

    @property
    def most_log(self) -> float:
        """Megabytes."""
        return max(reading.log for reading in self.readings)

    @property
    def sound(self) -> bool:
        """Whether everything was answered, and nothing grows."""
        return bool(self.after_warming) and set(self.answered) == {200} and not self.growing()

    def __str__(self) -> str:
        first, last = self.after_warming[0], self.after_warming[-1]
        return (
            f"{sum(self.answered.values()):,} acts in {self.seconds:.0f} s, answered by {dict(self.answered)}; "
            f"{len(self.after_warming)} readings after the warming up: memory {first.memory:.0f} to {last.memory:.0f} MB, "
            f"threads {first.threads} to {last.threads}, open files {first.files} to {last.files}, "
            f"the log at most {self.most_log:.1f} MB; growing: {self.growing() or 'none of 4'}"
        )


def rises(values: list[float]) -> bool:
    """Whether of all pairs of readings far more rise than fall (Mann and Kendall: chance does so once in a thousand)."""
    pairs = list(combinations(values, 2))
    rising = sum((later > earlier) - (later < earlier) for earlier, later in pairs)
    n = len(values)
    ties = sum(many * (many - 1) * (2 * many + 5) for many in Counter(values).values())
    spread = math.sqrt((n * (n - 1) * (2 * n + 5) - ties) / 18)
    return spread > 0 and (rising - 1) / spread > 3.1


def growth(values: list[float]) -> float:
    """By how much the last third lies above the first."""
    third = max(1, len(values) // 3)
    return statistics.median(values[-third:]) - statistics.median(values[:third])


class Person(threading.Thread):
    """Somebody who does one thing after another, until enough is done by all."""

    def __init__(self, number: int, bot: BotProcess, soak: Soak, acts: int, seed: int) -> None:
        super().__init__(name=f"person-{number}", daemon=True)
        self.bot, self.soak, self.acts = bot, soak, acts
        self.dice = random.Random(seed * 1000 + number)
        self.user = f"U0REP{number}"

    def run(self) -> None:
        while sum(self.soak.answered.values()) < self.acts:
            body, kind = self._act()
            headers = signed(self.bot.slack.signing_secret, body, content_type=kind)
            try:
                status = deliver(self.bot.port, body, headers, seconds=60).status
            except OSError:
                status = 0
            self.soak.answered[status] += 1

    def _act(self) -> tuple[bytes, str]:
        thrown, form = self.dice.random(), "application/x-www-form-urlencoded"
        if thrown < 0.4:
            account, amount = f"Customer{self.dice.randrange(ACCOUNTS)}", self.dice.randrange(100, 90_000)
            line = f"{account} {amount} won account:new" if thrown < 0.2 else f"{account} {amount} won"
            return self._command("/log-deal", line), form
        if thrown < 0.5:
            return self._command("/log-deal", self.dice.choice(MISTYPED)), form
        if thrown < 0.85:
            return self._command("/sales", self.dice.choice(WORDS)), form
        if thrown < 0.95:
            return self._event({"type": "app_home_opened", "tab": "home"}), "application/json"
        asked = {"type": "message", "channel_type": "im", "text": "how much did I sell this month?"}
        return self._event(asked), "application/json"

    def _command(self, command: str, text: str) -> bytes:
        return command_body(text, user=self.user, command=command)

    def _event(self, event: dict[str, str]) -> bytes:
        stamp = f"{time.time():.6f}"
        inner = {"user": self.user, "channel": f"D{self.user[1:]}", "event_ts": stamp, "ts": stamp, **event}
        return json.dumps(
            {"type": "event_callback", "team_id": TEAM_ID, "api_app_id": "A0PLAYAPP", "event": inner,
             "event_id": f"Ev{new_trigger()}", "event_time": int(time.time())}
        ).encode()  # fmt: skip


def soaked(bot: BotProcess, acts: int, seed: int) -> Soak:
    """Let people do so many things, and look at the bot at intervals."""
    soak, file = Soak(), file_of(bot.address)
    assert file is not None
    log = file.with_name(file.name + "-wal")
    bot.start()
    assert bot.process is not None
    began = time.monotonic()
    people = [Person(number, bot, soak, acts, seed) for number in range(CLIENTS)]
    for person in people:
        person.start()
    for number in range(READINGS + 1):
        while sum(soak.answered.values()) < acts * number // READINGS:
            time.sleep(0.02)
        soak.readings.append(Reading.of(bot.process.pid, log, sum(soak.answered.values())))
    for person in people:
        person.join(60)
    soak.seconds = time.monotonic() - began
    bot.end()
    return soak


def ran(acts: int, seed: int, leak: str = "") -> Soak:
    """A run with a bot of its own; with `leak` one that leaks by that kind."""
    script = PLANTED / "leaking.py" if leak else BOT
    with (
        books("sqlite") as address,
        tempfile.TemporaryDirectory() as folder,
        bot_at(address, Path(folder), script, (leak,) if leak else ()) as bot,
    ):
        return soaked(bot, acts, seed)


def main() -> int:
    """Run and print; 1 where something grows (with `--planted`: where a leak is not seen)."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--acts", type=int, default=ACTS_OF_A_DAY)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--planted", action="store_true")
    given = asked.parse_args()
    if not given.planted:
        soak = ran(given.acts, given.seed)
        sys.stdout.write(f"seed {given.seed}: {soak}\n")
        return int(not soak.sound)
    unseen = 0
    for leak in LET_PASS:
        # Memory alone has to be warm before a leak stands out.
        soak = ran(given.acts if leak == "memory" else given.acts // 3, given.seed, leak)
        unseen += leak not in soak.growing()
        sys.stdout.write(f"planted, {leak}: {soak}\n")
    return int(unseen > 0)


if __name__ == "__main__":
    sys.exit(main())

"""A day of work at ten times the load: what a bot holds does not grow with what it has done.

    python -m tests.scenarios.soaking                          a day: 30,000 acts, ten times 200 people's fifteen
    python -m tests.scenarios.soaking --acts 6000              a few minutes
    python -m tests.scenarios.soaking --engine postgresql --acts 6000
    python -m tests.scenarios.soaking --acts 6000 --planted    a bot that leaks, once for each kind; each has to be seen
    python -m tests.scenarios.soaking --planted slowly         two kilobytes by each act of a day

A bot in a process of its own is asked over signed requests as fast as it answers: deals are logged, words are asked,
homes opened, lines mistyped. At intervals its memory, threads, open files and, on SQLite, the write-ahead log are looked
at in /proc and on the disk. The first half of the run is its warming up: templates are compiled, each of some ten
connections comes to keep its 128 statements and its pages of the database. Of the second half each measure is read for a
trend: it grows where its readings rise one over the other far more often than chance has them, and by more than is let
pass. What is kept of the ledger and of names is bounded too, but a day does not fill it: it stands among what is let pass.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

from salesbot.storage.engines import file_of
from tests.cast import TEAM_ID
from tests.databases import books
from tests.scenarios.holding import LET_PASS, Reading, Soak
from tests.scenarios.killing import CLIENTS, PLANTED, bot_at
from tests.scenarios.posting import command_body, deliver, new_trigger, signed
from tests.scenarios.processes import BOT, BotProcess
from tests.scoreboard.so_far import so_far

ACTS_OF_A_DAY = 10 * 200 * 15
READINGS = 60
LEAKS = {name: name for name in LET_PASS} | {"slowly": "memory"}
"""What is planted, and by which measure it has to be seen."""
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
    log = file.with_name(file.name + "-wal") if file is not None else None
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
        so_far(sum(soak.answered.values()), acts, "acts")
    for person in people:
        person.join(60)
    soak.seconds = time.monotonic() - began
    bot.end()
    return soak


def ran(acts: int, seed: int, leak: str = "", engine: str = "sqlite") -> Soak:
    """A run with a bot of its own; with `leak` one that leaks by that kind."""
    script = PLANTED / "leaking.py" if leak else BOT
    with (
        books(engine) as address,
        tempfile.TemporaryDirectory() as folder,
        bot_at(address, Path(folder), script, (leak,) if leak else ()) as bot,
    ):
        return soaked(bot, acts, seed)


def main() -> int:
    """Run and print; 1 where something grows (with `--planted`: where a leak is not seen)."""
    asked = argparse.ArgumentParser(description=main.__doc__)
    asked.add_argument("--acts", type=int, default=ACTS_OF_A_DAY)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--planted", nargs="?", const="all", choices=["all", *LEAKS])
    asked.add_argument("--readings", action="store_true", help="print each")
    given = asked.parse_args()
    if given.planted is None:
        soak = ran(given.acts, given.seed, engine=given.engine)
        if given.readings:
            sys.stdout.writelines(f"{reading}\n" for reading in soak.readings)
        sys.stdout.write(f"{given.engine}, seed {given.seed}: {soak}\n")
        return int(not soak.sound)
    unseen = 0
    for leak in LET_PASS if given.planted == "all" else (given.planted,):
        # Memory alone has to be warm before a leak stands out.
        soak = ran(given.acts if LEAKS[leak] == "memory" else given.acts // 3, given.seed, leak)
        unseen += LEAKS[leak] not in soak.growing()
        sys.stdout.write(f"planted, {leak}: {soak}\n")
    return int(unseen > 0)


if __name__ == "__main__":
    sys.exit(main())

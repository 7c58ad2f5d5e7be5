"""Several bots on one PostgreSQL database under load, restarted one by one, some killed: nothing lost, nothing twice.

    python -m tests.scenarios.replicas [--replicas 3] [--restarts 6] [--kills 3] [--messages 60] [--socket] [--newer]

Over HTTP eight clients deliver to a balancer, each again until it is answered. On Socket Mode people type at the local
Slack, which hands each command to one of the lines; what it could not hand over was never acknowledged, and is typed
anew under another name. Meanwhile messages fall due one by one. In the end each acknowledged deal stands once, and each
message was posted once. With `--newer` every other restart is of a newer version, which brings the database up to date
under the older bots; the others are restarted as they are.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from salesbot.domain.people import Role
from salesbot.services.planning.rows import plan_direct
from salesbot.services.setup.workspaces import new_workspace
from salesbot.shipped import manifest_path
from salesbot.storage.book import open_book
from salesbot.storage.engines import open_engines
from salesbot.storage.schema import newest_revision
from tests.databases import books
from tests.playground.people import Running, playground
from tests.scenarios.balancing import Balancer, balancer
from tests.scenarios.counting import Held, counted
from tests.scenarios.killing import CLIENTS, PLANTED, Acked, Client, Tally, read_books
from tests.scenarios.processes import BOT, BotProcess, free_port
from tests.storage.newer import newer_migrations

TEAM = "T0PLAYGRND"
READERS = {"U0ADA": "Ada Admin", "U0MIA": "Mia Manager", "U0KIM": "Kim Novak", "U0BO": "Bo Okafor"}
SHARED = 90
"""Connections for all bots together: PostgreSQL allows a hundred as it comes."""
PATIENCE = 240.0
"""Seconds until the last message has to be out: more than a lease, after which another bot takes over from a dead one."""


@dataclass
class Found:
    """What a run came to."""

    deals: Tally
    restarts: int = 0
    kills: int = 0
    by_bot: Counter[int] = field(default_factory=Counter)
    """Requests that each bot answered; empty on Socket Mode, where nobody sees it."""
    planned: int = 0
    posted: Counter[str] = field(default_factory=Counter)
    held: Held = field(default_factory=Held)

    @property
    def lost(self) -> int:
        """Messages that never came."""
        return self.planned - len(self.posted)

    @property
    def doubled(self) -> int:
        """Messages that came more than once."""
        return sum(count > 1 for count in self.posted.values())

    @property
    def sound(self) -> bool:
        """Whether nothing is missing and nothing is there twice."""
        return self.deals.sound and not self.lost and not self.doubled and bool(self.deals.acked)

    def __str__(self) -> str:
        shares = f" (by bot {dict(sorted(self.by_bot.items()))})" if self.by_bot else ""
        return (
            f"{self.restarts} restarts, {self.kills} kills; deals acknowledged {len(self.deals.acked)}{shares}, missing "
            f"{len(self.deals.missing)}, doubled {len(self.deals.doubled)}, wrong {len(self.deals.wrong)}, replies that "
            f"changed {self.deals.changed_replies}, gave up {self.deals.gave_up}; messages {self.planned}, lost {self.lost}"
            f", doubled {self.doubled}; not a receipt {dict(self.deals.refused)}; {self.held}"
        )


def prepare(address: str, messages: int, seconds: float) -> None:
    """A company of reps and readers, and messages that fall due one by one while the bots are restarted."""
    now, engines = datetime.now(UTC), open_engines(address)
    with engines.changing() as connection:
        workspace = new_workspace(
            connection, name="Acme Sales", now=now, currency="EUR", time_zone="UTC", country="SI",
            slack_team_id=TEAM, live_at=now,
        )  # fmt: skip
    with open_book(engines, workspace.id) as book:
        for number in range(CLIENTS):
            book.people.add(name=f"Rep {number}", slack_id=f"U0REP{number}", roles=[Role.REP], now=now)
        readers = [
            book.people.add(name=name, slack_id=slack_id, roles=[Role.ADMIN, Role.REP], now=now).id
            for slack_id, name in READERS.items()
        ]
        for number in range(messages):
            due = now + timedelta(seconds=seconds * number / messages)
            plan_direct(
                book,
                readers[number % len(readers)],
                f"m{number}",
                {"text": f"news {number:04d}", "blocks": []},
                due,
            )
    engines.close()


@contextmanager
def running(
    address: str, slack: Running, folder: Path, count: int, *, socket: bool
) -> Iterator[list[BotProcess]]:
    """So many bots on one database, which share its connections."""
    share = (("SALESBOT_CONNECTIONS", str(max(8, SHARED // count))),)
    bots = [
        BotProcess(
            BOT, address, slack, free_port(), folder / f"bot-{number}.log", socket=socket, settings=share
        )
        for number in range(count)
    ]
    with ExitStack() as started:
        for bot in bots:
            bot.start()
            started.callback(bot.end)
        yield bots


def restarted(
    bots: list[BotProcess],
    tally: Tally,
    *,
    restarts: int,
    kills: int,
    chance: random.Random,
    newer: Path | None,
) -> None:
    """Restart one bot after another, killing some, each after a few more deals; every other one as a newer version."""
    ways = ["end"] * restarts + ["kill"] * kills
    chance.shuffle(ways)
    for number, way in enumerate(ways):
        wanted, until = len(tally.acked) + chance.randint(5, 25), time.monotonic() + 60
        while len(tally.acked) < wanted and time.monotonic() < until:
            time.sleep(0.01)
        bot = bots[number % len(bots)]
        getattr(bot, way)()
        if newer is not None and number % 2 == 0:
            bot.script, bot.arguments = PLANTED / "newer.py", (str(newer),)
        bot.start()


class Typist(threading.Thread):
    """Types deals at the local Slack; what was not acknowledged is typed anew, under another name."""

    def __init__(self, slack: Running, who: str, tally: Tally) -> None:
        super().__init__(daemon=True)
        self.slack, self.who, self.tally = slack, who, tally
        self.stopping = threading.Event()

    def run(self) -> None:
        count = 0
        while not self.stopping.is_set():
            count += 1
            name = f"{self.who[2:].capitalize()}{''.join(chr(97 + int(digit)) for digit in f'{count:06d}')}"
            self.tally.sent.append(name)
            said = self.slack.post(
                "send",
                **{"as": self.who},
                channel="C0SALES",
                text=f"/log-deal {name} {count}.01 won account:new",
            )
            if said.get("ok"):
                self.tally.acked.append(Acked(name, count * 100 + 1, ("",)))
            else:
                self.tally.refused[str(said)[:120]] += 1
                time.sleep(0.1)


def drill(
    address: str, folder: Path, *, replicas: int, restarts: int, kills: int, messages: int, socket: bool, seed: int,
    newer: bool = False,
) -> Found:  # fmt: skip
    """Let the bots work, restart and kill them, and read what came of it."""
    chance, tally = random.Random(seed), Tally()
    prepare(address, messages, seconds=8.0 * (restarts + kills) + 5)
    migrations = newer_migrations(folder, served_from=newest_revision()) if newer else None
    with ExitStack() as parts:
        slack = parts.enter_context(playground("--no-limits", manifest=manifest_path()))
        bots = parts.enter_context(running(address, slack, folder, replicas, socket=socket))
        seen: Balancer | None = None
        people: list[Client] | list[Typist]
        if socket:
            people = [Typist(slack, who, tally) for who in READERS]
        else:
            seen = parts.enter_context(balancer([bot.port for bot in bots]))
            front = BotProcess(BOT, address, slack, seen.port, folder / "front.log")
            people = [Client(number, front, tally, seed, TEAM) for number in range(CLIENTS)]
        held = parts.enter_context(counted(address, bots))
        for one in people:
            one.start()
        restarted(bots, tally, restarts=restarts, kills=kills, chance=chance, newer=migrations)
        for one in people:
            one.stopping.set()
        for one in people:
            one.join(60)
        found = Found(tally, restarts, kills, Counter(seen.passed if seen else ()), messages, held=held)
        until = time.monotonic() + PATIENCE
        while found.lost and time.monotonic() < until:
            time.sleep(0.5)
            found.posted = _posted(slack)
        time.sleep(2 * 0.5)  # one that is posted twice may come a moment later
        found.posted = _posted(slack)
    read_books(address, tally)
    return found


def _posted(slack: Running) -> Counter[str]:
    return Counter(
        message["text"]
        for reader in READERS
        for message in slack.messages(reader, slack.direct(reader))
        if message["text"].startswith("news ")
    )


def main() -> int:
    """Run it, print what it came to; 1 where anything is missing or stands twice."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--replicas", type=int, default=3)
    asked.add_argument("--restarts", type=int, default=6)
    asked.add_argument("--kills", type=int, default=3)
    asked.add_argument("--messages", type=int, default=60)
    asked.add_argument("--socket", action="store_true")
    asked.add_argument("--newer", action="store_true")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with books("postgresql") as address, tempfile.TemporaryDirectory() as folder:
        found = drill(
            address, Path(folder), replicas=given.replicas, restarts=given.restarts, kills=given.kills,
            messages=given.messages, socket=given.socket, seed=given.seed, newer=given.newer,
        )  # fmt: skip
    way = "Socket Mode" if given.socket else "HTTP behind a balancer"
    sys.stdout.write(f"{given.replicas} bots, PostgreSQL, {way}, seed {given.seed}: {found}\n")
    return int(not found.sound)


if __name__ == "__main__":
    sys.exit(main())

"""The kill drill: a bot in a process of its own is killed under load, again and again, and then its books are read.

Eight clients log deals, each under a delivery key of its own, and deliver the same again until they are answered, as
Slack does; some do so although they were answered. Whatever was acknowledged has to stand in the ledger, once.

    python -m tests.scenarios.killing --kills 200 --acks 50000 --engine postgresql        the long drill, by hand
"""

from __future__ import annotations

import argparse
import http.client
import math
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text as sql

from salesbot.domain.people import Role
from salesbot.services.setup.workspaces import new_workspace
from salesbot.shipped import manifest_path
from salesbot.storage.book import open_book
from salesbot.storage.engines import open_engines
from tests.cast import TEAM_ID
from tests.databases import books
from tests.playground.people import playground
from tests.scenarios.posting import command_body, deliver, new_trigger, signed
from tests.scenarios.processes import BOT, BotProcess, free_port
from tests.scoreboard.so_far import so_far

PLANTED = Path(__file__).parent / "planted"
CLIENTS = 8
PATIENCE = 180.0
"""Seconds after which a client gives a deal up: longer than any start of the bot."""
LOSES_ANSWER = 0.15
"""The share of answers that a client acts as if it had never seen."""
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


@dataclass(frozen=True)
class Acked:
    """A deal that the bot said was logged."""

    account: str
    amount: int
    replies: tuple[str, ...]


@dataclass
class Tally:
    """What a drill came to; every figure is a count."""

    acked: list[Acked] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    kills: int = 0
    cut: int = 0
    """Deliveries that a kill broke off on their way or before their answer."""
    redelivered: int = 0
    gave_up: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    missing: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    changed_replies: int = 0

    def __str__(self) -> str:
        return (
            f"kills {self.kills}, deliveries of new deals {len(self.sent)}, acknowledged {len(self.acked)}, "
            f"broken off {self.cut}, delivered again {self.redelivered}, missing {len(self.missing)}, "
            f"doubled {len(self.doubled)}, "
            f"wrong amounts {len(self.wrong)}, replies that changed {self.changed_replies}, "
            f"gave up {self.gave_up}, not a receipt {dict(self.refused)}"
        )

    @property
    def sound(self) -> bool:
        """Whether everything that was acknowledged stands once, exactly as it was meant."""
        return not (self.missing or self.doubled or self.wrong or self.changed_replies or self.gave_up)


class Client(threading.Thread):
    """Logs one deal after another, each delivered again and again until it is answered."""

    def __init__(
        self, number: int, bot: BotProcess, tally: Tally, seed: int, slack_team_id: str = TEAM_ID
    ) -> None:
        super().__init__(name=f"client-{number}", daemon=True)
        self.bot, self.tally = bot, tally
        self.user = f"U0REP{number}"
        self.slack_team_id = slack_team_id
        self.chance = random.Random(seed * 1000 + number)
        self.stopping = threading.Event()
        self.count = 0
        self.number = number

    def run(self) -> None:
        while not self.stopping.is_set():
            self.count += 1
            self._log_one()

    def _log_one(self) -> None:
        # Names that are near each other would be asked about, and every deal here is meant to be new.
        name = "".join(self.chance.choices(_SYLLABLES, k=6)).capitalize() + _in_letters(
            self.number, self.count
        )
        amount = self.chance.randrange(100, 99_999_999)
        line = f"{name} {amount // 100}.{amount % 100:02d} won account:new"
        body = command_body(line, user=self.user, team=self.slack_team_id, trigger=new_trigger())
        self.tally.sent.append(name)
        replies = self._deliver_until_answered(body)
        if not replies:
            self.tally.gave_up += 1
        elif all(_is_receipt(reply) for reply in replies):
            self.tally.acked.append(Acked(name, amount, tuple(replies)))
        else:
            self.tally.refused[next(r for r in replies if not _is_receipt(r))[:200]] += 1

    def _deliver_until_answered(self, body: bytes) -> list[str]:
        """Every answer that came; more than one where the client acts as if the first had been lost."""
        replies: list[str] = []
        until, reached = time.monotonic() + PATIENCE, False
        while time.monotonic() < until:
            try:
                reply = deliver(self.bot.port, body, signed(self.bot.slack.signing_secret, body))
            except ConnectionRefusedError:
                time.sleep(0.1)
                continue
            except (OSError, http.client.HTTPException):
                reply = None
                self.tally.cut += 1
            self.tally.redelivered += reached
            reached = True
            if reply is not None and reply.status != 200:
                self.tally.refused[f"{reply.status} {reply.body[:200]}"] += 1
            elif reply is not None:
                replies.append(reply.body)
                if self.chance.random() >= LOSES_ANSWER:
                    break
        return replies


def _is_receipt(reply: str) -> bool:
    """Whether a deal was said to be saved: in the answer, or, where a busy machine came late, by a bare 200."""
    return not reply or "deals.undo" in reply


def drill(
    bot: BotProcess, *, kills: int, seed: int, most_between: int = 120, seconds: float = math.inf
) -> Tally:
    """Let the clients work while the bot is killed so many times; answers with what its books say afterwards.

    A kill comes at a random moment after up to `most_between` more deals were acknowledged, so that a slow machine
    sees as many deals as a fast one. After so many seconds no further kill comes.
    """
    tally, chance, until = Tally(), random.Random(seed), time.monotonic() + seconds
    bot.start()
    clients = [Client(number, bot, tally, seed) for number in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        while tally.kills < kills and time.monotonic() < until:
            _until_acked(tally, len(tally.acked) + chance.randint(1, most_between))
            time.sleep(chance.uniform(0, 0.05))
            bot.kill()
            tally.kills += 1
            so_far(tally.kills, kills, "kills")
            so_far(len(tally.acked), kills * most_between // 2, "acknowledged")
            bot.start()
    finally:
        for client in clients:
            client.stopping.set()
        for client in clients:
            client.join(60)
        bot.kill()
    read_books(bot.address, tally)
    return tally


def _until_acked(tally: Tally, count: int) -> None:
    until = time.monotonic() + PATIENCE
    while len(tally.acked) < count and time.monotonic() < until:
        time.sleep(0.005)


def read_books(address: str, tally: Tally) -> None:
    """Hold the ledger against what was acknowledged."""
    engines = open_engines(address)
    try:
        with engines.reading() as connection:
            rows = connection.execute(
                sql(
                    "SELECT a.name, e.amount FROM deal_entry e JOIN account a"
                    " ON a.workspace_id = e.workspace_id AND a.id = e.account_id"
                )
            ).all()
            credited = connection.execute(sql("SELECT COALESCE(SUM(amount), 0) FROM credit")).scalar_one()
    finally:
        engines.close()
    stands = Counter(name for name, _ in rows)
    amounts = {name: int(amount) for name, amount in rows}
    tally.missing = [one.account for one in tally.acked if not stands[one.account]]
    tally.doubled = [name for name, count in stands.items() if count > 1]
    tally.wrong = [one.account for one in tally.acked if amounts.get(one.account, one.amount) != one.amount]
    tally.changed_replies = sum(len({reply for reply in one.replies if reply}) > 1 for one in tally.acked)
    if int(credited) != sum(amount for _, amount in rows):
        tally.wrong.append("the credit does not add up to the entries")


def prepare(address: str) -> None:
    """Put a company into an empty database: as many reps as there are clients."""
    now, engines = datetime.now(UTC), open_engines(address)
    with engines.changing() as connection:
        workspace = new_workspace(
            connection, name="Acme Sales", now=now, currency="EUR", time_zone="Europe/Ljubljana", country="SI",
            slack_team_id="T0ADRIATIC", live_at=now,
        )  # fmt: skip
    with open_book(engines, workspace.id) as book:
        admin = book.people.add(name="Ana Horvat", slack_id="U0ADA", roles=[Role.ADMIN], now=now)
        team = book.people.add_team(name="Adria", now=now, manager_id=admin.id, channel_id="C0SALES")
        for number in range(CLIENTS):
            rep = book.people.add(name=f"Rep {number}", slack_id=f"U0REP{number}", roles=[Role.REP], now=now)
            book.people.assign(rep.id, team_id=team.id, manager_id=admin.id, valid_from=now.date(), now=now)
    engines.close()


@contextmanager
def bot_at(
    address: str, folder: Path, script: Path = BOT, arguments: tuple[str, ...] = ()
) -> Iterator[BotProcess]:
    """A bot that can be killed, with a company in its books and a local Slack to connect to."""
    prepare(address)
    with playground("--no-limits", manifest=manifest_path()) as slack:
        bot = BotProcess(script, address, slack, free_port(), folder / "bot.log", arguments=arguments)
        try:
            yield bot
        finally:
            with suppress(AssertionError):
                bot.kill()


def _in_letters(*numbers: int) -> str:
    return "q".join("".join(chr(97 + int(digit)) for digit in str(number)) for number in numbers)


def numbers_of(account: str) -> tuple[int, int]:
    """Which client's deal it is, and which of the client's, as its account is called."""
    client, count = ("".join(str(ord(sign) - 97) for sign in part) for part in account[12:].split("q"))
    return int(client), int(count)


def main() -> int:
    """Run a long drill and print what it came to; between two kills there are deals enough to come to `--acks`."""
    reading = argparse.ArgumentParser(description=main.__doc__)
    reading.add_argument("--kills", type=int, default=200)
    reading.add_argument("--acks", type=int, default=0, help="about so many deals in all, at least")
    reading.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    reading.add_argument("--seed", type=int, default=1)
    reading.add_argument("--minutes", type=float, default=math.inf, help="no further kill after so many")
    options = reading.parse_args()
    between = max(120, 2 * options.acks // options.kills + 1)
    with (
        books(options.engine) as address,
        tempfile.TemporaryDirectory() as folder,
        bot_at(address, Path(folder)) as bot,
    ):
        tally = drill(
            bot, kills=options.kills, seed=options.seed, most_between=between, seconds=60 * options.minutes
        )
    sys.stdout.write(f"{options.engine}, seed {options.seed}: {tally}\n")
    return 0 if tally.sound and tally.kills and tally.cut else 1


if __name__ == "__main__":
    sys.exit(main())

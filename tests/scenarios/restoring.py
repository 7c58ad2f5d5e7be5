"""A backup that is made while deals are logged, the bot killed, the backup restored elsewhere and compared to the cent.

    python -m tests.scenarios.restoring [--rounds 3] [--engine sqlite|postgresql] [--planted]

What was restored has to be a moment of the books as they went on: each entry of it stands in the living books
unchanged, none is missing that was acknowledged before the backup or before another that is there was sent, credit and
entries add up, and the ledger still refuses to be changed. No clock is asked: who is told a moment earlier may be
committed a moment later, which takes longer the more the machine has to do.
With `--planted` the file is copied as a careless operator does (SQLite without its log); then a loss has to be seen.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Row
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from salesbot.storage.backups import back_up, restore
from salesbot.storage.engines import Engines, open_engines, sqlite_path
from tests.databases import books, postgresql_database
from tests.scenarios.killing import CLIENTS, Client, Tally, bot_at, numbers_of
from tests.scenarios.processes import BotProcess
from tests.scoreboard.so_far import so_far

_ENTRIES = sql(
    "SELECT deal_id, deal_entry.number, amount, outcome, account.name AS account, recorded_at FROM deal_entry"
    " JOIN account ON account.id = account_id ORDER BY 1, 2"
)
_CREDIT = sql("SELECT deal_id, person_id, SUM(amount) FROM credit GROUP BY 1, 2 ORDER BY 1, 2")
DEALS_BEFORE = 60
"""Deals that have been acknowledged before the first backup."""


@dataclass(frozen=True)
class Books:
    """What stands in a database."""

    entries: frozenset[Row[tuple[object, ...]]]
    credit: frozenset[Row[tuple[object, ...]]]
    refuses: bool
    """Whether its ledger refuses to be changed."""


@dataclass
class Found:
    """What a round came to."""

    acked_before: int
    restored: int
    living: int
    strange: int
    """Entries of the backup that the living books do not have as they are."""
    missing: int
    """Deals that it lacks although they were acknowledged before it, or before another of its deals was sent."""
    unbalanced: bool
    sound_ledger: bool
    seconds: float

    @property
    def sound(self) -> bool:
        """Whether the backup is a whole moment of the living books."""
        whole = self.acked_before <= self.restored <= self.living
        return whole and not (self.strange or self.missing or self.unbalanced) and self.sound_ledger

    def __str__(self) -> str:
        return (
            f"{self.acked_before} acknowledged before the backup, {self.restored} restored of {self.living} living; "
            f"strange {self.strange}, missing {self.missing}, credit {'differs' if self.unbalanced else 'equal'}, ledger "
            f"{'guarded' if self.sound_ledger else 'OPEN'}; backup and restore {self.seconds:.1f} s"
        )


def read(engines: Engines) -> Books:
    """Everything that pay rests on."""
    with engines.reading() as connection:
        entries = frozenset(connection.execute(_ENTRIES).all())
        credit = frozenset(connection.execute(_CREDIT).all())
    try:
        with engines.changing() as connection:
            connection.execute(sql("UPDATE credit SET amount = amount + 1"))
    except DatabaseError:
        return Books(entries, credit, refuses=True)
    return Books(entries, credit, refuses=False)


def round_trip(bot: BotProcess, folder: Path, tally: Tally, target: str, *, planted: bool) -> Found:
    """Back up while everybody logs, kill the bot, restore into the target, and compare."""
    living, began = open_engines(bot.address), time.monotonic()
    before = {deal.account for deal in tuple(tally.acked)}
    kept = folder / f"kept-{time.monotonic_ns()}"
    if planted:
        source = sqlite_path(living.url)
        assert source is not None
        shutil.copy(source, kept)
    else:
        made = back_up(living, kept)
    bot.kill()
    empty = open_engines(target)
    if planted:
        place = sqlite_path(empty.url)
        assert place is not None
        shutil.copy(kept, place)
    else:
        assert restore(empty, kept).credit == made.credit, "the sums are not those of the backup"
    seconds = time.monotonic() - began
    now, then = read(living), read(empty)
    living.close()
    empty.close()
    return _compared(now, then, before, seconds)


def _compared(now: Books, then: Books, acked: set[str], seconds: float) -> Found:
    of_then = {row.deal_id for row in then.entries}
    credit = {row for row in now.credit if row.deal_id in of_then}
    return Found(
        len(acked), len(then.entries), len(now.entries), len(then.entries - now.entries),
        len(lacking(acked, _accounts(now), _accounts(then))), credit != then.credit, then.refuses, seconds,
    )  # fmt: skip


def _accounts(books: Books) -> set[str]:
    return {str(row.account) for row in books.entries}


def lacking(acked: set[str], living: set[str], restored: set[str]) -> set[str]:
    """The accounts that a moment of the books would have: who logs the next deal has been answered about the last."""
    newest: dict[int, int] = defaultdict(int)
    for client, count in map(numbers_of, restored):
        newest[client] = max(newest[client], count)
    gaps = {account for account in living if numbers_of(account)[1] < newest[numbers_of(account)[0]]}
    return (acked | gaps) - restored


def drilled(engine: str, rounds: int, *, planted: bool) -> list[Found]:
    """So many rounds on one engine, under load."""
    found = []
    with ExitStack() as parts:
        folder = Path(parts.enter_context(tempfile.TemporaryDirectory()))
        address = parts.enter_context(books(engine))
        bot, tally = parts.enter_context(bot_at(address, folder)), Tally()
        bot.start()
        people = [Client(number, bot, tally, 1) for number in range(CLIENTS)]
        for one in people:
            one.start()
        for number in range(rounds):
            wanted, until = len(tally.acked) + DEALS_BEFORE, time.monotonic() + 240
            while len(tally.acked) < wanted and time.monotonic() < until:
                time.sleep(0.02)
            if engine == "sqlite":
                target = f"sqlite:///{folder / f'restored-{number}.db'}"
            else:
                target = parts.enter_context(postgresql_database(address, "template1"))
            found.append(round_trip(bot, folder, tally, target, planted=planted))
            so_far(number + 1, rounds, f"rounds on {engine}")
            if number + 1 < rounds:
                bot.start()
        for one in people:
            one.stopping.set()
        bot.start()  # what is under way is answered
        for one in people:
            one.join(60)
    return found


def main() -> int:
    """Back up, kill, restore, compare; 1 where anything differs (with `--planted`: where nothing does)."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--engine", choices=["sqlite", "postgresql"])
    asked.add_argument("--planted", action="store_true")
    given = asked.parse_args()
    sound = True
    for engine in [given.engine] if given.engine else ["sqlite", "postgresql"]:
        if engine == "postgresql" and shutil.which("pg_dump") is None:
            sys.stdout.write("postgresql: pg_dump is not installed: 0 rounds\n")
            sound = False
            continue
        for found in drilled(engine, given.rounds, planted=given.planted):
            sys.stdout.write(f"{engine}: {found}\n")
            sound = sound and found.sound is not given.planted
    return int(not sound)


if __name__ == "__main__":
    sys.exit(main())

"""Every message arrives, and once: several bots that are killed again and again, and a Slack that misbehaves.

    python -m tests.scenarios.delivery                              10,000 rows, 500 kills, SQLite and PostgreSQL
    python -m tests.scenarios.delivery --rows 500 --kills 20 --engine sqlite --blind 0.2

Rows are real, and so are claim, lease, fence, look and mark, and Slack's own client; what a row says is made up. Each bot
is a process of its own, killed with SIGKILL. On SQLite one works at a time, on PostgreSQL four. One row in ten goes to a
channel that the bot may not read.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from salesbot.domain.people import Role
from salesbot.scheduler.delivery import Delivery
from salesbot.services.planning import Kind
from salesbot.services.setup.workspaces import new_workspace
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import open_engines
from salesbot.storage.workspaces import all_workspaces
from tests.databases import copy_of, postgresql_database, postgresql_server, sqlite_template
from tests.scenarios.delivering_bots import LEASE, MadeUp, MarkThenSend, SendThenMark, start_bot
from tests.scenarios.faulty_slack import Faults, FaultySlack, Taken, faulty_slack
from tests.scoreboard.so_far import so_far
from tests.story import TUESDAY_8

PEOPLE, CHANNELS = 9, 1
_USUAL = Faults()
_SENT_AGAIN = re.compile(r"sent again without having looked.*?announcement=([\w-]+)")


@dataclass
class Delivered:
    """What a run came to; every list is of rows."""

    rows: int = 0
    kills: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    """To a person, and never taken."""
    doubled: list[str] = field(default_factory=list)
    """To a person, taken more than once, though nobody said that it could not be looked for."""
    doubled_unsure: list[str] = field(default_factory=list)
    """To a person, taken more than once after the log said that nobody could look."""
    held: list[str] = field(default_factory=list)
    """In a channel, in doubt and held, which its row says."""
    unlogged: list[str] = field(default_factory=list)
    """In a channel, not taken once, and nothing says why."""
    told: list[str] = field(default_factory=list)
    """What happened to what is lost or doubled: the bots' notes and Slack's, by one clock."""
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        return not (self.lost or self.doubled or self.unlogged)

    def __str__(self) -> str:
        return (
            f"{self.rows:,} rows, {self.kills} kills, {self.faults}: to people {len(self.lost)} lost, {len(self.doubled)} "
            f"doubled, {len(self.doubled_unsure)} doubled and logged as unsure; in channels {len(self.held)} held and "
            f"logged, {len(self.unlogged)} otherwise; {self.seconds:.0f} s"
            + "".join(f"\n{each}" for each in self.told)
        )


def deliver(
    address: str, folder: Path, *, rows: int, kills: int, processes: int, seed: int, blind: float = 0.0,
    delivery: type[Delivery] = MadeUp, faults: Faults = _USUAL,
) -> Delivered:  # fmt: skip
    """Let so many rows be delivered by bots that are killed so often, and look at what became of them."""
    began, dice = time.monotonic(), random.Random(seed)
    plan(address, rows)
    with faulty_slack(replace(faults, blind=blind, latest=LEASE * 0.4), seed) as slack:
        log = folder / "bots.log"
        bots = [start_bot(address, slack.api_url, log, delivery) for _ in range(processes)]
        found = Delivered(rows=rows)
        try:
            for taken in _until_done(address, slack, patience=60 + rows * 0.4):
                if found.kills < kills and taken >= (found.kills + 1) * rows * 0.9 / (kills + 1):
                    place = dice.randrange(processes)
                    bots[place].kill()
                    bots[place].join()
                    bots[place] = start_bot(address, slack.api_url, log, delivery)
                    found.kills += 1
                    so_far(found.kills, kills, f"kills of {processes} at once")
                    so_far(taken, rows, f"messages by {processes} at once")
        finally:
            for bot in bots:
                bot.kill()
                bot.join()
        _judge(found, address, slack.taken(), log.read_text())
    found.seconds = time.monotonic() - began
    return found


def plan(address: str, rows: int) -> None:
    """Rows for the people and channels of as many companies as it takes: a hundred a company, ten a recipient."""
    engines = open_engines(address)
    recipients = [f"person:{n}" for n in range(PEOPLE)] + [f"team:{n}" for n in range(CHANNELS)]
    for first in range(0, rows, 100):
        with engines.changing() as connection:
            workspace = new_workspace(
                connection, name=f"Company {first}", now=TUESDAY_8, currency="EUR", time_zone="UTC",
                slack_team_id=f"T{first}", live_at=TUESDAY_8,
            )  # fmt: skip
        with open_book(engines, workspace.id) as book:
            book.people.add(name="Ana", roles=[Role.COLLEAGUE], now=TUESDAY_8, planned_until=_FAR)
            for number in range(first, min(first + 100, rows)):
                book.announcements.plan(
                    kind=Kind.DIRECT.value, recipient=recipients[number % len(recipients)],
                    period_key=str(number), due_at=TUESDAY_8, expires_at=_FAR, now=TUESDAY_8,
                )  # fmt: skip
    engines.close()


_FAR = TUESDAY_8 + timedelta(days=9)


def _until_done(address: str, slack: FaultySlack, patience: float) -> Iterator[int]:
    """How many were taken so far, again and again, until no row is open."""
    until = time.monotonic() + patience
    looked_at = 0.0
    while time.monotonic() < until:
        yield slack.count()
        if time.monotonic() - looked_at > 0.5:
            looked_at = time.monotonic()
            if not _any_open(address):
                return
        time.sleep(0.02)


def _any_open(address: str) -> bool:
    engines = open_engines(address)
    with engines.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT 1 FROM announcement WHERE status IN ('planned', 'claimed', 'ambiguous') LIMIT 1"
        ).first()
    engines.close()
    return found is not None


def _rows(address: str) -> list[Announcement]:
    engines = open_engines(address)
    with engines.reading() as connection:
        workspaces = [each.id for each in all_workspaces(connection)]
    found = []
    for number in workspaces:
        with read_book(engines, number) as book:
            found += book.announcements.of(kinds=[Kind.DIRECT.value])
    engines.close()
    return found


def _judge(found: Delivered, address: str, taken: Taken, log: str) -> None:
    unsure, found.faults = set(_SENT_AGAIN.findall(log)), dict(taken.faults)
    for row in _rows(address):
        times = taken.deliveries[row.id]
        if row.recipient.startswith("team"):
            if (row.last_error or "").startswith("held") and row.status == "dead":
                found.held.append(row.id)
            elif times != 1 or row.status != "sent":
                found.unlogged.append(row.id)
        elif not times or row.status != "sent":
            found.lost.append(row.id)
        elif times > 1:
            (found.doubled_unsure if row.id in unsure else found.doubled).append(row.id)
        if row.id in found.lost + found.doubled + found.unlogged:
            found.told.append(f"{row.id} ({row.status}, {row.last_error})\n{_story_of(row, taken, log)}")


def _story_of(row: Announcement, taken: Taken, log: str) -> str:
    """All that happened to a row, in order."""
    noted = re.findall(rf"noted {row.id} ([\d.]+) (.*)", log)
    told = [(float(at), what) for at, what in noted]
    told += [(at, f"Slack: {what}") for at, what in taken.events.get(row.id, [])]
    told += [(at, f"Slack: {what}") for at, what in taken.events.get(row.channel or "", [])]
    return "\n".join(f"  {at:.4f} {what}" for at, what in sorted(told))


@contextmanager
def books(engine: str) -> Iterator[tuple[str, Path]]:
    """An empty database of that engine, and a folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if engine == "sqlite":
            yield copy_of(sqlite_template(folder), folder), folder
            return
        with postgresql_server() as server, postgresql_database(server) as address:
            yield address, folder


def main() -> int:
    """Deliver, and print what became of it; then that the planted bugs are seen."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=10_000)
    asked.add_argument("--kills", type=int, default=500)
    asked.add_argument("--engine", choices=["sqlite", "postgresql"])
    asked.add_argument("--blind", type=float, default=0.0)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    sound = True
    for engine in [given.engine] if given.engine else ["sqlite", "postgresql"]:
        processes = 1 if engine == "sqlite" else 4
        with books(engine) as (address, folder):
            found = deliver(
                address, folder, rows=given.rows, kills=given.kills, processes=processes, seed=given.seed,
                blind=given.blind,
            )  # fmt: skip
        sys.stdout.write(
            f"{engine}, {processes} at once, seed {given.seed}, {given.blind:.0%} blind: {found}\n"
        )
        sys.stdout.flush()
        sound = sound and found.sound and found.kills == given.kills
    return int(not (sound and _catches()))


def _catches() -> bool:
    """Whether the planted bugs are seen."""
    caught: list[Any] = []
    for bug in (MarkThenSend, SendThenMark):
        with books("sqlite") as (address, folder):
            found = deliver(address, folder, rows=200, kills=5, processes=1, seed=1, delivery=bug)
        caught.append(found.lost if bug is MarkThenSend else found.doubled)
        sys.stdout.write(f"{bug.__name__}: {found}\n")
    return all(caught)


if __name__ == "__main__":
    sys.exit(main())

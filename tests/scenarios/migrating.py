"""Filled databases brought up to date by a process that is killed again and again: nothing of the ledger is lost or changed.

    python -m tests.scenarios.migrating [--deals 10000] [--kills 20] [--engine sqlite|postgresql] [--planted]

Nothing was released yet, so the older schemas are those of our own migrations: the filled books are taken back to a
revision, and brought up to date by processes that are killed at random moments, and at last by one that may end. Every
row and sum of the ledger has to be as before, the tables as the program says, and the guards of the ledger in place.
With `--planted` a row is taken out on the way; then that has to be seen.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import timedelta

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel

from salesbot.storage import schema
from salesbot.storage.book import open_book
from salesbot.storage.engines import Engines, open_engines
from salesbot.storage.tables import APPEND_ONLY
from tests.cast import NOW, TODAY, gather
from tests.databases import books
from tests.scoreboard.so_far import so_far
from tests.trade import set_goal, win

BACK_TO = ("0036", "0030", "0020")
"""The older schemas from which it is tried."""
ONE_BOOK = 500
_MIGRATING = """
import sys
from salesbot.storage.engines import open_engines
from salesbot.storage.schema import migrate
engines = open_engines(sys.argv[1])
sys.stdout.write("ready\\n")
sys.stdout.flush()
migrate(engines)
"""
_LEDGER = {
    "deal": "SELECT count(*), sum(latest_entry_id), min(outcome) FROM deal",
    "deal_entry": "SELECT count(*), sum(amount), sum(number) FROM deal_entry",
    "deal_share": "SELECT count(*), sum(millionths), sum(person_id) FROM deal_share",
    "credit": "SELECT count(*), sum(amount), sum(person_id) FROM credit",
    "credit_month": "SELECT count(*), sum(amount), sum(millionths) FROM credit_month",
    "person": "SELECT count(*), sum(id), min(name) FROM person",
    "account": "SELECT count(*), sum(id), max(name) FROM account",
    "goal": "SELECT count(*), sum(id), sum(target) FROM goal",
    "assignment": "SELECT count(*), sum(id), sum(person_id) FROM assignment",
}


@dataclass
class Found:
    """What came of one older schema."""

    revision: str
    kills: int
    cut: int
    """Kills that met a process which was at work."""
    differing: list[str]
    tables: int
    guards: int
    deals: int

    @property
    def sound(self) -> bool:
        """Whether all is as it was, and as it should be."""
        return not self.differing and not self.tables and self.guards == len(APPEND_ONLY)

    def __str__(self) -> str:
        return (
            f"from {self.revision}: {self.deals} deals, {self.kills} kills, {self.cut} of them at work; tables whose rows "
            f"or sums differ {self.differing or 0}, differences of the schema {self.tables}, guarded {self.guards} of "
            f"{len(APPEND_ONLY)}"
        )


def fill(engines: Engines, deals: int) -> None:
    """Books with so many deals, a goal for each rep."""
    cast = gather(engines)
    reps = [cast.adria.people[name] for name in ("kim", "bo", "luka", "ivana", "asha", "tom")]
    with open_book(engines, cast.workspace_id) as book:
        for rep in reps:
            set_goal(book, rep, "2026-06", "60000", now=NOW)
    for start in range(0, deals, ONE_BOOK):
        with open_book(engines, cast.workspace_id) as book:
            for number in range(start, min(deals, start + ONE_BOOK)):
                day = TODAY - timedelta(days=number % 160)
                win(book, reps[number % 6], f"Account {number % 300}", str(1000 + number), day, now=NOW)


def ledger(engines: Engines) -> dict[str, tuple[object, ...]]:
    """Rows and sums of what must never change."""
    with engines.reading() as connection:
        return {
            table: tuple(str(each) for each in connection.exec_driver_sql(question).one())
            for table, question in _LEDGER.items()
        }


def tried(
    address: str, revision: str, kills: int, deals: int, *, planted: bool, chance: random.Random
) -> Found:
    """Take the books back to a revision and bring them up to date, killing so often."""
    engines = open_engines(address)
    before = ledger(engines)
    take_back(engines, revision)
    engines.close()
    cut = sum(_killed(address, chance) for _ in range(kills))
    if planted:
        _take_out_a_row(engines)
    schema.migrate(engines)
    after = ledger(engines)
    with engines.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_object": lambda _, name, *__: name != "alembic_version"},
        )
        tables = len(compare_metadata(context, SQLModel.metadata))
        guarded = {
            row[0]
            for row in connection.exec_driver_sql(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'" if engines.sqlite
                else "SELECT event_object_table FROM information_schema.triggers"
            )
        }  # fmt: skip
    engines.close()
    differing = [table for table in before if before[table] != after[table]]
    return Found(revision, kills, cut, differing, tables, len(guarded & set(APPEND_ONLY)), deals)


def take_back(engines: Engines, revision: str) -> None:
    """Take filled books back to an older schema."""
    with engines.write.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        if engines.sqlite:  # rebuilding a table would else empty those that stand on it
            raw.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            config = schema._config()
            config.attributes["connection"] = connection
            command.downgrade(config, revision)


def _killed(address: str, chance: random.Random) -> bool:
    """Whether the process was still at work when it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", _MIGRATING, address], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(chance.uniform(0, 2.0))
    at_work = process.poll() is None
    process.kill()
    process.wait(30)
    process.stdout.close()
    return at_work


def _take_out_a_row(engines: Engines) -> None:
    with engines.changing() as connection:
        names = inspect(connection).get_table_names()
        assert "credit_month" in names
        connection.exec_driver_sql(
            "DELETE FROM credit_month WHERE person_id = (SELECT min(person_id) FROM credit_month)"
        )


def main() -> int:
    """Take back, migrate, kill, compare; 1 where anything differs (with `--planted`: where nothing does)."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--deals", type=int, default=10_000)
    asked.add_argument("--kills", type=int, default=20)
    asked.add_argument("--engine", choices=["sqlite", "postgresql"])
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--planted", action="store_true")
    given = asked.parse_args()
    sound, chance = True, random.Random(given.seed)
    for engine in [given.engine] if given.engine else ["sqlite", "postgresql"]:
        with books(engine) as address:
            engines = open_engines(address)
            fill(engines, given.deals)
            engines.close()
            for number, revision in enumerate(BACK_TO):
                kills = given.kills // len(BACK_TO) + (number < given.kills % len(BACK_TO))
                found = tried(address, revision, kills, given.deals, planted=given.planted, chance=chance)
                sys.stdout.write(f"{engine}, seed {given.seed}, {found}\n")
                sys.stdout.flush()
                so_far(number + 1, len(BACK_TO), f"revisions on {engine}")
                sound = sound and found.sound is not given.planted
    return int(not sound)


if __name__ == "__main__":
    sys.exit(main())

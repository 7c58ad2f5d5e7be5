"""`/log-deal` in process, from the signed request to the ack, committed: against a bare Bolt app, side by side.

(a) a bare Bolt echo that asks the database the same questions and writes the same rows, by SQLAlchemy Core in one
    transaction at the same durability (SQLite: WAL, synchronous=FULL; PostgreSQL: fsync and synchronous_commit on),
    with none of our parsing, rules and words;
(b) an echo by Bolt as it comes (`process_before_response=False`), without any database.

    python benchmarks/log_deal.py [--engine sqlite|postgresql] [--requests 300] [--at-once 32 100] [--profile]

The contestants take turns request by request, so that whatever else the machine does hits all alike; what counts are
the ratios of the medians. Aim: at most 3 times (a), and less than (b).
"""

from __future__ import annotations

import argparse
import cProfile
import itertools
import platform
import pstats
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from contestants import Contestant, bare, echo, observed, ours
from slack_bolt import BoltRequest

from salesbot.storage.book import open_book
from salesbot.storage.engines import Engines, open_engines, sqlite_path
from tests.cast import NOW, TODAY, gather
from tests.databases import copy_of, postgresql_database, postgresql_server, sqlite_template
from tests.scenarios.posting import command_body, new_trigger, signed
from tests.slack.asked import SECRET
from tests.trade import set_goal, win

_lines = itertools.count(5000)
ACCOUNTS, DEALS = 200, 1000
"""What stands in the books before the first request."""


def fill(engines: Engines) -> None:
    """Books of a company that has sold for a year and a half, with a goal for everybody in Kim's team."""
    cast = gather(engines)
    reps = [cast.adria.people[name] for name in ("kim", "bo", "luka", "ivana", "asha", "tom")]
    with open_book(engines, cast.workspace_id) as book:
        for rep in reps:
            set_goal(book, rep, "2026-06", "60000", now=NOW)
        for number in range(DEALS):
            day = TODAY - timedelta(days=number % 500)
            win(
                book,
                reps[number % 6],
                account(number),
                str(1000 + number),
                max(day, date(2025, 1, 1)),
                now=NOW,
            )


class SqliteBooks:
    """Filled books, a file for each who is measured."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        engines = open_engines(copy_of(sqlite_template(folder), folder))
        fill(engines)
        engines.close()
        self._filled = sqlite_path(engines.url)

    def copied(self, name: str) -> Engines:
        """A copy of one's own."""
        assert self._filled is not None
        shutil.copy(self._filled, self._folder / f"{name}.db")
        return open_engines(f"sqlite:///{self._folder / name}.db")


class PostgresqlBooks:
    """Filled books, a database for each who is measured, on a server that waits for the disk."""

    def __init__(self, running: ExitStack) -> None:
        self._server = running.enter_context(postgresql_server(lasting=True))
        self._running = running

    def copied(self, name: str) -> Engines:
        """A database of one's own."""
        engines = open_engines(self._running.enter_context(postgresql_database(self._server)))
        fill(engines)
        return engines


def account(number: int) -> str:
    """One of the accounts that the books know."""
    return f"Account {chr(65 + number % 20)}{number % ACCOUNTS:03d} Ltd"


def request(number: int) -> BoltRequest:
    """A signed command that nobody sent before; no account has two deals of about one amount."""
    line = f'"{account(number)}" {round(20_000 * 1.1 ** (number // ACCOUNTS))}.{number % 100:02d} won'
    body = command_body(line, trigger=new_trigger())
    return BoltRequest(body=body.decode(), headers={**signed(SECRET, body)})


# -- measuring ------------------------------------------------------------------------------------------------


def in_turn(
    contestants: dict[str, Contestant], requests: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Seconds of each request, the contestants taking turns; and the seconds of the processor in the thread that asks.

    The latter say something on a busy machine, too; what the echo does in threads of its own is not in them.
    """
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    worked: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(requests + 20):
        for name, log in contestants.items():
            asked = request(number)
            began, at_work = time.perf_counter(), time.thread_time()
            log(asked)
            if number >= 20:
                taken[name].append(time.perf_counter() - began)
                worked[name].append(time.thread_time() - at_work)
    return taken, worked


def all_at_once(log: Contestant, requests: int, at_once: int) -> tuple[float, list[float], int]:
    """Commands a second with so many under way, the seconds of each, and how many were not answered in the ack."""
    asked = [request(next(_lines)) for _ in range(requests)]

    def timed(one: BoltRequest) -> tuple[float, bool]:
        began = time.perf_counter()
        in_time = log(one)
        return time.perf_counter() - began, in_time

    with ThreadPoolExecutor(at_once) as people:
        began = time.perf_counter()
        answered = list(people.map(timed, asked))
        rate = requests / (time.perf_counter() - began)
    return rate, [seconds for seconds, _ in answered], sum(not in_time for _, in_time in answered)


def committed(engines: Engines) -> int:
    """How many deals the books hold."""
    with engines.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM deal").scalar_one())


def share(taken: Sequence[float], part: float) -> float:
    """The value below which that part of them lies."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * part))]


def main() -> int:
    """Measure, print, and answer 1 where an aim is missed."""
    reading = argparse.ArgumentParser(description="Measure /log-deal.")
    reading.add_argument("--requests", type=int, default=300)
    reading.add_argument("--at-once", type=int, nargs="*", default=[32, 100])
    reading.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    reading.add_argument("--profile", action="store_true")
    options = reading.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_things:
        postgresql = options.engine == "postgresql"
        books = PostgresqlBooks(open_things) if postgresql else SqliteBooks(Path(folder))

        def copied(name: str) -> Engines:
            engines = books.copied(name)
            open_things.callback(engines.close)
            return engines

        reads, rows, statements = observed(copied("observed"), request)
        own = copied("ours")
        contestants = {
            "ours": open_things.enter_context(ours(own)),
            "bare": open_things.enter_context(bare(copied("bare"), reads, rows)),
            "echo": open_things.enter_context(echo()),
        }
        _print_conditions(options, statements, reads, rows)
        taken, worked = in_turn(contestants, options.requests)
        met = _print_one_by_one(taken)
        work = {name: statistics.median(worked[name]) for name in ("ours", "bare")}
        sys.stdout.write(
            f"work one by one: ours {work['ours'] * 1000:.2f} ms of the processor, bare {work['bare'] * 1000:.2f} ms, "
            f"ours / bare = {work['ours'] / work['bare']:.2f}\n"
        )
        for at_once in options.at_once:
            for name in ("bare", "ours"):
                before = committed(own)
                rate, each, late = all_at_once(contestants[name], options.requests, at_once)
                kept = f", {committed(own) - before} deals committed" if name == "ours" else ""
                sys.stdout.write(
                    f"{at_once} at once, {name}: {rate:6.0f} a second, p50 {share(each, 0.5) * 1000:6.1f} ms, p99 "
                    f"{share(each, 0.99) * 1000:6.1f} ms, max {max(each) * 1000:6.1f} ms, late {late}{kept}\n"
                )
        if options.profile:
            _profile(contestants["ours"], options.requests)
    return 0 if met else 1


def _print_conditions(options: Any, statements: int, reads: Sequence[Any], rows: Sequence[Any]) -> None:
    engine = f"SQLite {sqlite3.sqlite_version} (WAL, synchronous=FULL)"
    if options.engine == "postgresql":
        engine = "PostgreSQL (fsync, synchronous_commit)"
    names = ("slack-bolt", "slack-sdk", "sqlalchemy", "jinja2", "lark")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    sys.stdout.write(
        f"Python {platform.python_version()}, {engine}, {versions}\n"
        f"books: {DEALS} deals of {ACCOUNTS} accounts; {options.requests} requests each, in turn\n"
        f"ours: {statements} statements; bare: {len(reads)} questions (each once), {len(rows)} rows\n"
    )


def _print_one_by_one(taken: dict[str, list[float]]) -> bool:
    middle = {name: statistics.median(each) for name, each in taken.items()}
    for name, each in taken.items():
        sys.stdout.write(
            f"one by one, {name}: p50 {middle[name] * 1000:6.2f} ms, p99 {share(each, 0.99) * 1000:6.2f} ms\n"
        )
    first, second = middle["ours"] / middle["bare"], middle["ours"] / middle["echo"]
    sys.stdout.write(
        f"ours / bare = {first:.2f} (aim: at most 3){'' if first <= 3 else '  MISSED'}\n"
        f"ours / echo as it comes = {second:.2f} (aim: under 1){'' if second < 1 else '  MISSED'}\n"
    )
    return first <= 3 and second < 1


def _profile(log: Contestant, requests: int) -> None:
    asked = [request(20_000 + number) for number in range(requests)]
    watching = cProfile.Profile()
    watching.enable()
    for one in asked:
        log(one)
    watching.disable()
    pstats.Stats(watching).sort_stats("tottime").print_stats(30)
    pstats.Stats(watching).sort_stats("cumtime").print_stats("salesbot", 45)


if __name__ == "__main__":
    sys.exit(main())

"""`/log-deal` in process, from the signed request to the ack, committed: against a bare Bolt app, side by side.

(a) a bare Bolt echo that asks the database the same questions and writes the same rows, by SQLAlchemy Core in one
    transaction at the same durability (SQLite: WAL, synchronous=FULL; PostgreSQL: fsync and synchronous_commit on),
    with none of our parsing, rules and words;
(b) an echo by Bolt as it comes (`process_before_response=False`), without any database.

    python benchmarks/log_deal.py [--engine sqlite|postgresql] [--requests 300] [--at-once 32 100] [--processes 2]

The contestants take turns request by request, so that whatever else the machine does hits all alike; what counts are
the ratios of the medians. Aim: at most 3 times (a), and less than (b).
"""

from __future__ import annotations

import argparse
import cProfile
import platform
import pstats
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from books import ACCOUNTS, DEALS, PostgresqlBooks, SqliteBooks, request
from contestants import Contestant, bare, echo, observed, ours
from crowd import all_at_once, in_processes, share
from slack_bolt import BoltRequest

from salesbot.storage.engines import Engines

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


def committed(engines: Engines) -> int:
    """How many deals the books hold."""
    with engines.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM deal").scalar_one())


def main() -> int:
    """Measure, print, and answer 1 where an aim is missed."""
    reading = argparse.ArgumentParser(description="Measure /log-deal.")
    reading.add_argument("--requests", type=int, default=300)
    reading.add_argument("--at-once", type=int, nargs="*", default=[32, 100])
    reading.add_argument(
        "--processes", type=int, nargs="*", default=[], help="only these, of the bot on one database"
    )
    reading.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    reading.add_argument("--profile", action="store_true")
    reading.add_argument(
        "--hold", action="store_true", help="judge many at once by the clock, which tells of the machine too"
    )
    reading.add_argument("--planted", action="store_true", help="a bot that dawdles has to miss the hold")
    options = reading.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_things:
        postgresql = options.engine == "postgresql"
        books = PostgresqlBooks(open_things) if postgresql else SqliteBooks(Path(folder))

        def copied(name: str) -> Engines:
            engines = books.copied(name)
            open_things.callback(engines.close)
            return engines

        if options.processes:
            for processes in options.processes:
                _print_processes(copied("shared"), processes, options.requests)
            return 0
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
        if options.planted:
            contestants["ours"] = _dawdling(contestants["ours"])
        missed = []
        for at_once in options.at_once:
            for name in ("bare", "ours"):
                before = committed(own)
                answers = all_at_once(contestants[name], options.requests, at_once)
                kept = f", {committed(own) - before} deals committed" if name == "ours" else ""
                sys.stdout.write(f"{at_once} at once, {name}: {answers}{kept}\n")
                missed += answers.missed if name == "ours" else []
        if options.profile:
            _profile(contestants["ours"], options.requests)
    if options.hold:
        sys.stdout.write(f"hold: {'; '.join(missed) or 'kept'}\n")
        return int(bool(missed) is not options.planted)
    return 0 if met else 1


def _dawdling(log: Contestant) -> Contestant:
    def slowly(asked: BoltRequest) -> bool:
        time.sleep(0.6)
        return log(asked)

    return slowly


def _print_processes(engines: Engines, processes: int, requests: int) -> None:
    """So many processes of the bot on one database, against one: together 32 commands are under way, asked by as many sides.

    Who asks shares the processors with the bots and with the database.
    """
    address = engines.url.render_as_string(hide_password=False)
    rates = []
    for several in (1, processes):
        before = committed(engines)
        answers = in_processes(address, several, requests, 32)
        rates.append(answers.rate)
        sys.stdout.write(
            f"{several} of the bot's processes, 32 at once: {answers}, {committed(engines) - before} deals committed "
            f"(with those before the clock ran)\n"
        )
    sys.stdout.write(f"{processes} processes / one = {rates[1] / rates[0]:.2f} times the commands a second\n")


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

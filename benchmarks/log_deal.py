"""`/log-deal` in process, from the signed request to the ack, committed: against a bare Bolt app, side by side.

(a) a bare Bolt echo that asks the database the same questions and writes the same rows, by SQLAlchemy Core in one
    transaction at the same durability (SQLite, WAL, synchronous=FULL), with none of our parsing, rules and words;
(b) an echo by Bolt as it comes (`process_before_response=False`), without any database.

    python benchmarks/log_deal.py [--requests 300] [--at-once 32] [--profile]

The contestants take turns request by request, so that whatever else the machine does hits all alike; what counts are
the ratios of the medians. Aim: at most 3 times (a), and less than (b).
"""

from __future__ import annotations

import argparse
import cProfile
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
from tests.databases import copy_of, sqlite_template
from tests.scenarios.posting import command_body, new_trigger, signed
from tests.slack.asked import SECRET
from tests.trade import set_goal, win

ACCOUNTS, DEALS = 200, 1000
"""What stands in the books before the first request."""


def seeded(folder: Path) -> Path:
    """Books of a company that has sold for a year and a half, with a goal for everybody in Kim's team."""
    engines = open_engines(copy_of(sqlite_template(folder), folder))
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
    path = sqlite_path(engines.url)
    engines.close()
    assert path is not None
    return path


def account(number: int) -> str:
    """One of the accounts that the books know."""
    return f"Account {chr(65 + number % 20)}{number % ACCOUNTS:03d} Ltd"


def request(number: int) -> BoltRequest:
    """A signed command that nobody sent before."""
    line = f'"{account(number)}" {20_000 + number}.{number % 100:02d} won'
    body = command_body(line, trigger=new_trigger())
    return BoltRequest(body=body.decode(), headers=signed(SECRET, body))


# -- measuring ------------------------------------------------------------------------------------------------


def in_turn(contestants: dict[str, Contestant], requests: int) -> dict[str, list[float]]:
    """Seconds of each request, the contestants taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(requests + 20):
        for name, log in contestants.items():
            asked = request(number)
            began = time.perf_counter()
            log(asked)
            if number >= 20:
                taken[name].append(time.perf_counter() - began)
    return taken


def all_at_once(log: Contestant, requests: int, at_once: int) -> tuple[float, list[float], int]:
    """Commands a second with so many under way, the seconds of each, and how many were not answered in the ack."""
    asked = [request(5000 + number) for number in range(requests)]

    def timed(one: BoltRequest) -> tuple[float, bool]:
        began = time.perf_counter()
        in_time = log(one)
        return time.perf_counter() - began, in_time

    with ThreadPoolExecutor(at_once) as people:
        began = time.perf_counter()
        answered = list(people.map(timed, asked))
        rate = requests / (time.perf_counter() - began)
    return rate, [seconds for seconds, _ in answered], sum(not in_time for _, in_time in answered)


def share(taken: Sequence[float], part: float) -> float:
    """The value below which that part of them lies."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * part))]


def main() -> int:
    """Measure, print, and answer 1 where an aim is missed."""
    reading = argparse.ArgumentParser(description="Measure /log-deal.")
    reading.add_argument("--requests", type=int, default=300)
    reading.add_argument("--at-once", type=int, default=32)
    reading.add_argument("--profile", action="store_true")
    options = reading.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_things:
        seed = seeded(Path(folder))

        def copied(name: str) -> Engines:
            shutil.copy(seed, Path(folder) / name)
            engines = open_engines(f"sqlite:///{Path(folder) / name}")
            open_things.callback(engines.close)
            return engines

        reads, rows, statements = observed(copied("observed.db"), request)
        contestants = {
            "ours": open_things.enter_context(ours(copied("ours.db"))),
            "bare": open_things.enter_context(bare(copied("bare.db"), reads, rows)),
            "echo": open_things.enter_context(echo()),
        }
        _print_conditions(options, statements, reads, rows)
        met = _print_one_by_one(in_turn(contestants, options.requests))
        for name in ("bare", "ours"):
            rate, taken, late = all_at_once(contestants[name], options.requests, options.at_once)
            sys.stdout.write(
                f"{options.at_once} at once, {name}: {rate:6.0f} a second, p50 {share(taken, 0.5) * 1000:6.1f} ms, "
                f"p99 {share(taken, 0.99) * 1000:6.1f} ms, max {max(taken) * 1000:6.1f} ms, late {late}\n"
            )
        if options.profile:
            _profile(contestants["ours"], options.requests)
    return 0 if met else 1


def _print_conditions(options: Any, statements: int, reads: Sequence[Any], rows: Sequence[Any]) -> None:
    names = ("slack-bolt", "slack-sdk", "sqlalchemy", "jinja2", "lark")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    sys.stdout.write(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version} (WAL, synchronous=FULL), {versions}\n"
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

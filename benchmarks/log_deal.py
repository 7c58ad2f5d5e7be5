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
import itertools
import platform
import pstats
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from sqlalchemy import Connection, Table, event, insert, select

sys.path.insert(0, str(Path(__file__).parents[1]))

from salesbot.storage import tables
from salesbot.storage.book import open_book, table_of
from salesbot.storage.engines import Engines, open_engines, sqlite_path
from tests.cast import NOW, TODAY, gather
from tests.databases import copy_of, sqlite_template
from tests.scenarios.posting import command_body, new_trigger, signed
from tests.slack.asked import SECRET, Listening, bot_for
from tests.trade import set_goal, win

ACCOUNTS, DEALS = 200, 1000
"""What stands in the books before the first request."""
Contestant = Callable[[BoltRequest], int]
_numbers = itertools.count(1)


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


# -- the contestants ------------------------------------------------------------------------------------------


@contextmanager
def ours(engines: Engines) -> Iterator[Contestant]:
    """The real app."""
    with bot_for(engines, signed=True) as bot:
        yield lambda asked: _receipt(bot.app.dispatch(asked))


def _receipt(answer: Any) -> int:
    assert "deals.undo" in answer.body, answer.body[:300]
    return int(answer.status)


@contextmanager
def bare(
    engines: Engines, reads: Sequence[Any], rows: Sequence[tuple[Table, dict[str, Any]]]
) -> Iterator[Contestant]:
    """An echo that asks the same questions and writes the same rows, and does nothing else."""
    with bolt(process_before_response=True) as app:

        def on_command(ack: Callable[..., Any]) -> None:
            with engines.changing() as connection:
                for read in reads:
                    connection.execute(read).all()
                _write(connection, rows, next(_numbers))
            ack("Logged")

        app.command("/log-deal")(on_command)
        yield lambda asked: int(app.dispatch(asked).status)


@contextmanager
def echo() -> Iterator[Contestant]:
    """An echo as Bolt comes."""
    with bolt(process_before_response=False) as app:

        def on_command(ack: Callable[..., Any]) -> None:
            ack("Logged")

        app.command("/log-deal")(on_command)
        yield lambda asked: int(app.dispatch(asked).status)


@contextmanager
def bolt(*, process_before_response: bool) -> Iterator[App]:
    """A bare Bolt app, told who it is by a Slack on this machine."""
    listening = Listening()
    client = WebClient(token="xoxb-test", base_url=listening.url())
    yield App(
        client=client, signing_secret=SECRET, process_before_response=process_before_response,
        token_verification_enabled=False,
    )  # fmt: skip
    listening.close()


# -- the same questions, the same rows ------------------------------------------------------------------------

WRITTEN = [
    tables.Deal,
    tables.DealEntry,
    tables.DealShare,
    tables.Credit,
    tables.Announcement,
    tables.DeliveryKey,
]


def observed(engines: Engines) -> tuple[list[Any], list[tuple[Table, dict[str, Any]]], int]:
    """What one `/log-deal` of ours asks (each question once) and writes, and how many statements it takes."""
    statements: list[Any] = []

    def on_statement(_connection: Any, statement: Any, *_more: Any) -> None:
        statements.append(statement)

    with ours(engines) as log:
        log(request(1))
        for engine in (engines.read, engines.write):
            event.listen(engine, "before_execute", on_statement)
        log(request(2))
        for engine in (engines.read, engines.write):
            event.remove(engine, "before_execute", on_statement)
    reads: dict[str, Any] = {}
    for statement in statements:
        if statement.is_select:
            compiled = statement.compile(engines.write)
            reads.setdefault(f"{compiled} {sorted(compiled.params.items(), key=str)}", statement)
    with engines.reading() as connection:
        rows = [(table_of(model), _newest(connection, table_of(model))) for model in WRITTEN]
    return list(reads.values()), rows, len(statements)


def _newest(connection: Connection, table: Table) -> dict[str, Any]:
    rows = connection.execute(select(table)).mappings().all()
    order = "recorded_at" if table.name == "delivery_key" else next(iter(table.primary_key.columns.keys()))
    newest = [row for row in rows if row["workspace_id"] == 1][-1] if order else rows[-1]
    return dict(newest)


def _write(connection: Connection, rows: Sequence[tuple[Table, dict[str, Any]]], number: int) -> None:
    """The rows again under numbers of their own."""
    fresh = 1_000_000 + number
    own = {
        "deal": {"id": fresh, "latest_entry_id": fresh},
        "deal_entry": {"id": fresh, "deal_id": fresh},
        "deal_share": {"entry_id": fresh},
        "credit": {"id": fresh, "entry_id": fresh, "deal_id": fresh},
        "announcement": {"id": str(uuid.uuid4()), "period_key": f"deal:{fresh}"},
        "delivery_key": {"key": f"command:bare:{fresh}"},
    }
    for table, row in rows:
        connection.execute(insert(table), [{**row, **own[table.name]}])


# -- measuring ------------------------------------------------------------------------------------------------


def in_turn(contestants: dict[str, Contestant], requests: int) -> dict[str, list[float]]:
    """Seconds of each request, the contestants taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(requests + 20):
        for name, log in contestants.items():
            asked = request(number)
            began = time.perf_counter()
            assert log(asked) == 200
            if number >= 20:
                taken[name].append(time.perf_counter() - began)
    return taken


def all_at_once(log: Contestant, requests: int, at_once: int) -> tuple[float, list[float]]:
    """Commands a second with so many under way, and the seconds of each."""
    asked = [request(5000 + number) for number in range(requests)]

    def timed(one: BoltRequest) -> float:
        began = time.perf_counter()
        assert log(one) == 200
        return time.perf_counter() - began

    with ThreadPoolExecutor(at_once) as people:
        began = time.perf_counter()
        taken = list(people.map(timed, asked))
        return requests / (time.perf_counter() - began), taken


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

        reads, rows, statements = observed(copied("observed.db"))
        contestants = {
            "ours": open_things.enter_context(ours(copied("ours.db"))),
            "bare": open_things.enter_context(bare(copied("bare.db"), reads, rows)),
            "echo": open_things.enter_context(echo()),
        }
        _print_conditions(options, statements, reads, rows)
        met = _print_one_by_one(in_turn(contestants, options.requests))
        for name in ("bare", "ours"):
            rate, taken = all_at_once(contestants[name], options.requests, options.at_once)
            sys.stdout.write(
                f"{options.at_once} at once, {name}: {rate:6.0f} a second, p50 {share(taken, 0.5) * 1000:6.1f} ms, "
                f"p99 {share(taken, 0.99) * 1000:6.1f} ms, max {max(taken) * 1000:6.1f} ms\n"
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

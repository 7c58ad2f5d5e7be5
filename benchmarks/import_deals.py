"""A CRM's export of deals, imported beside people who log theirs: against sqlite3's executemany of the same rows.

    python benchmarks/import_deals.py [--deals 100000]

Ours checks every cell, stages and books; the bare one inserts the rows that came of it into the same empty tables, in one
transaction at the same durability. Aims: under a minute and 400 MB, and no `/log-deal` beside it waits longer than 2 s.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from contestants import ours
from log_deal import fill, request

from salesbot.services.imports import book_import, plan_import, read_sheet
from salesbot.storage import tables
from salesbot.storage.book import read_book
from salesbot.storage.engines import open_engines, sqlite_path
from salesbot.storage.questions import table_of
from salesbot.storage.staging import stage_book
from tests.cast import NOW
from tests.databases import copy_of, sqlite_template

TABLES = (
    tables.Account, tables.Label, tables.Deal, tables.DealEntry, tables.DealShare, tables.DealLine,
    tables.Credit, tables.Remark,
)  # fmt: skip
HEAD = "external_id,account,amount,stage,rep_email,opened_on,expected_on,closed_on,product,source,note"
REPS = ("kim", "bo", "luka", "ivana")


def exported(deals: int) -> bytes:
    """A made-up export: two in five won, one in five lost would need reasons, so the rest is open."""
    dice = random.Random(1)
    lines = [HEAD]
    for number in range(deals):
        opened = date(2023, 1, 1) + timedelta(days=dice.randrange(1000))
        ends = opened + timedelta(days=dice.randrange(100))
        won = dice.random() < 0.4
        lines.append(
            f"006{number:08d},Imported {dice.randrange(deals // 5 + 1)},{dice.randrange(100, 90000)}.50,"
            f"{'won' if won else 'proposal'},{dice.choice(REPS)}@acme.example,{opened},{'' if won else ends},"
            f"{ends if won else ''},{dice.choice(('Pro', 'Basic', ''))},{dice.choice(('fair', 'web', ''))},"
            f"{'call them back' if dice.random() < 0.3 else ''}"
        )
    return "\n".join([*lines, ""]).encode()


def imported(path: Path, content: bytes) -> tuple[float, list[float]]:
    """Seconds that the import took, and those of each `/log-deal` beside it."""
    engines, waits, done = open_engines(f"sqlite:///{path}"), list[float](), threading.Event()
    with ours(engines) as log:

        def beside() -> None:
            number = 0
            while not done.wait(0.2):
                began = time.perf_counter()
                log(request(number))
                waits.append(time.perf_counter() - began)
                number += 1

        somebody = threading.Thread(target=beside)
        somebody.start()
        began = time.perf_counter()
        try:
            sheet = read_sheet("deals", "deals.csv", content)
            with read_book(engines, 1) as book:
                planned = plan_import(book, sheet, now=NOW)
            with stage_book(engines, 1) as staged:
                book_import(staged, planned, now=NOW)
        finally:
            taken = time.perf_counter() - began
            done.set()
            somebody.join()
    engines.close()
    return taken, waits


def executed_many(path: Path, full: Path) -> tuple[float, int]:
    """Seconds of bare inserts of every row that the import made, and how many there were."""
    source, target = sqlite3.connect(full), sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        target.execute(f"PRAGMA {pragma}")
    rows = {}
    for model in TABLES:
        name = table_of(model).name
        known = target.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}").fetchone()[0]
        rows[name] = source.execute(f"SELECT * FROM {name} WHERE rowid > ?", (known,)).fetchall()
    began = time.perf_counter()
    target.execute("BEGIN IMMEDIATE")
    for name, some in rows.items():
        if some:
            target.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(some[0]))})", some)
    target.execute("COMMIT")
    return time.perf_counter() - began, sum(map(len, rows.values()))


def _filled(folder: Path) -> Path:
    """Books of a company that has sold for a while."""
    engines = open_engines(copy_of(sqlite_template(folder), folder))
    fill(engines)
    path = sqlite_path(engines.url)
    engines.close()
    assert path is not None
    return path


def main() -> int:
    """Measure, print, and answer 1 where an aim is missed."""
    reading = argparse.ArgumentParser(description="Measure an import beside people at work.")
    reading.add_argument("--deals", type=int, default=100_000)
    options = reading.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seed = _filled(Path(folder))
        full, bare = Path(folder) / "full.db", Path(folder) / "bare.db"
        shutil.copy(seed, full)
        shutil.copy(seed, bare)
        taken, waits = imported(full, exported(options.deals))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        inserted, rows = executed_many(bare, full)
    longest = max(waits)
    sys.stdout.write(
        f"{options.deals} deals, {rows} rows: {taken:.1f} s, executemany {inserted:.1f} s, ratio {taken / inserted:.1f}; "
        f"peak {peak} MB with the bot in the same process\n"
        f"/log-deal beside it: {len(waits)} answered, the longest wait {longest:.2f} s\n"
    )
    missed = [
        name
        for name, ok in (("a minute", taken < 60), ("400 MB", peak < 400), ("2 s", longest < 2))
        if not ok
    ]
    sys.stdout.write("".join(f"MISSED: {name}\n" for name in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

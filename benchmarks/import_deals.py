"""A CRM's export of deals, imported and taken back beside people who log theirs: against sqlite3's executemany of its rows.

    python benchmarks/import_deals.py [--deals 100000] [--profile]

As users have it: `salesbot import` in a process of its own, the bot in another, one SQLite file. Ours checks every cell,
stages and books; the bare one inserts the rows that came of it into the same empty tables, in one transaction at the same
durability. Then the import is taken back whole. Aims: under a minute and 400 MB, and no `/log-deal` beside either waits
longer than 2 s. On a busy machine the
processor's seconds say more than the clock's. `--profile` prints where the import's own time goes.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from contestants import ours
from log_deal import fill, request

from salesbot.storage import tables
from salesbot.storage.engines import open_engines, sqlite_path
from salesbot.storage.questions import table_of
from tests.databases import copy_of, sqlite_template

TABLES = (
    tables.Account, tables.Label, tables.Deal, tables.DealEntry, tables.DealShare, tables.DealLine,
    tables.Credit, tables.Remark,
)  # fmt: skip
HEAD = "external_id,account,amount,stage,rep_email,opened_on,expected_on,closed_on,product,source,note"
_PROFILED = """
import atexit, cProfile, pstats, time
from salesbot.cli import main
profile = cProfile.Profile(time.process_time)
atexit.register(lambda: pstats.Stats(profile).sort_stats("tottime").print_stats(45))
profile.runcall(main)
"""
"""The import with a list of where the processor's seconds go."""
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


@dataclass(frozen=True)
class Taken:
    """What an import took: seconds of the clock and of the processor, and the most memory (MB) its process held."""

    seconds: float
    processor: float
    megabytes: int


@dataclass(frozen=True)
class Waits:
    """The seconds that each `/log-deal` took which was typed meanwhile."""

    each: list[float]

    def __str__(self) -> str:
        ordered = sorted(self.each)
        return f"{len(ordered)} answered, the median {ordered[len(ordered) // 2]:.2f} s, the longest {ordered[-1]:.2f} s"


def beside_people(database: Path, words: list[str], *, first: int, profile: bool) -> tuple[Taken, Waits]:
    """What `salesbot import` with these words took in its own process, and who logged deals in this one; `first`: the
    number of their first request, since each counts once.
    """
    engines, waits, done = open_engines(f"sqlite:///{database}"), list[float](), threading.Event()
    with ours(engines) as log:

        def beside() -> None:
            number = first
            while not done.wait(0.2):
                began = time.perf_counter()
                log(request(number))
                waits.append(time.perf_counter() - began)
                number += 1

        somebody = threading.Thread(target=beside)
        somebody.start()
        try:
            taken = _run(database, words, profile=profile)
        finally:
            done.set()
            somebody.join()
    engines.close()
    return taken, Waits(waits)


def _run(database: Path, words: list[str], *, profile: bool) -> Taken:
    """`salesbot import` with these words, waited for. Raises RuntimeError where it refused."""
    script = _PROFILED if profile else "from salesbot.cli import main; main()"
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", script, "import", *words, "--workspace", "1"],
        env={**os.environ, "DATABASE_URL": f"sqlite:///{database}"},
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}")
    seconds = time.perf_counter() - began
    return Taken(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


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
    reading.add_argument("--profile", action="store_true")
    options = reading.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seed, file = _filled(Path(folder)), Path(folder) / "deals.csv"
        full, bare = Path(folder) / "full.db", Path(folder) / "bare.db"
        shutil.copy(seed, full)
        shutil.copy(seed, bare)
        file.write_bytes(exported(options.deals))
        taken, waits = beside_people(full, ["deals", str(file)], first=0, profile=options.profile)
        inserted, rows = executed_many(bare, full)
        back, meanwhile = beside_people(
            full, ["--take-back", "1"], first=len(waits.each), profile=options.profile
        )
    sys.stdout.write(
        f"{options.deals} deals, {rows} rows: {taken.seconds:.1f} s, {taken.processor:.1f} s of the processor, "
        f"peak {taken.megabytes} MB; executemany {inserted:.1f} s\n"
        f"/log-deal beside it: {waits}\n"
        f"taken back: {back.seconds:.1f} s, {back.processor:.1f} s of the processor, peak {back.megabytes} MB\n"
        f"/log-deal beside it: {meanwhile}; load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores\n"
    )
    aims = {
        "a minute": taken.seconds < 60,
        "400 MB": taken.megabytes < 400,
        "2 s beside it": max(waits.each) < 2,
        "2 s beside taking it back": max(meanwhile.each) < 2,
    }
    missed = [name for name, ok in aims.items() if not ok]
    sys.stdout.write("".join(f"MISSED: {name}\n" for name in missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

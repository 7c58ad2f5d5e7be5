"""Attainment of a thousand reps over a million deals, against the same aggregate in bare SQL over the same tables.

    uv run --locked python benchmarks/attainment.py                  1,000 reps, 1,000,000 deals over ten years
    uv run --locked python benchmarks/attainment.py --deals 100000 --profile

The period is the year to date, so that whole months come from the months added up and the rest from the ledger. Bare is
SQLite's own driver with one statement, and Python for nothing but fetching. Measured in turn within one run: (a) what was
won by everybody, from the tables to sums by person, against bare; (b) the whole report with its thousand rows; (c) the same
over a tenth of the history. All sums are compared with the sum over the ledger, to the cent. Exit code 1 where one of the
aims is missed: (a) at most 1.2 times bare, (b) at most 1.1 times (c).
"""

from __future__ import annotations

import argparse
import cProfile
import platform
import pstats
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from salesbot.domain.as_of import AsOf
from salesbot.domain.figures import size_of
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE
from salesbot.domain.periods import read_period
from salesbot.services.attainment import attainment_rows, winnings
from salesbot.services.setup.workspaces import new_workspace
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines, open_engines
from salesbot.storage.schema import migrate

NOW = datetime(2026, 6, 16, 12, tzinfo=UTC)
TODAY = NOW.date()
YEAR = read_period("2026")
TIMES = 15
AIM, AIM_HISTORY = 1.2, 1.1
_BARE = """
SELECT person_id, sum(amount) FROM (
    SELECT person_id, amount FROM credit_month
     WHERE workspace_id = 1 AND month >= '2026-01' AND month < '2026-06' AND kind = 'revenue' AND currency = 'EUR'
    UNION ALL
    SELECT person_id, amount FROM credit
     WHERE workspace_id = 1 AND day >= '2026-06-01' AND day < '2026-06-17' AND kind = 'revenue' AND currency = 'EUR'
       AND recorded_at <= '2026-06-16 12:00:00.000000'
) GROUP BY person_id
"""
_LEDGER = """
SELECT person_id, sum(amount) FROM credit
 WHERE workspace_id = 1 AND day >= '2026-01-01' AND day < '2026-06-17' AND kind = 'revenue' GROUP BY person_id
"""


def company(engines: Engines, reps: int) -> None:
    """A workspace with so many reps in teams of twenty, each with a goal for the year."""
    with engines.changing() as connection:
        new_workspace(
            connection, name="Many", now=NOW, currency="EUR", time_zone="UTC", slack_team_id="T0", live_at=NOW
        )
    with open_book(engines, 1) as book:
        teams = [book.people.add_team(name=f"Team {n}", now=NOW).id for n in range(-(-reps // 20))]
        written = "2019-01-01 00:00:00.000000"
        people = [
            (n, f"Rep {n}", written, teams[(n - 1) // 20], 1_000_000_00 + n * 1_00)
            for n in range(1, reps + 1)
        ]
        for statement, rows in (
            ("INSERT INTO person (workspace_id, id, name, zone_chosen, active, shows_amounts, praise, created_at)"
             " VALUES (1, ?, ?, 0, 1, 1, 'public', ?)", [row[:3] for row in people]),
            ("INSERT INTO person_role (workspace_id, person_id, role) VALUES (1, ?, 'rep')",
             [row[:1] for row in people]),
            ("INSERT INTO assignment (workspace_id, id, person_id, team_id, valid_from, recorded_at)"
             " VALUES (1, ?, ?, ?, '2010-01-01', ?)", [(row[0], row[0], row[3], row[2]) for row in people]),
            ("INSERT INTO goal (workspace_id, id, scope, person_id, metric, period, starts_on, ends_on, target,"
             " currency, valid_from, recorded_at) VALUES"
             " (1, ?, 'rep', ?, 'revenue', '2026', '2026-01-01', '2027-01-01', ?, 'EUR', '2026-01-01', ?)",
             [(row[0], row[0], row[4], row[2]) for row in people]),
        ):  # fmt: skip
            book.connection.exec_driver_sql(statement, rows)


def history(
    path: Path, first: int, deals: int, reps: int, start: date, end: date, dice: random.Random
) -> None:
    """So many won deals between two days straight into the ledger of credit, and into the months."""
    days = (end - start).days

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(first, first + deals):
            day = start + timedelta(days=(number - first) * days // deals)
            recorded = f"{day} 09:00:00.000000"
            amount, rep = dice.randrange(500_00, 20_000_00), dice.randrange(1, reps + 1)
            yield number, number, number, number % 5_000 + 1, rep, day.isoformat(), amount, recorded

    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO credit (workspace_id, id, entry_id, deal_id, account_id, person_id, kind, day, amount,"
            " currency, millionths, recorded_at) VALUES (1, ?, ?, ?, ?, ?, 'revenue', ?, ?, 'EUR', 1000000, ?)",
            rows(),
        )
    connection.close()


def added_up(engines: Engines, path: Path) -> None:
    """The months made anew from the ledger, and the planner's figures."""
    with open_book(engines, 1) as book:
        book.months.rebuild()
    with sqlite3.connect(path) as connection:
        connection.execute("ANALYZE")
    connection.close()


def medians(*measured: Callable[[], object]) -> list[float]:
    """The median milliseconds of each, measured in turn, so that all meet the same machine."""
    took: list[list[float]] = [[] for _ in measured]
    for turn in range(TIMES + 2):
        for place, run in enumerate(measured):
            began = time.perf_counter()
            run()
            if turn > 1:
                took[place].append((time.perf_counter() - began) * 1000)
    return [statistics.median(each) for each in took]


def won(engines: Engines) -> dict[int, int]:
    """What everybody won in the year to date, by the program."""
    with read_book(engines, 1) as book:
        found = winnings(book, REVENUE, YEAR.starts_on, TODAY + timedelta(days=1), NOW, "EUR")
        return {person: size_of(figure) for person, figure in found.by_person().items()}


def report(engines: Engines) -> int:
    """The whole report: a row for each rep."""
    with read_book(engines, 1) as book:
        return len(attainment_rows(book, YEAR, AsOf(TODAY, True, NOW), [Scope.REP]))


def main() -> int:
    """Measure, print, and say whether the aims were met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--reps", type=int, default=1_000)
    asked.add_argument("--deals", type=int, default=1_000_000)
    asked.add_argument("--profile", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, dice = Path(folder) / "many.db", random.Random(7)
        engines = open_engines(f"sqlite:///{path}")
        migrate(engines)
        company(engines, given.reps)
        recent = given.deals // 10
        history(path, 1, recent, given.reps, TODAY - timedelta(days=365), TODAY + timedelta(days=1), dice)
        added_up(engines, path)
        bare = sqlite3.connect(path)

        def in_sql() -> dict[int, int]:
            return dict(bare.execute(_BARE).fetchall())

        short_won, short_report, short_bare = medians(lambda: won(engines), lambda: report(engines), in_sql)
        history(
            path, recent + 1, given.deals - recent, given.reps, TODAY - timedelta(days=3_650),
            TODAY - timedelta(days=365), dice,
        )  # fmt: skip
        added_up(engines, path)
        long_won, long_report, long_bare = medians(lambda: won(engines), lambda: report(engines), in_sql)
        same = won(engines) == in_sql() == dict(bare.execute(_LEDGER).fetchall())
        if given.profile:
            profile = cProfile.Profile()
            profile.runcall(lambda: [won(engines) for _ in range(TIMES)])
            pstats.Stats(profile).sort_stats("cumulative").print_stats(25)
        bare.close()
        engines.close()
    ratio, older = long_won / long_bare, long_report / short_report
    sys.stdout.write(
        f"SQLite {sqlite3.sqlite_version}, Python {platform.python_version()}, SQLAlchemy {version('sqlalchemy')}; "
        f"{given.reps:,} reps, {given.deals:,} deals over ten years, {TIMES} runs each in turn\n"
        f"won by everybody, year to date: ours / bare SQL {ratio:.2f} (aim: at most {AIM})"
        f" [{long_won:.1f} and {long_bare:.1f} ms]\n"
        f"the whole report of {given.reps:,} rows / bare SQL {long_report / long_bare:.2f} [{long_report:.1f} ms]\n"
        f"ten times the history: the report {older:.2f}, sums {long_won / short_won:.2f},"
        f" bare {long_bare / short_bare:.2f} (aim: at most {AIM_HISTORY})\n"
        f"equal to the sum over the ledger, to the cent: {'yes' if same else 'NO'}\n"
    )
    return int(not same or ratio > AIM or older > AIM_HISTORY)


if __name__ == "__main__":
    sys.exit(main())

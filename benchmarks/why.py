"""`why`, `works`, key figures, questions in words and buying over a million deals, against bare SQL over the same tables.

    uv run --locked python benchmarks/why.py                       1,000 reps, 1,000,000 deals over ten years
    uv run --locked python benchmarks/why.py --deals 100000 --years 2 --profile why

Each deal was opened a month before it closed, half are won, each names a product, a source, and some a campaign or a
technique. Every question is asked for the company, by an executive, of a database that nobody has asked before. Bare is
SQLite's own driver counting the same deals by class and outcome, measured in one run. Exit code 1 where a
question takes longer than three seconds.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from salesbot.domain.goals import Scope
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period, read_period
from salesbot.domain.questions import Measure
from salesbot.services.asking import Wanted, figure_told
from salesbot.services.figures import Subject
from salesbot.services.key_figures import key_figures_shown
from salesbot.services.marketing import buying_shown, marketing_shown, markets_shown
from salesbot.services.setup.workspaces import new_workspace
from salesbot.services.why import why_shown
from salesbot.services.works import twelve_months, works_shown
from salesbot.storage.book import Book, open_book, read_book
from salesbot.storage.engines import Engines, open_engines
from salesbot.storage.schema import migrate

NOW = datetime(2026, 6, 16, 12, tzinfo=UTC)
TODAY = NOW.date()
SECONDS = 3.0
_BARE = """
SELECT deal.outcome, reason_id, count(*), sum(amount) FROM deal_entry
  JOIN deal ON deal.workspace_id = deal_entry.workspace_id AND deal.latest_entry_id = deal_entry.id
 WHERE deal_entry.workspace_id = 1 AND closed_on >= ? AND closed_on < ? GROUP BY deal.outcome, reason_id
"""


def company(engines: Engines, reps: int) -> Person:
    """A workspace with so many reps in teams of twenty, and goals of the company; answers with an executive."""
    with engines.changing() as connection:
        new_workspace(
            connection, name="Many", now=NOW, currency="EUR", time_zone="UTC", slack_team_id="T0", live_at=NOW
        )
    with open_book(engines, 1) as book:
        written = "2019-01-01 00:00:00.000000"
        teams = [book.people.add_team(name=f"Team {n}", now=NOW).id for n in range(-(-reps // 20))]
        many = book.connection.exec_driver_sql
        mark = "?" if engines.sqlite else "%s"
        people = [(n, f"Rep {n}", written) for n in range(1, reps + 1)]
        many(
            "INSERT INTO person (workspace_id, id, name, zone_chosen, active, shows_amounts, praise, created_at)"
            f" VALUES (1, {mark}, {mark}, false, true, true, 'public', {mark})", people,
        )  # fmt: skip
        many(f"INSERT INTO person_role (workspace_id, person_id, role) VALUES (1, {mark}, 'rep')",
             [row[:1] for row in people])  # fmt: skip
        many(
            "INSERT INTO assignment (workspace_id, id, person_id, team_id, valid_from, recorded_at)"
            f" VALUES (1, {mark}, {mark}, {mark}, '2010-01-01', '{written}')",
            [(n, n, teams[(n - 1) // 20]) for n in range(1, reps + 1)],
        )
        many(
            "INSERT INTO goal (workspace_id, id, scope, metric, period, starts_on, ends_on, target, currency,"
            f" valid_from, recorded_at) VALUES (1, {mark}, 'company', 'revenue', {mark}, {mark}, {mark}, {mark},"
            f" 'EUR', '2010-01-01', '{written}')",
            [
                (1, "2026-05", "2026-05-01", "2026-06-01", 10**9),
                (2, "2026-Q2", "2026-04-01", "2026-07-01", 10**10),
            ],
        )
        for kind, name in (("product", "Pro"), ("product", "Basic"), ("source", "fair"), ("source", "web"),
                           ("campaign", "spring"), ("campaign", "autumn")):  # fmt: skip
            book.accounts.ensure_label(kind, name)
        book.accounts.ensure_all([f"Account {n}" for n in range(5_000)], NOW)
    with open_book(engines, 1) as book:
        return book.people.add(
            name="Boss", email="boss@many.example", roles=(Role.EXECUTIVE, Role.ADMIN), now=NOW
        )


TABLES = {
    "deal": "id account_id latest_entry_id outcome practice imported created_at",
    "deal_entry": "id deal_id number kind account_id rep_id outcome stage_id reason_id amount currency opened_on"
    " expected_on closed_on technique source_id campaign_id competitor_id effective_on recorded_at",
    "deal_share": "entry_id person_id assist millionths",
    "deal_line": "entry_id product_id quantity price discount",
    "credit": "id entry_id deal_id account_id person_id kind day amount currency millionths recorded_at",
}


def history(engines: Engines, deals: int, reps: int, years: float, dice: random.Random) -> None:
    """So many deals over so many years straight into the ledger."""
    with read_book(engines, 1) as book:
        accounts = [account.id for account in book.accounts.all()]
        labels: dict[str, list[int]] = {
            kind: [number for number, _ in book.accounts.labels(kind)]
            for kind in ("product", "source", "campaign")
        }
        stage = book.accounts.stages()[0].id
        reasons = [reason.id for reason in book.accounts.reasons()]
    days = round(years * 365)
    start = TODAY - timedelta(days=days - 1)

    told: dict[int, Any] = {}

    def day_of(first: Any, later: int) -> Any:
        """The day so many days later; as SQLite keeps days, where it is that."""
        ordinal = (first if isinstance(first, date) else date.fromisoformat(first)).toordinal() + later
        if ordinal not in told:
            day = date.fromordinal(ordinal)
            told[ordinal] = str(day) if engines.sqlite else day
        return told[ordinal]

    def rows(number: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
        close = day_of(start, (number - 1) * days // deals)
        opened, due = day_of(close, -dice.randrange(5, 60)), day_of(close, dice.randrange(-20, 5))
        amount, rep = dice.randrange(500_00, 20_000_00), dice.randrange(1, reps + 1)
        account, late = dice.choice(accounts), dice.random() < 0.02
        outcome = "open" if late else "won" if dice.random() < 0.5 else "lost"
        technique = dice.choice(("value", "referral", "relationship", None, None))
        source, campaign = dice.choice(labels["source"]), dice.choice([*labels["campaign"], None, None])
        product, off = dice.choice(labels["product"]), dice.choice((0, 0, 0, 0, 100_000))
        first, last = number * 2 - 1, number * 2
        when, then = f"{opened} 09:00:00.000000", f"{close} 09:00:00.000000"
        yield "deal", (number, account, first if late else last, outcome, False, False, when)
        yield "deal_entry", (first, number, 1, "logged", account, rep, "open", stage, None, amount, "EUR", opened, due,
                             None, technique, source, campaign, None, opened, when)  # fmt: skip
        yield "deal_share", (first, rep, False, 1_000_000)
        yield "deal_line", (first, product, 1, amount, off)
        if outcome == "open":
            return
        reason = dice.choice(reasons) if outcome == "lost" else None
        yield "deal_entry", (last, number, 2, outcome, account, rep, outcome, stage, reason, amount, "EUR", opened, due,
                             close, technique, source, campaign, None, close, then)  # fmt: skip
        yield "deal_share", (last, rep, False, 1_000_000)
        yield "deal_line", (last, product, 1, amount, off)
        if outcome == "won":
            yield (
                "credit",
                (number, last, number, account, rep, "revenue", close, amount, "EUR", 1_000_000, then),
            )

    with _filling(engines) as connection:
        for begin in range(1, deals + 1, 20_000):
            found: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
            for number in range(begin, min(begin + 20_000, deals + 1)):
                for name, row in rows(number):
                    found[name].append(row)
            for name, columns in TABLES.items():
                _added(connection, engines, name, columns.split(), found[name])
    with engines.changing() as connection:
        connection.exec_driver_sql("ANALYZE")
    with open_book(engines, 1) as book:
        book.months.rebuild()


@contextmanager
def _filling(engines: Engines) -> Iterator[Any]:
    """A connection for many rows: SQLite's own driver, without checks, the indexes made anew at the end."""
    if not engines.sqlite:
        with engines.changing() as connection:
            yield connection
        return
    with engines.changing() as connection:
        path = connection.exec_driver_sql("PRAGMA database_list").all()[0][2]
    plain = sqlite3.connect(path, isolation_level=None)
    for pragma in (
        "foreign_keys = OFF",
        "synchronous = OFF",
        "ignore_check_constraints = ON",
        "cache_size = -200000",
    ):
        plain.execute(f"PRAGMA {pragma}")
    marks = ", ".join("?" * len(TABLES))
    indexes = plain.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        f" AND tbl_name IN ({marks})", list(TABLES),
    ).fetchall()  # fmt: skip
    plain.execute("BEGIN")
    for name, _ in indexes:
        plain.execute(f"DROP INDEX {name}")
    yield plain
    for _, made in indexes:
        plain.execute(made)
    plain.execute("COMMIT")
    plain.close()


def _added(
    connection: Any, engines: Engines, name: str, columns: list[str], rows: list[tuple[Any, ...]]
) -> None:
    listed = ", ".join(columns)
    if engines.sqlite:
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {name} (workspace_id, {listed}) VALUES (1, {marks})", rows)
        return
    copied = f"COPY {name} (workspace_id, {listed}) FROM STDIN"
    with connection.connection.driver_connection.cursor() as cursor, cursor.copy(copied) as copy:
        for row in rows:
            copy.write_row((1, *row))


def questions(url: str, boss: Person, rep: Person) -> dict[str, Callable[[], object]]:
    """Each question by its name; every one of an engine of its own, for which nothing is kept yet."""

    def asked(
        ask: Callable[..., object], period: Period, scope: Scope = Scope.COMPANY
    ) -> Callable[[], object]:
        reader = rep if scope is Scope.REP else boss

        def run() -> object:
            engines = open_engines(url)
            try:
                with read_book(engines, 1) as book:
                    number = None if scope is Scope.COMPANY else 1
                    return ask(book, reader, Subject(scope, number, period), now=NOW)
            finally:
                engines.close()

        return run

    month, quarter, year = read_period("2026-05"), read_period("2026-Q2"), twelve_months(TODAY)
    return {
        "why, company, month": asked(why_shown, month),
        "why, company, quarter": asked(why_shown, quarter),
        "why, team, quarter": asked(why_shown, quarter, Scope.TEAM),
        "why, rep, quarter": asked(why_shown, quarter, Scope.REP),
        "works, company, twelve months": asked(works_shown, year),
        "key figures, company, quarter": asked(key_figures_shown, quarter),
        "markets, company, twelve months": asked(_markets, year),
        "campaigns, quarter": asked(_campaigns, quarter),
        "win rate in words, company, quarter": asked(_win_rate, quarter),
        "what customers buy": asked(_buying, year),
    }


def _markets(book: Book, reader: Person, subject: Subject, now: datetime) -> object:
    return markets_shown(book, reader, subject.period, now=now)


def _campaigns(book: Book, reader: Person, subject: Subject, now: datetime) -> object:
    return marketing_shown(book, reader, subject.period, now=now)


def _win_rate(book: Book, reader: Person, subject: Subject, now: datetime) -> object:
    return figure_told(book, reader, Wanted(Measure.WIN_RATE, subject), now=now)


def _buying(book: Book, reader: Person, subject: Subject, now: datetime) -> object:
    return buying_shown(book, reader, now=now)


def bare(path: Path) -> Callable[[], object]:
    """The decided deals of fifteen months counted and added up by SQLite's own driver."""

    def run() -> object:
        connection = sqlite3.connect(path)
        found = connection.execute(_BARE, ("2025-04-01", "2026-07-01")).fetchall()
        connection.close()
        return found

    return run


def seconds(run: Callable[[], object], times: int) -> float:
    """The median seconds of the processor."""
    took = []
    for _ in range(times):
        began = time.process_time()
        run()
        took.append(time.process_time() - began)
    return statistics.median(took)


def main() -> int:
    """Measure, print, and say whether the aim was met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--reps", type=int, default=1_000)
    asked.add_argument("--deals", type=int, default=1_000_000)
    asked.add_argument("--years", type=float, default=10)
    asked.add_argument("--times", type=int, default=3)
    asked.add_argument("--keep", type=Path, help="the SQLite file to make, or to use again")
    asked.add_argument(
        "--profile", metavar="WORDS", help="where the time of the questions with these words goes"
    )
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "many.db"
        url, made = f"sqlite:///{path}", path.exists()
        engines = open_engines(url)
        migrate(engines)
        if not made:
            company(engines, given.reps)
            history(engines, given.deals, given.reps, given.years, random.Random(7))
        with read_book(engines, 1) as book:
            boss = next(each for each in book.people.all() if each.name == "Boss")
            rep = book.people.by_id(1)
        engines.close()
        plain = seconds(bare(path), given.times)
        slow = 0
        sys.stdout.write(f"bare SQL over fifteen months: {plain:.2f} s\n")
        for name, run in questions(url, boss, rep).items():
            if given.profile and given.profile not in name:
                continue
            if given.profile:
                profile = cProfile.Profile()
                profile.runcall(run)
                pstats.Stats(profile).sort_stats("cumulative").print_stats(30)
            took = seconds(run, given.times)
            slow += took > SECONDS
            sys.stdout.write(f"{name}: {took:.2f} s, {took / plain:.1f} times bare SQL\n")
            sys.stdout.flush()
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())

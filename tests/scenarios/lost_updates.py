"""Nobody's change is lost: threads and processes raise the amount of the same deals, and every raise has to be there.

    python -m tests.scenarios.lost_updates [--rounds 60] [--engine sqlite|postgresql] [--planted]

Eight threads in each of two processes change three deals in turn, one cent at a time, so the ledger has to say exactly
how often: in each deal's amount and count of entries, in the sum of the credit and in the months kept beside it. With
`--planted` the amount is read before the deal is locked, as a careless bot does; then losses have to be seen.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import threading
from dataclasses import dataclass, replace

from salesbot.domain.deals import EntryKind
from salesbot.domain.money import Money
from salesbot.storage.book import open_book, read_book
from salesbot.storage.engines import Engines, open_engines
from tests.cast import NOW, TODAY, gather
from tests.databases import books
from tests.trade import win

PROCESSES, THREADS, DEALS = 2, 8, 3
BEGINNING = 100_000
"""Cents of each deal before the first raise."""


@dataclass(frozen=True)
class Found:
    """What a run came to, in raises of one cent."""

    raised: int
    amounts: int
    entries: int
    credit: int
    months: int
    failed: int

    @property
    def lost(self) -> int:
        """The raises that are missing somewhere, or are there once too often."""
        return sum(abs(self.raised - each) for each in (self.amounts, self.entries, self.credit, self.months))

    def __str__(self) -> str:
        return (
            f"{self.raised} raises by {PROCESSES} processes of {THREADS} threads, {self.failed} failed; found in amounts "
            f"{self.amounts}, in entries {self.entries}, in credit {self.credit}, in the kept months {self.months}; lost or "
            f"doubled {self.lost}"
        )


def raised(address: str, rounds: int, *, planted: bool = False) -> Found:
    """Let everybody raise, and look what the books say."""
    engines = open_engines(address)
    cast = gather(engines)
    kim, workspace = cast.adria.people["kim"], cast.workspace_id
    with open_book(engines, workspace) as book:
        deals = [
            win(book, kim, f"Account {number}", "1000", TODAY, now=NOW).deal_id for number in range(DEALS)
        ]
    engines.close()
    context = multiprocessing.get_context("spawn")
    failures = context.Queue()
    workers = [
        context.Process(target=_work, args=(address, workspace, deals, rounds, planted, failures))
        for _ in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    failed = sum(failures.get(timeout=900) for _ in workers)
    for worker in workers:
        worker.join(60)
    return _read(address, workspace, deals, PROCESSES * THREADS * rounds - failed, failed)


def _work(
    address: str, workspace: int, deals: list[int], rounds: int, planted: bool,
    failures: multiprocessing.Queue[int],
) -> None:  # fmt: skip
    engines, failed = open_engines(address), []

    def go(number: int) -> None:
        for count in range(rounds):
            try:
                _raise(engines, workspace, deals[(number + count) % DEALS], planted)
            except Exception as fault:
                failed.append(repr(fault))

    threads = [threading.Thread(target=go, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engines.close()
    for fault in failed[:3]:
        sys.stderr.write(f"{fault}\n")
    failures.put(len(failed))


def _raise(engines: Engines, workspace: int, deal: int, planted: bool) -> None:
    with read_book(engines, workspace) as book:
        before = book.deals.now(deal)
    with open_book(engines, workspace) as book:
        state = book.deals.locked(deal)
        amount = before.amount if planted else state.amount
        book.deals.enter(
            replace(
                state, number=state.number + 1, kind=EntryKind.EDITED, amount=Money(amount.minor + 1, "EUR")
            )
        )


def _read(address: str, workspace: int, deals: list[int], raises: int, failed: int) -> Found:
    engines = open_engines(address)
    with read_book(engines, workspace) as book:
        states = [book.deals.now(deal) for deal in deals]
    with engines.reading() as connection:
        credit, months = (
            int(connection.exec_driver_sql(f"SELECT SUM(amount) FROM {table}").scalar_one())
            for table in ("credit", "credit_month")
        )
    engines.close()
    told = BEGINNING * DEALS
    return Found(
        raises,
        sum(state.amount.minor for state in states) - told,
        sum(state.number for state in states) - DEALS,
        credit - told,
        months - told,
        failed,
    )


def main() -> int:
    """Raise, print what was found; 1 where anything was lost (with `--planted`: where nothing was)."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=60)
    asked.add_argument("--engine", choices=["sqlite", "postgresql"])
    asked.add_argument("--planted", action="store_true")
    given = asked.parse_args()
    sound = True
    for engine in [given.engine] if given.engine else ["sqlite", "postgresql"]:
        with books(engine) as address:
            found = raised(address, given.rounds, planted=given.planted)
        sys.stdout.write(f"{engine}: {found}\n")
        sound = sound and (bool(found.lost) if given.planted else not found.lost and not found.failed)
    return int(not sound)


if __name__ == "__main__":
    sys.exit(main())

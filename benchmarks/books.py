"""The books on which `/log-deal` is measured, filled as those of a company that has sold for a year and a half, or for ten
times as much, and the commands that are sent to them.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from slack_bolt import BoltRequest

from salesbot.domain.people import Person, Role
from salesbot.services.setup.workspaces import new_workspace
from salesbot.storage.book import open_book
from salesbot.storage.engines import Engines, open_engines, sqlite_path
from tests.cast import NOW, SINCE, TODAY, Cast, gather
from tests.databases import copy_of, postgresql_database, postgresql_server, sqlite_template
from tests.scenarios.posting import command_body, new_trigger, signed
from tests.slack.asked import SECRET
from tests.trade import set_goal, win

REPS = ("kim", "bo", "luka", "ivana", "asha", "tom")
ACCOUNTS, DEALS = 200, 1000
"""What stands in the books before the first request."""


@dataclass(frozen=True)
class Size:
    """How much stands in the books: a company's deals, over how many days, of how many reps, and companies beside it."""

    deals: int = DEALS
    days: int = DEALS // 2
    reps: int = 6
    others: int = 1

    @property
    def accounts(self) -> int:
        """Of how many accounts the deals are."""
        return ACCOUNTS * self.deals // DEALS


def fill(engines: Engines, size: Size = Size()) -> None:
    """Books of that size, with a goal for every rep."""
    cast = gather(engines)
    reps = [cast.adria.people[name] for name in REPS]
    for number in range(size.reps - len(reps)):
        reps.append(_one_more(engines, cast, number))
    _sell(engines, cast.workspace_id, reps, size)
    for number in range(size.others - 1):
        _another_company(engines, number)


def _sell(engines: Engines, workspace_id: int, reps: list[Person], size: Size) -> None:
    with open_book(engines, workspace_id) as book:
        for rep in reps:
            set_goal(book, rep, "2026-06", "60000", now=NOW)
        for number in range(size.deals):
            day = TODAY - timedelta(days=number % size.days)
            name = account(number, size.accounts)
            win(book, reps[number % len(reps)], name, str(1000 + number), day, now=NOW)


def _one_more(engines: Engines, cast: Cast, number: int) -> Person:
    with open_book(engines, cast.workspace_id) as book:
        rep = book.people.add(
            name=f"Rep {number}", email=f"rep{number}@acme.example", slack_id=f"U0REP{number}", roles=[Role.REP],
            now=NOW,
        )  # fmt: skip
        team, manager = cast.adria.teams["adria"], cast.adria.maja
        book.people.assign(rep.id, team_id=team.id, manager_id=manager.id, valid_from=SINCE, now=NOW)
        return rep


def _another_company(engines: Engines, number: int) -> None:
    with engines.changing() as connection:
        made = new_workspace(
            connection, name=f"Other {number}", now=NOW, currency="EUR", time_zone="Europe/Ljubljana",
            country="SI", slack_team_id=f"T0OTHER{number}", live_at=NOW,
        )  # fmt: skip
    with open_book(engines, made.id) as book:
        reps = [
            book.people.add(name=f"Rep {place}", slack_id=f"U{number}REP{place}", roles=[Role.REP], now=NOW)
            for place in range(6)
        ]
    _sell(engines, made.id, reps, Size())


class SqliteBooks:
    """Filled books, a file for each who is measured."""

    def __init__(self, folder: Path, size: Size = Size()) -> None:
        self._folder = folder
        engines = open_engines(copy_of(sqlite_template(folder), folder))
        fill(engines, size)
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

    def copied(self, name: str, size: Size = Size()) -> Engines:
        """A database of one's own."""
        engines = open_engines(self._running.enter_context(postgresql_database(self._server)))
        fill(engines, size)
        return engines


def account(number: int, accounts: int = ACCOUNTS) -> str:
    """One of the accounts that the books know."""
    return f"Account {chr(65 + number % 20)}{number % accounts:03d} Ltd"


def request(number: int, user: str = "U0KIM") -> BoltRequest:
    """A signed command that nobody sent before; no account has two deals of about one amount."""
    line = f'"{account(number)}" {round(20_000 * 1.1 ** (number // ACCOUNTS))}.{number % 100:02d} won'
    return posted(line, "/log-deal", user)


def posted(text: str, command: str, user: str = "U0KIM") -> BoltRequest:
    """What somebody (Kim) typed behind a command, signed."""
    body = command_body(text, trigger=new_trigger(), command=command, user=user)
    return BoltRequest(body=body.decode(), headers={**signed(SECRET, body)})

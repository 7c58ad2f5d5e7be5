"""A year, simulated: everybody's morning row is sent once, whatever restarts and however the clock is set.

    python -m tests.scenarios.year                          1,000 people in six zones
    python -m tests.scenarios.year --people 50 --days 60 --engine postgresql

The routines plan, the announcer claims and marks, in real books; what a row says is made up, and the calendar is turned
from one due instant to the next. By a seeded throw of the dice the bot is killed before or after a post, started anew, set
back by hours or left standing for a while.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from salesbot.domain import announcing
from salesbot.domain.people import Role
from salesbot.messages import Message
from salesbot.messages.render import Renderer
from salesbot.runtime import PostFailed, Runtime
from salesbot.scheduler.announcer import Announcer
from salesbot.scheduler.buckets import Buckets
from salesbot.scheduler.composing import Said
from salesbot.scheduler.delivery import Delivery
from salesbot.services.planning import Kind
from salesbot.services.setup.workspaces import new_workspace
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import open_book, read_book
from salesbot.storage.dispatch import Claim, Dispatch
from salesbot.storage.engines import Engines, open_engines
from tests.databases import copy_of, postgresql_database, postgresql_server, sqlite_template
from tests.scheduler.conftest import Turning
from tests.scheduler.fake_slack import FakeSlack, Fault
from tests.scoreboard.so_far import so_far

ZONES = (
    "Europe/Ljubljana", "Africa/Dar_es_Salaam", "America/Santiago", "Asia/Kolkata", "Australia/Lord_Howe",
    "America/Los_Angeles",
)  # fmt: skip
BEGIN = datetime(2026, 1, 4, 12, 0, tzinfo=UTC)
LEASE = 0.5
_MEMORY = Path("/dev/shm")
HOUR = timedelta(hours=1)


class Killed(BaseException):
    """The process is gone: nothing after this line happens."""


class MadeUp(Delivery):
    """Says something made up instead of a digest."""

    def _composed(self, claim: Claim, now: datetime, anew: bool = False) -> Said | PostFailed:
        return Said(f"D{claim.row.recipient}", Message("Good morning", []))


class Forgetful(MadeUp):
    """A planted bug: nothing is stored before the post, so nobody looks after a kill."""

    def _post(self, claim: Claim, said: Said, now: datetime, posting: Callable[[], bool]) -> None:
        payload = said.message.payload()
        self.runtime.messenger.post(claim.row.workspace_id, said.channel, payload, delivery=claim.row.id)
        self.dispatch.finish(claim, status="sent", slack_ts="1.1", sent_at=now)


@dataclass
class Year:
    """What a year came to."""

    rows: int = 0
    kills: int = 0
    restarts: int = 0
    steps: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    """Rows that were due and neither sent nor followed by a newer one."""
    doubled: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    """(person, working day) without a row."""

    @property
    def sound(self) -> bool:
        return not (self.lost or self.doubled or self.missed) and self.statuses["sent"] == self.rows


class Simulation:
    """One bot after the other over the same books."""

    def __init__(self, engines: Engines, people: int, seed: int, delivery: type[Delivery] = MadeUp) -> None:
        self.engines, self.dice, self.delivery = engines, random.Random(seed), delivery
        self.gap = 2 * people
        self.renderer = Renderer(templates_dir(), locales_dir())
        self.slack = FakeSlack(before=self._killing(), after=self._killing())
        self.year = Year()
        self.workspace_id = _company(engines, people)
        self.bot = self._start()

    def run(self, days: int) -> Year:
        """Turn the calendar through so many days."""
        now, end = BEGIN, BEGIN + timedelta(days=days)
        soon = timedelta(milliseconds=5)
        with patch.object(announcing, "BACKOFF", (soon,)), patch.object(announcing, "PROBE_AFTER", soon):
            while (due := self.bot.next_due(now, end)) is not None:
                now = due
                so_far((now - BEGIN).days, days, "days")
                self._disturb(now)
                self.bot.settle(now, patience=LEASE + 1)
        self.bot.stop(within=1)
        return self._counted(end)

    def _disturb(self, now: datetime) -> None:
        if self.dice.random() >= 0.08:
            return
        if self.year.restarts <= self.year.steps:
            self.bot.stop(within=1)
            self.bot, self.year.restarts = self._start(), self.year.restarts + 1
        else:
            self.year.steps += 1
            for back in (5, 3, 1):
                self.bot.settle(now - back * self.dice.random() * HOUR, patience=LEASE + 1)

    def _killing(self) -> Fault:
        """Kills the bot one of so many times, before Slack takes the post or after."""
        calls = 0

        def kill(number: int, channel: str) -> None:
            nonlocal calls
            with self.slack.lock:
                calls += 1
                killed = calls % self.gap == 0
                self.year.kills += killed
            if killed:
                raise Killed

        return kill

    def _start(self) -> Announcer:
        runtime = Runtime(self.engines, Turning(BEGIN), self.renderer, self.slack)
        dispatch = Dispatch(self.engines, f"bot {self.year.restarts}", timedelta(seconds=LEASE))
        bot = Announcer(runtime, dispatch=dispatch, buckets=Buckets(a_channel=0, a_workspace=0))
        given = bot._delivery
        bot._delivery = self.delivery(runtime, dispatch, given.buckets, given.stopping)
        return bot

    def _counted(self, end: datetime) -> Year:
        with read_book(self.engines, self.workspace_id) as book:
            rows = [
                row for row in book.announcements.of(kinds=[Kind.MORNING.value]) if row.due_at <= end - HOUR
            ]
            zones = {f"person:{one.id}": one.time_zone or "UTC" for one in book.people.all()}
        taken, year = self.slack.taken(), self.year
        year.rows, year.statuses = len(rows), Counter(row.status for row in rows)
        year.lost = [row.id for row in rows if not taken[row.id]]
        year.doubled = self.slack.doubled()
        year.missed = _missed(rows, zones, end)
        return year


def _missed(rows: list[Announcement], zones: dict[str, str], end: datetime) -> list[str]:
    """Working days of a person, by the calendar of their zone, on which no row was due."""
    there = {(row.recipient, row.due_at.astimezone(ZoneInfo(zones[row.recipient])).date()) for row in rows}
    missed = []
    for recipient, zone in zones.items():
        day = BEGIN.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
        while day < (end - timedelta(days=1)).astimezone(ZoneInfo(zone)).date():
            if day.weekday() < 5 and (recipient, day) not in there:
                missed.append(f"{recipient} {day}")
            day += timedelta(days=1)
    return missed


def _company(engines: Engines, people: int) -> int:
    with engines.changing() as connection:
        workspace = new_workspace(
            connection, name="Everywhere", now=BEGIN, currency="EUR", time_zone="UTC",
            slack_team_id="T0WIDE", live_at=BEGIN,
        )  # fmt: skip
    with open_book(engines, workspace.id) as book:
        for number in range(people):
            book.people.add(
                name=f"Rep {number}", slack_id=f"U0{number}", roles=[Role.REP], now=BEGIN, dm_channel=f"D{number}",
                time_zone=ZONES[number % len(ZONES)], digest_minute=480 + 30 * (number % 2),
            )  # fmt: skip
    return workspace.id


@contextmanager
def _books(engine: str) -> Iterator[Engines]:
    """An empty database of that engine, in memory: nothing that is proved hangs on the disk, no power is cut here."""
    with ExitStack() as left:
        if engine == "postgresql":
            address = left.enter_context(postgresql_database(left.enter_context(postgresql_server())))
        else:
            memory = _MEMORY if _MEMORY.is_dir() else None
            folder = Path(left.enter_context(tempfile.TemporaryDirectory(dir=memory)))
            address = copy_of(sqlite_template(folder), folder)
        engines = open_engines(address)
        left.callback(engines.close)
        yield engines


def main() -> int:
    """Simulate, and print what it came to."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=1000)
    asked.add_argument("--days", type=int, default=365)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    given = asked.parse_args()
    began = time.monotonic()
    with _books(given.engine) as engines:
        year = Simulation(engines, given.people, given.seed).run(given.days)
    sys.stdout.write(
        f"{given.engine}, seed {given.seed}: {given.people:,} people in {len(ZONES)} zones, {given.days} days, "
        f"{year.restarts} restarts, {year.kills} kills, {year.steps} times set back: "
        f"{year.rows:,} rows, {dict(year.statuses)}, "
        f"{len(year.lost)} lost, {len(year.doubled)} doubled, {len(year.missed)} days without a row, "
        f"in {time.monotonic() - began:.0f} s\n"
    )
    return int(not (year.sound and year.kills and year.restarts and year.steps))


if __name__ == "__main__":
    sys.exit(main())

"""What a tick costs when nobody is due: with a few people planned ahead, and with very many, on PostgreSQL.

    uv run --locked python benchmarks/ticks.py                 a thousand and a million recipients
    uv run --locked python benchmarks/ticks.py --people 100000

A tick is to cost in proportion to what is due, not to how many people there are. The exit code is 1 where the median
of the many is 50 ms or more. That the measure sees it if a tick looks at everybody is shown by a planted one that does.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any

from sqlalchemy import select, text

from salesbot.domain.people import Role
from salesbot.messages.render import Renderer
from salesbot.runtime import Runtime
from salesbot.scheduler.announcer import Announcer
from salesbot.services.setup.workspaces import new_workspace
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage import tables
from salesbot.storage.book import open_book
from salesbot.storage.engines import Engines, open_engines
from tests.databases import postgresql_database, postgresql_server
from tests.scheduler.conftest import Turning
from tests.scheduler.fake_slack import FakeSlack

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
AIM_MS = 50.0
_PEOPLE = """
INSERT INTO person (workspace_id, id, name, slack_id, zone_chosen, active, shows_amounts, praise, planned_until, created_at)
SELECT 1, n, 'Rep ' || n, 'U' || n, false, true, true, 'public', CAST(:ahead AS timestamptz),
       CAST(:now AS timestamptz) FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS n
"""
_PLANNED = """
INSERT INTO announcement (workspace_id, id, kind, recipient, period_key, subject, due_at, expires_at, time_zone,
                          tzdata_version, status, attempt, fence, created_at)
SELECT 1, lpad(n::text, 36, '0'), 'morning', 'person:' || n, '2026-06-17', '{}', CAST(:due AS timestamptz),
       CAST(:ends AS timestamptz), 'UTC', '', 'planned', 0, 0,
       CAST(:now AS timestamptz)
FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS n
"""
_ROWS: Any = tables.Announcement.__table__  # type: ignore[attr-defined]


@contextmanager
def database() -> Iterator[Engines]:
    """A PostgreSQL of its own with one live workspace."""
    with postgresql_server() as server, postgresql_database(server) as address:
        engines = open_engines(address)
        try:
            yield engines
        finally:
            engines.close()


def people(engines: Engines, first: int, last: int) -> None:
    """So many reps, planned two days ahead, each with tomorrow's row: made by the database itself."""
    given = {"first": first, "last": last - 1, "now": NOW, "ahead": NOW + timedelta(days=2)}
    given |= {"due": NOW + timedelta(hours=18), "ends": NOW + timedelta(hours=30)}
    with engines.changing() as connection:
        connection.execute(text(_PEOPLE), given)
        connection.execute(text(_PLANNED), given)
        connection.execute(text("ANALYZE"))


@dataclass(frozen=True)
class Tick:
    """The median of several ticks, in milliseconds: as a clock shows it, and as the bot's own work."""

    clock: float
    work: float


def measure(tick: Callable[[], object], times: int) -> Tick:
    """What one of so many ticks takes."""
    tick()
    clock, work = [], []
    for _ in range(times):
        began, worked = time.perf_counter(), time.process_time()
        tick()
        clock.append((time.perf_counter() - began) * 1000)
        work.append((time.process_time() - worked) * 1000)
    return Tick(statistics.median(clock), statistics.median(work))


def looks_at_everybody(engines: Engines) -> int:
    """A planted tick that asks for everybody and picks in Python who is due."""
    with engines.reading() as connection:
        rows = connection.execute(select(_ROWS.c.due_at).where(_ROWS.c.status == "planned"))
        return sum(row.due_at <= NOW for row in rows)


def main() -> int:
    """Measure, print, and say whether the aim was met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--ticks", type=int, default=30)
    given = asked.parse_args()
    with database() as engines:
        with engines.changing() as connection:
            workspace = new_workspace(
                connection, name="Many", now=NOW, currency="EUR", time_zone="UTC", slack_team_id="T0MANY",
                live_at=NOW,
            )  # fmt: skip
        with open_book(engines, workspace.id) as book:
            book.people.add(name="Ana", slack_id="U0ANA", roles=[Role.ADMIN], now=NOW)
        announcer = Announcer(
            Runtime(engines, Turning(NOW), Renderer(templates_dir(), locales_dir()), FakeSlack())
        )
        announcer.tick(NOW)
        people(engines, 1_000, 2_000)
        few = measure(lambda: announcer.tick(NOW), given.ticks)
        people(engines, 2_000, given.people + 1_000)
        many = measure(lambda: announcer.tick(NOW), given.ticks)
        planted = measure(lambda: looks_at_everybody(engines), 2)
        announcer.stop(within=1)
    sys.stdout.write(
        f"PostgreSQL, Python {platform.python_version()}, SQLAlchemy {version('sqlalchemy')}, {given.ticks} ticks each, "
        f"none due: 1,000 planned recipients {few.clock:.1f} ms ({few.work:.1f} ms of it work), {given.people:,} planned "
        f"recipients {many.clock:.1f} ms ({many.work:.1f} ms), {many.clock / few.clock:.2f} times as long (aim: under "
        f"{AIM_MS:.0f} ms); a planted tick that looks at everybody {planted.clock:.0f} ms\n"
    )
    return int(many.clock >= AIM_MS)


if __name__ == "__main__":
    sys.exit(main())

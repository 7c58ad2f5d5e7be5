"""What building a thousand digests of one company takes, without sending, against what sending them takes by Slack's limits.

    uv run --locked python benchmarks/digests.py                 1,000 recipients: 100 teams of nine and who leads them
    uv run --locked python benchmarks/digests.py --people 200

Each is built and put into words by what the announcer uses. The exit code is 1 where the work of building takes longer than
sending would.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path

from salesbot.domain.people import Person, Role
from salesbot.messages.render import Renderer
from salesbot.runtime import Runtime
from salesbot.scheduler.announcer import AT_HAND, SENDERS
from salesbot.scheduler.buckets import A_WORKSPACE
from salesbot.scheduler.composing import Said, compose, still_theirs
from salesbot.scheduler.readings import Readings
from salesbot.services.planning import Kind, person_recipient, plan_once
from salesbot.services.setup.workspaces import new_workspace
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book, open_book
from salesbot.storage.engines import Engines, open_engines
from tests.databases import copy_of, sqlite_template
from tests.scheduler.conftest import Turning
from tests.scheduler.fake_slack import FakeSlack
from tests.trade import open_deal, set_goal, win

NOW = datetime(2026, 6, 16, 6, 30, tzinfo=UTC)
MADE = NOW - timedelta(days=120)
A_TEAM = 9


def company(engines: Engines, people: int, dice: random.Random) -> int:
    """Teams of nine reps, each rep with a goal, three wins of the month and four open deals."""
    with engines.changing() as connection:
        workspace = new_workspace(
            connection, name="Many", now=MADE, currency="EUR", time_zone="UTC", slack_team_id="T0MANY",
            live_at=MADE,
        )  # fmt: skip
    with open_book(engines, workspace.id) as book:
        for number in range(people // (A_TEAM + 1)):
            _team(book, number, dice)
    return workspace.id


def _team(book: Book, number: int, dice: random.Random) -> None:
    leads = book.people.add(
        name=f"Manager {number}",
        roles=[Role.MANAGER],
        now=MADE,
        slack_id=f"UM{number}",
        dm_channel=f"DM{number}",
    )
    team = book.people.add_team(name=f"Team {number}", now=MADE, manager_id=leads.id, channel_id=f"C{number}")
    for place in range(A_TEAM):
        name = f"Rep {number} {place}"
        rep = book.people.add(
            name=name,
            roles=[Role.REP],
            now=MADE,
            slack_id=f"UR{number}X{place}",
            dm_channel=f"DR{number}X{place}",
        )
        book.people.assign(
            rep.id, team_id=team.id, manager_id=leads.id, valid_from=date(2025, 1, 1), now=MADE
        )
        set_goal(book, rep, "2026-06", "50000", now=MADE)
        _deals(book, rep, dice)


def _deals(book: Book, rep: Person, dice: random.Random) -> None:
    for number in range(3):
        day = date(2026, 6, dice.randrange(1, 16))
        win(book, rep, f"{rep.name} won {number}", str(dice.randrange(500, 15_000)), day, now=NOW)
    for number in range(4):
        open_deal(
            book, rep, f"{rep.name} open {number}", str(dice.randrange(500, 20_000)),
            now=NOW - timedelta(days=dice.randrange(1, 60)), stage=dice.choice(["new", "qualified", "proposal"]),
            expected_on=date(2026, 6, 16) + timedelta(days=dice.randrange(-4, 40)),
        )  # fmt: skip


def build(engines: Engines, workspace_id: int) -> tuple[int, float]:
    """Build everybody's morning message, as many from one view as are claimed together; how many, and the seconds of work.

    Each is put into words, and each reader's rights are asked once more from a view of their own, as before a post.
    """
    runtime = Runtime(engines, Turning(NOW), Renderer(templates_dir(), locales_dir()), FakeSlack())
    rows, readings, built = _planned(engines, workspace_id), Readings(runtime), 0
    began, together = time.process_time(), SENDERS * AT_HAND
    for first in range(0, len(rows), together):
        view = partial(readings.shared, workspace_id, time.monotonic())
        for row in rows[first : first + together]:
            composed = compose(runtime, row, NOW, view)
            if isinstance(composed, Said) and still_theirs(runtime, row, composed, NOW):
                built += 1
    readings.close(workspace_id)
    return built, time.process_time() - began


def _planned(engines: Engines, workspace_id: int) -> list[Announcement]:
    """A row for everybody, due now."""
    with open_book(engines, workspace_id) as book:
        for person in book.people.all():
            plan_once(book, Kind.MORNING, person_recipient(person.id), "today", now=NOW)
        return book.announcements.of(kinds=[Kind.MORNING.value])


def main() -> int:
    """Measure, print, and say whether the aim was met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=1000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engines = open_engines(copy_of(sqlite_template(Path(folder)), Path(folder)))
        workspace_id = company(engines, given.people, random.Random(1))
        built, work = build(engines, workspace_id)
        engines.close()
    sending = built * A_WORKSPACE
    sys.stdout.write(
        f"Python {platform.python_version()}, SQLAlchemy {version('sqlalchemy')}, SQLite, {given.people:,} people in one "
        f"company, seed 1: {built:,} messages built in {work:.0f} s of work, {work / max(built, 1) * 1000:.0f} ms each; "
        f"sending them takes {sending:.0f} s by Slack's limits: {work / max(sending, 1e-9):.2f} of it (aim: under 1)\n"
    )
    return int(work >= sending or not built)


if __name__ == "__main__":
    sys.exit(main())

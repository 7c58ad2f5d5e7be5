"""Nine o'clock: a thousand digests due at once, under Slack's limits, by the real limiter and a clock that is simulated.

    python -m tests.scenarios.nine_o_clock

Senders sleep by the simulated clock, which goes on whenever every sender at work sleeps: so minutes pass in seconds,
and what the bot's own work takes counts as nothing.
"""

from __future__ import annotations

import heapq
import sys
import tempfile
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from salesbot.domain.people import Role
from salesbot.messages.render import Renderer
from salesbot.runtime import Runtime
from salesbot.scheduler.announcer import Announcer
from salesbot.scheduler.buckets import A_WORKSPACE, Buckets
from salesbot.services.planning import plan_direct
from salesbot.services.setup.workspaces import new_workspace
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.book import open_book
from salesbot.storage.engines import Engines, open_engines
from tests.databases import copy_of, sqlite_template
from tests.scheduler.conftest import Turning
from tests.scheduler.fake_slack import FakeSlack, limited
from tests.story import TUESDAY_8

A_MINUTE = 300
"""Posts that Slack takes from an app in a workspace within any minute."""


@dataclass
class Simulated:
    """Seconds that pass only while everybody who is at work sleeps."""

    at: float = 0.0
    _asleep: list[float] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def elapsed(self) -> float:
        return self.at

    def pause(self, stopping: threading.Event, seconds: float) -> bool:
        """Sleep so long by this clock."""
        if seconds <= 0:
            return stopping.is_set()
        with self._changed:
            wakes_at = self.at + seconds
            heapq.heappush(self._asleep, wakes_at)
            self._changed.wait_for(lambda: self.at >= wakes_at or stopping.is_set(), timeout=60)
        return stopping.is_set()

    def go_on(self, at_work: int) -> bool:
        """Go on to where the next one wakes, if so many sleep; False while somebody works."""
        with self._changed:
            if len(self._asleep) < at_work or not self._asleep:
                self._changed.wait(0.001)
                return False
            self.at = max(self.at, heapq.heappop(self._asleep))
            self._changed.notify_all()
            return True


@dataclass
class StrictSlack(FakeSlack):
    """A Slack that counts by the simulated clock, and answers 429 to whatever is above its limits."""

    clock: Simulated = field(default_factory=Simulated)
    a_minute: int = A_MINUTE
    told_to_wait: int = 0
    taken_at: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    _lately: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _channels: dict[str, float] = field(default_factory=dict)

    def post(self, workspace_id: int, channel: str, payload: Mapping[str, Any], *, delivery: str) -> str:
        with self.lock:
            now, lately = self.clock.at, self._lately[workspace_id]
            while lately and lately[0] <= now - 60:
                lately.popleft()
            if len(lately) >= self.a_minute or now < self._channels.get(channel, 0.0):
                self.told_to_wait += 1
                raise limited(1.0)
            lately.append(now)
            self._channels[channel] = now + 1.0
            self.taken_at[workspace_id].append(now)
        return super().post(workspace_id, channel, payload, delivery=delivery)


@dataclass(frozen=True)
class Morning:
    """What a nine o'clock came to; seconds by the simulated clock."""

    digests: int
    sent: int
    doubled: int
    told_to_wait: int
    took: float
    other_waited: float
    """The longest wait of another workspace's digests."""
    real: float

    @property
    def limit(self) -> float:
        """What Slack's limit takes by itself."""
        return self.digests / A_MINUTE * 60

    @property
    def sound(self) -> bool:
        arrived = self.sent == self.digests and not self.doubled and not self.told_to_wait
        return arrived and self.took <= 1.1 * self.limit and self.other_waited <= 5


def morning(
    engines: Engines, digests: int = 1000, others: int = 10, *, a_workspace: float = A_WORKSPACE,
    a_minute: int = A_MINUTE,
) -> Morning:  # fmt: skip
    """Let so many digests of one company, and a few of another, be due at the same instant."""
    clock = Simulated()
    slack = StrictSlack(clock=clock, a_minute=a_minute)
    large, small = _company(engines, "T0LARGE", digests), _company(engines, "T0SMALL", others)
    runtime = Runtime(engines, Turning(TUESDAY_8), Renderer(templates_dir(), locales_dir()), slack)
    announcer = Announcer(runtime, buckets=Buckets(clock.elapsed, clock.pause, a_workspace=a_workspace))
    began = time.monotonic()
    settling = threading.Thread(target=announcer.settle, args=(TUESDAY_8, 0.0))
    settling.start()
    while settling.is_alive():
        clock.go_on(announcer.at_work)
    announcer.stop(within=1)
    return Morning(
        digests, len(slack.taken_at[large]), len(slack.doubled()), slack.told_to_wait,
        max(slack.taken_at[large]), max(slack.taken_at[small]), time.monotonic() - began,
    )  # fmt: skip


def _company(engines: Engines, slack_team_id: str, people: int) -> int:
    with engines.changing() as connection:
        workspace = new_workspace(
            connection, name=slack_team_id, now=TUESDAY_8, currency="EUR", time_zone="UTC",
            slack_team_id=slack_team_id, live_at=TUESDAY_8,
        )  # fmt: skip
    with open_book(engines, workspace.id) as book:
        for number in range(people):
            person = book.people.add(
                name=f"Rep {number}", slack_id=f"U{workspace.id}X{number}", roles=[Role.REP], now=TUESDAY_8,
                dm_channel=f"D{workspace.id}X{number}", planned_until=TUESDAY_8 + timedelta(days=9),
            )  # fmt: skip
            payload: dict[str, object] = {"text": f"Good morning, {number}", "blocks": []}
            plan_direct(book, person.id, f"morning {number}", payload, TUESDAY_8)
    return workspace.id


@contextmanager
def _books() -> Iterator[Engines]:
    with tempfile.TemporaryDirectory() as folder:
        engines = open_engines(copy_of(sqlite_template(Path(folder)), Path(folder)))
        try:
            yield engines
        finally:
            engines.close()


def main() -> int:
    """Let it be nine o'clock, and print what came of it."""
    with _books() as engines:
        found = morning(engines)
    sys.stdout.write(
        f"{found.digests} digests due at once, {A_MINUTE} a minute and 1 a second a channel: {found.sent} sent, "
        f"{found.doubled} doubled, {found.told_to_wait} answered 429, in {found.took:.1f} s by the simulated clock (the "
        f"limit's own time is {found.limit:.0f} s); another workspace's were out within {found.other_waited:.1f} s. It took "
        f"{found.real:.0f} s\n"
    )
    return int(not found.sound)


if __name__ == "__main__":
    sys.exit(main())

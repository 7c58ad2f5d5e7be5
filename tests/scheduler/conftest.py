"""A company with its story, a Slack that takes what it is told to, and an announcer between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from salesbot.domain import announcing
from salesbot.messages.render import Renderer
from salesbot.runtime import Runtime
from salesbot.scheduler.announcer import Announcer
from salesbot.scheduler.buckets import Buckets
from salesbot.shipped import locales_dir, templates_dir
from salesbot.storage.announcements import Announcement
from salesbot.storage.dispatch import Dispatch
from salesbot.storage.engines import Engines
from tests.scheduler.fake_slack import FakeSlack
from tests.story import TUESDAY_8, Story, tell

RENDERER = Renderer(templates_dir(), locales_dir())


@dataclass
class Turning:
    """A calendar that a test turns."""

    at: datetime = TUESDAY_8

    def now(self) -> datetime:
        return self.at


@dataclass
class Bot:
    """The announcer of one process, with what it speaks to."""

    runtime: Runtime
    announcer: Announcer
    slack: FakeSlack

    def settle(self, now: datetime, patience: float = 5.0) -> None:
        self.announcer.settle(now, patience)


@dataclass
class Stage:
    """Makes announcers over one database; every one is stopped at the end."""

    engines: Engines
    slack: FakeSlack = field(default_factory=FakeSlack)
    bots: list[Bot] = field(default_factory=list)

    def bot(self, *, lease: float = 90.0, senders: int = 4) -> Bot:
        runtime = Runtime(self.engines, Turning(), RENDERER, self.slack)
        dispatch = Dispatch(self.engines, f"bot-{len(self.bots)}", timedelta(seconds=lease))
        announcer = Announcer(
            runtime, dispatch=dispatch, senders=senders, buckets=Buckets(a_channel=0.0, a_workspace=0.0)
        )
        self.bots.append(Bot(runtime, announcer, self.slack))
        return self.bots[-1]

    def rows(self, workspace_id: int, *kinds: str) -> list[Announcement]:
        """The rows of these kinds, the earliest due first."""
        runtime = Runtime(self.engines, Turning(), RENDERER, self.slack)
        with runtime.reading(workspace_id) as book:
            return sorted(book.announcements.of(kinds=kinds), key=lambda row: (row.due_at, row.id))


@pytest.fixture
def stage(engines: Engines) -> Iterator[Stage]:
    made = Stage(engines)
    yield made
    for bot in made.bots:
        bot.announcer.stop(within=2)


@pytest.fixture
def story(stage: Stage) -> Story:
    return tell(stage.engines)


@pytest.fixture
def sqlite_stage(sqlite_engines: Engines) -> Iterator[Stage]:
    """As `stage`, where the engine does not matter."""
    made = Stage(sqlite_engines)
    yield made
    for bot in made.bots:
        bot.announcer.stop(within=2)


@pytest.fixture
def sqlite_story(sqlite_stage: Stage) -> Story:
    return tell(sqlite_stage.engines)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Failed tries are repeated within a test's patience."""

    def hurry() -> None:
        soon = timedelta(milliseconds=10)
        monkeypatch.setattr(announcing, "BACKOFF", (soon,))
        monkeypatch.setattr(announcing, "PROBE_AFTER", soon)

    return hurry

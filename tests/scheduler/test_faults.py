"""Every message arrives, and once: under kills, lost answers, late ones, 429 and errors, with several announcers.

The same check catches two planted bugs: marking before sending, and sending without having stored what is sent.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from salesbot.domain import announcing
from salesbot.domain.announcing import AnnouncementStatus, SendOutcome
from salesbot.runtime import PostFailed
from salesbot.scheduler.composing import Said
from salesbot.scheduler.delivery import Delivery
from salesbot.services.planning import Kind, plan_direct
from salesbot.storage.book import open_book
from salesbot.storage.dispatch import Claim
from tests.scheduler.conftest import Bot, Stage
from tests.scheduler.fake_slack import limited, unsure
from tests.story import TUESDAY_8, Story

MESSAGES = 90
LEASE = 0.5


class Killed(BaseException):
    """The process is gone: nothing after this line happens."""


@dataclass
class Trouble:
    """What goes wrong, by a seeded throw of the dice; counted, so that a run without faults is no proof."""

    stage: Stage
    seed: int
    kills: int = 0
    faults: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.lock = threading.Lock()
        self.stage.slack.before = self.before
        self.stage.slack.after = self.after

    def before(self, number: int, channel: str) -> PostFailed | None:
        """429, a refusal, a kill before the post; a late one is taken after the caller gave up."""
        throw = self._throw()
        if throw < 0.05:
            return self._fault(limited(0.01))
        if throw < 0.08:
            return self._fault(PostFailed(SendOutcome.NOT_SENT, "connection refused"))
        if throw < 0.13:
            self._kill()
        return None

    def after(self, number: int, channel: str) -> PostFailed | None:
        """The answer is lost, or the process is killed before it can mark."""
        throw = self._throw()
        if throw < 0.08:
            return self._fault(unsure("http 500, unreadable"))
        if throw < 0.18:
            self._kill()
        return None

    def _throw(self) -> float:
        with self.lock:
            return self.dice.random()

    def _fault(self, failed: PostFailed) -> PostFailed:
        with self.lock:
            self.faults += 1
        return failed

    def _kill(self) -> None:
        with self.lock:
            self.kills += 1
        raise Killed


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    soon = timedelta(milliseconds=20)
    monkeypatch.setattr(announcing, "BACKOFF", (soon,))
    monkeypatch.setattr(announcing, "PROBE_AFTER", soon)


def plan_messages(story: Story) -> None:
    """Fifteen messages for each of six reps."""
    with open_book(story.engines, story.workspace.id) as book:
        for number in range(MESSAGES):
            person = list(story.people.values())[2 + number % 6]
            payload: dict[str, object] = {"text": f"message {number}", "blocks": []}
            plan_direct(book, person.id, f"key {number}", payload, TUESDAY_8)


def deliver_all(stage: Stage, story: Story, bots: list[Bot]) -> None:
    """Let several announcers work until every message is told, or nothing more happens."""
    for _ in range(60):
        for bot in bots:
            bot.announcer.tick(TUESDAY_8)
        for bot in bots:
            bot.settle(TUESDAY_8, patience=LEASE + 0.3)
        rows = stage.rows(story.workspace.id, Kind.DIRECT)
        if not any(row.status in ("planned", "claimed", "ambiguous") for row in rows):
            return


def check(stage: Stage, story: Story) -> tuple[list[str], list[str]]:
    """What was lost and what was doubled: accepted not at all, or more than once."""
    taken = stage.slack.taken()
    rows = stage.rows(story.workspace.id, Kind.DIRECT)
    assert len(rows) == MESSAGES
    lost = [row.id for row in rows if row.status != AnnouncementStatus.DEAD and not taken[row.id]]
    return lost, stage.slack.doubled()


def test_nothing_is_lost_and_nothing_doubled(stage: Stage, story: Story) -> None:
    trouble = Trouble(stage, seed=7)
    plan_messages(story)
    deliver_all(stage, story, [stage.bot(lease=LEASE) for _ in range(2)])
    assert check(stage, story) == ([], [])
    assert trouble.kills > 5
    assert trouble.faults > 5


class MarkThenSend(Delivery):
    """A planted bug: the row is marked before the post."""

    def _post(self, claim: Claim, said: Said, now: object, posting: Callable[[], None]) -> None:
        self.dispatch.finish(claim, status="sent", slack_ts="?", sent_at=now)
        payload = said.message.payload()
        self.runtime.messenger.post(claim.row.workspace_id, said.channel, payload, delivery=claim.row.id)


class SendThenMark(Delivery):
    """A planted bug: nothing is stored before the post, so nobody looks after a kill."""

    def _post(self, claim: Claim, said: Said, now: object, posting: Callable[[], None]) -> None:
        payload = said.message.payload()
        try:
            self.runtime.messenger.post(claim.row.workspace_id, said.channel, payload, delivery=claim.row.id)
        except PostFailed:
            self.dispatch.finish(claim, status="planned")
            return
        self.dispatch.finish(claim, status="sent", slack_ts="?", sent_at=now)


@pytest.mark.parametrize("bug", [MarkThenSend, SendThenMark])
def test_the_check_catches_a_planted_bug(
    sqlite_stage: Stage, sqlite_story: Story, bug: type[Delivery]
) -> None:
    Trouble(sqlite_stage, seed=7)
    plan_messages(sqlite_story)
    bot = sqlite_stage.bot(lease=LEASE)
    good = bot.announcer._delivery
    bot.announcer._delivery = bug(good.runtime, good.dispatch, good.buckets, good.stopping)
    deliver_all(sqlite_stage, sqlite_story, [bot])
    lost, doubled = check(sqlite_stage, sqlite_story)
    assert lost if bug is MarkThenSend else doubled

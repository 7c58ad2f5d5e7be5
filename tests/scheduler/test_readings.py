"""One view for all who are told together; and who may read it is asked once more, after the last wait."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

from salesbot.scheduler.queueing import Queue
from salesbot.scheduler.readings import Readings
from salesbot.services.planning import Kind, person_recipient
from salesbot.storage.book import open_book, read_book
from salesbot.storage.dispatch import Claim
from tests.scheduler.conftest import Stage
from tests.story import TUESDAY_8, Story, tell


def test_who_leads_the_team_no_more_once_it_is_their_turn_is_not_told(sqlite_stage: Stage) -> None:
    story: Story = tell(sqlite_stage.engines)
    bot, changed = sqlite_stage.bot(), threading.Event()

    def meanwhile(stopping: threading.Event, seconds: float) -> bool:
        if not changed.is_set():
            changed.set()
            with open_book(story.engines, story.workspace.id) as book:
                book.people.change_team(story.team.id, manager_id=story.people["ana"].id)
        return False

    bot.announcer._delivery.buckets.pause = meanwhile
    bot.settle(TUESDAY_8)
    assert changed.is_set()
    with read_book(story.engines, story.workspace.id) as book:
        recipient = person_recipient(story.maja.id)
        rows = book.announcements.of(kinds=[Kind.MORNING.value], recipient=recipient)
    today = next(row for row in rows if row.due_at == TUESDAY_8)
    assert today.status == "cancelled"
    assert not [post for post in sqlite_stage.slack.posts if post.delivery == today.id]


def test_a_view_serves_those_claimed_before_it_was_opened_and_no_later_one(sqlite_stage: Stage) -> None:
    story: Story = tell(sqlite_stage.engines)
    readings = Readings(sqlite_stage.bot().runtime)
    claimed = time.monotonic()
    with readings.shared(story.workspace.id, claimed) as first:
        pass
    with readings.shared(story.workspace.id, claimed) as second:
        assert second is first
    with readings.shared(story.workspace.id, time.monotonic()) as third:
        assert third is not first
    readings.close(story.workspace.id)
    with readings.shared(story.workspace.id, claimed) as fourth:
        assert fourth is not third
    readings.close(story.workspace.id)


def test_what_waits_is_handed_out_one_by_one_and_can_be_let_go(sqlite_stage: Stage) -> None:
    story: Story = tell(sqlite_stage.engines)
    announcer = sqlite_stage.bot().announcer
    later = TUESDAY_8 + timedelta(minutes=45)
    announcer.routines.plan(later)
    claims = announcer.dispatch.claim(later, 3)
    assert len(claims) > 1
    queue = Queue()
    for claim in claims:
        queue.add(claim, TUESDAY_8)
    first = queue.take()
    assert first == (claims[0], TUESDAY_8)
    assert not queue.done(claims[0])
    left: list[Claim] = queue.clear()
    assert left == claims[1:]
    assert queue.take() is None
    assert story.workspace.id == claims[0].row.workspace_id

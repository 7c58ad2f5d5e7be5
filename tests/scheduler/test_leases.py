"""A row whose process died, stood still or is stopping is posted once all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from salesbot.storage.dispatch import Claim
from tests.scheduler.conftest import Bot, Stage
from tests.story import TUESDAY_8, Story


def once_stored(bot: Bot, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None]) -> None:
    """Let something happen between storing a row and posting it."""
    store = bot.announcer.dispatch.store

    def storing(claim: Claim, **values: Any) -> bool:
        stored = store(claim, **values)
        happens()
        return stored

    monkeypatch.setattr(bot.announcer.dispatch, "store", storing)


def test_a_claim_that_was_left_behind_is_looked_for_when_its_lease_is_over(
    stage: Stage, story: Story, quick: Callable[[], None]
) -> None:
    quick()
    bot = stage.bot(lease=0.2)
    bot.announcer.routines.plan(TUESDAY_8)
    (claim,) = bot.announcer.dispatch.claim(TUESDAY_8, 1)
    # The process died between the post and the mark.
    bot.announcer.dispatch.store(claim, payload={"text": "half done", "blocks": []}, channel="D0MAJA")
    stage.slack.post(story.workspace.id, "D0MAJA", {"text": "half done", "blocks": []}, delivery=claim.row.id)
    stage.bot(lease=0.2).settle(TUESDAY_8, patience=2)
    assert stage.slack.in_channel("D0MAJA") == ["half done"]
    assert not bot.announcer.dispatch.finish(claim, status="planned")


def test_a_process_that_stood_still_posts_nothing_afterwards(
    stage: Stage, story: Story, quick: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    quick()
    first, second = stage.bot(lease=0.3), stage.bot(lease=0.3)
    once_stored(first, monkeypatch, lambda: second.settle(TUESDAY_8))
    first.settle(TUESDAY_8)
    assert len(stage.slack.in_channel("D0MAJA")) == 1
    assert stage.slack.doubled() == []


def test_stopping_gives_leases_back(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    bot.announcer.routines.plan(TUESDAY_8)
    claims = bot.announcer.dispatch.claim(TUESDAY_8, 4)
    assert bot.announcer.dispatch.give_back(claims) == len(claims) == 1
    stage.bot().settle(TUESDAY_8)
    assert len(stage.slack.in_channel("D0MAJA")) == 1


def test_what_was_given_back_is_not_posted_after_all(
    stage: Stage, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = stage.bot()
    once_stored(bot, monkeypatch, lambda: bot.announcer.stop(within=0))
    bot.settle(TUESDAY_8)
    assert stage.slack.posts == []
    stage.bot().settle(TUESDAY_8)
    assert len(stage.slack.in_channel("D0MAJA")) == 1
    assert stage.slack.doubled() == []

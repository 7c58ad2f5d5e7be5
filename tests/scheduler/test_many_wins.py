"""Two hundred wins in a minute: five told one by one, the others gathered, within Slack's limits, none lost or doubled."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

from salesbot.blockkit import faults_in_message
from salesbot.services.planning import Kind
from salesbot.services.recognition import plan_shout_out
from salesbot.storage.book import open_book
from tests.scheduler.conftest import Stage
from tests.story import Story
from tests.trade import win

NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)
AT_16_30 = datetime(2026, 6, 16, 14, 30, tzinfo=UTC)
WINS = 200


def test_two_hundred_wins_in_a_minute(sqlite_stage: Stage, sqlite_story: Story) -> None:
    stage, story = sqlite_stage, sqlite_story
    names = [f"Stranka {number:03}" for number in range(WINS)]
    with open_book(story.engines, story.workspace.id) as book:
        reps = [story.people[name] for name in ("kim", "bo", "asha", "ivana", "luka", "tom")]
        for number, name in enumerate(names):
            at = NOON + timedelta(seconds=60 * number / WINS)
            plan_shout_out(book, win(book, reps[number % 6], name, "10", NOON.date(), now=at), at)
    bot = stage.bot()
    bot.settle(NOON + timedelta(minutes=7), patience=120)
    one_by_one = [post for post in stage.slack.posts if post.channel == "C0ADRIA"]
    assert sum("won Stranka" in post.text for post in one_by_one) == 5
    assert len(one_by_one) == 5, "no more than the team wants in a day"
    bot.settle(AT_16_30, patience=120)
    posts = [post for post in stage.slack.posts if post.channel == "C0ADRIA"]
    assert len(posts) == 5 + 5, "forty in a post"
    assert stage.slack.doubled() == []
    told = Counter(name for post in posts for name in names if name in json.dumps(post.blocks))
    assert set(told) == set(names), "none is lost"
    assert set(told.values()) == {1}, "none is told twice"
    for post in posts:
        assert faults_in_message({"text": post.text, "blocks": post.blocks}) == []
    assert stage.rows(story.workspace.id, Kind.SHOUT_OUT.value)[0].status in ("sent", "superseded")

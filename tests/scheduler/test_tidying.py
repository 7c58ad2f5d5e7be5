"""What nobody will ask for again is dropped, once a day."""

from __future__ import annotations

from datetime import timedelta

from salesbot.scheduler.tidying import Tidying
from salesbot.services.planning import Kind, plan_direct
from salesbot.storage.book import open_book
from tests.scheduler.conftest import Stage
from tests.story import TUESDAY_8, Story

DAY = timedelta(days=1)


def test_old_keys_and_old_words_are_dropped_and_newer_ones_kept(stage: Stage, story: Story) -> None:
    old, late = TUESDAY_8 - 8 * DAY, TUESDAY_8 + 397 * DAY
    with open_book(story.engines, story.workspace.id) as book:
        book.records.keep_reply("old", "asked", {"text": "done"}, old)
        book.records.keep_reply("new", "asked", {"text": "done"}, TUESDAY_8)
        book.choices.snooze(story.maja.id, "StaleDeal:1:2", TUESDAY_8.date() - DAY)
        plan_direct(book, story.maja.id, "told", {"text": "hello", "blocks": []}, TUESDAY_8)
    tidying = Tidying(stage.bot().runtime)
    assert tidying.tidy(TUESDAY_8) == 2
    assert tidying.tidy(TUESDAY_8) == 0
    (kept,) = stage.rows(story.workspace.id, Kind.DIRECT)
    assert kept.payload is not None
    with open_book(story.engines, story.workspace.id) as book:
        assert book.records.reply_to("old", "asked") is None
        assert book.records.reply_to("new", "asked") == {"text": "done"}
    assert Tidying(stage.bot().runtime).tidy(late) == 2
    (dropped,) = stage.rows(story.workspace.id, Kind.DIRECT)
    assert dropped.payload is None

"""At most two messages a day that nobody asked for; what can wait comes the next morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from salesbot.services.nudging import plan_nudge
from salesbot.services.planning import Kind
from salesbot.storage.book import open_book
from tests.scheduler.conftest import Stage
from tests.story import TUESDAY_8, Story

AT_TEN = TUESDAY_8 + timedelta(hours=2)


def test_the_third_message_of_a_day_waits_for_the_next_morning(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    bot.settle(AT_TEN)
    morning = len(stage.slack.in_channel("D0KIM"))
    with open_book(story.engines, story.workspace.id) as book:
        maja = book.people.by_id(story.maja.id)
        deals = [state.deal_id for state in book.deals.open([story.people["kim"].id])]
        assert all(plan_nudge(book, maja, deal, AT_TEN) for deal in deals)
    assert len(deals) == 4
    bot.settle(AT_TEN)
    assert len(stage.slack.in_channel("D0KIM")) == morning + 2
    waiting = [row for row in stage.rows(story.workspace.id, Kind.NUDGE) if row.status == "planned"]
    assert {row.due_at for row in waiting} == {datetime(2026, 6, 17, 5, 30, tzinfo=UTC)}
    bot.settle(datetime(2026, 6, 17, 5, 30, tzinfo=UTC))
    assert len(stage.slack.in_channel("D0KIM")) == morning + 4
    assert stage.slack.doubled() == []

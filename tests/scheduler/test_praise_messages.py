"""What comes round about praise: the audit of the month and the word for who deserves one, and kudos when they are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from salesbot.domain.message_choices import MessageChoices
from salesbot.services.kudos import give_kudos, undo_kudos
from salesbot.services.planning import Kind, replan
from salesbot.storage.book import open_book
from tests.scheduler.conftest import Stage
from tests.story import TUESDAY_8, Story

JULY_1 = datetime(2026, 7, 1, 8, 1, tzinfo=UTC)
"""10:01 in Ljubljana, on the first working day of July."""
AT_TEN = TUESDAY_8 + timedelta(hours=2)


def near_july(story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        replan(book, JULY_1 - timedelta(hours=20), people=[story.maja.id])


def test_a_manager_reads_on_whom_praise_fell_once_a_month(sqlite_stage: Stage, sqlite_story: Story) -> None:
    near_july(sqlite_story)
    bot = sqlite_stage.bot()
    bot.settle(JULY_1 - timedelta(hours=19))
    for _ in range(2):
        bot.settle(JULY_1)
    told = [text for text in sqlite_stage.slack.in_channel("D0MAJA") if "praised" in text]
    assert told == ["Adria: nobody was praised in June."]
    assert [row.status for row in sqlite_stage.rows(sqlite_story.workspace.id, Kind.FAIRNESS)] == ["sent"]


def test_who_does_not_want_the_audit_gets_none(sqlite_stage: Stage, sqlite_story: Story) -> None:
    near_july(sqlite_story)
    with open_book(sqlite_story.engines, sqlite_story.workspace.id) as book:
        book.choices.choose(sqlite_story.maja.id, MessageChoices(unwanted=frozenset({"fairness"})))
    bot = sqlite_stage.bot()
    bot.settle(JULY_1 - timedelta(hours=19))
    bot.settle(JULY_1)
    assert not [text for text in sqlite_stage.slack.in_channel("D0MAJA") if "praised" in text]


def test_kudos_are_heard_of_when_they_can_be_taken_back_no_more(
    sqlite_stage: Stage, sqlite_story: Story
) -> None:
    story, bot = sqlite_story, sqlite_stage.bot()
    with open_book(story.engines, story.workspace.id) as book:
        kim, bo = story.people["kim"], story.people["bo"]
        give_kudos(book, bo, kim, "the Acme demo", now=AT_TEN)
        gone = give_kudos(book, bo, kim, "something else", now=AT_TEN)
        undo_kudos(book, bo, gone.kudos.id, now=AT_TEN + timedelta(minutes=1))
    bot.settle(AT_TEN + timedelta(minutes=4))
    assert sqlite_stage.slack.in_channel("C0ADRIA") == []
    bot.settle(AT_TEN + timedelta(minutes=5))
    assert sqlite_stage.slack.in_channel("C0ADRIA") == ["Bo Lindqvist thanks Kim Novak"]
    assert "Kudos for you from Bo Lindqvist" in sqlite_stage.slack.in_channel("D0KIM")
    assert "something else" not in str([post.blocks for post in sqlite_stage.slack.posts])

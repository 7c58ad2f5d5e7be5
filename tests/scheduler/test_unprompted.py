"""At most two messages a day that nobody asked for; what can wait comes the next morning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from salesbot.blockkit import faults_in_message
from salesbot.domain.message_choices import MessageChoices
from salesbot.messages import Message
from salesbot.runtime import PostFailed
from salesbot.services.absences import enter_absence
from salesbot.services.erasing import erase
from salesbot.services.nudging import plan_nudge
from salesbot.services.planning import Kind, plan_direct
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import open_book
from salesbot.storage.dispatch import Claim
from tests.golden import Golden
from tests.scheduler.conftest import Bot, Stage
from tests.scheduler.fake_slack import Post, refused, unsure
from tests.story import TUESDAY_8, Story
from tests.trade import lose

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
    assert len(stage.slack.in_channel("D0KIM")) == morning + 3
    assert stage.slack.doubled() == []
    rows = stage.rows(story.workspace.id, Kind.NUDGE)
    assert [row.status for row in rows] == ["sent"] * 4
    assert len({row.slack_ts for row in rows}) == 3


def test_news_that_were_too_many_for_a_day_are_told_by_the_next_morning_message_alone(
    sqlite_stage: Stage, sqlite_story: Story
) -> None:
    stage, story, maja = sqlite_stage, sqlite_story, sqlite_story.maja

    def posts() -> list[Post]:
        return [post for post in stage.slack.posts if post.channel == "D0MAJA"]

    bot, one = stage.bot(), TUESDAY_8 + timedelta(hours=5)
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(maja.id, MessageChoices(wanted=frozenset({"alert"}), big_from=100_00))
    bot.settle(TUESDAY_8)
    with open_book(story.engines, story.workspace.id) as book:
        for name, first_on in (("kim", 20), ("bo", 21), ("asha", 22), ("tom", 17)):
            person, day = story.people[name], date(2026, 6 if name == "tom" else 7, first_on)
            enter_absence(book, person, person.id, day, day, now=AT_TEN)
        lose(book, story.people["luka"], "Titan", "60000", AT_TEN.date(), now=AT_TEN)
    bot.settle(AT_TEN)
    bot.settle(one)
    told = [post.text for post in posts()]
    assert [sum(name in text for text in told) for name in ("Kim Novak", "Bo Lind", "Asha", "Tom Becker", "Titan")] == [
        1, 1, 0, 1, 0,
    ]  # fmt: skip
    before = len(told)
    for hours in (21.5, 24, 25):
        bot.settle(TUESDAY_8 + timedelta(hours=hours))
    waited, morning = posts()[before:]
    assert "Asha" in waited.text
    assert "Titan" in str(morning.blocks)
    (news, _) = sorted(stage.rows(story.workspace.id, Kind.ALERT), key=lambda row: row.period_key)[:2]
    assert (news.status, news.last_error) == ("cancelled", "nothing began")


def waiting_together(stage: Stage, story: Story) -> tuple[Bot, list[Announcement], datetime]:
    """Three nudges and a message that was rendered beforehand, planned at night: due when the quiet hours are over."""
    night = datetime(2026, 6, 16, 20, 0, tzinfo=UTC)
    kim, told = story.people["kim"], datetime(2026, 6, 17, 5, 30, tzinfo=UTC)
    bot = stage.bot()
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(kim.id, MessageChoices(unwanted=frozenset({"morning"})))
        maja = book.people.by_id(story.maja.id)
        button = {
            "type": "button",
            "action_id": "digests.deals",
            "text": {"type": "plain_text", "text": "My Deals"},
        }
        rendered: dict[str, object] = {
            "text": "R&amp;D is <yours>",
            "blocks": [{"type": "actions", "block_id": "here", "elements": [button]}],
        }
        assert plan_direct(book, kim.id, "rendered", rendered, night, waits=True)
        for number, state in enumerate(book.deals.open([kim.id])[:3]):
            assert plan_nudge(book, maja, state.deal_id, night + timedelta(minutes=number))
    rows = stage.rows(story.workspace.id, Kind.NUDGE, Kind.DIRECT)
    assert {row.due_at for row in rows} == {told}
    return bot, rows, told


def test_what_waited_stands_in_one_message_the_newest_first_each_with_its_buttons(
    stage: Stage, story: Story, golden: Golden
) -> None:
    bot, waiting, told = waiting_together(stage, story)
    bot.settle(told)
    (post,) = [post for post in stage.slack.posts if post.channel == "D0KIM"]
    golden(Message(post.text, post.blocks), "digests/waited")
    assert faults_in_message({"text": post.text, "blocks": post.blocks}) == []
    values = [
        element.get("value")
        for block in post.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "digests.deal"
    ]
    nudged = sorted((row for row in waiting if row.kind == Kind.NUDGE), key=lambda row: row.created_at)
    assert values == [str(row.subject["deal"]) for row in reversed(nudged)]
    rows = stage.rows(story.workspace.id, Kind.NUDGE, Kind.DIRECT)
    assert {(row.status, row.slack_ts, row.sent_at) for row in rows} == {("sent", rows[0].slack_ts, told)}
    assert {(row.id, row.period_key) for row in rows} == {(row.id, row.period_key) for row in waiting}


@pytest.mark.parametrize(
    ("where", "failed", "status"),
    [("before", unsure(), "sent"), ("after", unsure(), "sent"), ("before", refused("user_disabled"), "dead")],
)
def test_what_waited_is_neither_lost_nor_told_twice_where_slack_fails(
    stage: Stage, story: Story, quick: Callable[[], None], where: str, failed: PostFailed, status: str
) -> None:
    quick()
    bot, _, told = waiting_together(stage, story)
    setattr(
        stage.slack, where, lambda number, channel: failed if channel == "D0KIM" and number == 1 else None
    )
    bot.settle(told)
    rows = stage.rows(story.workspace.id, Kind.NUDGE, Kind.DIRECT)
    assert [row.status for row in rows] == [status] * 4
    assert len(stage.slack.in_channel("D0KIM")) == (status == "sent")
    assert stage.slack.doubled() == []


def test_where_there_is_nothing_to_tell_any_more_the_rest_is_told_all_the_same(
    stage: Stage, story: Story
) -> None:
    bot, waiting, told = waiting_together(stage, story)
    first = max((row for row in waiting if row.kind == Kind.NUDGE), key=lambda row: row.id)
    with open_book(story.engines, story.workspace.id) as book:
        book.announcements.change(first.id, status="cancelled")
    bot.settle(told)
    (words,) = stage.slack.in_channel("D0KIM")
    assert words.startswith("3 messages waited")


def test_what_changed_between_composing_and_storing_is_left_out_and_the_rest_told_once(
    sqlite_stage: Stage, sqlite_story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, _, told = waiting_together(sqlite_stage, sqlite_story)
    store, taken = bot.announcer.dispatch.store, list[str]()

    def changed_meanwhile(claim: Claim, **values: Any) -> bool:
        if not taken and values["together"].told:
            taken.append(values["together"].told[0])
            with open_book(sqlite_story.engines, sqlite_story.workspace.id) as book:
                book.announcements.change(taken[0], status="cancelled")
        return store(claim, **values)

    monkeypatch.setattr(bot.announcer.dispatch, "store", changed_meanwhile)
    bot.settle(told)
    (words,) = sqlite_stage.slack.in_channel("D0KIM")
    assert words.startswith("3 messages waited")
    rows = sqlite_stage.rows(sqlite_story.workspace.id, Kind.NUDGE, Kind.DIRECT)
    assert {row.id for row in rows if row.status == "cancelled"} == set(taken)
    assert [row.status for row in rows].count("sent") == 3
    assert all(row.attempt <= 1 for row in rows), "making it anew counts as no try"


@pytest.mark.parametrize("when", ["after it was told", "before it is tried again"])
def test_who_was_erased_is_not_named_in_what_waited_and_the_others_are_told(
    sqlite_stage: Stage, sqlite_story: Story, quick: Callable[[], None], when: str
) -> None:
    quick()
    bot, _, told = waiting_together(sqlite_stage, sqlite_story)

    def erased() -> None:
        with open_book(sqlite_story.engines, sqlite_story.workspace.id) as book:
            erase(book, str(sqlite_story.maja.email), now=told)

    def lost_first(number: int, channel: str) -> PostFailed | None:
        if when == "after it was told" or channel != "D0KIM" or number > 1:
            return None
        erased()
        return unsure()

    sqlite_stage.slack.before = lost_first
    bot.settle(told)
    if when == "after it was told":
        erased()
    else:
        assert not [post for post in sqlite_stage.slack.posts if "Maja" in str(post)]
    rows = sqlite_stage.rows(sqlite_story.workspace.id, Kind.NUDGE, Kind.DIRECT)
    assert not [row for row in rows if "Maja" in str(row.payload)]
    assert "sent" in {row.status for row in rows if row.kind == Kind.DIRECT}
    assert {row.status for row in rows} <= {"sent", "cancelled"}
    assert sqlite_stage.slack.doubled() == []


def nudged(story: Story, now: datetime) -> None:
    """Maja asks Kim about one of Kim's deals."""
    with open_book(story.engines, story.workspace.id) as book:
        deal = book.deals.open([story.people["kim"].id])[0].deal_id
        assert plan_nudge(book, book.people.by_id(story.maja.id), deal, now)


def test_what_comes_in_own_quiet_hours_or_on_other_days_waits_and_is_not_lost(
    stage: Stage, story: Story
) -> None:
    bot, kim = stage.bot(), story.people["kim"]
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(kim.id, MessageChoices(week="1010100", quiet_from=11 * 60, quiet_until=9 * 60))
    nudged(story, AT_TEN)
    bot.settle(AT_TEN)
    assert stage.slack.in_channel("D0KIM") == []
    (row,) = stage.rows(story.workspace.id, Kind.NUDGE)
    assert (row.status, row.due_at) == ("planned", datetime(2026, 6, 17, 7, 0, tzinfo=UTC))
    bot.settle(row.due_at)
    (row,) = stage.rows(story.workspace.id, Kind.NUDGE)
    assert row.status == "sent"


def test_quiet_hours_that_were_chosen_after_it_was_planned_hold_too(stage: Stage, story: Story) -> None:
    bot, kim = stage.bot(), story.people["kim"]
    nudged(story, AT_TEN)
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(kim.id, MessageChoices(unwanted=frozenset({"morning"}), quiet_until=13 * 60))
    bot.settle(AT_TEN)
    assert stage.slack.in_channel("D0KIM") == []
    bot.settle(datetime(2026, 6, 16, 11, 0, tzinfo=UTC))
    assert len(stage.slack.in_channel("D0KIM")) == 1


def test_who_paused_slacks_notifications_is_told_after_it_but_the_morning_message_comes(
    stage: Stage, story: Story
) -> None:
    bot, until = stage.bot(), AT_TEN + timedelta(hours=1)
    stage.slack.pauses["U0KIM"] = until
    bot.settle(AT_TEN)
    morning = len(stage.slack.in_channel("D0KIM"))
    nudged(story, AT_TEN)
    bot.settle(AT_TEN)
    assert len(stage.slack.in_channel("D0KIM")) == morning
    bot.settle(until)
    assert len(stage.slack.in_channel("D0KIM")) == morning + 1


@pytest.mark.parametrize(
    ("reader", "private", "there"), [("U0MAJA", True, True), ("U0BO", True, False), ("U0MAJA", False, False)]
)
def test_what_comes_round_stands_in_a_channel_of_ones_own_only_where_all_there_may_see_it(
    stage: Stage, story: Story, reader: str, private: bool, there: bool
) -> None:
    kim = story.people["kim"]
    stage.slack.private = private
    stage.slack.readers = ["U0KIM", reader]
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(kim.id, MessageChoices(channel="C0KIMS"))
    stage.bot().settle(TUESDAY_8 + timedelta(minutes=30))
    (post,) = [post for post in stage.slack.posts if post.channel in ("C0KIMS", "D0KIM")]
    assert (post.channel == "C0KIMS") == there
    assert ("It comes here and not in" in str(post.blocks)) == (not there)

"""A deal's history in its thread: each entry once and in order, nothing that was undone, nothing where outsiders read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from salesbot.domain.deals import DealDraft
from salesbot.domain.money import Money
from salesbot.domain.orders import Department, StepKind
from salesbot.services import deals, orders
from salesbot.services.planning import Kind
from salesbot.storage.book import open_book
from tests.scheduler.conftest import Stage
from tests.scheduler.fake_slack import unsure
from tests.story import Story

NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ROOM = "C0DEALS"


def named(story: Story, stage: Stage, *, amounts: bool = False) -> None:
    """The team Adria names a private channel for its deals."""
    stage.slack.private = True
    with open_book(story.engines, story.workspace.id) as book:
        team = next(team for team in book.people.teams() if team.name == "Adria")
        book.people.change_team(team.id, deals_channel_id=ROOM, shows_amounts=amounts)
        for person in book.people.all():
            book.people.change(person.id, shows_amounts=amounts)


def opened(story: Story, now: datetime = NOON) -> int:
    """Kim logs an open deal."""
    with open_book(story.engines, story.workspace.id) as book:
        logged = deals.log_deal(
            book,
            story.people["kim"],
            DealDraft("Zeta", Money.of("12000", "EUR"), note="two-year plan"),
            now=now,
        )
    assert isinstance(logged, deals.DealLogged)
    return logged.deal.deal_id


def won(story: Story, deal_id: int, now: datetime) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        deals.win_deal(book, story.people["kim"], deal_id, now=now)


def told(stage: Stage) -> list[tuple[str | None, str]]:
    """(thread, words) of the entries that stand in the deals channel, in order; without the order's card."""
    posts = [(post.thread, str(post.blocks)) for post in stage.slack.posts if post.channel == ROOM]
    return [(thread, words) for thread, words in posts if "orders.shipped" not in words]


def test_the_first_entry_begins_the_thread_and_the_others_stand_in_it(stage: Stage, story: Story) -> None:
    named(story, stage)
    deal_id = opened(story)
    won(story, deal_id, NOON + MINUTE)
    bot = stage.bot()
    bot.settle(NOON + 2 * MINUTE)
    assert told(stage) == [], "it may still be undone"
    for minutes in (6, 7, 8, 20):
        bot.settle(NOON + minutes * MINUTE)
    (first, root), (second, reply) = told(stage)
    begun = next(f"{place}.0" for place, post in enumerate(stage.slack.posts, 1) if post.channel == ROOM)
    assert (first, second) == (None, begun)
    assert "Zeta" in root
    assert "Logged, New" in root
    assert "Won" in reply
    assert not any(words in root + reply for words in ("12,000", "two-year"))
    assert stage.slack.doubled() == []


def test_amounts_stand_there_only_where_everybody_said_yes(stage: Stage, story: Story) -> None:
    named(story, stage, amounts=True)
    opened(story)
    stage.bot().settle(NOON + 6 * MINUTE)
    ((_, root),) = told(stage)
    assert "€12,000" in root


def test_what_was_undone_in_time_leaves_no_trace(stage: Stage, story: Story) -> None:
    named(story, stage)
    deal_id = opened(story)
    won(story, deal_id, NOON + MINUTE)
    with open_book(story.engines, story.workspace.id) as book:
        deals.undo(book, story.people["kim"], deal_id, now=NOON + 2 * MINUTE)
    bot = stage.bot()
    for minutes in (6, 8, 20):
        bot.settle(NOON + minutes * MINUTE)
    assert len(told(stage)) == 1
    rows = stage.rows(story.workspace.id, Kind.DEAL_TOLD)
    assert sorted(row.status for row in rows) == ["cancelled", "sent"]


def test_a_lost_answer_is_looked_for_in_the_thread_and_nothing_is_told_twice(
    stage: Stage, story: Story
) -> None:
    named(story, stage)
    deal_id = opened(story)
    bot = stage.bot()
    bot.settle(NOON + 6 * MINUTE)
    won(story, deal_id, NOON + 7 * MINUTE)
    stage.slack.after = lambda number, channel: unsure() if channel == ROOM else None
    bot.settle(NOON + 13 * MINUTE, patience=0.1)
    stage.slack.after = lambda number, channel: None
    for row in stage.rows(story.workspace.id, Kind.DEAL_TOLD):
        with open_book(story.engines, story.workspace.id) as book:
            book.announcements.change(row.id, "ambiguous", not_before=None)
    bot.settle(NOON + 14 * MINUTE)
    assert len(told(stage)) == 2
    assert stage.slack.looks >= 1
    assert {row.status for row in stage.rows(story.workspace.id, Kind.DEAL_TOLD)} == {"sent"}


@pytest.mark.parametrize("fault", ["guests", "shared", "archived", "member", "private"])
def test_a_channel_that_is_unfit_is_left_and_an_admin_told_once(
    stage: Stage, story: Story, fault: str
) -> None:
    named(story, stage)
    first, second = opened(story), None
    setattr(stage.slack, fault, fault in ("guests", "shared", "archived"))
    bot = stage.bot()
    bot.settle(NOON + 6 * MINUTE)
    won(story, first, NOON + 7 * MINUTE)
    bot.settle(NOON + 20 * MINUTE)
    assert second is None
    assert told(stage) == []
    with open_book(story.engines, story.workspace.id) as book:
        assert all(team.deals_channel_id is None for team in book.people.teams())
    troubles = [row for row in stage.rows(story.workspace.id, Kind.TROUBLE) if "deals:" in row.period_key]
    assert len(troubles) == 1


def test_handing_over_goes_on_in_the_thread(stage: Stage, story: Story) -> None:
    named(story, stage)
    deal_id = opened(story)
    bot = stage.bot()
    bot.settle(NOON + 6 * MINUTE)
    with open_book(story.engines, story.workspace.id) as book:
        bo = str(story.people["bo"].slack_id)
        deals.hand_over(book, story.people["kim"], deal_id, bo, now=NOON + 7 * MINUTE)
    bot.settle(NOON + 20 * MINUTE)
    (_, _), (thread, words) = told(stage)
    assert thread is not None
    assert "Handed over" in words


def test_the_order_stands_in_the_deals_thread_and_is_shown_anew_with_each_step(
    stage: Stage, story: Story
) -> None:
    """Also to production, in its own channel; neither reads an amount."""
    named(story, stage, amounts=True)
    with open_book(story.engines, story.workspace.id) as book:
        book.orders.settle_channel(Department.PRODUCTION, "C0PROD")
    won(story, opened(story), NOON + MINUTE)
    bot = stage.bot()
    for minutes in (6, 7, 8, 20):
        bot.settle(NOON + minutes * MINUTE)
    cards = {post.channel: post for post in stage.slack.posts if "Promise a Day" in str(post.blocks)}
    assert set(cards) == {ROOM, "C0PROD"}
    assert cards[ROOM].thread is not None
    assert cards["C0PROD"].thread is None
    assert not any("12,000" in str(post.blocks) for post in cards.values())
    with open_book(story.engines, story.workspace.id) as book:
        (order,) = book.orders.all()
        # Whoever reads the deals channel may press there.
        orders.record_step(
            book, story.people["bo"], order.id,
            StepKind.DELIVERED, now=NOON + 21 * MINUTE, here=ROOM,
        )  # fmt: skip
    bot.settle(NOON + 22 * MINUTE)
    now = {
        post.channel: str(post.blocks) for post in stage.slack.posts if "Order of Zeta" in str(post.blocks)
    }
    assert all("Delivered Tue 16 June" in words for words in now.values())
    assert not any("Promise a Day" in str(post.blocks) for post in stage.slack.posts)
    with open_book(story.engines, story.workspace.id) as book:
        deals.reopen_deal(book, story.people["kim"], order.deal_id, now=NOON + 23 * MINUTE)
    bot.settle(NOON + 40 * MINUTE)
    gone = [str(post.blocks) for post in stage.slack.posts if "Order of Zeta" in str(post.blocks)]
    assert all("won no more" in words and "orders." not in words for words in gone)

"""Rows become messages: each once, at its hour, to whom it is meant for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

import pytest

from salesbot.services.planning import Kind, plan_direct
from salesbot.services.recognition import announce_now, cancel_shout_out, plan_shout_out
from salesbot.storage.book import open_book
from salesbot.storage.dispatch import Claim
from tests.scheduler.conftest import Stage
from tests.scheduler.fake_slack import limited, refused, unsure
from tests.story import MONDAY, TUESDAY_8, Story
from tests.trade import set_goal, win

MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)


def win_now(story: Story, rep: str = "kim", account: str = "Zeta", amount: str = "1000") -> int:
    """A rep wins a deal at noon, and its shout-out is planned with it."""
    with open_book(story.engines, story.workspace.id) as book:
        state = win(book, story.people[rep], account, amount, NOON.date(), now=NOON)
        plan_shout_out(book, state, NOON)
    return state.deal_id


def test_the_manager_gets_the_digest_at_eight_and_once(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    bot.settle(TUESDAY_8 - MINUTE)
    assert stage.slack.posts == []
    bot.settle(TUESDAY_8)
    bot.settle(TUESDAY_8 + MINUTE)
    assert stage.slack.in_channel("D0MAJA") == [
        "Adria: 50.8\xa0% of June's goal, €4,743 behind pace. Three things for you today."
    ]
    (row,) = [
        row for row in stage.rows(story.workspace.id, Kind.MORNING) if row.status == "sent" and row.payload
    ]
    assert row.slack_ts == "1.0"
    assert row.as_of == datetime(2026, 6, 15, 22, tzinfo=UTC)
    assert row.known_at == TUESDAY_8


def test_several_announcers_at_once_send_each_row_once(stage: Stage, story: Story) -> None:
    for number in range(8):
        win_now(story, account=f"Zeta {number}")
    bots = [stage.bot() for _ in range(3)]
    for bot in bots:
        bot.announcer.tick(NOON + 6 * MINUTE)
    for bot in bots:
        bot.settle(NOON + 6 * MINUTE)
    assert stage.slack.doubled() == []
    # Five a day and channel; the others stand in one post at 16:30.
    assert sum("won Zeta" in text for text in stage.slack.in_channel("C0ADRIA")) == 5
    bots[0].settle(datetime(2026, 6, 16, 14, 30, tzinfo=UTC))
    assert "3 more wins today" in stage.slack.in_channel("C0ADRIA")


def test_a_shout_out_waits_for_the_undo_window_and_what_is_undone_is_never_heard_of(
    stage: Stage, story: Story
) -> None:
    bot = stage.bot()
    bot.settle(NOON)
    deal = win_now(story)
    bot.settle(NOON + 4 * MINUTE)
    assert stage.slack.in_channel("C0ADRIA") == []
    with open_book(story.engines, story.workspace.id) as book:
        assert cancel_shout_out(book, deal)
    bot.settle(NOON + 10 * MINUTE)
    assert stage.slack.in_channel("C0ADRIA") == []


def test_announce_now_shortens_the_wait(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    deal = win_now(story)
    with open_book(story.engines, story.workspace.id) as book:
        assert announce_now(book, deal, NOON)
    bot.settle(NOON)
    assert stage.slack.in_channel("C0ADRIA") == ["Kim Novak won Zeta"]
    with open_book(story.engines, story.workspace.id) as book:
        assert not announce_now(book, deal, NOON)


def test_a_goal_is_told_once_when_a_win_reaches_it(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    win_now(story, "tom", "Big One", "14000")
    win_now(story, "tom", "Next One", "2000")
    bot.settle(NOON + 6 * MINUTE)
    told = [text for text in stage.slack.in_channel("C0ADRIA") if "goal" in text]
    assert told == ["Tom Becker reached June's goal."]


def test_a_goal_set_later_tells_nothing_of_what_is_won_already(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    win_now(story, "tom", "Big One", "1000")
    with open_book(story.engines, story.workspace.id) as book:
        set_goal(book, story.people["tom"], "2026-06", "7000", now=NOON + MINUTE)
    bot.settle(NOON + 6 * MINUTE)
    assert not [text for text in stage.slack.in_channel("C0ADRIA") if "goal" in text]


def test_a_lost_answer_is_looked_for_and_not_said_twice(
    stage: Stage, story: Story, quick: Callable[[], None]
) -> None:
    quick()
    stage.slack.after = lambda number, channel: unsure() if number == 1 else None
    stage.bot().settle(TUESDAY_8)
    assert len(stage.slack.in_channel("D0MAJA")) == 1
    assert stage.slack.looks == 1
    assert [row.last_error for row in stage.rows(story.workspace.id, Kind.MORNING) if row.status == "sent"][
        -1
    ] == ("found by looking")


def test_what_slack_did_not_take_is_sent_again(stage: Stage, story: Story, quick: Callable[[], None]) -> None:
    quick()
    stage.slack.before = lambda number, channel: unsure() if number < 3 else None
    stage.bot().settle(TUESDAY_8)
    assert len(stage.slack.in_channel("D0MAJA")) == 1
    assert stage.slack.looks == 2


def test_where_nobody_may_look_a_digest_is_repeated_and_a_shout_out_held(
    stage: Stage, story: Story, quick: Callable[[], None]
) -> None:
    quick()
    bot = stage.bot()
    bot.settle(TUESDAY_8)
    stage.slack.looking = lambda: refused("missing_scope")
    stage.slack.after = lambda number, channel: unsure() if channel == "C0ADRIA" else None
    win_now(story)
    bot.settle(NOON + 6 * MINUTE)
    (row,) = stage.rows(story.workspace.id, Kind.SHOUT_OUT)
    assert (row.status, row.last_error) == ("dead", "held: missing_scope")
    assert len(stage.slack.in_channel("C0ADRIA")) == 1
    assert len(stage.slack.in_channel("D0ANA")) == 1


def test_slack_asking_to_wait_loses_nothing(stage: Stage, story: Story) -> None:
    stage.slack.before = lambda number, channel: limited() if number <= 3 else None
    stage.bot().settle(TUESDAY_8)
    assert len(stage.slack.in_channel("D0MAJA")) == 1
    row = next(row for row in stage.rows(story.workspace.id, Kind.MORNING) if row.payload)
    assert row.attempt == 1


def test_a_dead_letter_tells_an_admin_once(stage: Stage, story: Story) -> None:
    stage.slack.member = False
    bot = stage.bot()
    for number in range(3):
        win_now(story, account=f"Zeta {number}")
    bot.settle(NOON + 6 * MINUTE)
    assert {row.status for row in stage.rows(story.workspace.id, Kind.SHOUT_OUT)} == {"dead"}
    assert len(stage.slack.in_channel("D0ANA")) == 1


def test_a_useless_token_suspends_the_workspace_until_it_is_resumed(stage: Stage, story: Story) -> None:
    stage.slack.before = lambda number, channel: refused("token_revoked")
    bot = stage.bot()
    bot.settle(TUESDAY_8)
    win_now(story)
    stage.slack.before = lambda number, channel: None
    bot.settle(NOON + 6 * MINUTE)
    assert stage.slack.posts == []
    bot.announcer.dispatch.resume(story.workspace.id)
    bot.settle(NOON + 6 * MINUTE)
    assert stage.slack.in_channel("C0ADRIA") == ["Kim Novak won Zeta"]


def test_quiet_hours_make_a_shout_out_wait_for_the_morning(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    evening = datetime(2026, 6, 16, 17, 30, tzinfo=UTC)
    with open_book(story.engines, story.workspace.id) as book:
        state = win(book, story.people["kim"], "Late", "1000", evening.date(), now=evening)
        due = plan_shout_out(book, state, evening)
    assert due == datetime(2026, 6, 17, 5, 30, tzinfo=UTC)
    bot.settle(evening + 6 * MINUTE)
    assert stage.slack.in_channel("C0ADRIA") == []
    bot.settle(due)
    assert stage.slack.in_channel("C0ADRIA") == ["Kim Novak won Late"]


def test_who_wants_no_public_praise_is_not_named(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    win_now(story)
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change(story.people["kim"].id, praise="private")
    bot.settle(NOON + 6 * MINUTE)
    assert stage.slack.in_channel("C0ADRIA") == []


def test_amounts_need_a_yes_of_the_team(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    win_now(story, account="Before", amount="1234")
    bot.settle(NOON + 6 * MINUTE)
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(story.team.id, shows_amounts=True)
    win_now(story, account="After", amount="1234")
    bot.settle(NOON + 6 * MINUTE)
    said = [str(post.blocks) for post in stage.slack.posts if post.channel == "C0ADRIA"]
    assert ["1,234" in each for each in said] == [False, True]


def test_a_channel_is_told_in_its_teams_language(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(story.team.id, locale="sl")
    win_now(story, account="Helios")
    bot.settle(NOON + 6 * MINUTE)
    assert "Dodaj odziv" in str([post.blocks for post in stage.slack.posts if post.channel == "C0ADRIA"])


@pytest.mark.parametrize("outsiders", ["guests", "shared"])
def test_nothing_is_told_where_outsiders_read_and_an_admin_hears_of_it_once(
    stage: Stage, story: Story, outsiders: str
) -> None:
    bot = stage.bot()
    setattr(stage.slack, outsiders, True)
    win_now(story, account="One")
    win_now(story, account="Two")
    bot.settle(NOON + 6 * MINUTE)
    assert stage.slack.in_channel("C0ADRIA") == []
    assert len(stage.slack.in_channel("D0ANA")) == 1


def test_a_manager_who_left_the_team_gets_no_figures_of_it(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    bot.settle(TUESDAY_8 - MINUTE)
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(story.team.id, manager_id=None)
    bot.settle(TUESDAY_8)
    assert stage.slack.posts == []


def test_nothing_is_said_while_the_team_practises_but_answers_are(stage: Stage, story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.change_workspace(live_at=None)
        payload: dict[str, object] = {"text": "your answer", "blocks": []}
        plan_direct(book, story.maja.id, "key", payload, MONDAY)
    stage.bot().settle(TUESDAY_8)
    assert stage.slack.in_channel("D0MAJA") == ["your answer"]


def test_two_hundred_wins_in_a_minute_are_all_told_five_alone_and_the_rest_in_a_few_posts(
    sqlite_stage: Stage, sqlite_story: Story
) -> None:
    story = sqlite_story
    names = sorted({"kim", "bo", "asha", "ivana", "luka"})
    for number in range(200):
        win_now(story, rep=names[number % 5], account=f"Buyer {number:03}", amount="1")
    bot = sqlite_stage.bot()
    bot.settle(NOON + 6 * MINUTE, patience=60)
    posts = [post for post in sqlite_stage.slack.posts if post.channel == "C0ADRIA"]
    assert len(posts) == 5
    bot.settle(NOON.replace(hour=14, minute=31), patience=60)
    posts = [post for post in sqlite_stage.slack.posts if post.channel == "C0ADRIA"]
    assert len(posts) == 5 + 5, "195 by forty"
    told = "".join(str(post.blocks) for post in posts)
    assert [number for number in range(200) if told.count(f"Buyer {number:03}") != 1] == []


def test_settling_waits_also_while_a_sender_hands_the_next_rows_over(
    stage: Stage, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        with open_book(story.engines, story.workspace.id) as book:
            person = book.people.add(name=f"Rep {number}", slack_id=f"U0R{number}", roles=[], now=NOON)
            plan_direct(book, person.id, f"hello {number}", {"text": "Hello", "blocks": []}, NOON)
    bot = stage.bot(senders=1).announcer
    looking, settling, claim = threading.Event(), threading.current_thread(), bot.dispatch.claim

    def slowly(now: datetime, most: int, busy: Collection[tuple[int, str]] = ()) -> list[Claim]:
        if threading.current_thread() is settling:
            looking.set()
            return claim(now, most, busy)
        looking.clear()
        with bot._idle:
            bot._idle.notify_all()
        looking.wait(0.2)
        return claim(now, most, busy)

    monkeypatch.setattr(bot.dispatch, "claim", slowly)
    bot.settle(NOON, patience=0)
    assert not bot.dispatch.anything_due(NOON)

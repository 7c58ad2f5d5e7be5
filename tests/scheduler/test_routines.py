"""Who is told when: one digest for each working day, whatever the clocks, restarts and changes do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.people import Role
from salesbot.services.planning import Kind, person_recipient, replan
from salesbot.storage.book import open_book
from tests.scheduler.conftest import Stage
from tests.story import TUESDAY_8, ZONE, Story

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def mornings(stage: Stage, story: Story) -> dict[str, tuple[str, datetime]]:
    """Of each day: how the manager's row stands, and when it is due."""
    recipient = person_recipient(story.maja.id)
    rows = [row for row in stage.rows(story.workspace.id, Kind.MORNING) if row.recipient == recipient]
    return {row.period_key: (row.status, row.due_at) for row in rows if row.payload or row.slack_ts != "1.1"}


def move_to(story: Story, zone: str, *, minute: int, week: str = "1111111", from_day: date) -> None:
    """The manager lives in that zone and every day is worked there, planned from that day on."""
    begin = datetime.combine(from_day, time(), ZoneInfo(zone)).astimezone(UTC)
    with open_book(story.engines, story.workspace.id) as book:
        book.change_workspace(week=week, country=None, live_at=begin - DAY)
        book.choices.choose(story.maja.id, MessageChoices(minute=minute))
        book.people.change(story.maja.id, time_zone=zone, planned_until=begin)


def run(stage: Stage, begin: datetime, days: int) -> None:
    """Let a bot run for so many days, looking every half hour."""
    bot = stage.bot()
    for step in range(days * 48):
        bot.announcer.tick(begin + step * HOUR / 2)
        bot.announcer._wait_until_idle()


def test_where_clocks_go_forward_over_the_hour_the_digest_comes_once_after_the_gap(
    stage: Stage, story: Story
) -> None:
    move_to(story, "America/New_York", minute=150, from_day=date(2026, 3, 7))
    run(stage, datetime(2026, 3, 7, 5, tzinfo=UTC), 3)
    found = mornings(stage, story)
    assert found["2026-03-08"] == ("sent", datetime(2026, 3, 8, 7, 30, tzinfo=UTC))
    assert [key for key, (status, _) in found.items() if status == "sent"] == [
        "2026-03-07", "2026-03-08", "2026-03-09",
    ]  # fmt: skip
    assert stage.slack.doubled() == []


def test_where_clocks_go_back_over_the_hour_the_digest_comes_once_the_first_time(
    stage: Stage, story: Story
) -> None:
    move_to(story, "America/New_York", minute=90, from_day=date(2026, 10, 31))
    run(stage, datetime(2026, 10, 31, 4, tzinfo=UTC), 3)
    found = mornings(stage, story)
    assert found["2026-11-01"] == ("sent", datetime(2026, 11, 1, 5, 30, tzinfo=UTC))
    assert [key for key, (status, _) in found.items() if status == "sent"] == [
        "2026-10-31", "2026-11-01", "2026-11-02",
    ]  # fmt: skip
    assert stage.slack.doubled() == []


def test_a_restart_just_before_and_just_after_the_hour_misses_nothing(stage: Stage, story: Story) -> None:
    stage.bot().settle(TUESDAY_8 - MINUTE)
    stage.bot().settle(TUESDAY_8 + 10 * MINUTE)
    stage.bot().settle(TUESDAY_8 + 11 * MINUTE)
    assert len(stage.slack.in_channel("D0MAJA")) == 1


def test_after_days_of_silence_the_newest_digest_names_the_days_it_covers(stage: Stage, story: Story) -> None:
    stage.bot().settle(TUESDAY_8)
    friday = TUESDAY_8 + 3 * DAY
    stage.bot().settle(friday)
    found = mornings(stage, story)
    assert [found[f"2026-06-{day}"][0] for day in (16, 17, 18, 19)] == [
        "sent",
        "superseded",
        "superseded",
        "sent",
    ]
    said = [str(post.blocks) for post in stage.slack.posts if post.channel == "D0MAJA"]
    assert len(said) == 2
    assert "No digest came on 17 June and 18 June; this one covers those days too." in said[1]


def test_a_silence_beyond_the_expiry_leaves_the_day_out_and_the_next_one_covers_it(
    stage: Stage, story: Story
) -> None:
    stage.bot().settle(TUESDAY_8)
    stage.bot().settle(TUESDAY_8 + DAY + 13 * HOUR)
    assert len(stage.slack.in_channel("D0MAJA")) == 1
    stage.bot().settle(TUESDAY_8 + 2 * DAY)
    said = [str(post.blocks) for post in stage.slack.posts if post.channel == "D0MAJA"]
    assert "No digest came on 17 June; this one covers that day too." in said[1]


def test_a_manager_named_today_gets_the_first_digest_tomorrow(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    bot.settle(TUESDAY_8)
    at_ten = TUESDAY_8 + 2 * HOUR
    with open_book(story.engines, story.workspace.id) as book:
        nika = book.people.add(name="Nika Mlakar", slack_id="U0NIKA", now=at_ten, roles=[Role.MANAGER])
        book.people.add_team(name="Nordic", now=at_ten, manager_id=nika.id)
        replan(book, at_ten, people=[nika.id])
    bot.settle(at_ten)
    assert stage.slack.in_channel("D0NIKA") == []
    bot.settle(TUESDAY_8 + DAY)
    assert len(stage.slack.in_channel("D0NIKA")) == 1


def test_a_changed_hour_moves_what_is_planned(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    bot.settle(TUESDAY_8 - HOUR)
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(story.maja.id, MessageChoices(minute=9 * 60))
        replan(book, TUESDAY_8 - HOUR, people=[story.maja.id])
    bot.settle(TUESDAY_8)
    assert stage.slack.in_channel("D0MAJA") == []
    bot.settle(TUESDAY_8 + HOUR)
    assert len(stage.slack.in_channel("D0MAJA")) == 1


def test_who_travels_gets_one_digest_a_day(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    bot.settle(TUESDAY_8)
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change(story.maja.id, time_zone="America/New_York")
        replan(book, TUESDAY_8, people=[story.maja.id])
    bot.settle(datetime(2026, 6, 16, 12, tzinfo=UTC))
    assert len(stage.slack.in_channel("D0MAJA")) == 1
    bot.settle(datetime(2026, 6, 17, 12, tzinfo=UTC))
    assert len(stage.slack.in_channel("D0MAJA")) == 2


def test_holidays_and_weekends_have_no_digest(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    for day in range(16, 30):
        bot.settle(datetime(2026, 6, day, 6, tzinfo=UTC))
    sent = {key for key, (status, _) in mornings(stage, story).items() if status == "sent"}
    assert sent == {f"2026-06-{day}" for day in (16, 17, 18, 19, 22, 23, 24, 26, 29)}


def test_who_muted_the_day_gets_nothing_that_day(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(story.maja.id, MessageChoices(muted_until=date(2026, 6, 16)))
    bot.settle(TUESDAY_8)
    assert stage.slack.in_channel("D0MAJA") == []
    bot.settle(TUESDAY_8 + DAY)
    assert len(stage.slack.in_channel("D0MAJA")) == 1


def test_nothing_is_planned_before_going_live(stage: Stage, story: Story) -> None:
    with open_book(story.engines, story.workspace.id) as book:
        book.change_workspace(live_at=None)
    bot = stage.bot()
    bot.settle(TUESDAY_8 + HOUR)
    with open_book(story.engines, story.workspace.id) as book:
        book.change_workspace(live_at=TUESDAY_8 + 2 * HOUR)
    bot.settle(TUESDAY_8 + 2 * HOUR)
    assert stage.slack.posts == []
    bot.settle(TUESDAY_8 + DAY)
    assert len(stage.slack.in_channel("D0MAJA")) == 1


def test_the_best_of_the_week_are_named_on_monday_at_nine(stage: Stage, story: Story) -> None:
    monday_at_nine = datetime(2026, 6, 15, 7, tzinfo=UTC)
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(story.team.id, planned_until=monday_at_nine - HOUR)
    bot = stage.bot()
    bot.settle(monday_at_nine - MINUTE)
    assert stage.slack.in_channel("C0ADRIA") == []
    bot.settle(monday_at_nine)
    assert stage.slack.in_channel("C0ADRIA") == [
        "Best of the week, 8–12 June, by share of own goal: Asha Mwangi, Kim Novak, Ivana Kos. Well done."
    ]


def test_who_wants_no_public_praise_is_left_out_of_the_best(stage: Stage, story: Story) -> None:
    monday_at_nine = datetime(2026, 6, 15, 7, tzinfo=UTC)
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(story.team.id, planned_until=monday_at_nine - HOUR)
        book.people.change(story.people["kim"].id, praise="private")
    stage.bot().settle(monday_at_nine)
    (said,) = stage.slack.in_channel("C0ADRIA")
    assert "Kim" not in said
    assert "%" not in said


def test_the_calendar_stops_at_every_due_instant_on_its_way(stage: Stage, story: Story) -> None:
    bot = stage.bot()
    at, stops, until = TUESDAY_8 - HOUR, [], TUESDAY_8 + 3 * DAY + MINUTE
    while (following := bot.announcer.next_due(at, until)) is not None:
        bot.settle(following)
        stops.append(following)
        at = following
    assert {TUESDAY_8 + days * DAY for days in range(4)} <= set(stops)
    assert len(stage.slack.in_channel("D0MAJA")) == 4
    assert stops == sorted(stops)
    assert ZoneInfo(ZONE).key == ZONE

"""Alerts that an admin sends besides: to a private channel and to people, at one o'clock, each told what they may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.alerts import Alert
from salesbot.domain.deals import EntryKind, Outcome
from salesbot.domain.message_choices import MessageChoices
from salesbot.domain.people import Role
from salesbot.messages import Message, in_plain
from salesbot.services.nameable import NotNamed
from salesbot.services.planning import Kind
from salesbot.services.routing import RouteUnusable, RouteWanted, remove_route, settle_route
from salesbot.storage.book import open_book, read_book
from tests.golden import Golden
from tests.scheduler.conftest import Stage
from tests.scheduler.fake_slack import Post
from tests.story import MADE, MONDAY, TUESDAY_8, Story
from tests.trade import lose, open_deal, win

TEN = TUESDAY_8 + timedelta(hours=2)
ONE = TUESDAY_8 + timedelta(hours=5)
WANTED = RouteWanted(frozenset({Alert.BIG_MOVED}), 5_000_000, ("Adria",), "C0EAST", ())


def routed(story: Story, people: tuple[str, ...] = (), **other: Any) -> int:
    """The number of a route that the admin makes on Monday: big deals of Adria from 50,000 on, to #east-deals."""
    with open_book(story.engines, story.workspace.id) as book:
        told = tuple(story.people[name].id for name in people)
        wanted = replace(WANTED, people=told, **other)
        return settle_route(book, story.people["ana"], None, wanted, now=MONDAY).route.id


def gone(story: Story, deals: Mapping[str, tuple[str, str]], *, split: str | None = None) -> None:
    """Deals that stood open on Monday are lost on Tuesday at ten: account to rep and amount."""
    with open_book(story.engines, story.workspace.id) as book:
        for account, (name, amount) in deals.items():
            state = open_deal(
                book, story.people[name], account, amount, now=MONDAY, stage="proposal",
                expected_on=date(2026, 6, 26),
            )  # fmt: skip
            if split is not None:
                both = (story.people[name].id, story.people[split].id)
                halves = tuple(replace(state.shares[0], person_id=one, millionths=500_000) for one in both)
                state = book.deals.enter(replace(state, number=2, shares=halves, recorded_at=MONDAY))
            price = next(reason.id for reason in book.accounts.reasons() if reason.code == "price")
            book.deals.enter(
                replace(
                    state, number=state.number + 1, kind=EntryKind.LOST, outcome=Outcome.LOST, stage_id=None,
                    closed_on=TEN.date(), effective_on=TEN.date(), reason_id=price, recorded_at=TEN,
                )
            )  # fmt: skip


def told(stage: Stage, story: Story, channel: str) -> list[str]:
    """What a channel hears at one o'clock on Tuesday, in plain lines."""
    stage.slack.private = True
    bot = stage.bot()
    bot.settle(TUESDAY_8)
    before = len(stage.slack.posts)
    bot.settle(ONE)
    return [plain(post) for post in stage.slack.posts[before:] if post.channel == channel]


def plain(post: Post) -> str:
    """A message in plain lines, its spaces all alike."""
    return in_plain(post.blocks).replace("\xa0", " ")


def test_a_big_deal_goes_to_the_channel_and_the_person_once(
    stage: Stage, story: Story, golden: Golden
) -> None:
    routed(story, ("maja",))
    gone(story, {"Titan": ("kim", "60000"), "Small": ("kim", "49999")})
    (post,) = told(stage, story, "C0EAST")
    assert "Titan" in post
    assert "Small" not in post
    assert "60,000" not in post, "the team does not show amounts"
    (direct,) = [post for post in stage.slack.posts if "was lost" in plain(post) and post.channel != "C0EAST"]
    assert (direct.channel, "€60,000" in plain(direct)) == ("D0MAJA", True)
    heard = next(each for each in stage.slack.posts if each.channel == "C0EAST")
    golden(Message(heard.text, heard.blocks), "digests/routed")
    stage.bots[0].settle(ONE + timedelta(days=1))
    assert len([each for each in stage.slack.posts if each.channel == "C0EAST"]) == 1


def test_a_split_deal_counts_as_a_whole_and_several_routes_to_a_channel_are_one_message(
    sqlite_stage: Stage, sqlite_story: Story
) -> None:
    routed(sqlite_story)
    routed(sqlite_story, alerts=frozenset({Alert.BIG_MOVED}), about=("Bo Lindqvist",), big_from=100_00)
    with open_book(sqlite_story.engines, sqlite_story.workspace.id) as book:
        book.people.change_team(sqlite_story.team.id, shows_amounts=True)
    gone(sqlite_story, {"Titan": ("kim", "60000")}, split="bo")
    (post,) = told(sqlite_stage, sqlite_story, "C0EAST")
    assert post.count("Titan") == 1
    assert "€60,000" in post


def test_a_deal_that_was_entered_as_lost_is_told_and_an_old_or_imported_one_is_not(
    sqlite_stage: Stage, sqlite_story: Story
) -> None:
    story, kim = sqlite_story, sqlite_story.people["kim"]
    routed(story)
    with open_book(story.engines, story.workspace.id) as book:
        lose(book, kim, "At Once", "60000", TEN.date(), now=TEN)
        lose(book, kim, "Long Ago", "60000", date(2026, 6, 2), now=TEN)
        lose(book, kim, "From a File", "60000", TEN.date(), now=TEN, imported=True)
    (post,) = told(sqlite_stage, story, "C0EAST")
    assert [name for name in ("At Once", "Long Ago", "From a File") if name in post] == ["At Once"]


@pytest.mark.parametrize("why", ["other team", "other product", "removed", "below"])
def test_what_the_route_does_not_mean_is_not_told(sqlite_stage: Stage, sqlite_story: Story, why: str) -> None:
    story = sqlite_story
    with open_book(story.engines, story.workspace.id) as book:
        book.people.add_team(name="Nordic", now=MADE)
        book.accounts.ensure_label("product", "Pro")
    about = {"other team": ("Nordic",), "other product": ("Pro",)}.get(why, ("Adria",))
    number = routed(story, about=about, big_from=10_000_000 if why == "below" else 5_000_000)
    if why == "removed":
        with open_book(story.engines, story.workspace.id) as book:
            remove_route(book, story.people["ana"], number, now=MONDAY)
    gone(story, {"Titan": ("kim", "60000")})
    assert told(sqlite_stage, story, "C0EAST") == []
    assert sqlite_stage.rows(story.workspace.id, Kind.TROUBLE) == []


def test_a_channel_that_is_public_hears_nothing_and_the_admin_hears_why(
    sqlite_stage: Stage, sqlite_story: Story
) -> None:
    routed(sqlite_story)
    bot = sqlite_stage.bot()
    bot.settle(ONE - timedelta(days=1))
    assert sqlite_stage.slack.in_channel("D0ANA") == [], "nothing was to be told"
    gone(sqlite_story, {"Titan": ("kim", "60000")})
    bot.settle(ONE)
    bot.settle(ONE + timedelta(minutes=1))
    assert sqlite_stage.slack.in_channel("C0EAST") == []
    (notice,) = sqlite_stage.slack.in_channel("D0ANA")
    assert "Alerts could not be told in the channel that was chosen for them." in notice
    assert "private channel" in notice


def test_a_channel_never_hears_how_one_person_stands(sqlite_stage: Stage, sqlite_story: Story) -> None:
    story = sqlite_story
    routed(story, alerts=frozenset({Alert.GOAL_AT, Alert.BEHIND}))
    with open_book(story.engines, story.workspace.id) as book:
        book.people.change_team(story.team.id, goal_steps=(55,))
        win(book, story.people["tom"], "Great", "14000", TEN.date(), now=TEN)
    (post,) = told(sqlite_stage, story, "C0EAST")
    assert "Adria: 55.5 % of the goal for June." in post
    assert "Tom" not in post


def test_a_team_tells_at_its_own_steps_to_who_settled_none(sqlite_stage: Stage, sqlite_story: Story) -> None:
    story = sqlite_story
    with open_book(story.engines, story.workspace.id) as book:
        book.choices.choose(story.maja.id, MessageChoices(wanted=frozenset({"alert"})))
        book.people.change_team(story.team.id, goal_steps=(75,))
        win(book, story.people["tom"], "First", "9000", TEN.date(), now=TEN)
        win(book, story.people["kim"], "Great", "1000", TEN.date(), now=TEN)
    posts = " ".join(told(sqlite_stage, story, "D0MAJA"))
    # Tom goes from 32.5 to 77.5 %: past 50, which this team does not tell of, and past 75.
    assert "Tom Becker: 77.5 % of the goal" in posts
    assert "Kim" not in posts


def test_who_may_not_see_is_told_nothing_though_the_admin_sent_it(
    sqlite_stage: Stage, sqlite_story: Story
) -> None:
    story = sqlite_story
    routed(story, ("maja",))
    gone(story, {"Titan": ("kim", "60000")})
    with open_book(story.engines, story.workspace.id) as book:
        other = book.people.add(name="Marko Vidmar", slack_id="U0MARKO", roles=[Role.MANAGER], now=MADE)
        book.people.change_team(story.team.id, manager_id=other.id)
        for name in ("kim", "bo", "asha", "ivana", "luka", "tom"):
            book.people.assign(
                story.people[name].id, team_id=story.team.id, manager_id=other.id,
                valid_from=date(2026, 6, 1), now=MONDAY,
            )  # fmt: skip
    told(sqlite_stage, story, "C0EAST")
    assert not [
        post for post in sqlite_stage.slack.posts if post.channel == "D0MAJA" and "Titan" in plain(post)
    ]


@pytest.mark.parametrize("leads", [True, False])
def test_what_happened_in_the_afternoon_is_told_the_next_day_to_whom_no_morning_message_tells_it(
    leads: bool, sqlite_stage: Stage, sqlite_story: Story
) -> None:
    """Eva leads Nordic, and Maja who leads Adria: her own morning message does not tell of Adria's deals."""
    story, three = sqlite_story, TUESDAY_8 + timedelta(hours=7)
    with open_book(story.engines, story.workspace.id) as book:
        eva = book.people.add(
            name="Eva Zajc", slack_id="U0EVA", roles=[Role.MANAGER], now=MADE, dm_channel="D0EVA"
        )
        nordic = book.people.add_team(name="Nordic", now=MADE, manager_id=eva.id)
        for one, team in ((story.maja, None), (eva, nordic.id if leads else None)):
            book.people.assign(
                one.id, team_id=team, manager_id=eva.id if one is not eva else None,
                valid_from=date(2026, 1, 1), now=MADE,
            )  # fmt: skip
        if not leads:
            book.people.change_team(nordic.id, manager_id=None)
    story.people["eva"] = eva
    routed(story, ("eva",), channel=None)
    assert not [post for post in told(sqlite_stage, story, "D0EVA") if "Titan" in post]
    with open_book(story.engines, story.workspace.id) as book:
        lose(book, story.people["kim"], "Titan", "60000", three.date(), now=three)
    for now in (TUESDAY_8 + timedelta(days=1), ONE + timedelta(days=1), ONE + timedelta(days=2)):
        sqlite_stage.bots[0].settle(now)
    heard = [post for post in sqlite_stage.slack.posts if post.channel == "D0EVA" and "Titan" in plain(post)]
    assert len(heard) == 1
    assert ("was lost" in plain(heard[0])) == leads, "else it stood in the morning message"


def test_what_will_not_do_is_refused_and_nothing_is_stored(sqlite_story: Story) -> None:
    story = sqlite_story
    kim = story.people["kim"]
    with open_book(story.engines, story.workspace.id) as book:
        lonely = book.people.add(name="Eva Sam", slack_id="U0EVA", roles=[Role.COLLEAGUE], now=MADE)
    refused: tuple[tuple[type[Exception], Any, RouteWanted], ...] = (
        (NotAllowed, kim, WANTED),
        (RouteUnusable, story.people["ana"], replace(WANTED, alerts=frozenset())),
        (RouteUnusable, story.people["ana"], replace(WANTED, channel=None)),
        (RouteUnusable, story.people["ana"], replace(WANTED, people=(lonely.id,))),
        (NotNamed, story.people["ana"], replace(WANTED, about=("Estonia",))),
    )  # fmt: skip
    for mistake, by, wanted in refused:
        with pytest.raises(mistake), open_book(story.engines, story.workspace.id) as book:
            settle_route(book, by, None, wanted, now=MONDAY)
    with read_book(story.engines, story.workspace.id) as book:
        assert book.routes.all() == ()

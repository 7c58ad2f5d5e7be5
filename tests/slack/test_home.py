"""App Home: what each sees, and that it is shown anew."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from salesbot.domain.alerts import Alert
from salesbot.domain.announcing import SendOutcome
from salesbot.domain.people import Person
from salesbot.messages import in_plain
from salesbot.runtime import PostFailed, SlackFile
from salesbot.scheduler.composing import Said as Composed
from salesbot.scheduler.composing import compose
from salesbot.services.planning import Kind, person_recipient, plan_once, route_recipient, team_recipient
from salesbot.services.routing import RouteWanted, settle_route
from salesbot.services.setup import settle_workspace
from salesbot.services.troubles import plan_trouble
from salesbot.services.trying_again import try_again
from salesbot.slack.commands import CommandNames
from salesbot.slack.home import Homes
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said, SlackAtHand
from tests.slack.june import tell_june


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Mid-June with goals, wins and open deals."""
    tell_june(sqlite_cast)
    return sqlite_cast


def opened(bot: Bot, person: Person | str) -> Said:
    said = bot.event(person, {"type": "app_home_opened", "tab": "home", "channel": "D0X"})
    assert said.status == 200
    return said


def home(bot: Bot, person: Person | str) -> dict[str, Any]:
    view = opened(bot, person).view
    assert view["type"] == "home"
    assert len(view["blocks"]) <= 100
    return view


def words(bot: Bot, person: Person | str) -> str:
    return in_plain(home(bot, person)["blocks"])


def test_a_rep_sees_own_figures_and_own_open_deals(bot: Bot, june: Cast, golden: Golden) -> None:
    view = home(bot, june.adria.ivana)
    golden(view, "home/rep")
    assert "Luka" not in in_plain(view["blocks"])


def test_a_manager_sees_the_team_in_a_table_and_a_chart(bot: Bot, june: Cast, golden: Golden) -> None:
    view = home(bot, june.adria.maja)
    golden(view, "home/manager")
    kinds = {block["type"] for block in view["blocks"]}
    assert {"data_table", "data_visualization"} <= kinds
    assert "Asha" not in in_plain(view["blocks"])


def test_an_admin_sees_the_setup_and_nobodys_figures(bot: Bot, june: Cast, golden: Golden) -> None:
    view = home(bot, june.adria.ana)
    golden(view, "home/admin")
    assert "€" not in in_plain(view["blocks"])


def test_everybody_may_ask_from_home_who_changed_what_as_far_as_they_may_read_it(
    bot: Bot, june: Cast
) -> None:
    with bot.runtime.book(june.workspace_id) as book:
        settle_workspace(book, june.adria.ana, {"country": "AT"}, now=NOW)
    bot.sales(june.adria.maja, "goals set <@U0KIM> 61k 2026-07")
    told = {}
    for name in ("maja", "kim", "luka", "ana"):
        shown = opened(bot, june.adria.people[name])
        assert json.dumps(shown.view).count('"audit.more"') == 1
        told[name] = bot.press(june.adria.people[name], shown.button("audit.more"), view=shown.view).words
    titles = [told[name].partition("\n")[0] for name in ("maja", "kim", "ana")]
    assert titles == ["Changes about you and your people", "Changes about you", "Who changed what"]
    assert ["61000" in told[name] for name in ("maja", "kim", "luka", "ana")] == [True, True, False, False]
    assert ["holidays" in told[name] for name in ("maja", "kim", "luka", "ana")] == [
        False,
        False,
        False,
        True,
    ]
    assert not opened(bot, "U0NEW").has("audit.more")


def test_who_is_new_is_told_how_to_begin(bot: Bot, sqlite_cast: Cast) -> None:
    shown = words(bot, "U0NEW")
    assert "Welcome" in shown
    assert "/log-deal Acme Corp 12.5k won" in shown


def test_a_rep_without_anything_is_told_how_to_log(bot: Bot, sqlite_cast: Cast) -> None:
    shown = words(bot, sqlite_cast.adria.kim)
    assert "No goal and no win yet in June" in shown
    assert "/log-deal Acme Corp 12.5k proposal close:eom" in shown


def test_before_setup_everybody_is_told_who_can_set_it_up(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        book.change_workspace(currency=None)
    assert "Ana Horvat can set it up" in words(bot, sqlite_cast.adria.kim)
    assert opened(bot, sqlite_cast.adria.ana).has("setup.open") or "Set Up" in words(
        bot, sqlite_cast.adria.ana
    )


def test_practice_is_said_on_the_page(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.change_workspace(live_at=None)
    assert "Practice" in words(bot, june.adria.ivana)


def _undelivered(june: Cast, error: str, hours: int = 2) -> str:
    """The number of Kim's morning message of so many hours ago, which could not be delivered."""
    with open_book(june.engines, june.workspace_id) as book:
        due = NOW - timedelta(hours=hours)
        recipient = person_recipient(june.adria.kim.id)
        plan_once(book, Kind.MORNING, recipient, f"2026-06-{16 - hours // 24}", now=due)
        row = next(each for each in book.announcements.of(kinds=["morning"]) if each.due_at == due)
        book.announcements.change(row.id, status="dead", last_error=error, channel="D0KIM")
        return row.id


def test_an_admin_sees_what_could_not_be_delivered_and_has_it_tried_again(bot: Bot, june: Cast) -> None:
    number = _undelivered(june, "user_not_found")
    home = opened(bot, june.adria.ana)
    assert "to Kim Novak. Slack's answer was user_not_found." in in_plain(home.view["blocks"])
    button = home.button("home.try_again")
    assert "not yours" in bot.press(june.adria.kim, button, view=home.view).words
    bot.press(june.adria.ana, button, view=home.view)
    with read_book(june.engines, june.workspace_id) as book:
        row = book.announcements.find(number)
    assert row is not None
    assert (row.status, row.attempt, row.channel, row.due_at) == ("planned", 0, None, NOW)
    assert row.expires_at == NOW + timedelta(hours=12)
    assert "Kim Novak" not in words(bot, june.adria.ana)


def test_the_notice_has_all_of_a_channel_tried_again(bot: Bot, june: Cast) -> None:
    ana = june.adria.ana
    with open_book(june.engines, june.workspace_id) as book:
        team = team_recipient(book.people.teams()[0].id)
        for number, (kind, days) in enumerate(
            (
                (Kind.SHOUT_OUT, 0),
                (Kind.SHOUT_OUT, 1),
                (Kind.TEAM_DIGEST, 1),
                (Kind.TEAM_DIGEST, 2),
                (Kind.SHOUT_OUT, 15),
            )
        ):
            plan_once(book, kind, team, f"key {number}", now=NOW - timedelta(days=days))
        for row in book.announcements.of(kinds=[Kind.SHOUT_OUT.value, Kind.TEAM_DIGEST.value]):
            book.announcements.change(row.id, status="dead", last_error="not_in_channel")
        plan_trouble(book, row, "not_in_channel", NOW)
        (notice,) = book.announcements.of(kinds=[Kind.TROUBLE.value])
    said = compose(bot.runtime, notice, NOW)
    assert isinstance(said, Composed)
    assert "Invite the bot to the channel" in str(said.message.payload())
    button = {"type": "button", "action_id": "home.try_all_again", "value": row.id}
    assert row.id in str(said.message.payload()), "the button carries the message"
    assert "not yours" in bot.press(june.adria.kim, button).words
    assert "3 messages are tried again now." in bot.press(ana, button).words
    with read_book(june.engines, june.workspace_id) as book:
        again = book.announcements.of(kinds=["shout_out", "team_digest"], statuses=["planned"])
    assert sorted(each.period_key for each in again) == ["key 0", "key 1", "key 2"], (
        "the newest digest, and no old news"
    )
    assert "Nothing is left to try again" in bot.press(ana, button).words


def test_alerts_that_could_not_be_told_stand_with_their_channel(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        wanted = RouteWanted(frozenset({Alert.BIG_MOVED}), None, (), "C0EAST", ())
        route = settle_route(book, june.adria.ana, None, wanted, now=NOW).route.id
        plan_once(book, Kind.ROUTED, route_recipient(route), "2026-06-16", now=NOW)
        row = book.announcements.of(kinds=["routed"])[0]
        book.announcements.change(row.id, status="dead", last_error="not_in_channel")
    said = words(bot, june.adria.ana)
    assert "alerts for #C0EAST. Alerts go only to a private channel" in said
    assert "Try Again" in said


def test_what_may_have_arrived_or_is_old_news_is_not_tried_again(bot: Bot, june: Cast) -> None:
    _undelivered(june, "user_not_found", hours=26)
    newer = _undelivered(june, "held: nobody could look")
    assert words(bot, june.adria.ana).count("to Kim Novak") == 2
    assert "Try Again" not in words(bot, june.adria.ana)
    with open_book(june.engines, june.workspace_id) as book:
        assert not try_again(book, june.adria.ana, newer, NOW)


def test_the_messages_tab_is_left_alone(bot: Bot, june: Cast) -> None:
    said = bot.event(june.adria.kim, {"type": "app_home_opened", "tab": "messages", "channel": "D0X"})
    assert said.status == 200
    assert not any(method == "views.publish" for method, _ in said.calls)


def test_a_deal_is_won_from_the_page(bot: Bot, june: Cast) -> None:
    view = home(bot, june.adria.ivana)
    button = next(
        element
        for block in view["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "deals.win"
    )
    said = bot.press(june.adria.ivana, button, view=view)
    assert "Won: Mercator" in said.words


class _Seen(SlackAtHand):
    """Notes whose page is shown anew."""

    def __init__(self, *, refuses_newest: bool = False) -> None:
        super().__init__()
        self.refuses_newest = refuses_newest
        self.shown: list[tuple[str, Mapping[str, Any]]] = []

    def take_file(self, workspace_id: int, file_id: str, *, most: int) -> SlackFile:
        raise AssertionError("no file is fetched in an answer")

    def send_file(self, workspace_id: int, channel: str, name: str, content: bytes) -> None:
        raise AssertionError("no file is sent in an answer")

    def publish_home(self, workspace_id: int, slack_id: str, view: Mapping[str, Any]) -> None:
        newest = any(block["type"].startswith("data_") for block in view["blocks"])
        if newest and self.refuses_newest:
            raise PostFailed(SendOutcome.DEAD, "invalid_blocks")
        self.shown.append((slack_id, view))


def test_after_a_change_the_open_pages_of_the_rep_and_of_who_leads_the_rep_are_shown_anew(
    bot: Bot, june: Cast
) -> None:
    seen = _Seen()
    bot.runtime.messenger = seen
    homes = Homes(bot.runtime, CommandNames())
    for person in ("kim", "maja", "marko", "bo"):
        homes.opened(june.workspace_id, str(june.adria.people[person].slack_id))
    homes._thread = _never()
    homes.changed(june.workspace_id, "U0KIM")
    assert homes.show_anew() == 2
    assert [slack_id for slack_id, _ in seen.shown] == ["U0KIM", "U0MAJA"]
    assert homes.show_anew() == 0


def test_where_slack_refuses_the_newest_blocks_the_page_is_shown_without_them(bot: Bot, june: Cast) -> None:
    seen = _Seen(refuses_newest=True)
    bot.runtime.messenger = seen
    homes = Homes(bot.runtime, CommandNames())
    homes.opened(june.workspace_id, "U0MAJA")
    homes._thread = _never()
    homes.changed(june.workspace_id, "U0MAJA")
    assert homes.show_anew() == 1
    ((_, view),) = seen.shown
    assert not any(block["type"].startswith("data_") for block in view["blocks"])
    assert "Luka Zupan" in in_plain(view["blocks"])


def test_a_change_reaches_the_page_without_anybody_waiting_for_it(bot: Bot, june: Cast) -> None:
    seen = _Seen()
    bot.runtime.messenger = seen
    home(bot, june.adria.kim)
    bot.command(june.adria.kim, "Veles 5k won")
    _wait_until(lambda: bool(seen.shown))
    slack_id, view = seen.shown[0]
    assert slack_id == "U0KIM"
    assert "€46,200" in in_plain(view["blocks"])


def _never() -> Any:
    """A thread that is not started: the test shows the pages itself."""
    return threading.Thread(target=lambda: None)


def _wait_until(done: Any) -> None:
    until = time.monotonic() + 20
    while not done() and time.monotonic() < until:
        threading.Event().wait(0.02)
    assert done()

"""*Alerts* in the setup: where an admin sends them besides, and at which parts of a goal a team's news are told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from salesbot.domain.alerts import Alert
from salesbot.domain.routes import Route
from salesbot.runtime import ChannelFacts
from salesbot.storage.book import read_book
from tests.cast import Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said

EAST = ChannelFacts("C0EAST", "east-deals", True, False, False, False, True)
FILLED = {
    "alerts": ["big_moved"], "big_from": "50000", "only": "adria, Bo Lindqvist", "channel": "C0EAST",
    "people": ["U0MAJA"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _channels(monkeypatch: pytest.MonkeyPatch) -> None:
    """#east-deals is private and the bot is in it; #open is public."""

    def facts(self: object, workspace_id: int, channel: str) -> ChannelFacts:
        return EAST if channel == "C0EAST" else replace(EAST, private=False)

    monkeypatch.setattr("tests.slack.asked.SlackAtHand.channel", facts)


def listed(bot: Bot, cast: Cast) -> Said:
    ana = cast.adria.ana
    return bot.press(ana, bot.sales(ana, "setup").button("setup.routes"))


def filled(bot: Bot, cast: Cast, **values: Any) -> Said:
    ana = cast.adria.ana
    view = bot.press(ana, listed(bot, cast).button("setup.route")).view
    return bot.submit(ana, view, {**FILLED, **values})


def routes(cast: Cast) -> tuple[Route, ...]:
    with read_book(cast.engines, cast.workspace_id) as book:
        return book.routes.all()


def test_an_alert_is_made_shown_changed_and_removed(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    ana = cast.adria.ana
    said = filled(each_bot, cast)
    assert "A deal is big from €50,000." in said.words.replace("\xa0", " ")
    (route,) = routes(cast)
    assert (route.alerts, route.big_from, route.channel) == (
        frozenset({Alert.BIG_MOVED}),
        5_000_000,
        "C0EAST",
    )
    assert route.about == (f"team:{cast.adria.teams['adria'].id}", f"person:{cast.adria.bo.id}")
    assert route.people == {cast.adria.maja.id}
    shown = listed(each_bot, cast)
    golden(shown.message, "setup/routes")
    view = each_bot.press(ana, shown.button("setup.route")).view
    golden({**view, "private_metadata": ""}, "setup/route")
    each_bot.submit(ana, view, {"channel": None, "big_from": None, "alerts": ["silent"]})
    (route,) = routes(cast)
    assert (route.alerts, route.big_from, route.channel) == (frozenset({Alert.SILENT}), None, None)
    remove = listed(each_bot, cast).button("setup.remove_route")
    assert "Nothing is sent besides." in each_bot.press(ana, remove).words
    assert routes(cast) == ()
    assert "removed meanwhile" in each_bot.press(ana, remove).words


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"alerts": []}, "alerts", "Choose at least one thing to tell of."),
        ({"channel": None, "people": None}, "channel", "Choose a channel, or people."),
        ({"channel": "C0OPEN"}, "channel", "This channel is public; choose a private one."),
        ({"only": "Estonia"}, "only", "No team, person or product is called Estonia."),
        ({"big_from": "0"}, "big_from", "0"),
        ({"people": ["U0MARKO"], "only": "Adria"}, "people", "Marko Vidmar may not see the figures of any team"),
    ],
)  # fmt: skip
def test_what_will_not_do_is_told_under_its_field(
    bot: Bot, sqlite_cast: Cast, values: dict[str, Any], field: str, words: str
) -> None:
    assert words in filled(bot, sqlite_cast, **values).errors[field]
    assert routes(sqlite_cast) == ()


def test_it_is_the_admins_alone(bot: Bot, sqlite_cast: Cast) -> None:
    filled(bot, sqlite_cast)
    shown = listed(bot, sqlite_cast)
    for control in (shown.button("setup.route"), shown.button("setup.remove_route")):
        assert "admin" in bot.press(sqlite_cast.adria.kim, control).words
    assert len(routes(sqlite_cast)) == 1


def test_who_is_sent_alerts_may_leave_them_out(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    assert "What an admin sends me besides" not in str(bot.sales(maja, "settings").view)
    filled(bot, sqlite_cast)
    view = bot.sales(maja, "settings").view
    assert "What an admin sends me besides" in str(view)
    bot.submit(maja, view, {"kinds": ["morning", "week"]})
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert "routed" in book.choices.of(maja.id).unwanted


def test_a_team_tells_at_parts_of_its_own_and_a_manager_may_choose_among_them(
    bot: Bot, sqlite_cast: Cast
) -> None:
    ana, maja = sqlite_cast.adria.ana, sqlite_cast.adria.maja
    change = bot.sales(ana, "setup").button("setup.team")
    view = bot.press(ana, change).view
    assert (
        "does not tell parts of a goal" in bot.submit(ana, view, {"goal_steps": "half"}).errors["goal_steps"]
    )
    said = bot.submit(ana, view, {"goal_steps": "110 %, 75"})
    assert "saved" in said.words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.people.team(sqlite_cast.adria.teams["adria"].id).goal_steps == (75, 110)
        assert book.choices.of(maja.id).goal_steps is None
    again = bot.press(ana, change).view
    assert "75, 110" in str(again)
    assert "110" in str(bot.sales(maja, "settings").view)

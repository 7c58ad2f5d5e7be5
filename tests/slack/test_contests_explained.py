"""*How Was This Computed?* of a contest: the arithmetic of each place, to who may see the figures behind it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from salesbot.messages import Message
from salesbot.storage.book import open_book
from tests.cast import Cast
from tests.golden import Golden
from tests.slack.asked import Bot, Said
from tests.slack.test_contests import RESULT, made, switched_on, told, wins

BEGUN = datetime(2026, 6, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def playing(sqlite_cast: Cast) -> Cast:
    return switched_on(sqlite_cast)


def asked(bot: Bot, cast: Cast, name: str) -> Said:
    person = cast.adria.people[name]
    return bot.press(person, bot.sales(person, "contest June sprint").button("attainment.explain"))


def menu(said: Said) -> dict[str, Any]:
    return next(
        each
        for block in said.view["blocks"]
        for each in block.get("elements", ())
        if each.get("type") == "static_select"
    )


def test_the_places_by_share_of_goal(each_bot: Bot, cast: Cast, golden: Golden) -> None:
    """10,000 of June's 21 working days, of which four fall on the contest and Bo is away on one: 10,000 × 4/21 × 3/4."""
    bot = each_bot
    switched_on(cast)
    made(bot, cast)
    with open_book(cast.engines, cast.workspace_id) as book:
        day = date(2026, 6, 23)
        book.absences.add(cast.adria.bo.id, day, day, deputy_id=None, by=None, now=bot.clock.at)
    bot.clock.at = BEGUN
    wins(bot, cast, kim=1000, bo=2000)
    said = asked(bot, cast, "maja")
    golden(Message("", said.view["blocks"]), "explained/contest")
    words = said.words.replace("\u00a0", " ")
    assert "€2,000 / €1,428.57 = 140.0 %, of a goal of €10,000 × 19.05 % × 3 / 4" in words
    deals = bot.press(cast.adria.maja, menu(said), view=said.view)
    assert "bo 2026-06-22 2000" in deals.words


def test_each_sees_only_the_figures_that_are_theirs_to_see(bot: Bot, playing: Cast) -> None:
    made(bot, playing)
    bot.clock.at = BEGUN
    wins(bot, playing, kim=1111, bo=2222)
    words = asked(bot, playing, "kim").words
    assert "€1,111" in words
    assert not any(secret in words for secret in ("2,222", "Bo", "Luka"))
    button = bot.sales(playing.adria.maja, "contest June sprint").button("attainment.explain")
    refused = bot.press(playing.adria.tom, button).words
    assert "not yours" in refused
    assert "€" not in refused
    for name in ("ana", "kim"):  # An admin reads the contest, and nobody's figures; a menu may be passed on.
        chosen = menu(asked(bot, playing, "maja"))
        assert "2,222" not in bot.press(playing.adria.people[name], chosen).words
    assert "2,222" not in asked(bot, playing, "ana").words


def test_teams_by_the_working_day(bot: Bot, playing: Cast, golden: Golden) -> None:
    made(bot, playing, form="teams", measure="daily", ties="deals")
    bot.clock.at = BEGUN
    wins(bot, playing, kim=2000, tom=1500)
    golden(asked(bot, playing, "maja").words, "explained/contest_of_teams")


def test_the_newest_round_of_a_bracket(bot: Bot, playing: Cast, golden: Golden) -> None:
    made(bot, playing, form="bracket", ties="first", measure="total")
    bot.clock.at = BEGUN
    wins(bot, playing, luka=500, ivana=10)
    golden(asked(bot, playing, "maja").words, "explained/contest_by_rounds")
    bot.clock.at = RESULT
    assert "Round 2" in asked(bot, playing, "maja").words


def test_the_result_in_the_channel_is_explained_to_who_presses(bot: Bot, playing: Cast) -> None:
    made(bot, playing)
    bot.clock.at = BEGUN
    wins(bot, playing, kim=1111, bo=2222)
    bot.clock.at = RESULT
    post = told(bot, playing, "result")
    assert post is not None
    (button,) = [
        each
        for block in post.blocks
        for each in block.get("elements", ())
        if each.get("action_id") == "attainment.explain"
    ]
    assert "Decided as the books stood on" in bot.press(playing.adria.maja, button, ephemeral=False).words
    own = bot.press(playing.adria.kim, button, ephemeral=False).words
    assert "€1,111" in own
    assert "2,222" not in own
    assert "not yours" in bot.press(playing.adria.tom, button, ephemeral=False).words


def test_a_contest_without_places_has_no_working(bot: Bot, playing: Cast) -> None:
    made(bot, playing)
    coming = bot.sales(playing.adria.maja, "contest June sprint")
    assert not coming.has("attainment.explain")
    button = {"type": "button", "action_id": "attainment.explain", "value": "contest.1@team:1:2026-06"}
    assert bot.press(playing.adria.maja, button).status == 200
    assert (
        "June sprint"
        not in bot.press(playing.adria.maja, {**button, "value": "contest.x@team:1:2026-06"}).words
    )

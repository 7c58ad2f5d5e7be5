"""A period drawn, asked in Slack."""

from __future__ import annotations

from typing import Any

import pytest

from salesbot.messages import Message
from salesbot.services.planning import Kind, person_recipient
from salesbot.storage.book import open_book
from tests.cast import Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.june import tell_june


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Mid-June with goals, wins and open deals."""
    tell_june(sqlite_cast)
    return sqlite_cast


def planned(cast: Cast, person_id: int) -> list[dict[str, Any]]:
    with open_book(cast.engines, cast.workspace_id) as book:
        rows = book.announcements.of(kinds=[Kind.DIRECT.value], recipient=person_recipient(person_id))
        return [dict(row.payload or {}) for row in rows]


def test_the_picture_comes_as_a_direct_message(bot: Bot, june: Cast, golden: Golden) -> None:
    ivana = june.adria.ivana
    said = bot.press(ivana, bot.sales(ivana, "forecast").button("pictures.show"))
    assert "direct message" in said.words
    (payload,) = planned(june, ivana.id)
    golden(Message(payload["text"], payload["blocks"]), "pictures/path")
    chart, _ = [block for block in payload["blocks"] if block["type"] == "data_visualization"]
    series = {
        one["name"]: {point["label"]: point["value"] for point in one["data"]}
        for one in chart["chart"]["series"]
    }
    assert list(series) == ["9 of 10 above", "Won, then half above", "1 of 10 above", "Expected path"]
    assert series["Expected path"]["30 June"] == 50000
    assert {values["16 June"] for values in list(series.values())[:3]} == {24300}
    assert series["1 of 10 above"]["30 June"] == 59300


def test_a_manager_has_the_teams_and_nobody_another_ones(bot: Bot, june: Cast) -> None:
    button = bot.sales(june.adria.maja, "forecast Adria").button("pictures.show")
    bot.press(june.adria.maja, button)
    assert len(planned(june, june.adria.maja.id)) == 1
    own = bot.sales(june.adria.ivana, "me").button("pictures.show")
    assert "not yours" in bot.press(june.adria.kim, own).words
    assert planned(june, june.adria.kim.id) == []


def chart_in(payload: dict[str, Any]) -> dict[str, float]:
    """The points of the one series of the message's last chart."""
    chart = [block for block in payload["blocks"] if block["type"] == "data_visualization"][-1]
    (series,) = chart["chart"]["series"]
    return {point["label"]: point["value"] for point in series["data"]}


def test_the_way_from_the_goal_to_what_was_won_is_drawn_and_adds_up(
    bot: Bot, june: Cast, golden: Golden
) -> None:
    maja = june.adria.maja
    said = bot.press(maja, bot.sales(maja, "why Adria").button("pictures.bridge"))
    assert "direct message" in said.words
    (payload,) = planned(june, maja.id)
    golden(Message(payload["text"], payload["blocks"]), "pictures/bridge")
    *steps, end = chart_in(payload).values()
    assert sum(steps) == end


def test_what_changed_is_drawn_and_adds_up(bot: Bot, june: Cast, golden: Golden) -> None:
    maja = june.adria.maja
    bot.press(maja, bot.sales(maja, "team changes week").button("pictures.changes"))
    (payload,) = planned(june, maja.id)
    golden(Message(payload["text"], payload["blocks"]), "pictures/changes")
    *steps, end = chart_in(payload).values()
    assert sum(steps) == end


def test_the_picture_shows_how_far_it_is(bot: Bot, june: Cast) -> None:
    ivana = june.adria.ivana
    said = bot.sales(ivana, "forecast")
    bot.press(ivana, said.button("pictures.show"))
    (payload,) = planned(june, ivana.id)
    points = chart_in(payload)
    assert (points["Won"], points["Goal"]) == (24300, 50000)
    assert list(points) == ["Won", "Expected by now", "Where it points", "Goal"]
    assert f"point to €{points['Where it points']:,.0f}" in said.words

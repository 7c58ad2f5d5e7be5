"""*How Was This Computed?* wherever a figure is told: its inputs, its arithmetic, and only to who may see them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.domain.people import Role
from salesbot.messages import Message
from salesbot.services.explaining import Figure
from salesbot.storage.book import open_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.slack.june import tell_june
from tests.trade import lose, open_deal, win


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Mid-June after a spring in which Adria's four won 20,000 a month each, and Ivana lost eight deals."""
    tell_june(sqlite_cast)
    people = sqlite_cast.adria
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for name in ("kim", "bo", "luka", "ivana"):
            for month in (2, 3, 4, 5):
                win(book, people.people[name], f"{name}{month}", "20000", date(2026, month, 10), now=NOW)
        for number in range(8):
            lose(book, people.ivana, f"Gone {number}", "4000", date(2026, 4, 1 + number), now=NOW)
        open_deal(
            book, people.bo, "Triglav", "18000", now=NOW - timedelta(days=21), stage="proposal",
            expected_on=date(2026, 6, 29),
        )  # fmt: skip
    return sqlite_cast


SHOWN = {
    "plan": ("ivana", "plan", "kim"),
    "pipeline": ("maja", "deals", "kim"),
    "staffing": ("maja", "plan staff 2026-Q3", "marko"),
    "standing": ("maja", "top week", "marko"),
    "works": ("maja", "works", "marko"),
    "kpis": ("maja", "works kpis", "marko"),
    "why": ("maja", "why", "marko"),
}
"""Each figure: who asks for it, by which words, and who may not see how it was computed."""
ELSEWHERE = {
    "goal",
    "campaigns",
    "buying",
    "markets",
    "contest",
    "forecast",
    "trial",
    "orders",
    "praise",
    "potential",
}
"""Explained in the tests of attainment, marketing, contests, trials, forecasts, orders, fairness and potential."""


@pytest.mark.parametrize("figure", SHOWN)
def test_a_figure_is_explained_with_what_it_was_made_from(
    bot: Bot, june: Cast, golden: Golden, figure: str
) -> None:
    who, words, nosy = SHOWN[figure]
    button = bot.sales(june.adria.people[who], words).button("attainment.explain")
    opened = bot.press(june.adria.people[who], button)
    blocks = opened.message["blocks"] if figure in ("works", "kpis", "why") else opened.view["blocks"]
    if figure != "works":  # It stands beside a year in which something works.
        golden(Message("", blocks), f"explained/{figure}")
    refused = bot.press(june.adria.people[nosy], button).words
    assert "not yours" in refused
    assert "€" not in refused


def test_every_figure_that_has_a_name_is_explained_somewhere() -> None:
    assert {*SHOWN, *ELSEWHERE} == {each.value for each in Figure}


@pytest.mark.parametrize(
    "value",
    [
        "banana@rep:1:2026-06",
        "plan@",
        "pipeline@company::2026-06",
        "staffing@rep:1:2026-06",
        "why@territory:1:2026-06",
    ],
)  # fmt: skip
def test_a_button_that_names_no_figure_is_expired(bot: Bot, june: Cast, value: str) -> None:
    button = bot.sales(june.adria.ivana, "me").button("attainment.explain")
    said = bot.press(june.adria.ivana, {**button, "value": value})
    assert said.status == 200
    assert "€" not in said.words


def test_the_teams_rates_are_explained_to_a_rep_without_the_colleagues_deals(bot: Bot, june: Cast) -> None:
    luka = june.adria.luka
    words = bot.press(luka, bot.sales(luka, "plan").button("attainment.explain")).words
    assert "They are the team's" in words
    assert "luka4" in words
    assert not any(other in words for other in ("ivana4", "kim4", "Gone", "Ivana"))
    assert "of colleagues whose deals you do not see" in words


def test_the_goal_behind_a_plan_is_one_press_away(bot: Bot, june: Cast) -> None:
    ivana = june.adria.ivana
    opened = bot.press(ivana, bot.sales(ivana, "plan").button("attainment.explain"))
    behind = next(
        each
        for block in opened.view["blocks"]
        for each in block.get("elements", ())
        if each.get("action_id", "").startswith("attainment.explain")
    )
    assert "in this version since 1 June 2026" in bot.press(ivana, behind, view=opened.view).words


def test_the_companys_morning_is_explained_as_of_that_morning(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.people.set_roles(june.adria.ana.id, [Role.EXECUTIVE])
    about = f"company::2026-06|{AsOf(TODAY, False, NOW).stamp}"
    button = {**bot.sales(june.adria.ivana, "me").button("attainment.explain"), "value": about}
    words = bot.press(june.adria.ana, button).words
    assert "As of the morning of Tue 16 June" in words
    assert "not yours" in bot.press(june.adria.kim, button).words

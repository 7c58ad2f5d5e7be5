"""`/sales top` in Slack: spans, measures, the company, and what cannot be read."""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.storage.book import open_book
from tests.cast import NOW, TODAY, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import set_goal, win


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Kim 90 %, Bo 80 %, Luka 70 %, Ivana 60 % in June; Kim and Luka won today."""
    cast = sqlite_cast
    with open_book(cast.engines, cast.workspace_id) as book:
        for name, won in (("kim", 90), ("bo", 80), ("luka", 70), ("ivana", 60)):
            rep = cast.adria.people[name]
            set_goal(book, rep, "2026-06", "10000", now=NOW)
            day = TODAY if name in ("kim", "luka") else date(2026, 6, 10)
            win(book, rep, f"Account of {name}", str(won * 100), day, now=NOW)
    return cast


@pytest.mark.parametrize("mode", ["top", "named", "neighbours", "private"])
def test_each_way_to_show_it_reads_well(bot: Bot, june: Cast, golden: Golden, mode: str) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.people.change_team(june.adria.teams["adria"].id, leaderboard=mode)
    golden(bot.sales(june.adria.luka, "top").message, f"leaderboards/shown_{mode}")


@pytest.mark.parametrize("typed", ["today amount", "week deals", "quarter improved", "company", "adria"])
def test_spans_and_measures_go_in_any_order(bot: Bot, june: Cast, golden: Golden, typed: str) -> None:
    said = bot.sales(june.adria.maja, f"top {typed}")
    golden(said.words, f"leaderboards/for_manager_{typed.replace(' ', '_')}")
    assert said.words == bot.sales(june.adria.maja, f"top {' '.join(typed.split()[::-1])}").words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Luka Zupan: €7,000 is 70.0"), ("amount", "Luka Zupan: €7,000"),
        ("deals", "Luka Zupan: 1"), ("improved", "Luka Zupan: €7,000 − €0 = €7,000"), ("week", "€10,000 × 23.81"),
    ],
)  # fmt: skip
def test_the_figure_behind_a_place_is_explained_to_whose_it_is(
    bot: Bot, june: Cast, typed: str, told: str
) -> None:
    luka, maja = june.adria.luka, june.adria.maja
    opened = bot.press(luka, bot.sales(luka, f"top {typed}").button("attainment.explain"))
    assert told in opened.words
    assert opened.words.count("Zupan") == 1
    assert not any(other in opened.words for other in ("Kim", "Bo", "Ivana"))
    led = bot.press(maja, bot.sales(maja, f"top {typed}").button("attainment.explain")).words
    assert told in led
    assert all(other in led for other in ("Kim", "Bo", "Ivana"))


def test_the_goal_and_the_wins_behind_a_place_are_one_choice_away(bot: Bot, june: Cast) -> None:
    luka = june.adria.luka
    opened = bot.press(luka, bot.sales(luka, "top deals").button("attainment.explain"))
    menu = next(
        each for block in opened.view["blocks"] for each in block.get("elements", ()) if "options" in each
    )
    assert "Account of luka" in bot.press(luka, menu, choose=0, view=opened.view).words


def test_of_the_company_half_are_named_at_most_where_the_first_are(bot: Bot, june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.change_workspace(leaderboard="top")
        for team in june.adria.teams.values():
            book.people.change_team(team.id, leaderboard="top")
        for name in ("asha", "tom"):
            set_goal(book, june.adria.people[name], "2026-06", "10000", now=NOW)
    words = bot.sales(june.adria.kim, "top company").words
    named = [name for name in ("Kim", "Bo", "Luka", "Ivana", "Asha", "Tom") if f" {name} " in words]
    assert named == ["Kim", "Bo", "Luka"], "of six, three"
    with open_book(june.engines, june.workspace_id) as book:
        book.change_workspace(leaderboard="named")
    assert "5. Tom Becker" in bot.sales(june.adria.kim, "top company").words


def test_another_span_is_a_menu(bot: Bot, june: Cast) -> None:
    said = bot.sales(june.adria.luka, "top")
    today = bot.press(june.adria.luka, said.button("leaderboards.show"), choose=0)
    assert "16 June" in today.words
    amounts = bot.press(june.adria.luka, said.button("leaderboards.show", 1), choose=1)
    assert "by amount" in amounts.words
    assert amounts.words.count("€") <= 1, "nobody's amount but the own one"


def test_nobody_reads_another_teams(bot: Bot, june: Cast) -> None:
    for typed in ("top nordic", "top nordic amount"):
        assert "Tom" not in bot.sales(june.adria.luka, typed).words
    stranger = {"type": "button", "action_id": "leaderboards.show", "value": "x:y:z"}
    assert bot.press(june.adria.luka, stranger).status == 200


def test_what_cannot_be_read_is_told(bot: Bot, june: Cast) -> None:
    said = bot.sales(june.adria.luka, "top fortnight")
    assert "fortnight" in said.words
    assert "top week amount" in said.words


def test_who_sees_what_about_me(bot: Bot, june: Cast, golden: Golden) -> None:
    golden(bot.sales(june.adria.kim, "settings who").message, "settings/who_sees")

"""*How Was This Computed?* under the messages of the morning: in the channel, and from the company down to a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from salesbot.domain.people import Role
from salesbot.messages import Message
from salesbot.services.digests.channel import team_digest
from salesbot.services.planning import Kind, plan_team
from salesbot.storage.book import open_book
from tests.cast import GUEST, NOW, STRANGER, Cast
from tests.slack.asked import Bot, Said
from tests.slack.june import tell_june


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    """Mid-June; Adria hears of its figures in its channel, with amounts."""
    tell_june(sqlite_cast)
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        team = sqlite_cast.adria.teams["adria"].id
        book.people.change_team(team, channel_id="C0ADRIA", digest_in_channel=True, shows_amounts=True)
    return sqlite_cast


def in_channel(bot: Bot, cast: Cast) -> Message:
    team = cast.adria.teams["adria"].id
    with open_book(cast.engines, cast.workspace_id) as book:
        plan_team(book, team, NOW - timedelta(hours=3), NOW)
        rows = book.announcements.of(kinds=[Kind.TEAM_DIGEST.value], recipient=f"team:{team}")
        found = team_digest(book, min(rows, key=lambda each: each.due_at), NOW)
    return bot.runtime.renderer.message(
        "digests/team", locale="en", time_zone="Europe/Ljubljana", digest=found
    )


def control(blocks: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(
        each
        for block in blocks
        for each in block.get("elements", ())
        if each.get("action_id", "").startswith("attainment.explain") and each["type"] == kind
    )


def test_the_channels_message_is_explained_to_who_presses_alone(bot: Bot, june: Cast) -> None:
    button = control(in_channel(bot, june).blocks, "button")
    kim = bot.press(june.adria.kim, button, ephemeral=False)
    assert {name for name, _ in kim.calls} == {"views.open"}, "nothing is said in the channel"
    assert "As of the morning of Tue 16 June" in kim.words
    assert "Acme Corp" in kim.words
    assert "Single deals of others are not shown to you." in kim.words
    assert not any(secret in kim.words for secret in ("Nordlys", "Kolpa", "33,500", "Bo", "Ivana"))
    assert "Nordlys" in bot.press(june.adria.maja, button, ephemeral=False).words


@pytest.mark.parametrize("nosy", ["tom", "marko", "ana", GUEST, STRANGER])
def test_who_reads_the_channel_and_may_not_see_the_team_is_told_no_figure(
    bot: Bot, june: Cast, nosy: str
) -> None:
    button = control(in_channel(bot, june).blocks, "button")
    said = bot.press(june.adria.people.get(nosy, nosy), button, ephemeral=False)
    assert "€" not in str(said.calls) + str(said.body)
    assert "views.open" not in [name for name, _ in said.calls]


def names(menu: dict[str, Any]) -> list[str]:
    return [each["text"]["text"] for each in menu["options"]]


def test_from_a_managers_morning_to_a_teams_people(bot: Bot, june: Cast) -> None:
    maja = june.adria.maja
    opened = bot.press(maja, bot.sales(maja, "digest").button("digests.explain"))
    menu = control(opened.view["blocks"], "static_select")
    assert names(menu) == ["Adria"]
    team = bot.press(maja, menu, view=opened.view)
    people = control(team.view["blocks"], "static_select")
    assert names(people) == ["Bo Lindqvist", "Ivana Kos", "Kim Novak", "Luka Zupan"]
    assert "Kolpa" in bot.press(maja, people, choose=1, view=team.view).words
    assert "not yours" in bot.press(june.adria.kim, people, choose=1).words


def test_from_the_company_to_its_teams_and_to_no_person(bot: Bot, june: Cast) -> None:
    ana = june.adria.ana
    with open_book(june.engines, june.workspace_id) as book:
        book.people.set_roles(ana.id, [Role.EXECUTIVE])
    said: Said = bot.sales(ana, "digest")
    company = bot.press(ana, said.button("attainment.explain"))
    menu = control(company.view["blocks"], "static_select")
    assert "Adria" in names(menu)
    team = bot.press(ana, menu, choose=names(menu).index("Adria"), view=company.view)
    assert "Adria, June 2026" in team.words
    assert "Goal and Wins" not in str(team.view), "no person's figures are an executive's to see"

"""What a team hears of, settled in one form by who leads it or an admin, and by nobody else."""

from __future__ import annotations

from typing import Any

from salesbot.domain.feats import Feat, TeamPraise
from tests.cast import Cast
from tests.golden import Golden
from tests.slack.asked import Bot


def button(cast: Cast, team: str = "adria") -> dict[str, Any]:
    return {"type": "button", "action_id": "praise.open", "value": str(cast.adria.teams[team].id)}


def settled(bot: Bot, cast: Cast) -> TeamPraise:
    with bot.runtime.reading(cast.workspace_id) as book:
        return book.praise.of_team(cast.adria.teams["adria"].id)


def test_who_leads_a_team_settles_what_its_channel_hears_of(
    each_bot: Bot, cast: Cast, golden: Golden
) -> None:
    form = each_bot.press(cast.adria.maja, button(cast)).view
    golden({**form, "private_metadata": ""}, "recognition/form")
    wanted = {
        "wins": ["won", "streak"], "goals": ["goal_100"], "periods": [], "most_a_day": "8",
        "least_amount": "500", "streak_weeks": "6", "delay": "0",
    }  # fmt: skip
    said = each_bot.submit(cast.adria.maja, form, wanted)
    golden(said.message, "recognition/settled")
    assert settled(each_bot, cast) == TeamPraise(
        frozenset({Feat.WON, Feat.STREAK, Feat.GOAL_100}), 8, 50_000, 6
    )
    with each_bot.runtime.reading(cast.workspace_id) as book:
        assert book.people.team(cast.adria.teams["adria"].id).shout_out_delay == 0
    again = each_bot.press(cast.adria.ana, button(cast)).view
    assert "As it was" in each_bot.submit(cast.adria.ana, again, {}).words


def test_nobody_else_may(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    for person in (cast.adria.kim, cast.adria.marko):
        said = bot.press(person, button(cast))
        assert "praise.settle" not in f"{said.body}{said.calls}"
    form = bot.press(cast.adria.maja, button(cast)).view
    bot.submit(cast.adria.marko, form, {"most_a_day": "20"})
    assert settled(bot, cast) == TeamPraise()


def test_a_number_out_of_bounds_is_told_at_its_field(bot: Bot, sqlite_cast: Cast) -> None:
    form = bot.press(sqlite_cast.adria.maja, button(sqlite_cast)).view
    said = bot.submit(sqlite_cast.adria.maja, form, {"delay": "16"})
    assert "from 0 to 15" in said.errors["delay"]
    assert settled(bot, sqlite_cast) == TeamPraise()

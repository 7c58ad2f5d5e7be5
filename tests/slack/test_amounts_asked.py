"""Amounts in channels: whoever wins for a team that shows them is asked once, under the receipt."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.golden import Golden
from tests.slack.asked import Bot


def shows(bot: Bot, cast: Cast) -> bool:
    with bot.runtime.reading(cast.workspace_id) as book:
        return book.people.by_id(cast.adria.kim.id).shows_amounts


@pytest.mark.parametrize(("nth", "answer", "noted"), [(0, True, "may read"), (1, False, "stay out")])
def test_asked_once_and_answered(
    each_bot: Bot, cast: Cast, golden: Golden, nth: int, answer: bool, noted: str
) -> None:
    bot, kim = each_bot, cast.adria.kim
    with bot.runtime.book(cast.workspace_id) as book:
        book.people.change_team(cast.adria.teams["adria"].id, shows_amounts=True)
    said = bot.command(kim, "Acme 12.5k won")
    golden(said.message, "deals/asks_amounts")
    assert noted in bot.press(kim, said.button("settings.amounts", nth)).words
    assert shows(bot, cast) is answer
    assert not bot.command(kim, "Nordlys 8k won").has("settings.amounts")


def test_nobody_is_asked_where_the_team_hides_amounts_or_nothing_is_won(bot: Bot, sqlite_cast: Cast) -> None:
    cast = sqlite_cast
    assert not bot.command(cast.adria.kim, "Acme 12.5k won").has("settings.amounts")
    with bot.runtime.book(cast.workspace_id) as book:
        book.people.change_team(cast.adria.teams["adria"].id, shows_amounts=True)
        book.people.change(cast.adria.bo.id, shows_amounts=False)
    assert not bot.command(cast.adria.kim, "Delta 12.5k proposal").has("settings.amounts")
    assert not bot.command(cast.adria.bo, "Sigma 12.5k won").has("settings.amounts"), (
        "who said no is not asked"
    )
    assert bot.command(cast.adria.kim, "Tau 12.5k won").has("settings.amounts")

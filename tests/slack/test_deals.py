"""Logging deals in Slack, as a rep sees it."""

from __future__ import annotations

from tests.cast import Cast
from tests.slack.asked import Bot


def test_a_won_deal_is_saved_and_told_in_full(bot: Bot, sqlite_cast: Cast) -> None:
    said = bot.command(sqlite_cast.adria.kim, "Acme 12.5k won")
    assert said.status == 200
    assert "€12,500" in said.words

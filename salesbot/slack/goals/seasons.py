"""What each month of the year carries of a new goal, seen by everybody and settled by an admin."""

from __future__ import annotations

from salesbot.domain.seasons import read_season
from salesbot.services.goals import season_settled, settle_season
from salesbot.slack.asking import Answer, Ask
from salesbot.slack.parsing import clean, plain
from salesbot.storage.book import Book


def on_season(ask: Ask, text: str) -> Answer:
    """`goals season`: the weights as they are; with twelve numbers, or `even`, they are settled anew."""
    if not text.strip():
        with ask.reading() as book:
            return ask.message("goals/season", told=season_settled(book), changed=False)
    wanted = read_season(plain(clean(text)))

    def done(book: Book) -> Answer:
        told = settle_season(book, ask.sender(book), wanted, now=ask.now)
        return ask.message("goals/season", told=told, changed=True)

    return ask.change(done)

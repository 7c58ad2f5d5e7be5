"""A June for the cast: goals, wins and open deals, as their messages show them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.trade import open_deal, set_goal, win

EARLY = datetime(2026, 6, 1, 8, tzinfo=UTC)


def tell_june(cast: Cast) -> None:
    """Adria has 220,000 to win; Kim is ahead, Ivana a little behind, Luka far behind; Nordic is two people."""
    people = cast.adria
    with open_book(cast.engines, cast.workspace_id) as book:
        for name, goal in (
            ("kim", "60000"), ("bo", "60000"), ("luka", "50000"), ("ivana", "50000"), ("asha", "40000"),
            ("tom", "20000"),
        ):  # fmt: skip
            set_goal(book, people.people[name], "2026-06", goal, now=EARLY)
        for name, account, amount, day in (
            ("kim", "Acme Corp", "12500", 15), ("kim", "Bled", "28700", 3), ("bo", "Nordlys", "33500", 9),
            ("ivana", "Kolpa", "24300", 10), ("luka", "Delta", "21000", 12), ("asha", "Baraka", "25900", 8),
        ):  # fmt: skip
            win(book, people.people[name], account, amount, date(2026, 6, day), now=EARLY)
        for name, account, amount, stage, expected_on in (
            ("ivana", "Helios", "24000", "proposal", date(2026, 6, 25)),
            ("ivana", "Sava", "11000", "negotiation", date(2026, 6, 18)),
            ("ivana", "Mercator", "6000", "new", date(2026, 6, 10)),
            ("ivana", "Helix", "15000", "proposal", date(2026, 7, 10)),
            ("luka", "Drava", "28000", "proposal", date(2026, 6, 24)),
        ):
            open_deal(
                book, people.people[name], account, amount, now=NOW, stage=stage, expected_on=expected_on
            )

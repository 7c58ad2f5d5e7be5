"""Key figures beside those of other periods, against a table worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.domain.people import Role
from salesbot.messages import Message
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import lose, win


@pytest.fixture
def books(sqlite_cast: Cast) -> Cast:
    """By hand.

    2024 Acme 10,000 · 2025 spring: Acme 20,000 and Beta 30,000 won, 2 lost (2 of 4 = 50 %)
    2025-Q3: Gamma 6,000 won · 2026-Q1: 1 won (Beta 9,000), 3 lost (25 %)
    2026-Q2: Acme 12,000 and Delta 18,000 won, 1 lost (67 %, mean and median 15,000), new: Delta
    Bought April 2024 to 16 June 2025: Acme, Beta. In the year to 16 June 2026: Gamma, Beta, Acme, Delta. Churn 0 of 2.
    First bought 17 June 2024 to 16 June 2025: Beta alone, again after 300 days: 1 of 1.
    Historical LTV: (10 + 20 + 30 + 6 + 9 + 12 + 18 = 105 thousand) / 4 accounts = 26,250.
    """
    kim = sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        for account, amount, day in (
            ("Acme", "10000", date(2024, 5, 2)), ("Acme", "20000", date(2025, 4, 10)),
            ("Beta", "30000", date(2025, 5, 12)), ("Gamma", "6000", date(2025, 8, 1)),
            ("Beta", "9000", date(2026, 3, 8)), ("Acme", "12000", date(2026, 4, 20)),
            ("Delta", "18000", date(2026, 6, 1)),
        ):  # fmt: skip
            win(book, kim, account, amount, day, now=NOW)
        for day in (
            date(2025, 4, 1),
            date(2025, 6, 1),
            *[date(2026, 2, 1 + n) for n in range(3)],
            date(2026, 5, 5),
        ):
            lose(book, kim, f"Lost {day}", "5000", day, now=NOW)
        book.people.set_roles(sqlite_cast.adria.ana.id, [Role.ADMIN, Role.EXECUTIVE])
    return sqlite_cast


def test_the_companys_against_the_table(bot: Bot, books: Cast, golden: Golden) -> None:
    said = bot.sales(books.adria.ana, "works kpis")
    golden(Message(said.message["text"], said.message["blocks"]), "works/kpis")
    words = said.words.replace("\xa0", " ")
    lines = {line.split("  ")[0]: line for line in words.splitlines()}
    assert "67 % (21 %–94 %)" in lines["Win rate"]
    assert "25 % (5 %–70 %)" in lines["Win rate"]
    assert "50 % (15 %–85 %)" in lines["Win rate"]
    assert lines["Average deal"].split()[2:] == ["€15,000", "€9,000", "€25,000"]
    assert lines["Historical LTV"].split()[2] == "€26,250"
    assert "0 % (0 of 2)" in lines["Churn"]
    assert "100 % (1 of 1)" in lines["Repeat purchase"]


def test_who_sees_whose(bot: Bot, books: Cast) -> None:
    own = bot.sales(books.adria.kim, "works kpis").words
    assert "Key figures: Kim Novak" in own
    assert "Churn" not in own
    assert "not yours" in bot.sales(books.adria.bo, "works kpis Kim Novak").words
    assert "not yours" in bot.sales(books.adria.maja, "works kpis company").words
    assert "Key figures: Adria" in bot.sales(books.adria.maja, "works kpis 2026-05").words

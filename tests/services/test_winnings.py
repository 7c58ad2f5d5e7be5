"""What was won, asked by day: whole months keep their days where somebody needs them."""

from __future__ import annotations

from datetime import date, timedelta

from salesbot.domain.metrics import REVENUE
from salesbot.services.attainment import winnings
from salesbot.storage.book import open_book
from tests.cast import NOW, Cast
from tests.trade import win


def test_whole_months_by_day_have_the_same_sum_and_their_own_days(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        for month, day in ((3, 9), (4, 14), (5, 20), (6, 3)):
            win(book, cast.adria.kim, f"Buyer {month}", "1000", date(2026, month, day), now=NOW)
        asked = (book, REVENUE, date(2026, 3, 1), date(2026, 6, 17), NOW + timedelta(hours=1), "EUR")
        for people in (None, [cast.adria.kim.id]):
            by_day, summed = winnings(*asked, people=people, by_day=True), winnings(*asked, people=people)
            assert by_day.total() == summed.total()
            assert sorted(row.day for row in by_day.rows) == [
                date(2026, 3, 9), date(2026, 4, 14), date(2026, 5, 20), date(2026, 6, 3),
            ]  # fmt: skip

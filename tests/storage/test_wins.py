"""How many deals somebody won: the same however it is asked, and on SQLite without going through everybody's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from salesbot.storage.book import open_book, read_book
from salesbot.storage.wins import _IN_SPAN, _ON_DAYS, _days
from tests.cast import NOW, TODAY, Cast
from tests.trade import win

_DAYS_AGO = (0, 0, 1, 3, 29, 30, 31, 89, 98, 99, 100, 101, 364)


@pytest.mark.parametrize("days", [-1, 0, 1, 2, 5, 9, 30, 31, 90, 99, 100, 101, 102, 365, 366])
def test_every_span_counts_the_days_in_it(cast: Cast, days: int) -> None:
    kim, bo = cast.adria.kim, cast.adria.people["bo"]
    with open_book(cast.engines, cast.workspace_id) as book:
        for number, ago in enumerate(_DAYS_AGO):
            for rep in (kim, bo):
                win(book, rep, f"{rep.name} {number}", "100", TODAY - timedelta(days=ago), now=NOW)
    start, end = TODAY - timedelta(days=days - 1), TODAY + timedelta(days=1)
    with read_book(cast.engines, cast.workspace_id) as book:
        assert book.credits.count_won(kim.id, start, end) == sum(ago < days for ago in _DAYS_AGO)


def test_somebodys_own_wins_of_a_month_are_found_without_going_through_everybodys(sqlite_cast: Cast) -> None:
    start, end = date(2026, 6, 1), date(2026, 7, 1)
    given = {"workspace_id": 1, "person_id": 1, "days": _days(start, end), "start": start, "end": end}
    plans = []
    with sqlite_cast.engines.reading() as connection:
        for asked in (_ON_DAYS, _IN_SPAN):
            wanted = {name: value for name, value in given.items() if name in asked.compile().params}
            said = asked.params(**wanted).compile(connection, compile_kwargs={"literal_binds": True})
            plans.append(str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}").all()))
    assert "day=? AND person_id=?" in plans[0]
    assert "day=? AND person_id=?" not in plans[1]
    assert all("ix_credit_earned" in plan for plan in plans)

"""Two changes of the same months that wait for each other: one is let through, the other is made again."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import text

from salesbot.domain.people import Person
from salesbot.storage.book import COLLISIONS, open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import win


def test_two_who_credit_the_same_people_in_another_order_both_get_it_done(cast: Cast) -> None:
    kim, bo = cast.adria.kim, cast.adria.bo
    met = threading.Barrier(2)

    def sell(first: Person, second: Person) -> int:
        """Win a deal for each, waiting in between for the other to hold the first month; the tries it took."""
        for tries in range(1, 5):
            try:
                with open_book(cast.engines, cast.workspace_id) as book:
                    win(book, first, f"Of {first.name}", "100", TODAY, now=NOW)
                    if tries == 1 and not book.writes_alone:
                        book.connection.execute(text("SELECT 1"))  # what waits goes first: the month is held
                        met.wait(20)
                    win(book, second, f"Of {first.name}", "50", TODAY, now=NOW)
                return tries
            except COLLISIONS:
                continue
        raise AssertionError("it was never let through")

    with open_book(cast.engines, cast.workspace_id) as book:
        for name in (kim.name, bo.name):
            book.accounts.ensure(f"Of {name}", NOW)
        win(book, kim, "Acme", "1", TODAY, now=NOW)
        win(book, bo, "Acme", "1", TODAY, now=NOW)
    with ThreadPoolExecutor(2) as pool:
        tries = sorted(pool.map(lambda pair: sell(*pair), [(kim, bo), (bo, kim)]))
    # Whoever is made again may be quicker than who was let through, and meet them once more: then both are made again.
    assert tries == [1, 1] if cast.engines.sqlite else max(tries) > 1
    first = TODAY.replace(day=1)
    with read_book(cast.engines, cast.workspace_id) as book:
        sums = book.months.whole(first, first + timedelta(days=31), NOW) or []
        assert {row.person_id: row.amount.minor for row in sums} == {kim.id: 15_100, bo.id: 15_100}
        assert book.months.differences() == []

"""Moving the year of the books: told before it is saved, past periods as they were, goals in their days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import quarter_of, read_period, year_of
from salesbot.messages import in_plain
from salesbot.services.attainment import attainment_rows
from salesbot.services.exports.goals import goal_rows
from salesbot.services.goals import set_goal
from salesbot.services.setup import settle_workspace, year_move
from salesbot.storage.book import Book, open_book, read_book
from tests.cast import NOW, Cast
from tests.golden import Golden
from tests.slack.asked import Bot
from tests.trade import win

LATER = datetime(2026, 10, 6, 8, tzinfo=UTC)


def agreed(book: Book, cast: Cast) -> None:
    """Goals of June, of the second and the third quarter and of the year; a deal in each quarter so far."""
    maja, kim = cast.adria.maja, cast.adria.kim
    for key, target in (("2026-06", "20000"), ("2026-Q2", "60000"), ("2026-Q3", "70000"), ("2026", "250000")):
        set_goal(book, maja, Scope.REP, kim.id, read_period(key), Money.of(target, "EUR"), now=NOW)
    for day in (date(2026, 2, 3), date(2026, 5, 4), date(2026, 6, 3)):
        win(book, kim, "Acme", "10000", day, now=NOW)


def rows(book: Book, key: str, now: datetime = NOW) -> list[Any]:
    years = book.workspace.years
    return attainment_rows(book, read_period(key, years), AsOf(date(2026, 10, 6), False, now))


def test_past_periods_stay_and_later_ones_follow_the_move(cast: Cast) -> None:
    past = ("2026-06", "2026-Q1", "2026-Q2", "2025", "2025-Q4")
    with open_book(cast.engines, cast.workspace_id) as book:
        agreed(book, cast)
        before = {key: rows(book, key, LATER) for key in past}
        exported = list(goal_rows(book))
        settle_workspace(book, cast.adria.ana, {"year_start": 9}, now=datetime(2026, 7, 6, tzinfo=UTC))
    with read_book(cast.engines, cast.workspace_id) as book:
        years = book.workspace.years
        assert {key: rows(book, key, LATER) for key in past} == before
        # From July on: the quarter is cut in August, the year too, and the next ones begin in September.
        assert quarter_of(date(2026, 7, 6), years).key == "2026-07-01/2026-08-31"
        assert year_of(date(2026, 7, 6), years).key == "2026-01-01/2026-08-31"
        assert quarter_of(date(2026, 9, 1), years).key == "2026-09-01/2026-11-30"
        assert year_of(date(2026, 9, 1), years) == read_period("2026", years)
        # The year's goal stays one for the days that it was set for, and is no goal of the new year of that name.
        kept = [row for row in rows(book, "2026-01-01/2026-12-31") if row.goal is not None]
        assert [(row.name, row.goal) for row in kept if row.scope == "rep"] == [
            ("Kim Novak", Money.of("250000", "EUR"))
        ]
        assert not [row for row in rows(book, "2026") if row.goal is not None]
        called = {"2026-Q3": "2026-07-01/2026-09-30", "2026": "2026-01-01/2026-12-31"}
        assert sorted(row["period"] for row in goal_rows(book)) == sorted(
            called.get(row["period"], row["period"]) for row in exported
        )


def test_empty_books_begin_their_years_where_the_admin_says(cast: Cast) -> None:
    with open_book(cast.engines, cast.other.workspace.id) as book:
        assert year_move(book, 4, NOW) is None
        settle_workspace(book, None, {"year_start": 4}, now=NOW)
        assert quarter_of(date(2026, 2, 1), book.workspace.years).key == "2025-Q4"


def form(bot: Bot, person: Person) -> dict[str, Any]:
    return bot.press(person, {"type": "button", "action_id": "setup.workspace"}).view


def test_what_a_move_means_is_told_before_it_is_saved(bot: Bot, sqlite_cast: Cast, golden: Golden) -> None:
    ana, kim = sqlite_cast.adria.ana, sqlite_cast.adria.kim
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        agreed(book, sqlite_cast)
    told = bot.submit(ana, form(bot, ana), {"year_start": "9", "name": "Acme Trade"})
    golden({"blocks": told.view["blocks"]}, "setup/year_moves")
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert (book.workspace.year_start, book.workspace.name) == (1, "Acme Trade")
    assert "not yours" in bot.press(kim, told.button("setup.year")).words
    bot.clock.pass_by(minutes=1)
    done = bot.press(ana, told.button("setup.year"))
    assert "The year begins anew on 1 September 2026." in done.words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.workspace.years.coming(date(2026, 6, 16)) == date(2026, 9, 1)
    assert "month in which the year begins" in bot.sales(ana, "audit").words
    # Pressed again, or given up before it came about: nothing is cut.
    assert "The year begins in September." in bot.press(ana, told.button("setup.year")).words
    back = bot.submit(ana, form(bot, ana), {"year_start": "1"})
    assert "9 → 1" in in_plain(back.view["blocks"])
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert book.workspace.years.month == 1
        assert [row["period"] for row in goal_rows(book)].count("2026-Q3") == 1


def test_the_short_year_is_read_by_the_year_in_which_it_ends_and_told_by_its_days(
    bot: Bot, sqlite_cast: Cast
) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        agreed(book, sqlite_cast)
        settle_workspace(book, None, {"year_start": 4}, now=NOW)
    kim = sqlite_cast.adria.kim
    assert "1 January – 31 March" in bot.sales(kim, "me FY27").words
    assert "FY 2027/28" in bot.sales(kim, "me 2027").words
    assert bot.sales(kim, "me FY28").words == bot.sales(kim, "me 2027").words

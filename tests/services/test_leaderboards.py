"""Who stands where, and how much of it somebody may read."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from salesbot.domain.access import NotAllowed
from salesbot.domain.as_of import AsOf
from salesbot.domain.leaderboards import By
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.services.leaderboards import standings, team_board
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import set_goal, win

JUNE = read_period("2026-06")
LIVE = AsOf(TODAY, True, NOW)


@pytest.fixture
def june(cast: Cast) -> Cast:
    """Kim and Bo 50 %, Luka 20 %, Ivana without a goal, all of them Adria; Asha 90 % in Nordic."""
    people = cast.adria
    with open_book(cast.engines, cast.workspace_id) as book:
        for rep, goal, won in (
            (people.kim, "60000", "30000"),
            (people.bo, "40000", "20000"),
            (people.luka, "50000", "10000"),
            (people.asha, "10000", "9000"),
        ):
            set_goal(book, rep, "2026-06", goal, now=NOW)
            win(book, rep, f"Account of {rep.name}", won, date(2026, 6, 10), now=NOW)
        win(book, people.ivana, "Helix", "25000", date(2026, 6, 11), now=NOW)
        win(book, people.kim, "Delta", "8000", date(2026, 5, 4), now=NOW)
        win(book, people.luka, "Kolpa", "12000", date(2026, 5, 29), now=NOW)
    return cast


def places(book: Book, by: By, period: str = "2026-06") -> list[tuple[int | None, str]]:
    return [(one.place, one.name) for one in standings(book, read_period(period), by, LIVE)]


def test_equal_values_share_a_place_and_who_has_no_goal_comes_last(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        assert places(book, By.ATTAINMENT) == [
            (1, "Asha Mwangi"), (2, "Bo Lindqvist"), (2, "Kim Novak"), (4, "Luka Zupan"),
            (None, "Ivana Kos"), (None, "Tom Becker"),
        ]  # fmt: skip


def test_by_amount_and_by_deals_everybody_has_a_place(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        assert places(book, By.AMOUNT)[:2] == [(1, "Kim Novak"), (2, "Ivana Kos")]
        assert places(book, By.AMOUNT)[-1] == (6, "Tom Becker")
        assert [place for place, _ in places(book, By.DEALS)] == [1, 1, 1, 1, 1, 6]


def test_improved_compares_the_same_number_of_working_days(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        rows = {one.name: one.value for one in standings(book, JUNE, By.IMPROVED, LIVE)}
    assert rows["Kim Novak"] == Money.of("22000", "EUR")
    assert rows["Luka Zupan"] == Money.of("10000", "EUR")  # Kolpa came on the 29th: later in its month


def test_a_week_takes_the_working_days_share_of_the_months_goal(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        week = standings(book, read_period("2026-W24"), By.ATTAINMENT, LIVE)
    kim = next(one for one in week if one.name == "Kim Novak")
    assert kim.attainment == Fraction(30000) / (60000 * Fraction(5, 21))


def test_a_rep_reads_the_top_of_the_own_team_without_figures_and_the_own_place(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        board = team_board(book, june.adria.luka, now=NOW)
    assert board is not None
    assert [(one.place, one.name, one.value) for one in board.standings] == [
        (1, "Bo Lindqvist", None), (1, "Kim Novak", None),
    ]  # fmt: skip
    assert board.own is not None
    assert (board.own.place, board.own.value) == (3, Fraction(1, 5))


def test_a_team_of_fewer_than_four_shows_no_places_to_its_reps(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        board = team_board(book, june.adria.tom, now=NOW)
        assert board is not None
        assert (board.too_small, board.standings, board.own) == (True, (), None)
        led = team_board(book, june.adria.marko, now=NOW)
    assert led is not None
    assert [one.value for one in led.standings] == [Fraction(9, 10), None]


def test_a_team_that_named_everybody_shows_all_places_and_one_that_is_off_none(june: Cast) -> None:
    team = june.adria.teams["adria"]
    with open_book(june.engines, june.workspace_id) as book:
        book.people.change_team(team.id, leaderboard="named")
        board = team_board(book, june.adria.luka, now=NOW)
        assert board is not None
        assert len(board.standings) == 4
        book.people.change_team(team.id, leaderboard="off")
        assert team_board(book, june.adria.luka, now=NOW) is None
        assert team_board(book, june.adria.maja, now=NOW) is not None


def test_nobody_reads_another_teams_leaderboard(june: Cast) -> None:
    team = june.adria.teams["adria"]
    with open_book(june.engines, june.workspace_id) as book:
        for person in (june.adria.tom, june.adria.marko, june.adria.ana):
            with pytest.raises(NotAllowed):
                team_board(book, person, team.id, now=NOW)

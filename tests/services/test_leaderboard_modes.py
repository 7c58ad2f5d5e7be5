"""Each way to show a leaderboard, and each person's choice, on each surface that names people.

Adria in June: Kim 90 %, Bo 80 %, Luka 70 %, Ivana 60 %, Nika 50 %, Zoja 40 %.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesbot.domain.access import NotAllowed
from salesbot.domain.feats import Feat, TeamPraise
from salesbot.domain.leaderboards import By, Contender, Mode, benchmarks, leaderboard, neighbours
from salesbot.domain.money import Money
from salesbot.domain.people import Role
from salesbot.services.leaderboards import Board, company_board, team_board
from salesbot.services.planning import Kind, team_recipient
from salesbot.services.seen import who_sees
from salesbot.services.top_performers import TopPerformers, top_performers
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, SINCE, Cast
from tests.trade import set_goal, win

MONDAY = datetime(2026, 7, 1, 8, tzinfo=UTC)
SHARES = {"kim": 90, "bo": 80, "luka": 70, "ivana": 60, "nika": 50, "zoja": 40}


@pytest.fixture
def june(sqlite_cast: Cast) -> Cast:
    cast = sqlite_cast
    adria = cast.adria.teams["adria"]
    with open_book(cast.engines, cast.workspace_id) as book:
        for name in ("nika", "zoja"):
            person = book.people.add(
                name=name.title(), slack_id=f"U0{name.upper()}", roles=[Role.REP], now=NOW
            )
            book.people.assign(
                person.id, team_id=adria.id, manager_id=cast.adria.maja.id, valid_from=SINCE, now=NOW
            )
            cast.adria.people[name] = person
        for name, percent in SHARES.items():
            rep = cast.adria.people[name]
            set_goal(book, rep, "2026-06", "10000", now=NOW)
            win(book, rep, f"Account of {name}", str(percent * 100), date(2026, 6, 10), now=NOW)
    return cast


def settle(book: Book, cast: Cast, mode: Mode) -> None:
    book.people.change_team(cast.adria.teams["adria"].id, leaderboard=mode.value)


def board(book: Book, cast: Cast, reader: str) -> Board:
    found = team_board(book, cast.adria.people[reader], now=NOW)
    assert found is not None
    return found


def names(found: Board) -> list[str]:
    return [one.name.split()[0].casefold() for one in found.standings]


def best(book: Book, cast: Cast, kind: Kind = Kind.TOP_MONTH) -> TopPerformers | None:
    recipient = team_recipient(cast.adria.teams["adria"].id)
    key = f"{kind}-x"
    book.announcements.plan(
        kind=kind.value, recipient=recipient, period_key=key, due_at=MONDAY, expires_at=MONDAY, now=MONDAY,
        subject={"day": "2026-07-01"},
    )  # fmt: skip
    return top_performers(book, book.announcements.of(kinds=[kind.value])[0], MONDAY)


@pytest.mark.parametrize(
    ("mode", "shown"),
    [
        (Mode.NAMED, ["kim", "bo", "luka", "ivana", "nika", "zoja"]),
        (Mode.TOP, ["kim", "bo", "luka"]),
        (Mode.NEIGHBOURS, ["luka", "ivana", "nika"]),
        (Mode.PRIVATE, []),
    ],
)
def test_a_rep_reads_what_the_team_settled_and_never_a_figure_of_others(
    june: Cast, mode: Mode, shown: list[str]
) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        settle(book, june, mode)
        found = board(book, june, "ivana")
        assert names(found) == shown
        assert {one.name for one in found.standings if one.value is not None} <= {"Ivana Kos"}
        assert found.own is not None
        assert (found.own.place, found.people) == (4, 6)
        assert names(board(book, june, "maja")) == list(SHARES), "who leads the team sees everybody"


def test_off_is_off_for_reps(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        settle(book, june, Mode.OFF)
        assert team_board(book, june.adria.kim, now=NOW) is None


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.TOP, Mode.NEIGHBOURS, Mode.PRIVATE])
def test_who_wants_to_stand_on_none_is_on_none_and_sees_the_own_place(june: Cast, mode: Mode) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        settle(book, june, mode)
        book.people.change(june.adria.bo.id, on_leaderboards=False)
        for reader in ("kim", "luka"):
            assert "bo" not in names(board(book, june, reader))
        own = board(book, june, "luka").own
        assert own is not None
        assert own.place == 2, "no gap tells of somebody hidden"
        mine = board(book, june, "bo")
        assert mine.hidden
        assert mine.own is not None
        assert mine.own.place == 2


@pytest.mark.parametrize("praise", ["public", "private", "none"])
@pytest.mark.parametrize("on_leaderboards", [True, False])
def test_the_best_of_a_period_are_those_who_want_to_be_named(
    june: Cast, praise: str, on_leaderboards: bool
) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.praise.settle(june.adria.teams["adria"].id, TeamPraise(told=frozenset(Feat)))
        book.people.change(june.adria.kim.id, praise=praise, on_leaderboards=on_leaderboards)
        found = best(book, june)
        assert found is not None
        named = praise == "public" and on_leaderboards
        assert ("Kim Novak" in [one.name for one in found.people]) is named
        assert (found.improved is not None and found.improved.id == june.adria.kim.id) is named


@pytest.mark.parametrize("mode", list(Mode))
def test_the_best_are_named_only_where_the_team_shows_names(june: Cast, mode: Mode) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        settle(book, june, mode)
        assert (best(book, june) is not None) is (mode in (Mode.NAMED, Mode.TOP))


def test_a_kind_that_is_off_is_not_told(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        assert best(book, june, Kind.TOP_QUARTER) is None
        book.praise.settle(june.adria.teams["adria"].id, TeamPraise(frozenset({Feat.TOP_QUARTER})))
        quarter = best(book, june, Kind.TOP_QUARTER)
        assert quarter is not None
        assert quarter.period.key == "2026-Q2"
        assert best(book, june) is None


def test_the_companys_leaderboard_names_only_people_whose_team_shows_names(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        set_goal(book, june.adria.asha, "2026-06", "100", now=NOW)
        win(book, june.adria.asha, "Baraka", "100", date(2026, 6, 10), now=NOW)
        book.change_workspace(leaderboard="named")
        shown = company_board(book, june.adria.tom, now=NOW)
        assert shown is not None
        assert names(shown)[:2] == ["asha", "kim"]
        assert all(one.value is None for one in shown.standings)
        book.people.change_team(june.adria.teams["nordic"].id, leaderboard="private")
        book.people.change(june.adria.bo.id, on_leaderboards=False)
        shown = company_board(book, june.adria.kim, now=NOW)
        assert shown is not None
        assert "asha" not in names(shown)
        assert "bo" not in names(shown)
        with pytest.raises(NotAllowed):
            company_board(book, june.adria.ana, now=NOW)
        book.change_workspace(leaderboard="off")
        assert company_board(book, june.adria.kim, now=NOW) is None


def test_what_the_best_do_is_told_only_of_groups_that_give_nobody_away(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        settle(book, june, Mode.PRIVATE)
        assert board(book, june, "ivana").benchmarks == (), "three people are half of six"
    values = [Fraction(n, 100) for n in range(1, 41)]
    assert [(one.percent, one.people) for one in benchmarks(values)] == [(10, 4), (25, 10), (50, 20)]
    assert benchmarks(values)[0].mean == Fraction(37 + 38 + 39 + 40, 400)
    assert [one.percent for one in benchmarks(values[:8])] == [50]
    assert [one.percent for one in benchmarks(values[:16])] == [25, 50]


def test_each_person_can_read_who_sees_what(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        seen = who_sees(book, june.adria.kim, now=NOW)
        assert [one.name for one in seen.leaders] == ["Maja Kranjc"]
        assert [one.name for one in seen.admins] == ["Ana Horvat"]
        assert (seen.amounts, seen.named, seen.mode) == (False, True, Mode.TOP)
        kim = book.people.change(june.adria.kim.id, on_leaderboards=False)
        assert not who_sees(book, kim, now=NOW).named


@given(
    st.permutations(range(7)), st.lists(st.integers(-5, 9), min_size=7, max_size=7), st.sampled_from(list(By))
)
def test_a_leaderboard_is_the_same_whatever_order_its_entries_come_in(
    order: list[int], won: list[int], by: By
) -> None:
    entries = [Contender(i, f"P{i % 3}", Money.of(str(amount), "EUR")) for i, amount in enumerate(won)]
    rows = leaderboard(entries, by)
    assert leaderboard([entries[i] for i in order], by) == rows
    for own in rows:
        near = neighbours(rows, own)
        assert own.place is None or own in near
        assert len(near) <= 3

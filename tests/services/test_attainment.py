"""Where everybody stands: the January of the vectors (21 working days, 9 gone on the morning of the 15th), and June."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from salesbot.domain.as_of import AsOf, read_as_of
from salesbot.domain.attainment import Attainment
from salesbot.domain.deals import EntryKind, Outcome, Share
from salesbot.domain.figures import Count
from salesbot.domain.goals import Goal, Scope
from salesbot.domain.metrics import read_metric
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.services.attainment import attainment_rows, person_attainment, team_attainment, winnings
from salesbot.storage.book import Book, open_book, read_book
from tests.cast import Cast
from tests.trade import lose, set_goal, win

JANUARY = read_period("2026-01")
NOW = datetime(2026, 1, 15, 7, tzinfo=UTC)
LATER = datetime(2026, 7, 1, tzinfo=UTC)
"""After everything of the cast was recorded: its people joined, as the books know, in June."""


def as_of(day: str, now: datetime = LATER) -> AsOf:
    return read_as_of(day, "Europe/Ljubljana", now)


def rows(book: Book, day: str = "2026-01-15", now: datetime = LATER) -> dict[tuple[str, str], Attainment]:
    return {(row.scope, row.name): row for row in attainment_rows(book, JANUARY, as_of(day, now))}


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


@pytest.fixture
def january(cast: Cast) -> Cast:
    """Kim has 100,000 to win and has won 40,000; a German January has 21 working days."""
    with open_book(cast.engines, cast.workspace_id) as book:
        book.change_workspace(country="DE")
        set_goal(book, cast.adria.kim, "2026-01", "100000", now=NOW)
        win(book, cast.adria.kim, "Acme", "40000", date(2026, 1, 14), now=NOW)
    return cast


def test_the_vectors_of_the_field_hold(january: Cast) -> None:
    with read_book(january.engines, january.workspace_id) as book:
        kim = rows(book)["rep", "Kim Novak"]
    assert (kim.working_days_gone, kim.working_days_left) == (9, 12)
    assert kim.attainment == Decimal("0.4")
    assert kim.expected == eur("42857.14")
    assert kim.pace == Decimal("0.933333")
    assert kim.projected == eur("93333.33")
    assert kim.needed_per_day == eur("5000.00")
    assert kim.status == "behind"


def test_a_team_without_a_goal_has_the_sum_of_its_reps_goals(january: Cast) -> None:
    with open_book(january.engines, january.workspace_id) as book:
        set_goal(book, january.adria.bo, "2026-01", "50000", now=NOW)
    with read_book(january.engines, january.workspace_id) as book:
        found = rows(book)
    assert found["team", "Adria"].goal == eur("150000")
    assert found["company", ""].goal == eur("150000")
    assert found["team", "Adria"].reps_at_goal == 0


def test_a_team_with_a_goal_of_its_own_has_that_one(january: Cast) -> None:
    with open_book(january.engines, january.workspace_id) as book:
        set_goal(book, january.adria.teams["adria"], "2026-01", "30000", now=NOW)
    with read_book(january.engines, january.workspace_id) as book:
        assert rows(book)["team", "Adria"].status == "reached"


def test_who_won_without_a_goal_has_a_row_without_one(january: Cast) -> None:
    with open_book(january.engines, january.workspace_id) as book:
        win(book, january.adria.asha, "Nordlys", "7000", date(2026, 1, 9), now=NOW)
    with read_book(january.engines, january.workspace_id) as book:
        found = rows(book)
    asha = found["rep", "Asha Mwangi"]
    assert (asha.goal, asha.attainment, asha.gap, asha.pace, asha.status) == (
        None,
        None,
        None,
        None,
        "no_goal",
    )
    assert found["team", "Nordic"].won == eur("7000")
    assert found["company", ""].won == eur("47000")


def test_rows_come_company_first_then_teams_then_reps_by_name(january: Cast) -> None:
    with open_book(january.engines, january.workspace_id) as book:
        win(book, january.adria.asha, "Nordlys", "7000", date(2026, 1, 9), now=NOW)
        win(book, january.adria.bo, "Nordlys", "100", date(2026, 1, 9), now=NOW)
    with read_book(january.engines, january.workspace_id) as book:
        assert list(rows(book)) == [
            ("company", ""), ("team", "Adria"), ("team", "Nordic"), ("rep", "Asha Mwangi"),
            ("rep", "Bo Lindqvist"), ("rep", "Kim Novak"),
        ]  # fmt: skip


def test_a_split_gives_each_their_own_share_and_the_company_the_deal_once(january: Cast) -> None:
    kim, asha = january.adria.kim, january.adria.asha
    shares = (Share(kim.id, 500_000), Share(asha.id, 500_000))
    with open_book(january.engines, january.workspace_id) as book:
        win(book, kim, "Kolpa", "10.01", date(2026, 1, 9), now=NOW, shares=shares)
    with read_book(january.engines, january.workspace_id) as book:
        found = rows(book)
    assert found["rep", "Kim Novak"].won == eur("40005.01")
    assert found["rep", "Asha Mwangi"].won == eur("5.00")
    assert found["company", ""].won == eur("40010.01")


def test_the_morning_of_a_day_counts_the_days_before_it_and_an_instant_its_own(january: Cast) -> None:
    with read_book(january.engines, january.workspace_id) as book:
        assert rows(book, "2026-01-14")["rep", "Kim Novak"].won == eur("0")
        assert rows(book, "2026-01-14T08:00")["rep", "Kim Novak"].won == eur("40000")


def test_a_correction_counts_on_the_day_of_the_win_but_not_as_it_was_known_before(january: Cast) -> None:
    later = NOW + timedelta(days=3)
    with open_book(january.engines, january.workspace_id) as book:
        deal = book.deals.locked(1)
        book.deals.enter(
            replace(deal, number=2, kind=EntryKind.EDITED, amount=eur("30000"), recorded_at=later)
        )
    with read_book(january.engines, january.workspace_id) as book:
        assert rows(book)["rep", "Kim Novak"].won == eur("30000")
        assert rows(book, now=NOW)["rep", "Kim Novak"].won == eur("40000")


def test_what_is_withdrawn_leaves_no_row(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        deal = win(book, cast.adria.bo, "Acme", "500", date(2026, 1, 9), now=NOW)
        book.deals.enter(
            replace(deal, number=2, kind=EntryKind.UNDONE, outcome=Outcome.WITHDRAWN, closed_on=None)
        )
    with read_book(cast.engines, cast.workspace_id) as book:
        assert rows(book) == {}


def test_lost_deals_count_nowhere(january: Cast) -> None:
    with open_book(january.engines, january.workspace_id) as book:
        lose(book, january.adria.kim, "Delta", "90000", date(2026, 1, 13), now=NOW)
    with read_book(january.engines, january.workspace_id) as book:
        assert rows(book)["rep", "Kim Novak"].won == eur("40000")


def test_a_rep_who_changes_team_leaves_their_history_where_it_was_made(january: Cast) -> None:
    nordic, erik = january.adria.teams["nordic"], january.adria.marko
    with open_book(january.engines, january.workspace_id) as book:
        book.people.assign(
            january.adria.kim.id, team_id=nordic.id, manager_id=erik.id, valid_from=date(2026, 1, 15), now=NOW
        )
        win(book, january.adria.kim, "Helios", "1000", date(2026, 1, 15), now=NOW)
    with read_book(january.engines, january.workspace_id) as book:
        found = rows(book, "2026-01-16")
    assert found["team", "Adria"].won == eur("40000")
    assert found["team", "Nordic"].won == eur("1000")


def test_other_currencies_are_converted_at_the_close_day_and_left_out_without_a_rate(january: Cast) -> None:
    with open_book(january.engines, january.workspace_id) as book:
        book.rates.add(day=date(2026, 1, 5), currency="TZS", per_base=Decimal("0.92"), now=NOW)
        win(book, january.adria.kim, "Acme", "1000", date(2026, 1, 6), now=NOW, currency="TZS")
        win(book, january.adria.kim, "Early", "1000", date(2026, 1, 2), now=NOW, currency="TZS")
        win(book, january.adria.kim, "Umoja", "5000", date(2026, 1, 6), now=NOW, currency="KES")
    with read_book(january.engines, january.workspace_id) as book:
        assert rows(book)["rep", "Kim Novak"].won == eur("40920.00")
        won = winnings(book, read_metric("revenue"), JANUARY.starts_on, JANUARY.ends_on, LATER)
        assert won.unconverted == 2


def test_counts_follow_the_shares_and_never_mix_with_money(january: Cast) -> None:
    kim, bo = january.adria.kim, january.adria.bo
    with open_book(january.engines, january.workspace_id) as book:
        shares = (Share(kim.id, 600_000), Share(bo.id, 400_000))
        win(book, kim, "Nordlys", "100", date(2026, 1, 12), now=NOW, shares=shares)
        goal = Goal(
            Scope.REP, kim.id, read_metric("deals"), JANUARY, Count.of(4), JANUARY.starts_on, recorded_at=NOW
        )
        book.goals.add(goal)
    with read_book(january.engines, january.workspace_id) as book:
        found = [r for r in attainment_rows(book, JANUARY, as_of("2026-01-15")) if r.metric == "deals"]
    assert [(row.scope, row.goal, row.won) for row in found] == [
        ("company", Count.of(4), Count.of(2)),
        ("team", Count.of(4), Count.of(2)),
        ("rep", Count.of(4), Count.of("1.6")),
    ]


def test_a_new_account_is_counted_once_with_its_first_win_that_stands(january: Cast) -> None:
    with open_book(january.engines, january.workspace_id) as book:
        win(book, january.adria.kim, "Acme", "100", date(2026, 1, 15), now=NOW)
    with read_book(january.engines, january.workspace_id) as book:
        won = winnings(book, read_metric("new_accounts"), JANUARY.starts_on, JANUARY.ends_on, LATER)
    assert won.total() == Count.of(1)


def test_the_newest_goal_in_force_replaces_the_whole_period(january: Cast) -> None:
    with open_book(january.engines, january.workspace_id) as book:
        goal = Goal(
            Scope.REP,
            january.adria.kim.id,
            read_metric("revenue"),
            JANUARY,
            eur("120000"),
            date(2026, 1, 19),
            NOW,
        )
        book.goals.add(goal)
    with read_book(january.engines, january.workspace_id) as book:
        assert rows(book, "2026-01-18")["rep", "Kim Novak"].goal == eur("100000")
        assert rows(book, "2026-01-19")["rep", "Kim Novak"].goal == eur("120000")


def test_no_question_of_one_company_sees_the_other(january: Cast) -> None:
    with open_book(january.engines, january.other.workspace.id) as book:
        win(book, january.other.zane, "Acme", "7919", date(2026, 1, 14), now=NOW, currency="USD")
    with read_book(january.engines, january.workspace_id) as book:
        assert rows(book)["company", ""].won == eur("40000")
    with read_book(january.engines, january.other.workspace.id) as book:
        assert rows(book)["company", ""].won == Money.of("7919", "USD")


def test_a_person_and_a_team_read_as_the_report_does(january: Cast) -> None:
    with read_book(january.engines, january.workspace_id) as book:
        kim = person_attainment(book, january.adria.kim.id, as_of("2026-01-15"))
        adria = team_attainment(book, january.adria.teams["adria"].id, as_of("2026-01-15"))
        assert kim == rows(book)["rep", "Kim Novak"]
        assert adria.row == rows(book)["team", "Adria"]
    names = [person.name for person, _ in adria.reps]
    assert names == ["Bo Lindqvist", "Ivana Kos", "Kim Novak", "Luka Zupan"]

"""The gap bridge from the ledger: the parts with a cause of their own, and that every scope adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.domain.bridges import Basis, Bridge, Cause
from salesbot.domain.deals import EntryKind
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.services.attainment import Measured
from salesbot.services.reports import ReportAskedWrongly, as_objects, report
from salesbot.services.why import bridge_of
from salesbot.services.why.history import History
from salesbot.storage.book import Book, open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import lose, open_deal, save_plan, set_goal, win

MAY = read_period("2026-05")
EARLY = datetime(2026, 4, 20, 8, tzinfo=UTC)
MORNING = AsOf(TODAY, False, NOW)


@pytest.fixture
def may(cast: Cast) -> Cast:
    """Kim wins half of 10,000 each before May; in May 2 of 6, one of 5,000 is paid back, and one of 20,000 slips."""
    kim = cast.adria.kim
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, kim, "2026-05", "40000", now=EARLY)
        for number in range(12):
            sell = win if number % 2 else lose
            sell(book, kim, f"Before {number}", "10000", date(2026, 3, 1 + number), now=EARLY)
        slips = open_deal(book, kim, "Slips", "20000", now=EARLY, expected_on=date(2026, 5, 20))
        _moved_on(book, slips.deal_id, date(2026, 7, 1))
        for number in range(4):
            lose(book, kim, f"Lost {number}", "10000", date(2026, 5, 4 + number), now=NOW)
        win(book, kim, "Won", "12000", date(2026, 5, 12), now=NOW)
        win(book, kim, "Partly back", "10000", date(2026, 5, 13), now=NOW)
        win(book, kim, "Refund", "-5000", date(2026, 5, 20), now=NOW)
    return cast


def _moved_on(book: Book, deal_id: int, day: date) -> None:
    state = book.deals.locked(deal_id)
    book.deals.enter(
        replace(
            state, number=state.number + 1, kind=EntryKind.EDITED, expected_on=day,
            effective_on=date(2026, 5, 19), recorded_at=NOW,
        )
    )  # fmt: skip


def bridge_at(book: Book, scope: Scope, number: int | None) -> Bridge:
    measured = Measured(book, MAY, MORNING)
    row = measured.main_row(scope, number)
    found = bridge_of(History(measured, "EUR"), scope, number, row)
    assert found is not None
    assert sum(amount.minor for _, amount in found.causes) == found.won.minor - found.goal.minor
    return found


def test_a_reps_own_causes_are_taken_out_first(may: Cast) -> None:
    with read_book(may.engines, may.workspace_id) as book:
        found = bridge_at(book, Scope.REP, may.adria.kim.id)
    assert found.amount(Cause.SLIPPED) == Money(-1_000_000, "EUR")  # 20,000 at one half
    assert found.amount(Cause.REFUNDS) == Money(-500_000, "EUR")
    assert found.rates.basis is Basis.OWN
    assert found.planned == 8
    assert found.amount(Cause.WIN_RATE).minor < 0 < found.amount(Cause.SIZE).minor


def test_team_and_company_add_up_too(may: Cast) -> None:
    with read_book(may.engines, may.workspace_id) as book:
        team = bridge_at(book, Scope.TEAM, may.adria.teams["adria"].id)
        company = bridge_at(book, Scope.COMPANY, None)
        own = bridge_at(book, Scope.REP, may.adria.kim.id)
    assert team.causes == company.causes == own.causes


def test_days_off_count_until_the_goal_follows_them(may: Cast) -> None:
    kim = may.adria.kim
    with open_book(may.engines, may.workspace_id) as book:
        absence = book.absences.add(
            kim.id, date(2026, 5, 25), date(2026, 5, 29), deputy_id=None, now=NOW, by=None
        )
        away = bridge_at(book, Scope.REP, kim.id)
        assert away.amount(Cause.ABSENCE) == Money(-1_000_000, "EUR")  # 5 of 20 working days of 40,000
        book.absences.change(absence.id, followed_at=NOW)
        assert bridge_at(book, Scope.REP, kim.id).amount(Cause.ABSENCE).minor == 0


def test_exchange_rates_are_a_term_of_their_own(may: Cast) -> None:
    with open_book(may.engines, may.workspace_id) as book:
        _rate(book, date(2026, 4, 1), "0.90")
        _rate(book, date(2026, 5, 10), "0.80")
        win(book, may.adria.kim, "Overseas", "10000", date(2026, 5, 15), now=NOW, currency="USD")
        found = bridge_at(book, Scope.REP, may.adria.kim.id)
    assert found.amount(Cause.CURRENCY) == Money(-100_000, "EUR")


def _rate(book: Book, day: date, per_base: str) -> None:
    book.rates.add(day=day, currency="USD", per_base=Decimal(per_base), now=EARLY)


def test_the_report_is_the_companys(may: Cast) -> None:
    with read_book(may.engines, may.workspace_id) as book:
        rows = as_objects(report(book, "bridge", MAY, None, MORNING))
        assert [row["cause"] for row in rows] == [cause.value for cause in Cause]
        assert as_objects(report(book, "bridge", read_period("2024-01"), None, MORNING)) == []
        with pytest.raises(ReportAskedWrongly):
            report(book, "bridge", MAY, Scope.REP, MORNING)
    assert sum(_cents(row["amount"]) for row in rows) == 1_700_000 - 4_000_000


def _cents(money: object) -> int:
    assert isinstance(money, dict)
    return round(float(money["amount"]) * 100)


def test_a_saved_plan_is_what_it_is_measured_against(may: Cast) -> None:
    with open_book(may.engines, may.workspace_id) as book:
        save_plan(book, may.adria.kim, "2026-05", now=EARLY, won=1, decided=4, average=20_000)
        found = bridge_at(book, Scope.REP, may.adria.kim.id)
    assert found.rates.basis is Basis.PLAN
    assert found.planned == 8

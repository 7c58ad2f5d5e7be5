"""Reports as programs read them: fields, order, nulls, money and ratios."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.domain.deals import EntryKind, Outcome, Technique
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.orders import StepKind
from salesbot.domain.periods import read_period
from salesbot.domain.product_lines import Line
from salesbot.domain.tallies import Sign
from salesbot.services.reports import (
    REPORTS,
    ReportAskedWrongly,
    ReportUnknown,
    as_objects,
    csv_columns,
    csv_rows,
    report,
)
from salesbot.storage.book import Book, open_book
from salesbot.storage.costs import Cost
from salesbot.storage.deals.tallying import Moment, Span
from tests.cast import NOW, TODAY, Cast
from tests.trade import lose, open_deal, set_goal, win

JUNE = read_period("2026-06")
MORNING = AsOf(TODAY, False, NOW)
FIELDS = {
    "attainment": "scope name metric period goal won attainment gap expected pace projected needed_per_day "
    "working_days_gone working_days_left reps_at_goal status",
    "leaderboard": "place name value attainment by",
    "pipeline": "stage deals amount weighted oldest_days stale",
    "forecast": "scope name won weighted commit best_case p10 p50 p90 chance coverage excluded",
    "kpis": "name win_rate win_rate_low win_rate_high won lost average_deal median_deal cycle_days_median "
    "velocity_per_day new_accounts cac ltv payback_months n",
    "conversion": "stage entered advanced rate days_median",
    "losses": "reason deals amount share",
    "techniques": "name won lost win_rate low high amount uplift n",
    "products": "name won lost win_rate low high amount uplift n",
    "sources": "name won lost win_rate low high amount uplift n",
    "segments": "name won lost win_rate low high amount uplift n",
    "campaigns": "name cost leads won lost win_rate low high revenue new_accounts cac days_median stayed "
    "stayed_low stayed_high stayed_n n",
    "buying": "what first second count n share days_median",
    "bridge": "cause amount",
    "delivery": "account deal ordered_on promised_on delivered_on late_days satisfaction issue",
    "corrections": "period counts_in name email deal account amount deals recorded_at entry",
}


def rows(
    book: Book, name: str, period: str | None = "2026-06", scope: Scope | None = None, as_of: AsOf = MORNING,
    by: str | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    asked = read_period(period) if period else None
    return as_objects(report(book, name, asked, scope, as_of, by))


def eur(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


@pytest.fixture
def june(cast: Cast) -> Cast:
    """Kim: 60,000 to win, 3 of 4 decided deals won for 30,000; two open deals of 20,000 and 10,000."""
    kim = cast.adria.kim
    early = datetime(2026, 6, 2, 8, tzinfo=UTC)
    with open_book(cast.engines, cast.workspace_id) as book:
        set_goal(book, kim, "2026-06", "60000", now=early)
        for account, amount, day in (("Acme", "15000", 3), ("Helix", "10000", 9), ("Delta", "5000", 15)):
            win(book, kim, account, amount, date(2026, 6, day), now=early)
        lose(book, kim, "Kolpa", "8000", date(2026, 6, 10), now=early)
        open_deal(book, kim, "Baraka", "20000", now=early, stage="proposal", expected_on=date(2026, 6, 25))
        open_deal(book, kim, "Nordlys", "10000", now=early, stage="new", expected_on=date(2026, 7, 10))
        open_deal(book, kim, "Mercator", "3000", now=early, stage="new", expected_on=date(2026, 6, 12))
    return cast


def test_every_report_has_the_fields_of_the_contract_and_is_empty_for_an_empty_company(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        assert tuple(FIELDS) == REPORTS
        for name, names in FIELDS.items():
            table = report(book, name, None, None, MORNING)
            assert table.names == tuple(names.split())
            if name not in ("pipeline", "conversion", "leaderboard"):
                assert as_objects(table) == []


def test_attainment_of_the_morning_counts_the_days_before_it(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        company, team, kim = rows(book, "attainment")
    assert kim == {
        "scope": "rep", "name": "Kim Novak", "metric": "revenue", "period": "2026-06", "goal": eur("60000.00"),
        "won": eur("30000.00"), "attainment": 0.5, "gap": eur("30000.00"), "expected": eur("31428.57"),
        "pace": 0.954545, "projected": eur("57272.73"), "needed_per_day": eur("3000.00"),
        "working_days_gone": 11, "working_days_left": 10, "reps_at_goal": None, "status": "on_track",
    }  # fmt: skip
    assert (company["scope"], company["name"], company["reps_at_goal"]) == ("company", "", 0)
    assert (team["scope"], team["name"]) == ("team", "Adria")


def test_a_scope_keeps_its_own_rows(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        assert [row["scope"] for row in rows(book, "attainment", scope=Scope.TEAM)] == ["team"]
        assert [row["scope"] for row in rows(book, "forecast", scope=Scope.COMPANY)] == ["company"]


def test_the_leaderboard_names_what_it_goes_by(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        by_share = rows(book, "leaderboard")
        by_amount = rows(book, "leaderboard", by="amount")
        by_deals = rows(book, "leaderboard", by="deals")
    first = {"place": 1, "name": "Kim Novak", "value": 0.5, "attainment": 0.5, "by": "attainment"}
    assert by_share[0] == first
    assert by_share[1] == {
        "place": None, "name": "Asha Mwangi", "value": None, "attainment": None, "by": "attainment",
    }  # fmt: skip
    assert by_amount[0]["value"] == eur("30000.00")
    assert (by_deals[0]["value"], by_deals[1]["value"]) == (3, 0)


def test_the_pipeline_lists_every_stage_and_what_is_stale(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        everything = rows(book, "pipeline", period=None)
        due = rows(book, "pipeline")
    assert [row["stage"] for row in everything] == ["New", "Qualified", "Proposal", "Negotiation"]
    assert everything[0] == {
        "stage": "New", "deals": 2, "amount": eur("13000.00"), "weighted": eur("1300.00"), "oldest_days": 14,
        "stale": 1,
    }  # fmt: skip
    assert everything[1] == {
        "stage": "Qualified", "deals": 0, "amount": eur("0.00"), "weighted": eur("0.00"), "oldest_days": None,
        "stale": 0,
    }  # fmt: skip
    assert [row["deals"] for row in due] == [1, 0, 1, 0]


def test_the_forecast_includes_what_is_won_and_counts_what_it_leaves_out(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        company = rows(book, "forecast")[0]
    assert company == {
        "scope": "company", "name": "", "won": eur("30000.00"), "weighted": eur("10000.00"), "commit": None,
        "best_case": eur("50000.00"), "p10": eur("30000.00"), "p50": eur("30000.00"), "p90": eur("50000.00"),
        "chance": 0, "coverage": 0.666667, "excluded": 1,
    }  # fmt: skip


def test_coverage_is_null_when_nothing_is_left_to_win(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        win(book, june.adria.kim, "Veles", "40000", date(2026, 6, 15), now=NOW)
        kim = rows(book, "forecast", scope=Scope.REP)[0]
    assert (kim["coverage"], kim["chance"]) == (None, 1)


def test_key_figures_come_with_n_and_an_interval(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.costs.add_all([Cost(date(2026, 6, 1), "sales", None, Money.of("6000", "EUR"))], now=NOW)
        company, _team, kim = rows(book, "kpis")
    assert (kim["won"], kim["lost"], kim["n"], kim["win_rate"]) == (3, 1, 4, 0.75)
    assert (round(kim["win_rate_low"], 2), round(kim["win_rate_high"], 2)) == (0.30, 0.95)
    assert (kim["average_deal"], kim["median_deal"]) == (eur("10000.00"), eur("10000.00"))
    assert (kim["cycle_days_median"], kim["velocity_per_day"], kim["cac"]) == (None, None, None)
    assert (company["new_accounts"], company["cac"]) == (3, eur("2000.00"))
    assert (company["ltv"], company["payback_months"]) == (None, None)


def test_conversion_follows_those_who_came_to_a_stage_in_the_period(june: Cast) -> None:
    kim = june.adria.kim
    with open_book(june.engines, june.workspace_id) as book:
        stages = {stage.key: stage.id for stage in book.accounts.stages()}
        deal = open_deal(book, kim, "Sava", "1000", now=datetime(2026, 6, 3, 8, tzinfo=UTC))
        book.deals.enter(
            replace(
                deal, number=2, kind=EntryKind.MOVED, stage_id=stages["qualified"],
                effective_on=date(2026, 6, 8), recorded_at=NOW,
            )
        )  # fmt: skip
        new, qualified, proposal, _ = rows(book, "conversion")
    assert (new["entered"], new["advanced"], new["rate"], new["days_median"]) == (3, 1, 0.333333, 5)
    assert (qualified["entered"], qualified["advanced"], qualified["rate"]) == (1, 0, 0)
    assert (proposal["entered"], proposal["rate"]) == (1, 0)


def test_losses_by_reason_class_and_rep(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        lose(book, june.adria.bo, "Sava", "4000", date(2026, 6, 11), now=NOW, reason="timing")
        lose(book, june.adria.bo, "Drava", "1000", date(2026, 6, 12), now=NOW, reason="price")
        by_reason = rows(book, "losses")
        by_rep = rows(book, "losses", by="rep")
        nobody = rows(book, "losses", by="competitor")
    assert by_reason == [
        {"reason": "price", "deals": 2, "amount": eur("9000.00"), "share": 0.666667},
        {"reason": "timing", "deals": 1, "amount": eur("4000.00"), "share": 0.333333},
    ]
    assert [(row["reason"], row["deals"]) for row in by_rep] == [("Bo Lindqvist", 2), ("Kim Novak", 1)]
    assert [(row["reason"], row["share"]) for row in nobody] == [(None, 1)]


def test_what_wins_is_held_against_all_other_deals(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        won = win(book, june.adria.bo, "Sava", "4000", date(2026, 6, 11), now=NOW)
        pro, basic = (
            book.accounts.ensure_label("product", "Pro"),
            book.accounts.ensure_label("product", "Basic"),
        )
        book.deals.enter(
            replace(
                won, number=2, kind=EntryKind.EDITED, technique=Technique.REFERRAL, lines=(Line(pro, 3), Line(basic, 1)),
                recorded_at=NOW,
            )
        )  # fmt: skip
        later = replace(MORNING, known_at=datetime(2026, 6, 17, tzinfo=UTC))
        (referral,) = rows(book, "techniques", as_of=later)
        basics, pros = rows(book, "products", as_of=later)
    assert (referral["name"], referral["won"], referral["n"], referral["uplift"]) == ("referral", 1, 1, 0.25)
    assert (basics["name"], basics["amount"]) == ("Basic", eur("1000.00"))
    assert (pros["name"], pros["amount"]) == ("Pro", eur("3000.00"))


def test_a_refund_counts_in_attainment_and_is_no_decided_deal(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        win(book, june.adria.kim, "Acme", "-5000", date(2026, 6, 12), now=NOW)
        kim = rows(book, "attainment", scope=Scope.REP)[0]
        assert kim["won"] == eur("25000.00")
        assert rows(book, "kpis", scope=Scope.REP)[0]["n"] == 4


def test_an_order_paid_back_whole_before_it_came_is_neither_open_nor_late(june: Cast) -> None:
    span = Span(Moment(NOW, TODAY), date(2026, 6, 1), date(2026, 6, 1))
    with open_book(june.engines, june.workspace_id) as book:
        deal = win(book, june.adria.kim, "Sava", "4000", date(2026, 6, 2), now=NOW)
        order = book.orders.add(deal.deal_id, date(2026, 6, 2), now=NOW, by=None)
        book.orders.step(order.id, StepKind.PROMISED, date(2026, 6, 5), now=NOW, by=None)
        assert [row["account"] for row in rows(book, "delivery")] == ["Sava"]
        assert book.deals.served(span, None, TODAY, 6)[Sign.LATE] == [(True, True, 1)]
        for part, still in (("-1500", 1), ("-2500", 0)):
            win(book, june.adria.kim, "Sava", part, date(2026, 6, 12), now=NOW, refund_of=deal.deal_id)
            assert len(rows(book, "delivery")) == still
            assert len(book.deals.served(span, None, TODAY, 6)[Sign.LATE]) == still
            assert len(book.deals.served_badly(span, None, Sign.LATE, TODAY, 6)) == still


def test_practice_deals_count_in_every_report_as_they_do_for_attainment(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        state = open_deal(book, june.adria.bo, "Sava", "1000", now=NOW)
        practice = replace(
            state, deal_id=book.deals.new_number(), practice=True, outcome=Outcome.OPEN, entry_id=0
        )
        book.deals.enter(practice)
        live = AsOf(TODAY, True, NOW)
        assert rows(book, "pipeline", period=None, as_of=live)[0]["deals"] == 4


def test_csv_writes_money_in_two_columns_and_guards_formulas(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        book.people.change(june.adria.kim.id, name="=Kim")
        table = report(book, "leaderboard", JUNE, None, MORNING, "amount")
        assert csv_columns(table) == ["place", "name", "value", "value_currency", "attainment", "by"]
        assert csv_rows(table)[0] == ["1", "'=Kim", "30000.00", "EUR", "0.5", "amount"]
        assert csv_rows(table)[1] == ["2", "Asha Mwangi", "0.00", "EUR", "", "amount"]


def test_what_a_report_does_not_take_is_refused_by_name(june: Cast) -> None:
    with open_book(june.engines, june.workspace_id) as book:
        with pytest.raises(ReportUnknown) as unknown:
            rows(book, "weather")
        assert unknown.value.facts["known"] == REPORTS
        for name, scope, by in (
            ("attainment", None, "amount"),
            ("leaderboard", Scope.TEAM, None),
            ("leaderboard", None, "luck"),
            ("pipeline", Scope.REP, None),
        ):
            with pytest.raises(ReportAskedWrongly):
                rows(book, name, scope=scope, by=by)


def test_a_report_tells_nothing_of_the_other_company(june: Cast) -> None:
    with open_book(june.engines, june.other.workspace.id) as book:
        assert rows(book, "attainment") == []
        assert rows(book, "forecast") == []

"""Goals that are limits, and goals of those who support sales: what each is measured by, for whom.

Kim   Acme   10,000  opened 1 May, won 5 June (35 days)     refund 1,000 on 10 June
Kim   Bled    5,000  opened 26 May, won 5 June (10 days)
Bo    Cerkno  8,000  opened 20 May, won 9 June (20 days)
Bo    Divača  2,000  won 9 June, nobody knows since when
Costs of June 4,000 for selling and 2,500 for marketing
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.domain.attainment import Attainment
from salesbot.domain.figures import Count, Figure
from salesbot.domain.goals import GoalNotAFigure, Scope
from salesbot.domain.metrics import read_metric
from salesbot.domain.money import Money
from salesbot.domain.orders import StepKind
from salesbot.domain.people import Person
from salesbot.domain.periods import read_period
from salesbot.services.attainment import attainment_rows
from salesbot.services.goals import goals_seen, set_goal
from salesbot.services.trainings import record_training, undo_training
from salesbot.storage.book import Book, open_book
from salesbot.storage.costs import Cost
from tests.cast import NOW, TODAY, Cast
from tests.slack.asked import Bot
from tests.trade import win

JUNE = read_period("2026-06")


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def won_after(book: Book, rep: Person, account: str, amount: str, opened: date, closed: date) -> None:
    """A deal whose opening day is known."""
    state = win(book, rep, account, amount, closed, now=NOW - timedelta(hours=1))
    again = replace(state, number=2, opened_on=opened, recorded_at=NOW)
    book.deals.enter(again, corrects=state.entry_id)


def june(book: Book, cast: Cast) -> None:
    kim, bo = cast.adria.kim, cast.adria.bo
    won_after(book, kim, "Acme", "10000", date(2026, 5, 1), date(2026, 6, 5))
    won_after(book, kim, "Bled", "5000", date(2026, 5, 26), date(2026, 6, 5))
    won_after(book, bo, "Cerkno", "8000", date(2026, 5, 20), date(2026, 6, 9))
    win(book, bo, "Divača", "2000", date(2026, 6, 9), now=NOW)
    win(book, kim, "Acme", "-1000", date(2026, 6, 10), now=NOW)
    book.costs.add_all(
        [
            Cost(date(2026, 6, 1), "sales", None, eur("4000")),
            Cost(date(2026, 6, 1), "marketing", None, eur("2500")),
        ],
        now=NOW,
    )


def agree(book: Book, scope: Scope, subject: int | None, metric: str, target: Figure) -> None:
    set_goal(book, None, scope, subject, JUNE, target, now=NOW, metric=read_metric(metric))


def rows(book: Book, metric: str) -> dict[tuple[str, str], Attainment]:
    found = attainment_rows(book, JUNE, AsOf(TODAY, live=True, known_at=NOW + timedelta(minutes=5)))
    return {(row.scope, row.name): row for row in found if row.metric == metric}


def test_days_to_win_are_the_median_of_each_ones_own_deals(cast: Cast) -> None:
    team = cast.adria.teams["adria"].id
    with open_book(cast.engines, cast.workspace_id) as book:
        june(book, cast)
        for name in ("kim", "bo", "luka"):
            agree(book, Scope.REP, cast.adria.people[name].id, "cycle_days", Count.of(25))
        agree(book, Scope.TEAM, team, "cycle_days", Count.of(25))
        found = rows(book, "cycle_days")
    assert {key: row.won for key, row in found.items()} == {
        ("team", "Adria"): Count.of(20), ("rep", "Kim Novak"): Count.of("22.5"),
        ("rep", "Bo Lindqvist"): Count.of(20),
    }  # fmt: skip
    assert found["team", "Adria"].attainment == Decimal("1.25")
    assert found["team", "Adria"].reps_at_goal == 2


def test_reps_medians_do_not_add_up_to_a_teams(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        june(book, cast)
        agree(book, Scope.REP, cast.adria.kim.id, "cycle_days", Count.of(25))
        assert list(rows(book, "cycle_days")) == [("rep", "Kim Novak")]


def test_refunds_are_a_limit_that_adds_up(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        june(book, cast)
        for name in ("kim", "bo"):
            agree(book, Scope.REP, cast.adria.people[name].id, "refunds", eur("2000"))
        found = rows(book, "refunds")
    kim, bo, team = (found[key] for key in (("rep", "Kim Novak"), ("rep", "Bo Lindqvist"), ("team", "Adria")))
    assert (kim.won, kim.attainment, kim.status.value) == (eur("1000"), Decimal(2), "on_track")
    assert (bo.won, bo.attainment, bo.status.value) == (eur("0"), None, "on_track")
    assert (team.won, team.goal, team.reps_at_goal) == (eur("1000"), eur("4000"), 2)


def test_costs_belong_to_the_company_alone(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        agree(book, Scope.COMPANY, None, "costs", eur("6000"))
        assert rows(book, "costs") == {}
        june(book, cast)
        found = rows(book, "costs")
        with pytest.raises(GoalNotAFigure):
            agree(book, Scope.REP, cast.adria.kim.id, "costs", eur("6000"))
    assert found["company", ""].won == eur("6500")
    assert found["company", ""].gap == eur("-500")
    assert found["company", ""].status.value == "behind"


def test_a_goal_without_anything_measured_is_shown_without_a_figure(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        agree(book, Scope.REP, cast.adria.luka.id, "cycle_days", Count.of(25))
        (seen,) = goals_seen(book, cast.adria.luka, now=NOW)
        assert (seen.goal, seen.row) == (Count.of(25), None)


def test_deliveries_and_scores_are_means_of_those_that_came(cast: Cast) -> None:
    """Kim: one order a day early, one two days late, one not delivered; scores 9 and 6. Bo: on time to the day, score 10."""
    kim, bo = cast.adria.kim, cast.adria.bo
    with open_book(cast.engines, cast.workspace_id) as book:
        for rep, account, promised, delivered, score in (
            (kim, "Acme", 9, 8, 9), (kim, "Bled", 9, 11, 6), (kim, "Cerkno", 30, None, None), (bo, "Divača", 12, 12, 10),
        ):  # fmt: skip
            deal = win(book, rep, account, "1000", date(2026, 6, 2), now=NOW)
            order = book.orders.add(deal.deal_id, date(2026, 6, 2), now=NOW, by=rep.id)
            book.orders.step(order.id, StepKind.PROMISED, date(2026, 6, promised), now=NOW, by=rep.id)
            if delivered is not None:
                day = date(2026, 6, delivered)
                book.orders.step(order.id, StepKind.DELIVERED, day, now=NOW, by=rep.id)
                book.orders.step(order.id, StepKind.RATED, day, now=NOW, by=rep.id, score=score)
        for scope, subject in (
            (Scope.REP, kim.id),
            (Scope.TEAM, cast.adria.teams["adria"].id),
            (Scope.COMPANY, None),
        ):
            agree(book, scope, subject, "on_time", Count.of("0.95"))
            agree(book, scope, subject, "satisfaction", Count.of(8))
        on_time, scores = rows(book, "on_time"), rows(book, "satisfaction")
        agree(book, Scope.REP, cast.adria.luka.id, "on_time", Count.of("0.9"))
        assert ("rep", "Luka Zupan") not in rows(book, "on_time")
    assert on_time["rep", "Kim Novak"].won == Count.of("0.5")
    assert on_time["team", "Adria"].won == on_time["company", ""].won == Count.of("0.666667")
    assert scores["rep", "Kim Novak"].won == Count.of("7.5")
    assert scores["team", "Adria"].won == Count.of("8.333333")
    assert scores["team", "Adria"].status.value == "reached"


def test_a_share_is_typed_and_shown_in_percent(bot: Bot, sqlite_cast: Cast) -> None:
    maja = sqlite_cast.adria.maja
    assert "95.0\xa0% for June 2026" in bot.sales(maja, "goals set <@U0KIM> on_time 95%").words
    assert "On-time delivery: 95.0\xa0%" in bot.sales(maja, "goals").words
    assert "at most" in bot.sales(maja, "goals set <@U0BO> on_time 95").words
    assert "0 to 10" in bot.sales(maja, "goals set <@U0BO> satisfaction 11").words


def test_trainings_count_for_who_gave_them_as_far_as_they_were_known(cast: Cast) -> None:
    tom, later = cast.adria.tom, NOW + timedelta(hours=2)
    with open_book(cast.engines, cast.workspace_id) as book:
        agree(book, Scope.REP, tom.id, "trainings", Count.of(4))
        first = record_training(book, tom, "objections", now=NOW)
        record_training(book, tom, "demos", now=NOW, day=date(2026, 6, 3))
        assert rows(book, "trainings")["rep", "Tom Becker"].won == Count.of(2)
        undo_training(book, tom, first.id, now=later)
        assert rows(book, "trainings")["rep", "Tom Becker"].won == Count.of(2)
        after = attainment_rows(book, JUNE, AsOf(TODAY, True, later))
        assert [row.won for row in after if row.metric == "trainings"] == [Count.of(1)] * 3


def test_a_training_is_said_in_a_line_and_taken_back(each_bot: Bot, cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    each_bot.sales(maja, "goals set <@U0KIM> trainings 4")
    said = each_bot.sales(kim, "did training objection handling for <b>new</b> people yesterday")
    assert "training given, objection handling for <b>new</b> people, Mon 15 June" in said.words
    assert "Trainings given: 4, 1 so far" in each_bot.sales(kim, "goals").words
    assert "not yours" not in each_bot.press(cast.adria.bo, said.button("trainings.undo")).words
    assert "1 so far" in each_bot.sales(kim, "goals").words
    assert "counts no more" in each_bot.press(kim, said.button("trainings.undo")).words
    assert "0 so far" in each_bot.sales(kim, "goals").words
    assert "Tue 16 June" in each_bot.sales(kim, "did usposabljanje").words


def test_a_limit_is_told_as_one_and_explained(each_bot: Bot, cast: Cast) -> None:
    kim, maja = cast.adria.kim, cast.adria.maja
    with open_book(cast.engines, cast.workspace_id) as book:
        june(book, cast)
    each_bot.clock.pass_by(minutes=1)
    each_bot.sales(maja, "goals set <@U0KIM> cycle_days 25")
    each_bot.sales(maja, "goals set <@U0BO> refunds 2000")
    assert "Days to win: 22.5, at most 25 (111.1\xa0%)" in each_bot.sales(kim, "goals").words
    assert "Days to win: 22.5, at most 25" in each_bot.sales(kim, "me").words
    listed = each_bot.sales(maja, "goals").words
    assert "Refunds: €0, at most €2,000" in listed
    for value, words in (
        (f"rep:{kim.id}:2026-06:cycle_days", "half of 2 won deals"),
        (f"rep:{cast.adria.bo.id}:2026-06:refunds", "€0 given back"),
    ):
        view = each_bot.press(
            maja, {"type": "button", "action_id": "attainment.explain", "value": value}
        ).view
        assert words in str(view)
        assert "lower is better" in str(view)
    changed = each_bot.sales(maja, "goals set <@U0BO> refunds 1000 plan")
    assert "at most €2,000 → at most €1,000" in changed.words

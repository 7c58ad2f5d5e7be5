"""Figures that are asked for in words: worked out by hand, and told to who may know them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from salesbot.domain.access import FewPeople, NotAllowed
from salesbot.domain.deals import DealState, Share
from salesbot.domain.figures import Count
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, read_period
from salesbot.domain.product_lines import Line
from salesbot.domain.questions import Measure, Narrowing, year_before
from salesbot.services.asking import FigureTold, Wanted, deals_of_it, figure_told
from salesbot.services.figures import Subject
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, Cast
from tests.trade import lose, win

MAY = read_period("2026-05")


@pytest.fixture
def sold(cast: Cast) -> int:
    """May and a year before, with a product that Kim alone sells; the product's number."""
    kim, bo = cast.adria.kim, cast.adria.bo
    with open_book(cast.engines, cast.workspace_id) as book:
        pro = book.accounts.ensure_label("product", "Pro")
        lite = book.accounts.ensure_label("product", "Lite")

        def sell(rep: Person, account: str, amount: str, day: date, *lines: Line[int]) -> DealState:
            return win(book, rep, account, amount, day, now=NOW, lines=lines, opened_on=date(day.year, 1, 1))

        sell(kim, "Acme", "12000", date(2026, 5, 12), Line(pro, 3), Line(lite, 1))
        sell(kim, "Beta", "3000", date(2026, 5, 13), Line(pro, 1))
        sell(bo, "Gamma", "8000", date(2026, 5, 20), Line(lite, 1))
        sell(kim, "Acme", "4000", date(2025, 5, 12), Line(pro, 1))
        lose(book, kim, "Delta", "5000", date(2026, 5, 22), now=NOW, lines=(Line(pro, 1),))
    return pro


def day_of_may(day: int) -> Period:
    return read_period(f"2026-05-{day}/2026-05-{day}")


def told(cast: Cast, person: Person, wanted: Wanted) -> FigureTold:
    with read_book(cast.engines, cast.workspace_id) as book:
        return figure_told(book, person, wanted, now=NOW)


def team(cast: Cast) -> Subject:
    return Subject(Scope.TEAM, cast.adria.teams["adria"].id, MAY)


def test_each_measure_of_a_team_worked_out_by_hand(cast: Cast, sold: int) -> None:
    maja = cast.adria.maja
    found = {
        measure: told(cast, maja, Wanted(measure, team(cast))).now.value
        for measure in (Measure.REVENUE, Measure.DEALS, Measure.WIN_RATE, Measure.SIZE, Measure.CYCLE)
    }
    assert found == {
        Measure.REVENUE: Money.of("23000", "EUR"),
        Measure.DEALS: Count.of(3),
        Measure.WIN_RATE: Fraction(3, 4),
        Measure.SIZE: Money.of("7666.67", "EUR"),
        Measure.CYCLE: Fraction(132),
    }


def test_a_product_is_told_by_its_part_of_each_deal_and_beside_the_year_before(cast: Cast, sold: int) -> None:
    wanted = Wanted(Measure.REVENUE, team(cast), Narrowing.PRODUCT, sold, year_before(MAY))
    found = told(cast, cast.adria.maja, wanted)
    assert (found.about, found.now.value, found.now.deals) == ("Pro", Money.of("12000", "EUR"), 2)
    assert found.before is not None
    assert (found.before.value, found.change) == (Money.of("4000", "EUR"), Fraction(2))
    rate = told(cast, cast.adria.maja, Wanted(Measure.WIN_RATE, team(cast), Narrowing.PRODUCT, sold))
    assert (rate.now.value, rate.now.deals) == (Fraction(2, 3), 3)


def test_nothing_is_no_value_and_not_nought(cast: Cast, sold: int) -> None:
    empty = Subject(Scope.REP, cast.adria.bo.id, read_period("2026-02"))
    for measure in (Measure.WIN_RATE, Measure.SIZE, Measure.CYCLE):
        found = told(cast, cast.adria.bo, Wanted(measure, empty, against=MAY))
        assert (found.now.value, found.change, found.points) == (None, None, None)


def test_who_may_not_see_the_subject_or_few_people_behind_it_is_told_nothing(cast: Cast, sold: int) -> None:
    kim, bo = cast.adria.kim, cast.adria.bo
    with pytest.raises(NotAllowed):
        told(cast, bo, Wanted(Measure.REVENUE, Subject(Scope.REP, kim.id, MAY)))
    with pytest.raises(NotAllowed):
        told(cast, bo, Wanted(Measure.REVENUE, team(cast), Narrowing.PRODUCT, sold))
    with read_book(cast.engines, cast.workspace_id) as book, pytest.raises(NotAllowed):
        deals_of_it(book, bo, Wanted(Measure.REVENUE, Subject(Scope.REP, kim.id, MAY)), now=NOW)


@pytest.mark.parametrize("measure", [Measure.REVENUE, Measure.DEALS, Measure.SIZE])
def test_a_day_of_the_team_does_not_give_a_colleague_away(cast: Cast, sold: int, measure: Measure) -> None:
    """Of the month the team's total is everybody's to see; what was won on one day may be what one of them won."""
    bo, maja = cast.adria.bo, cast.adria.maja
    of_kim, of_bo = (
        replace(
            team(cast),
            period=Period(f"2026-05-{day}..2026-05-{day}", date(2026, 5, day), date(2026, 5, day + 1)),
        )
        for day in (12, 20)
    )
    assert told(cast, maja, Wanted(measure, of_kim)).now.value
    assert told(cast, bo, Wanted(measure, of_bo)).now.value
    assert told(cast, bo, Wanted(measure, team(cast))).now.value
    with pytest.raises(FewPeople):
        told(cast, bo, Wanted(measure, of_kim))
    with pytest.raises(FewPeople):
        told(cast, bo, Wanted(measure, team(cast), against=of_kim.period))
    with read_book(cast.engines, cast.workspace_id) as book, pytest.raises(FewPeople):
        deals_of_it(book, bo, Wanted(measure, of_kim), now=NOW)


def test_the_deals_behind_a_figure_are_those_that_count(cast: Cast, sold: int) -> None:
    with read_book(cast.engines, cast.workspace_id) as book:
        listed = deals_of_it(
            book, cast.adria.maja, Wanted(Measure.REVENUE, team(cast), Narrowing.PRODUCT, sold), now=NOW
        )
    assert ([deal.account for deal in listed.deals], listed.others) == (["Beta", "Acme"], 0)


def test_behind_what_is_credited_stand_the_parts_of_others_deals_too(cast: Cast, sold: int) -> None:
    kim, bo = cast.adria.kim, cast.adria.bo
    with open_book(cast.engines, cast.workspace_id) as book:
        shares = (Share(bo.id, 700_000), Share(kim.id, 300_000))
        win(book, bo, "Shared", "1000", date(2026, 5, 26), now=NOW, shares=shares)
    revenue = Wanted(Measure.REVENUE, Subject(Scope.REP, kim.id, MAY))
    found = told(cast, kim, revenue).now
    assert (found.value, found.deals) == (Money.of("15300", "EUR"), 3)
    counted = told(cast, kim, replace(revenue, measure=Measure.DEALS)).now
    assert (counted.value, counted.deals) == (Count.of("2.3"), 3)
    with read_book(cast.engines, cast.workspace_id) as book:
        listed = deals_of_it(book, kim, revenue, now=NOW)
        assert sum(deal.amount.minor for deal in listed.deals) == 1_530_000
        assert [deal.account for deal in listed.deals] == ["Shared", "Beta", "Acme"]
        whole = deals_of_it(book, kim, replace(revenue, measure=Measure.SIZE), now=NOW)
        assert [deal.account for deal in whole.deals] == ["Beta", "Acme"]

"""What counts toward each metric, row by row: shares, assists, costs, products, refunds and money of other currencies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from salesbot.domain.deals import DealState, Share
from salesbot.domain.figures import Figure, size_of
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import read_metric
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.domain.product_lines import Line
from salesbot.services.attainment import winnings
from salesbot.services.attainment.credited import Credited
from salesbot.services.attainment.sealed import sealed_teams
from salesbot.services.attainment.winnings import CarriedRate, Winnings
from salesbot.services.attainment.won import credited, credited_abroad, deals_with, is_measured
from salesbot.storage.book import Book, open_book, read_book
from tests.cast import NOW, Cast
from tests.trade import win

JUNE = date(2026, 6, 1), date(2026, 7, 1)
LATER = NOW + timedelta(days=30)
RATE_OF = date(2026, 5, 2)
"""The day of the rate that is carried forward."""


def _plain(figure: Figure) -> str:
    return str(figure.decimal) if isinstance(figure, Money) else f"{figure.millionths / 1_000_000:g}"


@dataclass
class Sold:
    """What was sold in June, by what it is called here."""

    cast: Cast
    deals: dict[str, DealState]

    def named(self, found: Winnings) -> dict[str, object]:
        """What each has, by first name: euros as they are written, else how many."""
        names = {person.id: name for name, person in self.cast.adria.people.items()}
        return {names[person]: _plain(figure) for person, figure in found.by_person().items()}

    def whose(self, *names: str) -> list[int]:
        return [self.cast.adria.people[name].id for name in names]

    @contextmanager
    def reading(self) -> Iterator[Book]:
        with read_book(self.cast.engines, self.cast.workspace_id) as book:
            yield book


@pytest.fixture
def sold(cast: Cast) -> Sold:
    """Francs of West Africa have a fresh rate (0.0015), those of Central Africa an old one (0.002), of the Pacific none."""
    people = cast.adria.people
    kim, bo, luka, ivana = (people[name] for name in ("kim", "bo", "luka", "ivana"))
    both = (Share(kim.id, 700_000), Share(bo.id, 300_000))
    with open_book(cast.engines, cast.workspace_id) as book:
        for day in (date(2026, 6, 1), date(2026, 6, 8)):
            book.rates.add(day=day, currency="XOF", per_base=Decimal("0.0015"), now=NOW)
        book.rates.add(day=RATE_OF, currency="XAF", per_base=Decimal("0.002"), now=NOW)
        pro, care = (Line(book.accounts.ensure_label("product", name)) for name in ("Pro", "Care"))
        eur = Money.of

        def of(
            name: str, rep: str, amount: str, day: int, currency: str = "EUR", **said: object
        ) -> DealState:
            return win(
                book, people[rep], name, amount, date(2026, 6, day), now=NOW, currency=currency, **said  # type: ignore[arg-type]
            )  # fmt: skip

        deals = {
            "shared": of(
                "Acme", "kim", "1000.01", 2, cost=eur("400", "EUR"), lines=(pro, care),
                shares=(*both, *(Share(each.id, 0, assist=True) for each in (luka, ivana))),
            ),
            "abroad": of("Dakar", "kim", "500000", 3, "XOF", cost=eur("100000", "XOF"), lines=(pro,)),
            "rateless": of("Papeete", "bo", "5000", 4, "XPF"),
            "given away": of(
                "Bled", "ivana", "90", 5, lines=(
                    Line(pro.product, price=eur("0", "EUR")), Line(care.product, price=eur("90", "EUR")),
                ),
            ),
            "refund": of("Acme", "kim", "-100", 10, shares=both),
            "refund abroad": of("Dakar", "kim", "-50000", 12, "XOF"),
            "carried": of("Douala", "luka", "70000", 15, "XAF", lines=(care,)),
            "refund carried": of("Douala", "luka", "-10000", 15, "XAF"),
            "of May": win(book, ivana, "Sava", "40", date(2026, 5, 31), now=NOW),
            "of July": win(book, ivana, "Kolpa", "30", date(2026, 7, 1), now=NOW),
        }  # fmt: skip
    return Sold(cast, deals)


EACH: dict[str, dict[str, str]] = {
    "revenue": {"kim": "1305.01", "bo": "270.00", "ivana": "90.00", "luka": "120.00"},
    # Of deals whose cost somebody said: 420.01 of Kim's part of the shared one, 600.00 of the one abroad.
    "margin": {"kim": "1020.01", "bo": "180.00"},
    "refunds": {"kim": "145.00", "bo": "30.00", "luka": "20.00"},
    "product:pRO": {"kim": "1100.01", "bo": "150.00"},
    "product:Care": {"kim": "350.00", "bo": "150.00", "ivana": "90.00", "luka": "140.00"},
    "deals": {"kim": "1.7", "bo": "1.3", "ivana": "1", "luka": "1"},
    "new_accounts": {"kim": "1.7", "bo": "1.3", "ivana": "1", "luka": "1"},
    "assists": {"ivana": "1", "luka": "1"},
}
DAYS = {
    "revenue": [2, 2, 3, 5, 10, 10, 12, 15, 15], "margin": [2, 2, 3], "refunds": [10, 10, 12, 15],
    "product:pRO": [2, 2, 3], "product:Care": [2, 2, 5, 15], "new_accounts": [2, 2, 3, 4, 5, 15],
}  # fmt: skip
"""Of the rows that are asked by day."""


@pytest.mark.parametrize("metric", EACH)
def test_each_has_what_counts_for_them(sold: Sold, metric: str) -> None:
    read, expected = read_metric(metric), EACH[metric]
    with sold.reading() as book:
        asked = (book, read, *JUNE, LATER)
        found = winnings(*asked, "EUR")
        assert sold.named(found) == expected
        assert sold.named(winnings(*asked)) == expected, (
            "in the workspace's currency, where none is asked for"
        )
        assert sold.named(winnings(*asked, "EUR", by_day=True)) == expected
        if read.of_accounts:
            by_account = winnings(*asked, "EUR", by_account=True)
            assert sold.named(by_account) == expected
            assert all(row.account_id for row in by_account.rows)
        for who in (("kim",), ("luka", "ivana"), ("tom",)):
            for by_day in (False, True):
                theirs = sold.named(winnings(*asked, "EUR", people=sold.whose(*who), by_day=by_day))
                assert {name: theirs.get(name) for name in who} == {name: expected.get(name) for name in who}
        of_ivana = winnings(*asked, "EUR", people=sold.whose("ivana"), by_day=True).rows
        assert [row.day.day for row in of_ivana if metric == "revenue"] in ([], [5])
        assert found.unconverted == (1 if read.is_money else 0)
        assert all(figure for figure in map(size_of, found.by_person().values()))
        if metric in DAYS:
            assert sorted(row.day.day for row in winnings(*asked, "EUR", by_day=True).rows) == DAYS[metric]


def test_a_span_has_its_first_day_and_not_its_end(sold: Sold) -> None:
    expected = {
        "revenue": {"kim": "680.00", "bo": "-30.00", "ivana": "90.00"}, "refunds": {"kim": "70.00", "bo": "30.00"},
        "margin": {"kim": "600.00"}, "product:Care": {"ivana": "90.00"}, "deals": {"kim": "1", "bo": "1", "ivana": "1"},
        "new_accounts": {"kim": "1", "bo": "1", "ivana": "1"}, "assists": {},
    }  # fmt: skip
    with sold.reading() as book:
        for metric, rows in expected.items():
            span = (date(2026, 6, 3), date(2026, 6, 12))
            assert sold.named(winnings(book, read_metric(metric), *span, LATER, "EUR")) == rows, metric
            empty = winnings(book, read_metric(metric), date(2026, 6, 16), date(2026, 6, 30), LATER, "EUR")
            assert (empty.rows, empty.unconverted, empty.carried) == ((), 0, ()), metric
            assert not winnings(book, read_metric(metric), *JUNE, NOW - timedelta(days=1), "EUR").rows, metric


def test_what_rests_on_a_rate_carried_forward_is_told_of_what_counts(sold: Sold) -> None:
    (luka,) = sold.whose("luka")
    deal, refund = (
        CarriedRate(
            sold.deals[name].deal_id, luka, date(2026, 6, 15), sold.deals[name].account_id, RATE_OF, back
        )
        for name, back in (("carried", False), ("refund carried", True))
    )
    with sold.reading() as book:
        for metric, carried in (
            ("revenue", (deal, refund)), ("refunds", (refund,)), ("product:Care", (deal,)), ("product:Pro", ()),
            ("margin", ()),
        ):  # fmt: skip
            for by_day in (True, False):
                found = winnings(book, read_metric(metric), *JUNE, LATER, "EUR", by_day=by_day)
                assert set(found.carried) == set(carried), metric
        # Both rates are of another day then: the older of them is told.
        other = winnings(book, read_metric("revenue"), date(2026, 6, 15), JUNE[1], LATER, "XOF")
        assert {each.rate_of for each in other.carried} == {RATE_OF}


def test_deal_by_deal_is_what_is_added_up(sold: Sold) -> None:
    adria = sold.cast.adria
    with sold.reading() as book:
        rows = credited(book, *JUNE, LATER, "EUR")
        of_deals = {
            name: [row for row in rows if row.deal_id == deal.deal_id] for name, deal in sold.deals.items()
        }
        assert {name: sum(row.amount.minor for row in found) for name, found in of_deals.items()} == {
            "shared": 100_001, "abroad": 75_000, "rateless": 0, "given away": 9_000, "refund": -10_000,
            "refund abroad": -7_500, "carried": 14_000, "refund carried": -2_000, "of May": 0, "of July": 0,
        }  # fmt: skip
        assert not any(row.assist for row in rows)
        abroad = credited_abroad(book, *JUNE, LATER, "EUR")
        assert [(str(held.amount), str(told.amount), told.cost) for held, told in abroad[:1]] == [
            (str(Money.of("500000", "XOF")), str(Money.of("750", "EUR")), Money.of("150", "EUR"))
        ]
        assert {told.cost for _, told in abroad[1:]} == {None}
        assert {told.costed.minor for _, told in abroad[1:]} == {0}
        held_in = Credited(book, (*JUNE, LATER), sealed_teams(book, read_period("2026-06"), LATER))
        team = adria.teams["adria"].id
        for scope, subject, minor in (
            (Scope.REP, adria.kim.id, 130_501), (Scope.REP, adria.tom.id, 0), (Scope.TEAM, team, 178_501),
            (Scope.TEAM, adria.teams["nordic"].id, 0), (Scope.COMPANY, None, 178_501),
        ):  # fmt: skip
            assert sum(row.amount.minor for row in held_in.to(scope, subject, "EUR")) == minor
        assert len(held_in.to(Scope.COMPANY, None, "EUR")) == len(rows)


def test_a_product_given_away_is_not_among_what_a_deal_brought(sold: Sold) -> None:
    numbers = {name: deal.deal_id for name, deal in sold.deals.items()}
    with sold.reading() as book:
        for product, names in (("PRO", ("shared", "abroad")), ("care", ("shared", "given away", "carried"))):
            assert deals_with(book, product, set(numbers.values())) == {numbers[name] for name in names}
        assert deals_with(book, "Basic", set(numbers.values())) == set()


def test_a_month_closed_for_pay_keeps_the_rates_it_was_closed_with(sold: Sold) -> None:
    may = date(2026, 5, 1), date(2026, 6, 1)
    with open_book(sold.cast.engines, sold.cast.workspace_id) as book:
        book.rates.add(day=date(2026, 5, 30), currency="XOF", per_base=Decimal("0.0016"), now=NOW)
        book.closings.add("2026-05", closed=True, by=None, at=NOW + timedelta(hours=1))
        for day in (date(2026, 5, 30), date(2026, 6, 1)):
            book.rates.add(day=day, currency="XOF", per_base=Decimal("0.002"), now=NOW + timedelta(hours=2))

    def francs(span: tuple[date, date], known_at: datetime) -> list[int]:
        with sold.reading() as book:
            rows = credited(book, *span, known_at, "XOF")
        return [row.amount.minor for row in rows if row.deal_id in (ids["of May"], ids["given away"])]

    ids = {name: deal.deal_id for name, deal in sold.deals.items()}
    for known_at in (NOW, NOW + timedelta(hours=1), LATER):
        assert francs(may, known_at) == [25_000]
    assert francs(JUNE, NOW + timedelta(hours=1)) == [60_000]
    assert francs(JUNE, LATER) == [45_000], "June is open: its rate is the one that is known now"


def test_what_is_measured_and_what_is_not(sold: Sold) -> None:
    assert all(is_measured(read_metric(metric)) for metric in (*EACH, "activities", "cycle_days", "on_time"))

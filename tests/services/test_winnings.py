"""What was won, added up by person or asked by day: the same to the cent, whoever moves and whatever is learnt late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesbot.domain.figures import size_of
from salesbot.domain.metrics import REVENUE
from salesbot.domain.periods import read_period
from salesbot.services.attainment import winnings
from salesbot.services.attainment.sealed import sealed_teams
from salesbot.storage.book import Book, open_book, read_book
from tests.cast import NOW, Cast
from tests.trade import win

FIRST, LAST = date(2026, 1, 1), date(2026, 7, 1)
DAYS = (LAST - FIRST).days
LATE = NOW + timedelta(days=30)


def test_whole_months_by_day_have_the_same_sum_and_their_own_days(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        for month, day in ((3, 9), (4, 14), (5, 20), (6, 3)):
            win(book, cast.adria.kim, f"Buyer {month}", "1000", date(2026, month, day), now=NOW)
        asked = (book, REVENUE, date(2026, 3, 1), date(2026, 6, 17), NOW + timedelta(hours=1), "EUR")
        for people in (None, [cast.adria.kim.id]):
            by_day, summed = winnings(*asked, people=people, by_day=True), winnings(*asked, people=people)
            assert by_day.total() == summed.total()
            assert len(summed.rows) == 1
            assert sorted(row.day for row in by_day.rows) == [
                date(2026, 3, 9), date(2026, 4, 14), date(2026, 5, 20), date(2026, 6, 3),
            ]  # fmt: skip


def _half_a_year(book: Book, cast: Cast, currencies: tuple[str, ...]) -> None:
    """Deals won, changed and taken back, people who move or whose move is learnt late, and months closed in between."""
    dice, people = Random(5), ("kim", "bo", "luka", "asha", "tom")
    nordic, marko = cast.adria.teams["nordic"].id, cast.adria.marko.id
    for number in range(60):
        now = NOW + timedelta(hours=number)
        # The first months are closed on the way, so later deals are of later months.
        day = FIRST + timedelta(days=dice.randrange(0 if number <= 20 else 90, DAYS))
        rep, amount = cast.adria.people[dice.choice(people)], str(Decimal(dice.randrange(1, 10**7)) / 100)
        deal = win(book, rep, f"Buyer {number}", amount, day, now=now, currency=dice.choice(currencies))
        if number % 5 == 0:
            less = replace(deal.amount, minor=deal.amount.minor // 3)
            book.deals.enter(
                replace(deal, amount=less, number=deal.number + 1, recorded_at=now), corrects_closed=True
            )
        if number in (20, 30):
            book.closings.add(f"2026-0{number // 10}", closed=True, by=None, at=now)
    for person, since, learnt in (
        (cast.adria.kim, date(2026, 4, 10), NOW),
        (cast.adria.bo, FIRST, LATE - timedelta(days=20)),
        (cast.adria.luka, date(2026, 6, 1), LATE - timedelta(days=20)),
    ):
        book.people.assign(person.id, team_id=nordic, manager_id=marko, valid_from=since, now=learnt)


def _same(cast: Cast, start: date, end: date, known_at: datetime, names: list[str] | None) -> None:
    people = None if names is None else [cast.adria.people[name].id for name in names]
    with read_book(cast.engines, cast.workspace_id) as book:
        asked = (book, REVENUE, start, end, known_at, "EUR")
        added = winnings(*asked, people=people)
        by_day = winnings(*asked, people=people, by_day=True)
        teams = sealed_teams(book, read_period("2026"), known_at)
    assert added.total() == by_day.total()
    assert added.unconverted == by_day.unconverted
    for ours, theirs in (
        (added.by_person(), by_day.by_person()),
        (added.by_team(teams), by_day.by_team(teams)),
    ):
        assert {key: won for key, won in ours.items() if size_of(won)} == {
            key: won for key, won in theirs.items() if size_of(won)
        }


SPANS = st.tuples(st.integers(0, DAYS), st.integers(0, DAYS)).map(sorted)
INSTANTS = st.integers(-24, 24 * 31).map(lambda hours: NOW + timedelta(hours=hours))
WHO = st.none() | st.lists(st.sampled_from(["kim", "bo", "asha"]), unique=True)


def test_sums_by_person_are_those_by_day(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        _half_a_year(book, cast, ("EUR",))

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(span=SPANS, known_at=INSTANTS, names=WHO)
    def any_span(span: list[int], known_at: datetime, names: list[str] | None) -> None:
        start, end = (FIRST + timedelta(days=days) for days in span)
        _same(cast, start, end, known_at, names)

    any_span()
    _same(cast, FIRST, LAST, LATE, None)


def test_sums_by_person_are_those_by_day_in_several_currencies(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        book.rates.add(day=FIRST, currency="USD", per_base=Decimal("0.9"), now=NOW)
        _half_a_year(book, cast, ("EUR", "EUR", "USD", "CHF"))
    for end in (date(2026, 2, 1), date(2026, 3, 15), LAST):
        for names in (None, ["kim"], ["asha", "bo"]):
            _same(cast, FIRST, end, LATE, names)


def test_nothing_of_another_workspace_is_added(cast: Cast) -> None:
    with open_book(cast.engines, cast.other.workspace.id) as book:
        win(book, next(iter(cast.other.people.values())), "Buyer", "1000", date(2026, 5, 4), now=NOW)
    with read_book(cast.engines, cast.workspace_id) as book:
        assert winnings(book, REVENUE, FIRST, LAST, LATE, "EUR").rows == ()

"""What accounts bought is read in a few grouped questions: the same as going through every deal one by one."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from salesbot.domain.as_of import AsOf
from salesbot.domain.days import years_before
from salesbot.domain.deals import DealState, EntryKind, Outcome
from salesbot.domain.evidence import Share
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period
from salesbot.services.attainment.converting import rates_of
from salesbot.services.reports.asked import Asked
from salesbot.services.reports.campaigns import campaign_figures
from salesbot.services.reports.purchases import Purchases
from salesbot.storage.book import Book, open_book
from tests.cast import NOW, TODAY, Cast
from tests.trade import lose, win

ENDS = [date(2025, 7, 1), date(2026, 1, 1), date(2026, 6, 17)]


def test_every_figure_is_that_of_the_deals_one_by_one(cast: Cast) -> None:
    with open_book(cast.engines, cast.workspace_id) as book:
        _history(book, cast, random.Random(11))
        asked = Asked(book, "kpis", AsOf(TODAY, True, NOW), read_period("2026-Q2"), None, None, NOW)
        purchases, states = Purchases(asked, ENDS), book.deals.states_at(NOW, TODAY + timedelta(days=1))
        firsts = {account: (one.day, one.deal_id) for account, one in purchases.first.items()}
        assert firsts == _firsts(states)
        assert len(firsts) > 20
        for end in ENDS:
            assert purchases.brought_each(end) == _brought_each(book, states, end)
            assert purchases.came_again(end) == _came_again(states, end)
            found = purchases.year(end)
            won, buyers, before = _year(book, states, end)
            assert (found.won, found.buying, found.bought_before, found.stayed_away) == (
                won, len(buyers), len(before), len(before - buyers),
            )  # fmt: skip


def test_whose_customers_stay(sqlite_cast: Cast) -> None:
    """Of three accounts that the campaign won in 2024, one bought again within a year; a fourth came later."""
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        fair = book.accounts.ensure_label("campaign", "Fair")
        for account, day, campaign in (
            ("One", date(2024, 2, 1), fair), ("One", date(2024, 6, 1), None), ("Two", date(2024, 3, 1), fair),
            ("Two", date(2025, 3, 2), fair), ("Three", date(2024, 4, 1), fair), ("Three", date(2024, 4, 1), fair),
            ("Four", date(2025, 4, 1), fair), ("Five", date(2024, 1, 1), None), ("Five", date(2024, 2, 1), fair),
        ):  # fmt: skip
            win(book, sqlite_cast.adria.kim, account, "100", day, now=NOW, campaign_id=campaign)
        asked = Asked(book, "campaigns", AsOf(TODAY, True, NOW), read_period("2025"), None, None, NOW)
        stayed = {each.campaign_id: each.stayed for each in campaign_figures(asked)}
    assert stayed == {fair: Share(1, 3)}


def _history(book: Book, cast: Cast, dice: random.Random) -> None:
    """Three years of deals in two currencies, some refunded, withdrawn, moved to another day or account, or lost."""
    book.rates.add(day=date(2023, 1, 1), currency="USD", per_base=Decimal("1.25"), now=NOW)
    for number in range(160):
        day = TODAY - timedelta(days=dice.randrange(0, 1100))
        rep, account = dice.choice([cast.adria.kim, cast.adria.bo]), f"Account {dice.randrange(40)}"
        sell = lose if dice.random() < 0.2 else win
        deal = sell(
            book, rep, account, f"{dice.randrange(100, 9000)}.{dice.randrange(10, 99)}", day, now=NOW,
            currency=dice.choice(["EUR", "EUR", "USD"]),
        )  # fmt: skip
        if deal.outcome is not Outcome.WON:
            continue
        if number % 7 == 0:
            back = str(-deal.amount.decimal)
            later = min(day + timedelta(days=20), TODAY)
            win(
                book, rep, account, back, later, now=NOW, refund_of=deal.deal_id, currency=deal.amount.currency
            )  # fmt: skip
        if number % 5 == 0:
            book.deals.enter(_changed(deal, number, dice))


def _changed(deal: DealState, number: int, dice: random.Random) -> DealState:
    if number % 2:
        return replace(deal, number=2, kind=EntryKind.WITHDRAWN, outcome=Outcome.WITHDRAWN, closed_on=None)
    day = TODAY - timedelta(days=dice.randrange(0, 1100))
    return replace(deal, number=2, kind=EntryKind.EDITED, closed_on=day, effective_on=day)


def _bought(states: list[DealState]) -> list[tuple[date, int, int]]:
    return sorted(
        (each.closed_on, each.deal_id, each.account_id)
        for each in states
        if each.outcome is Outcome.WON and each.amount.minor > 0 and each.closed_on is not None
    )


def _firsts(states: list[DealState]) -> dict[int, tuple[date, int]]:
    found: dict[int, tuple[date, int]] = {}
    for day, deal, account in _bought(states):
        found.setdefault(account, (day, deal))
    return found


def _came_again(states: list[DealState], end: date) -> Share:
    since, until = years_before(end, 2), years_before(end)
    cohort = {account: day for account, (day, _) in _firsts(states).items() if since <= day < until}
    again = {
        account for day, _, account in _bought(states)
        if account in cohort and day < end and 0 < (day - cohort[account]).days <= 365
    }  # fmt: skip
    return Share(len(again), len(cohort))


def _won(book: Book, states: list[DealState], start: date, end: date) -> tuple[int, set[int]]:
    rates, won, buyers = rates_of(book, NOW), 0, set[int]()
    for each in states:
        if each.outcome is Outcome.WON and each.closed_on is not None and start <= each.closed_on < end:
            told = rates.convert(each.amount, "EUR", each.closed_on, each.per_base)
            won += told.minor if told is not None else 0
            buyers |= {each.account_id} if each.amount.minor > 0 else set()
    return won, buyers


def _year(book: Book, states: list[DealState], end: date) -> tuple[Money, set[int], set[int]]:
    start = years_before(end)
    won, buyers = _won(book, states, start, end)
    return Money(won, "EUR"), buyers, _won(book, states, years_before(end, 2), start)[1]


def _brought_each(book: Book, states: list[DealState], end: date) -> Money:
    won, buyers = _won(book, states, date.min, end)
    return Money(won, "EUR").times(Fraction(1, len(buyers)))

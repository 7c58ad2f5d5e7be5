"""What was won toward a metric, by person and day: the one place where credit becomes a figure.

Company, teams and people are sums of the same rows, so they always agree: a person has their own shares, a team the
shares of those who were in it on the close day, the company each deal once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import TypeAlias

from salesbot.domain.figures import Count
from salesbot.domain.metrics import Metric, MetricKind
from salesbot.domain.money import Money, total
from salesbot.domain.product_lines import weights_of
from salesbot.services.attainment.beside import costs_of, cycles_of, service_of, trainings_of
from salesbot.services.attainment.converting import rates_of, told_in
from salesbot.services.attainment.counted import activities_counted, deals_counted
from salesbot.services.attainment.summed import foreign_credit, revenue_by_person, summed
from salesbot.services.attainment.winnings import CarriedRate, Winnings, Won
from salesbot.storage.book import Book
from salesbot.storage.credits import CreditSum

_MEASURED = frozenset(
    {
        MetricKind.REVENUE, MetricKind.DEALS, MetricKind.NEW_ACCOUNTS, MetricKind.MARGIN, MetricKind.PRODUCT,
        MetricKind.ASSISTS, MetricKind.ACTIVITIES, MetricKind.TRAININGS, MetricKind.REFUNDS, MetricKind.COSTS,
        MetricKind.CYCLE_DAYS, MetricKind.ON_TIME, MetricKind.SATISFACTION,
    }
)  # fmt: skip


def is_measured(metric: Metric) -> bool:
    """Whether anything is recorded from which the metric can be told."""
    return metric.kind in _MEASURED


def winnings(
    book: Book, metric: Metric, start: date, end: date, known_at: datetime, currency: str | None = None,
    *, people: Iterable[int] | None = None, by_day: bool = False, by_account: bool = False,
) -> Winnings:  # fmt: skip
    """What everybody won toward a metric in the half-open span, as known then; money in `currency`.

    Without a currency, in the workspace's. `people`: no more than theirs is needed. Unless it is asked `by_day`, money of
    people who stayed in one team is added up, and stands on a first day. `by_account`: each row says at which account (of
    metrics `of_accounts`). Raises MetricUnmeasured where nothing is recorded.
    """
    if metric.is_money:
        unit = currency or book.workspace.counts_in
        if metric.kind is MetricKind.COSTS:
            return costs_of(book, start, end, rates_of(book, known_at), known_at, unit)
        if by_account:
            sums = partial(book.credits.sums, by_deal=True)
            return _money(book, metric, start, end, known_at, unit, None, sums)
        if by_day:
            return _money(book, metric, start, end, known_at, unit, people, book.credits.sums)
        quick = (
            _revenue(book, start, end, known_at, unit, people) if metric.kind is MetricKind.REVENUE else None
        )
        return quick or _money(book, metric, start, end, known_at, unit, people, partial(summed, book))
    if metric.kind is MetricKind.TRAININGS:
        return Winnings(Count(0), tuple(trainings_of(book, start, end, known_at)))
    if metric.kind in (MetricKind.ON_TIME, MetricKind.SATISFACTION):
        return service_of(book, metric.kind, start, end, known_at)
    if metric.kind is MetricKind.CYCLE_DAYS:
        return cycles_of(book, start, end, known_at)
    if metric.kind is MetricKind.ACTIVITIES:
        return Winnings(Count(0), tuple(activities_counted(book, metric, start, end, known_at)))
    rows = deals_counted(book, metric, start, end, known_at, by_account)
    return Winnings(
        Count(0),
        tuple(
            Won(row.person_id, row.day, Count(row.millionths), row.account_id)
            for row in rows
            if row.millionths
        ),
    )


def credited(book: Book, start: date, end: date, known_at: datetime, currency: str) -> list[CreditSum]:
    """Revenue of the half-open span deal by deal, person and day, in a currency: what `winnings` adds up, to the cent."""
    abroad = credited_abroad(book, start, end, known_at, currency)
    return [*_held(book, start, end, known_at, currency), *(row for _, row in abroad)]


def _held(book: Book, start: date, end: date, known_at: datetime, currency: str) -> tuple[CreditSum, ...]:
    """What is credited in the currency itself: no rate is in it, so it stands while the ledger does."""

    def asked(deals: Collection[int] | None = None) -> tuple[CreditSum, ...]:
        rows = book.credits.sums(start, end, known_at, by_deal=True, currencies=[currency], deals=deals)
        return tuple(row for row in rows if not row.assist)

    def followed(held: tuple[CreditSum, ...], deals: list[int]) -> tuple[CreditSum, ...]:
        touched = frozenset(deals)
        return (*(row for row in held if row.deal_id not in touched), *asked(deals))

    return book.deals.kept(("held", start, end, currency), known_at, asked, follow=followed)


def credited_abroad(
    book: Book, start: date, end: date, known_at: datetime, currency: str
) -> list[tuple[CreditSum, CreditSum]]:
    """Each credit of the half-open span that is held in another currency, by deal: as it is held, and in the currency.

    Those without a rate are left out. With what is held in the currency they are what `winnings` adds up as revenue, to
    the cent.
    """
    converted, _, _ = told_in(
        foreign_credit(book, start, end, known_at, currency), rates_of(book, known_at), currency
    )
    return converted


def _revenue(
    book: Book, start: date, end: date, known_at: datetime, currency: str, people: Iterable[int] | None
) -> Winnings | None:
    """Revenue added up by person in the database; None where that does not say what the ledger says."""
    found = revenue_by_person(book, start, end, known_at, currency, people)
    if found is None:
        return None
    sums, movers, foreign = found
    converted, left_out, carried = list[tuple[CreditSum, CreditSum]](), 0, tuple[CarriedRate, ...]()
    if foreign:
        # Everybody's parts of a deal in another currency are needed: together they make the converted deal.
        rows = foreign_credit(book, start, end, known_at, currency)
        converted, left_out, carried = told_in(rows, rates_of(book, known_at), currency)
    beside = [*movers, *(changed for _, changed in converted)]
    return Winnings(
        Money(0, currency), tuple(_won(row, row.amount) for row in beside if row.amount.minor), left_out, carried,
        sums=tuple(sums), summed_on=start,
    )  # fmt: skip


def _money(
    book: Book, metric: Metric, start: date, end: date, known_at: datetime, currency: str,
    people: Iterable[int] | None, sums: Callable[..., list[CreditSum]],
) -> Winnings:  # fmt: skip
    if people is not None and metric.kind is MetricKind.REVENUE:
        theirs = sums(start, end, known_at, people=people)
        if all(row.amount.currency == currency for row in theirs):
            return Winnings(
                Money(0, currency), tuple(_won(row, row.amount) for row in theirs if _counts(row))
            )
    # Everybody's parts of a deal in another currency are needed: together they make the converted deal.
    foreign = foreign_credit(book, start, end, known_at, currency)
    if metric.kind is MetricKind.REFUNDS:
        own, share = book.credits.sums(start, end, known_at, by_deal=True, currencies=[currency]), None
    elif metric.kind is MetricKind.PRODUCT:
        own = book.credits.sums(start, end, known_at, by_deal=True, currencies=[currency])
        share = _product_share(book, metric.of or "", {r.deal_id for r in own + foreign if r.deal_id})
    else:
        own = sums(start, end, known_at, currencies=[currency], people=people)
        share = None
    amount_of = _AMOUNTS.get(metric.kind, _amount)
    converted, left_out, carried = told_in(foreign, rates_of(book, known_at), currency)
    rows = [
        Won(row.person_id, row.day, part, row.account_id)
        for row, money in [(row, amount_of(row)) for row in own if not row.assist]
        + [(row, amount_of(changed)) for row, changed in converted]
        if (part := _part(money, share, row.deal_id)) is not None and part.minor
    ]
    if carried:
        counted = {
            (changed.deal_id, changed.person_id, changed.day)
            for _, changed in converted
            if (part := _part(amount_of(changed), share, changed.deal_id)) is not None and part.minor
        }
        carried = tuple(each for each in carried if (each.deal_id, each.person_id, each.day) in counted)
    return Winnings(Money(0, currency), tuple(rows), left_out, carried)


def _counts(row: CreditSum) -> bool:
    return not row.assist and row.amount.minor != 0


def _won(row: CreditSum, part: Money) -> Won:
    return Won(row.person_id, row.day, part)


def _amount(row: CreditSum) -> Money:
    return row.amount


def _margin(row: CreditSum) -> Money:
    return row.costed - row.cost if row.cost is not None else Money(0, row.amount.currency)


def _refunded(row: CreditSum) -> Money:
    return Money(max(-row.amount.minor, 0), row.amount.currency)


_AMOUNTS = {MetricKind.MARGIN: _margin, MetricKind.REFUNDS: _refunded}
_ProductShare: TypeAlias = dict[int, tuple[Sequence[int], Sequence[int]]]
"""For each deal the weights of its products, and the places of the one that is asked for."""


def _part(money: Money, share: _ProductShare | None, deal_id: int | None) -> Money | None:
    if share is None:
        return money
    weights, mine = share.get(deal_id or 0, ((), ()))
    # Divided among all of them at once: what several products bring of a deal adds up to it.
    return total((money.allocate(weights)[place] for place in mine), money.currency) if mine else None


def _product_share(book: Book, name: str, deal_ids: set[int]) -> _ProductShare:
    """The weights of each deal's products, by which its revenue is divided, and which of them are this one's."""
    wanted = {
        number for number, label in book.accounts.labels("product") if label.casefold() == name.casefold()
    }
    shares: _ProductShare = {}
    for deal in book.deals.by_numbers(deal_ids):
        weights = weights_of(deal.lines)
        mine = [
            place for place, line in enumerate(deal.lines) if line.product in wanted and weights[place] > 0
        ]
        shares[deal.deal_id] = (weights, mine)
    return shares


def deals_with(book: Book, name: str, deal_ids: set[int]) -> set[int]:
    """Those of the deals that have the product among theirs."""
    return {deal for deal, (_, mine) in _product_share(book, name, deal_ids).items() if mine}

"""What is measured beside credit: trainings, costs, how long won deals took, deliveries on time, and satisfaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from salesbot.domain.deals import Outcome
from salesbot.domain.figures import Count
from salesbot.domain.metrics import Combined, MetricKind
from salesbot.domain.money import Money
from salesbot.domain.orders import Order, StepKind
from salesbot.domain.periods import month_of
from salesbot.domain.rates import Rates
from salesbot.services.attainment.winnings import Winnings, Won
from salesbot.storage.book import Book

NOBODY = 0
"""Whose the company's costs are."""


def trainings_of(book: Book, start: date, end: date, known_at: datetime) -> list[Won]:
    """Every training that somebody gave, on its day: recorded by then and not taken back by then."""
    return [Won(person_id, day, Count.of(1)) for person_id, day in book.trainings.given(start, end, known_at)]


def costs_of(book: Book, start: date, end: date, rates: Rates, known_at: datetime, currency: str) -> Winnings:
    """The costs of the months that begin in the half-open span, each at the rate of its month's last day."""
    rows, left_out = list[Won](), 0
    for cost in book.costs.all(known_at):
        if not start <= cost.month < end:
            continue
        amount = rates.convert(cost.amount, currency, month_of(cost.month).last_day)
        if amount is None:
            left_out += 1
        else:
            rows.append(Won(NOBODY, cost.month, amount))
    return Winnings(Money(0, currency), tuple(rows), left_out)


def cycles_of(book: Book, start: date, end: date, known_at: datetime) -> Winnings:
    """The days from opening to close of each won deal whose opening is known, for the rep whose deal it is."""
    if start >= end:
        return Winnings(Count(0), (), combined=Combined.MEDIAN)
    rows = [
        Won(state.rep_id, state.closed_on, Count.of((state.closed_on - state.opened_on).days))
        for state in book.deals.states_at(known_at, end, start)
        if state.outcome is Outcome.WON
        and state.closed_on is not None
        and state.opened_on is not None
        and start <= state.closed_on < end
        and state.amount.minor > 0
    ]
    return Winnings(Count(0), tuple(rows), combined=Combined.MEDIAN)


def service_of(book: Book, kind: MetricKind, start: date, end: date, known_at: datetime) -> Winnings:
    """Deliveries on time (1 or 0 each, on the day of delivery) or scores (0 to 10, on their day), for the deal's rep."""
    orders = book.orders.all(known_at, end)
    found = _deliveries(orders) if kind is MetricKind.ON_TIME else _scores(orders)
    counted = [each for each in found if start <= each[1] < end]
    reps = {state.deal_id: state.rep_id for state in book.deals.states_at(known_at, end)} if counted else {}
    rows = [Won(reps[deal_id], day, Count.of(value)) for deal_id, day, value in counted if deal_id in reps]
    return Winnings(Count(0), tuple(rows), combined=Combined.MEAN)


def _deliveries(orders: Iterable[Order]) -> Iterable[tuple[int, date, int]]:
    for order in orders:
        if order.delivered_on is not None and order.on_time is not None:
            yield order.deal_id, order.delivered_on, int(order.on_time)


def _scores(orders: Iterable[Order]) -> Iterable[tuple[int, date, int]]:
    for order in orders:
        rated = order.last(StepKind.RATED)
        if rated is not None and rated.score is not None:
            yield order.deal_id, rated.day, rated.score

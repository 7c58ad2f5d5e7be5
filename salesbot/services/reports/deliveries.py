"""The report of orders: what was promised, what came of it, and how satisfied the customers are."""

from __future__ import annotations

from collections import Counter
from datetime import date

from salesbot.domain.deals import Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.orders import Order
from salesbot.services.exports.deals import OWN_NUMBER
from salesbot.services.reports.asked import Asked, ReportAskedWrongly
from salesbot.services.reports.tables import Cell, Table, fields

_DELIVERY = fields("account deal ordered_on promised_on delivered_on late_days satisfaction issue")


def delivery(asked: Asked) -> Table:
    """Every order of a deal that stands as won; with a period those ordered, promised or delivered in it.

    Without those that were paid back whole before they came. It is the company's: another scope raises ReportAskedWrongly.
    """
    if asked.scope not in (None, Scope.COMPANY):
        raise ReportAskedWrongly(
            name=asked.name, option="scope", typed=asked.scope.value, known=(Scope.COMPANY.value,)
        )
    known_at, until = asked.as_of.known_at, asked.as_of.until
    orders = [order for order in asked.book.orders.all(known_at, until) if order.ordered_on < until]
    states = asked.book.deals.states_at(known_at, until) if orders else []
    won = {state.deal_id: state for state in states if state.outcome is Outcome.WON}
    left = Counter({number: state.amount.minor for number, state in won.items()})
    for refund in won.values():
        left[refund.refund_of or 0] += refund.amount.minor
    accounts = asked.book.accounts.by_ids({state.account_id for state in won.values()})
    rows: list[tuple[Cell, ...]] = []
    for order in sorted(orders, key=lambda each: (each.ordered_on, each.deal_id)):
        state = won.get(order.deal_id)
        cancelled = order.delivered_on is None and left[order.deal_id] <= 0
        if state is not None and not cancelled and _falls_in(asked, order):
            rows.append(
                (
                    accounts[state.account_id].name, state.external_id or f"{OWN_NUMBER}{state.deal_id}",
                    str(order.ordered_on), _day(order.promised_on), _day(order.delivered_on),
                    order.late_days(asked.as_of.day), order.satisfaction, order.issue,
                )
            )  # fmt: skip
    return Table(_DELIVERY, tuple(rows))


def _falls_in(asked: Asked, order: Order) -> bool:
    days = (order.ordered_on, order.promised_on, order.delivered_on)
    period = asked.given_period
    return period is None or any(day is not None and period.covers(day) for day in days)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

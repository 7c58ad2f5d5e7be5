"""While the calendar is turned, made-up production goes on: orders come, mostly in time, and none piles up."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from salesbot.domain.orders import StepKind
from salesbot.sample.production import Production
from salesbot.storage.book import open_book
from salesbot.storage.engines import Engines
from tests.sample.conftest import NOW

ZONE = "Europe/Ljubljana"


class _LeftAsItWas(Exception):
    """Nothing of it is kept."""


def test_orders_are_delivered_as_days_go_by(story: tuple[Engines, int]) -> None:
    production, days = Production(ZONE), [NOW + timedelta(days=number, hours=1) for number in range(40)]
    assert not production.is_due(days[0]), "the first day is the newcomer's own"
    with suppress(_LeftAsItWas), open_book(*story) as book:
        before = {order.id for order in book.orders.undelivered(days[0], days[0].date())}
        for day in days[1:]:
            assert not production.is_due(day - timedelta(hours=3)), "she begins after the morning messages"
            assert production.is_due(day)
            production.go_on(book, day)
            assert not production.is_due(day), "once a day"
        last = days[-1]
        orders = [order for order in book.orders.all() if order.id in before]
        assert {order.delivered_on is not None for order in orders} == {True}
        said = [step.kind for order in orders for step in order.steps if step.recorded_at > NOW]
        assert {StepKind.SHIPPED, StepKind.DELIVERED, StepKind.LATE} <= set(said)
        assert said.count(StepKind.DELIVERED) == len(before)
        assert all(step.recorded_at <= last for order in orders for step in order.steps)
        raise _LeftAsItWas

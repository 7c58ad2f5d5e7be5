"""Production goes on while the calendar is turned: it promises, ships and delivers, and one product comes late."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from salesbot.clock import day_in
from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.deals import Outcome
from salesbot.domain.orders import Order, StepKind
from salesbot.domain.people import Person
from salesbot.sample.company import COMPANY, Company
from salesbot.sample.orders import LATE_BY, OFTEN_LATE, PROMISED, SELDOM_LATE
from salesbot.services.calendars import calendar_of
from salesbot.services.orders.stepping import record_step
from salesbot.storage.book import Book

_BEGINS = time(10)
"""Petra's day begins: after the morning messages."""
_ON_ITS_WAY = timedelta(days=3)


@dataclass
class Production:
    """The made-up colleague who looks after orders; what she does follows from the orders alone, so it repeats."""

    zone: str
    company: Company = COMPANY
    done: date | None = None
    """The last day on which she was at work."""

    def is_due(self, now: datetime) -> bool:
        """Whether her day has begun and nothing is done yet; the first day is the newcomer's own."""
        today = day_in(self.zone, now)
        if self.done is None:
            self.done = today
        return today > self.done and now >= datetime.combine(today, _BEGINS, ZoneInfo(self.zone))

    def go_on(self, book: Book, now: datetime) -> None:
        """Do what each open order asks for on a working day."""
        self.done = today = day_in(self.zone, now)
        calendar = calendar_of(book)
        petra = book.people.by_slack_id("U0PETRA")
        if petra is None or not calendar.is_working(today):
            return
        names = {product.name for product in self.company.products if product.late}
        late = {number for number, name in book.accounts.labels("product") if name in names}
        for order in book.orders.undelivered(now, today):
            state = book.deals.now(order.deal_id)
            if state.outcome is Outcome.WON and order.delivered_on is None:
                is_late_one = any(line.product in late for line in state.lines)
                self._next(book, petra, order, is_late_one, calendar, now)

    def _next(
        self, book: Book, petra: Person, order: Order, is_late_one: bool, calendar: WorkingCalendar,
        now: datetime,
    ) -> None:  # fmt: skip
        dice, today = random.Random(order.id), day_in(self.zone, now)  # noqa: S311 - a story, no secret
        working = calendar.this_or_next_working
        expected = order.expected_on
        if expected is None:
            promised = working(today + timedelta(days=dice.choice(PROMISED)))
            record_step(book, petra, order.id, StepKind.PROMISED, now=now, day=promised)
        elif order.promised_on == expected and self._comes_late(dice, is_late_one):
            # What is late is said as soon as it shows, and once.
            if expected <= today:
                later = working(today + timedelta(days=dice.choice(LATE_BY)))
                record_step(book, petra, order.id, StepKind.LATE, now=now, day=later)
        elif expected <= today:
            record_step(book, petra, order.id, StepKind.DELIVERED, now=now)
        elif order.shipped_on is None and expected <= today + _ON_ITS_WAY:
            record_step(book, petra, order.id, StepKind.SHIPPED, now=now)

    def _comes_late(self, dice: random.Random, is_late_one: bool) -> bool:
        return dice.random() < (OFTEN_LATE if is_late_one else SELDOM_LATE)

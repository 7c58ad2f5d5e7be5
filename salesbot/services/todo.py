"""Everything that waits for a person, by day: what is overdue, due today, and to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.deals import Outcome
from salesbot.domain.people import Person, Role
from salesbot.domain.seats import SeatStep
from salesbot.services.accounts import Noticed, noticed_of
from salesbot.services.calendars import workspace_day
from salesbot.services.cases import CaseSeen, cases_to_do
from salesbot.services.deals.results import DealFacts
from salesbot.services.deals.telling import all_facts as deals_by_name
from salesbot.services.errands import Errands, errands_of
from salesbot.services.follow_ups import FollowUpFacts, open_follow_ups, overdue_of, tomorrow
from salesbot.services.orders import OrderFacts, orders_to_deliver, orders_to_follow
from salesbot.services.people import viewer_of
from salesbot.services.waiting import NOTHING_WAITS, Waiting, waiting_for
from salesbot.storage.book import Book

MOST_SHOWN = 6
"""So many overdue things, and so many of today, stand with buttons of their own."""


@dataclass(frozen=True, slots=True)
class Todo:
    """What waits for a person."""

    person: Person
    day: date
    """The workspace's day."""
    tomorrow: date
    """The day that *Tomorrow* puts things off to."""
    overdue: tuple[FollowUpFacts, ...]
    today: tuple[FollowUpFacts, ...]
    later: tuple[tuple[date, tuple[FollowUpFacts, ...]], ...]
    """What is to come, by day."""
    past_their_day: tuple[DealFacts, ...]
    """The person's open deals that were expected to close before today."""
    of_others: tuple[FollowUpFacts, ...]
    """What the people whom this person leads let lie for three working days or more."""
    noticed: tuple[Noticed, ...] = ()
    """The person's accounts that are to be renewed or have gone silent."""
    orders: tuple[OrderFacts, ...] = ()
    """The person's orders that want something of them."""
    cases: tuple[CaseSeen, ...] = ()
    """Cases that the person is to answer or to close."""
    steps: tuple[SeatStep, ...] = ()
    """What is to be done to fill an open seat, and in the first weeks of who starts."""
    errands: Errands | None = None
    """What was agreed in a talk, and trainings."""
    waiting: Waiting = NOTHING_WAITS
    """What waits for the person's word."""
    most_shown: int = MOST_SHOWN

    @property
    def chosen(self) -> tuple[FollowUpFacts, ...]:
        """What is not shown with buttons of its own: the rest of what is due, what is to come, the others'."""
        later = (row for _, rows in self.later for row in rows)
        return (*self.overdue[self.most_shown :], *self.today[self.most_shown :], *later, *self.of_others)

    @property
    def count(self) -> int:
        """How many things wait in all."""
        later = sum(len(rows) for _, rows in self.later)
        others = (
            len(self.past_their_day)
            + len(self.of_others)
            + len(self.noticed)
            + len(self.orders)
            + len(self.cases)
        )
        others += len(self.steps) + self.waiting.count + (self.errands.count if self.errands else 0)
        return len(self.overdue) + len(self.today) + later + others


def todo_of(book: Book, person: Person, *, now: datetime) -> Todo:
    """Everything that waits for the person at this moment."""
    day = workspace_day(book, now)
    rows = open_follow_ups(book, person.id, day)
    days = sorted({row.due_on for row in rows if row.due_on > day})
    return Todo(
        person=person, day=day, tomorrow=tomorrow(book, now),
        overdue=tuple(row for row in rows if row.due_on < day),
        today=tuple(row for row in rows if row.due_on == day),
        later=tuple((each, tuple(row for row in rows if row.due_on == each)) for each in days),
        past_their_day=_past_their_day(book, person, day), of_others=_of_others(book, person, day, now),
        noticed=noticed_of(book, [person.id], day), orders=_orders(book, person, day, now),
        cases=cases_to_do(book, person, now=now),
        steps=tuple(book.seats.open_steps_of(person.id)),
        errands=errands_of(book, person.id, now=now), waiting=waiting_for(book, person, now=now),
    )  # fmt: skip


def _orders(book: Book, person: Person, day: date, now: datetime) -> tuple[OrderFacts, ...]:
    """Of a rep what they sold; of who delivers what is late, due or has an issue, whoever sold it."""
    own = orders_to_follow(book, [person.id], day)
    known = {order.order_id for order in own}
    if not viewer_of(book, person, now).has(Role.COLLEAGUE):
        return own
    return (*own, *(each for each in orders_to_deliver(book, person, now=now) if each.order_id not in known))


def _past_their_day(book: Book, person: Person, day: date) -> tuple[DealFacts, ...]:
    states = [
        state
        for state in book.deals.open([person.id])
        if state.outcome is Outcome.OPEN and state.expected_on is not None and state.expected_on < day
    ]
    return tuple(deals_by_name(book, states))


def _of_others(book: Book, person: Person, day: date, now: datetime) -> tuple[FollowUpFacts, ...]:
    viewer = viewer_of(book, person, now)
    return overdue_of(book, viewer.people_below, day) if viewer.has(Role.MANAGER) else ()

"""A rep's morning: where they stand, what waits today, and what changed since the last message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain import figures
from salesbot.domain.as_of import AsOf
from salesbot.domain.attention import StaleDeal
from salesbot.domain.causes import Cause
from salesbot.domain.changes import Change
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.goals import Scope
from salesbot.domain.money import Money
from salesbot.domain.own_days import ClosingDeal, DayLine, FollowUpDue, day_of_rep
from salesbot.domain.people import Person, Role
from salesbot.domain.periods import Period, month_of
from salesbot.domain.seats import SeatStep
from salesbot.services.calendars import place_of, workspace_day
from salesbot.services.deals_as_of import DividedDeals
from salesbot.services.digests.changed import Moments, month_ended
from salesbot.services.digests.ended import corrected_of, ended_of
from salesbot.services.digests.needs import stale_deals
from salesbot.services.digests.since import digest_before
from salesbot.services.digests.told import Corrected, Ended, last_counted
from salesbot.services.figures.own import OwnFigures, figures_at
from salesbot.services.follow_ups import due_follow_ups
from salesbot.services.orders import orders_waiting
from salesbot.services.people import viewer_of
from salesbot.services.steps import due_steps
from salesbot.storage.book import Book

_KNOWN_TO_THEM = frozenset({Cause.OVERDUE, Cause.CURRENCY})
"""What nobody did: a day passed by stands among what waits, a new rate moves everything."""


@dataclass(frozen=True, slots=True)
class OwnChange:
    """One of a rep's deals that moved the rep's month since the last message."""

    cause: Cause
    deal_id: int
    account: str
    amount: Money
    counts_in: Period | None
    """The month for which it counts now, where it left the message's."""
    by: Person | None
    """Who changed it, where that was somebody else."""


@dataclass(frozen=True, slots=True)
class OwnMorning:
    """A rep's morning: where they stand, what waits today, what changed since the last message."""

    as_of: AsOf
    now: datetime
    place: str
    """The city of the workspace's time zone."""
    own: OwnFigures
    lines: tuple[DayLine, ...]
    """What waits, one line a deal, the most urgent first."""
    steps: tuple[SeatStep, ...]
    """What is due of filling a seat, or of one's own first weeks."""
    changes: tuple[OwnChange, ...]
    """Of all that moved the month, what the rep may not know: moved out of it, or changed by somebody else."""
    ended: tuple[Ended, ...]
    """How the month and the quarter before ended, in the first message of a new one."""
    corrected: tuple[Corrected, ...]
    """Which ended months are others now than when the last message told of them."""
    seen_by: str | None
    """The short name of who leads the rep and sees these figures too."""
    worth_telling: bool
    """Whether something is due, newly stale or changed; else no message comes."""

    @property
    def covered_through(self) -> date:
        """The last day that counts."""
        return last_counted(self.as_of)


def own_morning(book: Book, person: Person, as_of: AsOf, now: datetime) -> OwnMorning | None:
    """A rep's own day as of a moment; None for who does not sell, or is there no more."""
    if not viewer_of(book, person, now).has(Role.REP):
        return None
    period = month_of(as_of.day)
    _, before = digest_before(book, person, as_of)
    moments = Moments(book, as_of, before)
    own = figures_at(book, person.id, as_of, period, moments.parts)
    parts = moments.parts(own.ahead.won.currency)
    earlier = moments.parts_before(parts.currency)
    changed = _changed_since(moments, parts.currency, person.id, period)
    lines = _lines(book, own, parts, stale_deals(parts, {person.id}), as_of, before.day)
    steps = due_steps(book, person, as_of.day)
    wished = book.choices.of(person.id).takes("wrap")
    ended = _worth_telling(ended_of(moments, Scope.REP, person.id)) if wished else ()
    corrected = corrected_of(
        moments, parts.currency, lambda person_id, _: person_id == person.id, lambda _: True
    )
    return OwnMorning(
        as_of=as_of, now=now, place=place_of(book), own=own, lines=lines, steps=steps,
        changes=tuple(_told(book, parts, changed, person.id, period)), ended=ended, corrected=corrected,
        seen_by=_leader(book, person, now),
        worth_telling=bool(changed or steps or ended or corrected or _is_due(lines, stale_deals(earlier, {person.id}))),
    )  # fmt: skip


def _lines(
    book: Book, own: OwnFigures, parts: DividedDeals, stale: Iterable[StaleDeal], as_of: AsOf, before: date
) -> tuple[DayLine, ...]:
    orders = orders_waiting(book, own.person.id, as_of.day, before)
    at_work = {
        part.state.deal_id for part in parts.of_person(own.person.id) if part.state.outcome is Outcome.OPEN
    }
    at_work |= {order.deal_id for order in orders}
    waiting = [
        FollowUpDue(row.follow_up_id, row.deal_id if row.deal_id in at_work else None, row.account, row.text, row.due_on)
        for row in due_follow_ups(book, own.person.id, as_of.day)
    ]  # fmt: skip
    closing = [
        ClosingDeal(deal.deal_id, deal.account, deal.amount)
        for deal in own.due
        if deal.expected_on == as_of.day
    ]
    return day_of_rep(follow_ups=waiting, stale=stale, orders=orders, closing=closing)


def _is_due(lines: Iterable[DayLine], stale_before: Iterable[StaleDeal]) -> bool:
    """Whether something waits today that is not merely as stale as it was when the last message told of it."""
    known = {(deal.deal_id, deal.why) for deal in stale_before}
    return any(
        line.follow_ups
        or line.closing is not None
        or (line.order is not None and line.order.fresh)
        or (line.stale is not None and (line.stale.deal_id, line.stale.why) not in known)
        for line in lines
    )


# -- what changed -----------------------------------------------------------------------------------------


def _changed_since(moments: Moments, currency: str, person_id: int, period: Period) -> tuple[Change, ...]:
    """What moved this month, and the rest of the month that ended since the last message; each deal once."""
    now, ended = _changed(moments, currency, person_id, period), month_ended(moments)
    told = {row.deal.deal_id for row in now}
    of_ended = _changed(moments, currency, person_id, ended) if ended is not None else ()
    return (*now, *(row for row in of_ended if row.deal.deal_id not in told))


def _changed(moments: Moments, currency: str, person_id: int, period: Period) -> tuple[Change, ...]:
    """Everything that somebody did and that moved the month of this person since the last message."""
    changes = moments.moved(currency, Scope.REP, person_id, period)
    return tuple(row for row in changes.rows if row.cause not in _KNOWN_TO_THEM)


def _told(
    book: Book, parts: DividedDeals, changed: Iterable[Change], person_id: int, period: Period
) -> Iterable[OwnChange]:
    for row in changed:
        state = parts.state(row.deal.deal_id)
        by = _by_whom(book, state, person_id)
        counts_in = _counts_in(row, period)
        if by is not None or counts_in is not None:
            yield OwnChange(row.cause, row.deal.deal_id, row.deal.account, row.telling, counts_in, by)


def _by_whom(book: Book, state: DealState | None, person_id: int) -> Person | None:
    if state is None or state.recorded_by is None or state.recorded_by == person_id:
        return None
    return book.people.by_id(state.recorded_by)


def _counts_in(row: Change, period: Period) -> Period | None:
    """The month to which an open deal was moved, where it is another than the message's."""
    if row.cause is not Cause.LATER or row.deal.expected_on is None or period.covers(row.deal.expected_on):
        return None
    return month_of(row.deal.expected_on)


# -- around it --------------------------------------------------------------------------------------------


def _worth_telling(ended: tuple[Ended, ...]) -> tuple[Ended, ...]:
    """Of what has ended that in which there was a goal, or something was won."""
    return tuple(one for one in ended if one.row.goal is not None or figures.size_of(one.row.won))


def _leader(book: Book, person: Person, now: datetime) -> str | None:
    edge = book.people.assignment_on(person.id, workspace_day(book, now))
    if edge is None or edge.manager_id is None:
        return None
    return book.people.by_id(edge.manager_id).name.split()[0]

"""Closing a month for pay: what is still open before, who closes it, and what was corrected afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from salesbot.domain.access import may_close_months, may_see_deal, may_see_person, require
from salesbot.domain.closings import Closing, standing_closings
from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.periods import Period, month_of, previous, read_period
from salesbot.domain.rates import Rates
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.reading import people_of
from salesbot.services.people import viewer_of
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_MONTHS_SHOWN = 4
_SUBJECT = "month_closing"


class MonthNotOver(SalesbotError):
    """A month was to be closed that is not over yet: fact `month` (its first day)."""

    template = "mistakes/month_not_over"


class MonthNotClosed(SalesbotError):
    """A month was to be opened again that is open: fact `month` (its first day)."""

    template = "mistakes/month_not_closed"


class MonthClosedAlready(SalesbotError):
    """A month was to be closed that is closed: fact `month` (its first day)."""

    template = "mistakes/month_closed_already"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A deal that somebody should look at before the month is closed."""

    deal_id: int
    account: str
    rep: str
    currency: str
    amount: Money | None
    """None: not this viewer's to see."""


@dataclass(frozen=True, slots=True)
class CorrectionSeen:
    """What was changed of a closed month, and in which month it counts instead."""

    account: str
    person: str
    amount: Money | None
    """None: not this viewer's to see."""
    recorded_at: datetime
    counts_on: date


@dataclass(frozen=True, slots=True)
class MonthSeen:
    """A month and everything that stands against closing it, or was corrected since."""

    month: Period
    over: bool
    closed_at: datetime | None
    closed_by: str
    """Empty: from the terminal, or not closed."""
    waiting: tuple[OpenPoint, ...]
    """Deals won in the month that wait for approval."""
    disputed: tuple[OpenPoint, ...]
    """Deals won in the month whose credit somebody disputes."""
    drafts: int
    """What people typed and were asked back about, and have not answered."""
    unrated: tuple[OpenPoint, ...]
    """Won deals in a currency without a rate: no sum holds them."""
    costless: tuple[OpenPoint, ...]
    """Won deals without a cost, where others have one: no margin holds them."""
    corrections: tuple[CorrectionSeen, ...]
    others: tuple[tuple[Period, bool], ...]
    """The months before, and whether each is closed."""

    @property
    def clear(self) -> bool:
        """Whether nothing stands against closing it."""
        return not (self.waiting or self.disputed or self.drafts or self.unrated or self.costless)


def month_seen(book: Book, by: Person | None, month: Period, *, now: datetime) -> MonthSeen:
    """What an admin sees of a month before and after closing it. Raises NotAllowed."""
    viewer = viewer_of(book, by, now)
    require(by is None or may_close_months(viewer), "close_month")
    return _seen(book, by, month, now)


def month_to_close(book: Book, now: datetime) -> Period:
    """The month that is to be closed next: the one before the present one."""
    return previous(month_of(workspace_day(book, now)))


def close_month(book: Book, by: Person | None, month: Period, *, now: datetime) -> MonthSeen:
    """Close a month for pay: its figures stay as they are known now. Raises NotAllowed, MonthNotOver, MonthClosedAlready."""
    require(by is None or may_close_months(viewer_of(book, by, now)), "close_month")
    if not month.over(workspace_day(book, now)):
        raise MonthNotOver(month=month.starts_on)
    if month.key in book.closings.held().at:
        raise MonthClosedAlready(month=month.starts_on)
    # Whatever was recorded before this row counts, even by a clock that ran ahead of this one.
    at = max(now, book.months.changed_at(month.key) or now)
    number = book.closings.add(month.key, closed=True, by=by.id if by else None, at=at)
    book.records.audit(
        "closed", _SUBJECT, number, by=by.id if by else None, now=now, after={"month": month.key}
    )
    return _seen(book, by, month, now)


def reopen_month(book: Book, by: Person | None, month: Period, reason: str, *, now: datetime) -> MonthSeen:
    """Open a closed month again, with the reason. What was corrected meanwhile stays where it counts.

    Raises NotAllowed, MonthNotClosed.
    """
    require(by is None or may_close_months(viewer_of(book, by, now)), "close_month")
    if month.key not in book.closings.held().at:
        raise MonthNotClosed(month=month.starts_on)
    person = by.id if by else None
    number = book.closings.add(month.key, closed=False, by=person, at=now)
    book.records.state(_SUBJECT, number, reason, person_id=person, now=now)
    book.records.audit("reopened", _SUBJECT, number, by=person, now=now, after={"month": month.key})
    return _seen(book, by, month, now)


def closing_due(book: Book, row: Announcement, now: datetime) -> MonthSeen | None:
    """What an admin is reminded of; None where the month is closed, or nothing counted in it."""
    month = read_period(str(row.subject["month"]))
    admin = book.people.by_id(int(row.recipient.partition(":")[2]))
    if not may_close_months(viewer_of(book, admin, now)) or book.months.changed_at(month.key) is None:
        return None
    seen = _seen(book, admin, month, now)
    return seen if seen.closed_at is None else None


def _seen(book: Book, by: Person | None, month: Period, now: datetime) -> MonthSeen:
    closings = book.closings.all(now + timedelta(days=1))
    newest = next((each for each in reversed(closings) if each.month == month.key), None)
    closed = newest if newest is not None and newest.closed else None
    won = book.deals.closed_between(Outcome.WON, month.starts_on, month.ends_on)
    disputed = {each.deal_id for each in book.disputes.open()}
    points = partial(_points, book, by, now)
    return MonthSeen(
        month=month, over=month.over(workspace_day(book, now)),
        closed_at=closed.at if closed else None, closed_by=_name(book, closed),
        waiting=points([state for state in book.deals.awaiting() if month.covers(_day(state))]),
        disputed=points([state for state in won if state.deal_id in disputed]),
        drafts=book.records.count_waiting(now), unrated=points(_unrated(book, won, now)),
        costless=points(_costless(won)), corrections=_corrections(book, by, month, now),
        others=_others(closings, month),
    )  # fmt: skip


def _day(state: DealState) -> date:
    return state.awaiting_on or state.effective_on


def _name(book: Book, closing: Closing | None) -> str:
    return book.people.by_id(closing.by).name if closing is not None and closing.by is not None else ""


def _others(closings: list[Closing], month: Period) -> tuple[tuple[Period, bool], ...]:
    stand = standing_closings(closings)
    found, at = [], month
    for _ in range(_MONTHS_SHOWN):
        at = previous(at)
        found.append((at, stand.closed(at.starts_on)))
    return tuple(found)


def _unrated(book: Book, won: list[DealState], now: datetime) -> list[DealState]:
    base = book.workspace.counts_in
    rates = Rates(base, book.rates.known(now))
    return [
        state
        for state in won
        if state.closed_on is not None and rates.rate(state.amount.currency, state.closed_on) is None
    ]


def _costless(won: list[DealState]) -> list[DealState]:
    """Only where a cost is told of any of them: else nobody reckons with margins."""
    costless = [state for state in won if state.cost is None and state.amount.minor > 0]
    return costless if len(costless) < len(won) else []


def _points(book: Book, by: Person | None, now: datetime, states: list[DealState]) -> tuple[OpenPoint, ...]:
    viewer = viewer_of(book, by, now)
    accounts = book.accounts.by_ids(state.account_id for state in states)
    return tuple(
        OpenPoint(
            state.deal_id, accounts[state.account_id].name, book.people.by_id(state.rep_id).name,
            state.amount.currency,
            state.amount if by is None or may_see_deal(viewer, people_of(state)) else None,
        )
        for state in states
    )  # fmt: skip


def _corrections(book: Book, by: Person | None, month: Period, now: datetime) -> tuple[CorrectionSeen, ...]:
    viewer = viewer_of(book, by, now)
    found = book.credits.corrections(month.starts_on, month.ends_on)
    accounts = book.accounts.by_ids(each.account_id for each in found)
    return tuple(
        CorrectionSeen(
            accounts[each.account_id].name, book.people.by_id(each.person_id).name,
            each.amount if by is None or may_see_person(viewer, each.person_id) else None,
            each.recorded_at, each.counts_on,
        )
        for each in found
    )  # fmt: skip

"""Deciding on a deal above its team's limit: approved it is won and counts; sent back it is open, with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from salesbot.domain.access import require
from salesbot.domain.deals import (
    DealState,
    DealUnknown,
    EntryKind,
    Outcome,
)
from salesbot.domain.people import Person
from salesbot.services.deals.changing import require_unchanged
from salesbot.services.deals.entering import enter, locked
from salesbot.services.deals.limits import may_approve, tell_decision
from salesbot.services.deals.mistakes import (
    NothingToApprove,
)
from salesbot.services.deals.results import DealFacts
from salesbot.services.deals.telling import facts_of
from salesbot.services.orders.opening import open_order
from salesbot.services.recognition import plan_shout_out
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_REASON = "deal_entry"


@dataclass(frozen=True, slots=True)
class Approval:
    """A deal that waits for approval, or was decided on."""

    deal: DealFacts
    by: str
    """Who asked, or who decided; empty: a file."""
    approved: bool
    reason: str
    """Why it was sent back; empty else."""


def approve_deal(book: Book, sender: Person, deal_id: int, number: int, *, now: datetime) -> Approval:
    """The deal is won on the day on which it was said to be won, and counts from now on.

    Raises DealUnknown, NotAllowed, NothingToApprove, ChangedMeanwhile, MonthClosed.
    """
    state = _waiting(book, sender, deal_id, number, now)
    won = replace(
        state, number=state.number + 1, kind=EntryKind.WON, outcome=Outcome.WON, closed_on=state.awaiting_on,
        awaiting_on=None, effective_on=state.awaiting_on or state.effective_on, recorded_at=now,
        recorded_by=sender.id,
    )  # fmt: skip
    won = enter(book, sender, won)
    plan_shout_out(book, won, now)
    open_order(book, won, now)
    tell_decision(book, won, sender, now)
    return Approval(facts_of(book, won), sender.name, True, "")


def send_back_deal(
    book: Book, sender: Person, deal_id: int, number: int, reason: str, *, now: datetime
) -> Approval:
    """The deal is open again, as before it was said to be won, and the rep is told why. Raises as `approve_deal`."""
    state = _waiting(book, sender, deal_id, number, now)
    back = replace(
        state, number=state.number + 1, kind=EntryKind.SENT_BACK, awaiting_on=None, recorded_at=now,
        recorded_by=sender.id,
    )  # fmt: skip
    back = enter(book, sender, back)
    book.records.state(_REASON, back.entry_id, reason, person_id=sender.id, now=now)
    tell_decision(book, back, sender, now)
    return Approval(facts_of(book, back), sender.name, False, reason)


def approval_shown(book: Book, person: Person | None, deal_id: int, *, now: datetime) -> Approval:
    """A deal to who decides on it. Raises DealUnknown, NothingToApprove."""
    try:
        state = book.deals.now(deal_id)
    except LookupError:
        raise DealUnknown(typed="") from None
    if person is None or not may_approve(book, person, state, now):
        raise DealUnknown(typed="")
    if state.awaiting_on is None:
        raise NothingToApprove(account=book.accounts.by_id(state.account_id).name)
    return _told(book, state)


def approval_asked(book: Book, row: Announcement, now: datetime) -> Approval | None:
    """What who decides is asked; None where the deal waits no more as it was, or it is not theirs to decide."""
    state = book.deals.now(int(row.subject["deal"]))
    person = book.people.by_id(int(row.recipient.partition(":")[2]))
    if state.awaiting_on is None or state.number != row.subject["number"]:
        return None
    return _told(book, state) if may_approve(book, person, state, now) else None


def approval_answered(book: Book, row: Announcement) -> Approval | None:
    """What was decided; None where somebody changed the deal since."""
    state = book.deals.now(int(row.subject["deal"]))
    return _told(book, state) if state.number == row.subject["number"] else None


def _told(book: Book, state: DealState) -> Approval:
    by = book.people.by_id(state.recorded_by).name if state.recorded_by is not None else ""
    reason = book.records.stated(_REASON, [state.entry_id]).get(state.entry_id, "")
    return Approval(facts_of(book, state), by, state.outcome is Outcome.WON, reason)


def _waiting(book: Book, sender: Person, deal_id: int, number: int, now: datetime) -> DealState:
    state = locked(book, deal_id)
    require(may_approve(book, sender, state, now), "approve_deal")
    if state.awaiting_on is None:
        raise NothingToApprove(account=book.accounts.by_id(state.account_id).name)
    require_unchanged(book, state, number)
    return state

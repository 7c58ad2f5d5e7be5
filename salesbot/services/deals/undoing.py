"""Taking back: an entry within the undo window by who made it, and a whole deal later, with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from salesbot.domain.access import may_undo
from salesbot.domain.changing import UNDO_WINDOW, ChangeReason, may_be_undone
from salesbot.domain.deals import (
    DealState,
    DealUnknown,
    EntryKind,
    Outcome,
)
from salesbot.domain.people import Person
from salesbot.services.deals.changing import refunds_follow, require_reason, require_unchanged
from salesbot.services.deals.entering import enter, locked, require_may_touch
from salesbot.services.deals.mistakes import (
    DealWithdrawn,
    NothingToAnnounce,
    NothingToUndo,
    NotYoursToUndo,
    UndoneAlready,
    UndoTooLate,
)
from salesbot.services.deals.results import DealLogged, DealTakenBack, DealUndone
from salesbot.services.deals.telling import facts_of, own_standing
from salesbot.services.people import viewer_of
from salesbot.services.recognition import announce_now, cancel_shout_out, hearing, waiting_shout_out
from salesbot.storage.book import Book

_MINUTES = int(UNDO_WINDOW.total_seconds() // 60)


def undo(book: Book, sender: Person, deal_id: int, *, now: datetime, number: int | None = None) -> DealUndone:
    """Take back the deal's newest entry: it stands as before, or is gone if it was just logged.

    `number` is the entry that the button belonged to: a newer one is not taken back in its place. Only for who made
    the entry, for five minutes. Raises DealUnknown, NotYoursToUndo, UndoneAlready, UndoTooLate.
    """
    state = locked(book, deal_id)
    account = book.accounts.by_id(state.account_id).name
    if not may_undo(viewer_of(book, sender, now), state.recorded_by):
        raise _not_theirs(book, sender, state, account, now)
    if state.kind is EntryKind.UNDONE or (number is not None and number < state.number):
        raise UndoneAlready(account=account)
    if not may_be_undone(state.recorded_at, now) or state.kind is EntryKind.IMPORTED:
        raise UndoTooLate(account=account, deal_id=deal_id, minutes=_MINUTES)
    return _taken_back(book, sender, state, now)


def undo_latest(book: Book, sender: Person, *, now: datetime) -> DealUndone:
    """Take back the newest entry that this person made in the last minutes. Raises NothingToUndo."""
    newest = book.deals.latest_by(sender.id, now - UNDO_WINDOW)
    if newest is None:
        raise NothingToUndo(minutes=_MINUTES)
    return undo(book, sender, newest.deal_id, now=now)


def withdraw_deal(
    book: Book,
    sender: Person,
    deal_id: int,
    number: int,
    *,
    now: datetime,
    reason: ChangeReason | None = None,
) -> DealTakenBack:
    """Withdraw a deal as if it had never been logged; its history stays.

    Raises NotYourDeal, DealUnknown, DealWithdrawn, ChangedMeanwhile, ChangeReasonNeeded.
    """
    state = locked(book, deal_id)
    require_may_touch(book, viewer_of(book, sender, now), state, now)
    if state.outcome is Outcome.WITHDRAWN:
        raise DealWithdrawn(account=book.accounts.by_id(state.account_id).name)
    require_unchanged(book, state, number)
    require_reason(sender, state, reason, now)
    refunds_follow(book, sender, state, _withdrawn(state, sender, now), now)
    told = _hushed(book, state)
    gone = enter(
        book, sender, replace(_withdrawn(state, sender, now), kind=EntryKind.WITHDRAWN),
        corrects=state.entry_id, reason=reason.value if reason else None,
    )  # fmt: skip
    now_and_then = facts_of(book, gone), facts_of(book, state)
    return DealTakenBack(*now_and_then, own_standing(book, sender, gone, now, state), told)


def announce_deal(book: Book, sender: Person, deal_id: int, *, now: datetime) -> DealLogged:
    """Tell the team's channel of a won deal at once; answers with the receipt as it reads now.

    Raises NotYourDeal, DealUnknown, NothingToAnnounce.
    """
    state = locked(book, deal_id)
    if state.recorded_by != sender.id:
        require_may_touch(book, viewer_of(book, sender, now), state, now)
    if not announce_now(book, deal_id, now):
        raise NothingToAnnounce(account=book.accounts.by_id(state.account_id).name)
    return DealLogged(
        deal=facts_of(book, state), was=None, standing=own_standing(book, sender, state, now),
        undo_until=state.recorded_at + UNDO_WINDOW, hearing=hearing(book, state, waiting_shout_out(book, state), now),
        for_other=state.rep_id != sender.id, announced_at=now,
    )  # fmt: skip


def _taken_back(book: Book, sender: Person, state: DealState, now: datetime) -> DealUndone:
    gone = state.number == 1
    before = _withdrawn(state, sender, now) if gone else _as_before(book, state, sender, now)
    refunds_follow(book, sender, state, before, now)
    told = _hushed(book, state) if before.outcome is not Outcome.WON else False
    entered = enter(book, sender, replace(before, kind=EntryKind.UNDONE), corrects=state.entry_id)
    if not gone:
        book.deals.unremark(state.entry_id)
    standing = own_standing(book, sender, entered, now, state)
    return DealUndone(facts_of(book, entered), facts_of(book, state), state.kind, gone, standing, told)


def _withdrawn(state: DealState, sender: Person, now: datetime) -> DealState:
    return replace(
        state, number=state.number + 1, outcome=Outcome.WITHDRAWN, closed_on=None, recorded_at=now,
        recorded_by=sender.id,
    )  # fmt: skip


def _as_before(book: Book, state: DealState, sender: Person, now: datetime) -> DealState:
    earlier = book.deals.history(state.deal_id)[-2]
    return replace(earlier, number=state.number + 1, recorded_at=now, recorded_by=sender.id)


def _hushed(book: Book, state: DealState) -> bool:
    """Cancel the deal's shout-out; whether the channel was told before."""
    if state.outcome is not Outcome.WON:
        return False
    return not cancel_shout_out(book, state.deal_id) and bool(book.announcements.about_deal(state.deal_id))


def _not_theirs(
    book: Book, sender: Person, state: DealState, account: str, now: datetime
) -> NotYoursToUndo | DealUnknown:
    """Whoever has no part in the deal learns nothing of it."""
    viewer = viewer_of(book, sender, now)
    part = {share.person_id for share in state.shares} | {state.rep_id}
    if not any(viewer.is_self(person) or viewer.leads(person) for person in part):
        return DealUnknown(typed="")
    by = book.people.by_id(state.recorded_by).name if state.recorded_by else ""
    return NotYoursToUndo(account=account, by=by)

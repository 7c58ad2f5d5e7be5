"""One way into the ledger: who may enter a deal's state, and the entry with all that follows from it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from salesbot.domain.access import may_correct, may_log, may_log_for, may_touch_deal
from salesbot.domain.closings import MonthClosed
from salesbot.domain.deals import (
    DealState,
    DealUnknown,
)
from salesbot.domain.people import Person, Role
from salesbot.domain.viewers import Viewer
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.limits import as_approved, ask_approval
from salesbot.services.deals.mistakes import (
    MayNotLog,
    MayNotLogFor,
    NotYourDeal,
    OwnPart,
)
from salesbot.services.deals.taking_part import People
from salesbot.services.deals.thread_rows import tell_in_thread
from salesbot.services.orders.opening import order_follows
from salesbot.services.people import add_role, admins, viewer_of
from salesbot.services.webhooks import plan_deal_calls
from salesbot.storage.book import Book


def require_may_log(viewer: Viewer, rep: Person) -> None:
    """Let pass who may log a deal of this rep. Raises MayNotLog, MayNotLogFor."""
    if viewer.is_self(rep.id):
        if not may_log(viewer):
            raise MayNotLog()
    elif not may_log_for(viewer, rep.id):
        raise MayNotLogFor(rep=rep.name)


def require_may_touch(book: Book, viewer: Viewer, state: DealState, now: datetime) -> None:
    """Let pass who may change this deal. Raises DealUnknown for who has no part in it, and for others as `refused`."""
    if may_touch_deal(viewer, state.rep_id, state.earners) or corrects_closed_month(book, viewer, state):
        return
    if any(viewer.is_self(share.person_id) for share in state.shares):
        raise refused(book, viewer, state, now)
    raise DealUnknown(typed="")


def require_may_become(
    book: Book, viewer: Viewer, before: DealState, after: DealState, now: datetime
) -> None:
    """Let pass a change by who may touch the deal as it was, unless it gives who stands in a part. Raises OwnPart."""
    if may_touch_deal(viewer, before.rep_id, after.earners) or corrects_closed_month(book, viewer, before):
        return
    raise OwnPart(
        account=book.accounts.by_id(before.account_id).name, by=_instead(book, before, now), has_part=False
    )


def refused(book: Book, viewer: Viewer, state: DealState, now: datetime) -> NotYourDeal | OwnPart:
    """Why somebody who may see a deal may not change it: NotYourDeal, or OwnPart for who stands in."""
    account = book.accounts.by_id(state.account_id).name
    if viewer.leads(state.rep_id):
        return OwnPart(account=account, by=_instead(book, state, now), has_part=True)
    return NotYourDeal(account=account, rep=book.people.by_id(state.rep_id).name)


def corrects_closed_month(book: Book, viewer: Viewer, state: DealState) -> bool:
    """Whether somebody who does not lead the rep may open the deal all the same, to correct what was closed for pay."""
    return may_correct(viewer, state.rep_id, state.earners) and _closed(book, state)


def locked(book: Book, deal_id: int) -> DealState:
    """The deal as it stands, nobody else changing it. Raises DealUnknown."""
    try:
        return book.deals.locked(deal_id)
    except LookupError:
        raise DealUnknown(typed="") from None


def enter(
    book: Book, sender: Person, state: DealState, *, corrects: int | None = None, reason: str | None = None
) -> DealState:
    """Add the sender's entry to the ledger. In a month closed for pay only who may correct it changes anything.

    What they change there counts in the open month. A win above the team's limit waits for approval; who decides is
    asked. Raises MonthClosed.
    """
    state = as_approved(book, sender, state)
    enter = partial(book.deals.enter, state, corrects=corrects, change_reason=reason)
    try:
        entered = enter()
    except MonthClosed as refused:
        if not may_correct(viewer_of(book, sender, state.recorded_at), state.rep_id, state.earners):
            by = [person.name for person in correctors(book, state.rep_id, state.recorded_at)]
            raise MonthClosed(month=refused.facts["month"], by=tuple(by)) from None
        entered = enter(corrects_closed=True)
    tell_in_thread(book, entered, entered.recorded_at)
    order_follows(book, entered)
    if entered.awaiting_on is not None:
        ask_approval(book, entered, state.recorded_at)
    plan_deal_calls(book, entered)
    return entered


def correctors(book: Book, rep_id: int, now: datetime) -> list[Person]:
    """Who may change what counted in a closed month: the rep's manager, else the admins."""
    edge = book.people.assignment_on(rep_id, workspace_day(book, now))
    if edge is not None and edge.manager_id is not None:
        return [book.people.by_id(edge.manager_id)]
    return admins(book)


def _instead(book: Book, state: DealState, now: datetime) -> tuple[str, ...]:
    """Who may change a deal in place of who stands in: its rep and their managers, of a month closed for pay admins."""
    closed = _closed(book, state)
    found = [] if closed else [book.people.by_id(state.rep_id)]
    edges, above = book.people.edges_on(workspace_day(book, now)), [state.rep_id]
    while (edge := edges.get(above[-1])) and edge.manager_id is not None and edge.manager_id not in above:
        above.append(edge.manager_id)
        found.append(book.people.by_id(edge.manager_id))
    found += [each for each in admins(book) if closed and each not in found]
    return tuple(person.name for person in found if person.active)


def _closed(book: Book, state: DealState) -> bool:
    return state.closed_on is not None and book.closings.read().closed(state.closed_on)


def became_reps(book: Book, people: People, rep: Person) -> tuple[Person, ...]:
    """A full member who has a first deal becomes a rep; those without any role before are to be given a team."""
    if rep.has(Role.REP):
        return ()
    add_role(book, people.sender, rep.id, Role.REP, now=people.now)
    return () if rep.roles else (book.people.by_id(rep.id),)

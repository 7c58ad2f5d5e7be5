"""Handing deals over: the open part goes to another rep; whoever has won credit keeps it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from salesbot.domain.access import may_hand_over_all, may_log, require
from salesbot.domain.changing import UNDO_WINDOW, ChangeReason
from salesbot.domain.deals import DealState, EntryKind, Outcome, Share
from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.changing import touched
from salesbot.services.deals.entering import became_reps, refused, require_may_become
from salesbot.services.deals.mistakes import CannotHold, HandedToSame, OnlyOpenHandedOver
from salesbot.services.deals.pipelines import fitted
from salesbot.services.deals.results import DealLogged
from salesbot.services.deals.taking_part import Met, People
from salesbot.services.deals.telling import facts_of
from salesbot.services.deals.thread_rows import tell_in_thread
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class AllHandedOver:
    """Every open deal of one rep belongs to another now."""

    was: Person
    rep: Person
    count: int
    accounts: tuple[str, ...]
    """Whose deals they are, by name; empty where the one who is told may not see them."""


def hand_over(
    book: Book, sender: Person, deal_id: int, slack_id: str, *, now: datetime, number: int | None = None,
    reason: ChangeReason | None = None, met: Met | None = None,
) -> DealLogged:  # fmt: skip
    """Give an open deal to another rep, with the part that its rep has in it; the parts of others stay.

    For its rep and who leads them. `number` is that of the entry that was shown. Raises NotYourDeal, DealUnknown,
    DealWithdrawn, ChangedMeanwhile, OnlyOpenHandedOver, HandedToSame, CannotHold, GuestRefused.
    """
    before = touched(book, sender, deal_id, now, number)
    account = book.accounts.by_id(before.account_id).name
    if before.outcome is not Outcome.OPEN:
        raise OnlyOpenHandedOver(account=account, rep=book.people.by_id(before.rep_id).name)
    people = People(book, sender, met or {}, now)
    to = people.find(slack_id)
    if to.id == before.rep_id:
        raise HandedToSame(account=account, rep=to.name)
    _require_may_hold(book, to, now)
    handed = _handed_over(book, sender, before, to, now)
    require_may_become(book, viewer_of(book, sender, now), before, handed, now)
    became_reps(book, people, to)
    after = book.deals.enter(handed, change_reason=reason.value if reason else None)
    tell_in_thread(book, after, now)
    return DealLogged(
        deal=facts_of(book, after), was=facts_of(book, before), standing=None, undo_until=now + UNDO_WINDOW,
        hearing=None, for_other=to.id != sender.id,
    )  # fmt: skip


def open_deals_to_hand_over(book: Book, sender: Person, from_id: int, *, now: datetime) -> int:
    """How many open deals a person would hand over; for who leads them, and admins. Raises NotAllowed."""
    require(may_hand_over_all(viewer_of(book, sender, now), from_id, frozenset()), "hand_over")
    return book.deals.count_open([from_id])


def hand_over_all(
    book: Book, sender: Person, from_id: int, slack_id: str, *, now: datetime, met: Met | None
) -> AllHandedOver:
    """Give every open deal of a person to another, as when somebody leaves; for who leads them, and admins.

    Raises NotAllowed, OwnPart, HandedToSame, CannotHold, GuestRefused.
    """
    viewer = viewer_of(book, sender, now)
    require(may_hand_over_all(viewer, from_id, frozenset()), "hand_over")
    people = People(book, sender, met or {}, now)
    was, to = book.people.by_id(from_id), people.find(slack_id)
    if was.id == to.id:
        raise HandedToSame(account="", rep=to.name)
    _require_may_hold(book, to, now)
    deals = book.deals.open([from_id])
    handed = [_handed_over(book, sender, state, to, now) for state in deals]
    for before, after in zip(deals, handed, strict=True):
        if not may_hand_over_all(viewer, from_id, before.earners):
            raise refused(book, viewer, before, now)
        if not may_hand_over_all(viewer, from_id, after.earners):
            require_may_become(book, viewer, before, after, now)
    if deals:
        became_reps(book, people, to)
    for state in book.deals.enter_all(handed):
        tell_in_thread(book, state, now)
    sees = viewer.leads(from_id) or viewer.is_self(from_id)
    accounts = book.accounts.by_ids(state.account_id for state in deals) if sees else {}
    names = sorted({account.name for account in accounts.values()}, key=str.casefold)
    return AllHandedOver(was, to, len(deals), tuple(names))


def _require_may_hold(book: Book, to: Person, now: datetime) -> None:
    """A deal's rep is somebody who sells and is still there."""
    gone = not to.active or (to.ended_on is not None and to.ended_on < workspace_day(book, now))
    if gone or not may_log(viewer_of(book, to, now)):
        raise CannotHold(rep=to.name)


def _handed_over(book: Book, sender: Person, before: DealState, to: Person, now: datetime) -> DealState:
    today = workspace_day(book, now)
    after = replace(
        before, number=before.number + 1, kind=EntryKind.HANDED_OVER, rep_id=to.id,
        shares=_handed(before.shares, before.rep_id, to.id), effective_on=today, recorded_at=now,
        recorded_by=sender.id,
    )  # fmt: skip
    return fitted(book, before, after, today)


def _handed(shares: tuple[Share, ...], was: int, to: int) -> tuple[Share, ...]:
    """The rep's part belongs to another; whoever has a part already has both, and is no helper beside it."""
    parts: dict[int, int] = {}
    for share in shares:
        if not share.assist:
            holder = to if share.person_id == was else share.person_id
            parts[holder] = parts.get(holder, 0) + share.millionths
    helpers = [share for share in shares if share.assist and share.person_id not in (was, *parts)]
    return (*(Share(person, part) for person, part in parts.items()), *helpers)

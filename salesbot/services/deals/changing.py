"""Changing a deal: moving, winning, losing, reopening and editing it; each is a new entry, and credit follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from salesbot.domain.changing import UNDO_WINDOW, ChangeReason, may_be_undone
from salesbot.domain.deals import DealDraft, DealState, EntryKind, Outcome, says_the_same
from salesbot.domain.money import total
from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.services.deals.entering import (
    became_reps,
    enter,
    locked,
    require_may_become,
    require_may_log,
    require_may_touch,
)
from salesbot.services.deals.history import changes_since
from salesbot.services.deals.mistakes import (
    ChangedMeanwhile,
    ChangeReasonNeeded,
    DealNotClosed,
    DealWithdrawn,
    RefundStands,
)
from salesbot.services.deals.pipelines import fitted
from salesbot.services.deals.results import DealLogged
from salesbot.services.deals.stating import settled, with_said
from salesbot.services.deals.taking_part import Met, People
from salesbot.services.deals.telling import facts_of, own_standing
from salesbot.services.orders.opening import open_order
from salesbot.services.people import viewer_of
from salesbot.services.recognition import (
    asks_about_amounts,
    cancel_shout_out,
    hearing,
    plan_shout_out,
    waiting_shout_out,
)
from salesbot.storage.book import Book

_KIND_OF = {Outcome.WON: EntryKind.WON, Outcome.LOST: EntryKind.LOST, Outcome.OPEN: EntryKind.MOVED}


def move_deal(
    book: Book, sender: Person, deal_id: int, stage_id: int, *, now: datetime, number: int | None = None
) -> DealLogged:
    """Move an open deal to another stage. Raises as `put_into`, and StageGone."""
    return put_into(book, sender, deal_id, DealDraft("", stage_id=stage_id), now=now, number=number)


def win_deal(
    book: Book, sender: Person, deal_id: int, *, now: datetime, number: int | None = None
) -> DealLogged:
    """Win a deal today. Raises as `put_into`."""
    return put_into(book, sender, deal_id, DealDraft("", outcome=Outcome.WON), now=now, number=number)


def lose_deal(
    book: Book, sender: Person, deal_id: int, reason_id: int, *, now: datetime, closed_on: date | None = None,
    number: int | None = None, note: str | None = None, competitor: str | None = None,
    more_reasons: tuple[int, ...] = (),
) -> DealLogged:  # fmt: skip
    """Lose a deal for a reason, and up to two more, today unless a day is named. Raises as `put_into`, and CloseDayAhead."""
    draft = DealDraft(
        "",
        outcome=Outcome.LOST,
        reason_id=reason_id,
        closed_on=closed_on,
        note=note,
        competitor=competitor,
        more_reasons=more_reasons,
    )
    return put_into(book, sender, deal_id, draft, now=now, number=number)


def reopen_deal(
    book: Book, sender: Person, deal_id: int, *, now: datetime, number: int | None = None
) -> DealLogged:
    """Open a won or lost deal again in the stage it was in. Raises DealNotClosed, and as `put_into`."""
    before = touched(book, sender, deal_id, now, number)
    if before.outcome is Outcome.OPEN:
        raise DealNotClosed(account=book.accounts.by_id(before.account_id).name)
    today = workspace_day(book, now)
    after = with_said(book, before, DealDraft(""), today, reopens=True)
    return _entered(book, sender, before, after, EntryKind.REOPENED, now)


def put_into(
    book: Book, sender: Person, deal_id: int, draft: DealDraft, *, now: datetime, met: Met | None = None,
    number: int | None = None, reason: ChangeReason | None = None,
) -> DealLogged:  # fmt: skip
    """Tell something new of a deal: what the draft says of outcome, stage, amount and the rest holds from now on.

    Nobody's part changes but by a draft that names people. Nothing new is entered where nothing differs.
    `number` is that of the entry that was shown: what somebody else entered since is not overwritten unseen.
    Whoever divides won credit anew, later or after somebody else, says why.
    Raises NotYourDeal, DealUnknown, DealWithdrawn, ChangedMeanwhile, ChangeReasonNeeded, and what `settled` raises.
    """
    before = touched(book, sender, deal_id, now, number)
    after = with_said(book, before, draft, workspace_day(book, now))
    people = People(book, sender, met or {}, now)
    if draft.sharers or draft.assists:
        after = replace(after, shares=people.shares_in(draft, before, book.people.by_id(after.rep_id)))
        if before.outcome is Outcome.WON and not says_the_same(before, after):
            require_reason(sender, before, reason, now)
    changed_outcome = after.outcome is not before.outcome
    moved = after.outcome is Outcome.OPEN and after.stage_id != before.stage_id
    kind = _KIND_OF[after.outcome] if changed_outcome or moved else EntryKind.EDITED
    if changed_outcome and after.outcome is Outcome.OPEN:
        kind = EntryKind.REOPENED
    if kind is EntryKind.EDITED and says_the_same(before, replace(after, shares=before.shares)):
        kind = EntryKind.SHARED
    return _entered(book, sender, before, after, kind, now, note=draft.note, reason=reason)


def edit_deal(
    book: Book, sender: Person, deal_id: int, number: int, draft: DealDraft, *, now: datetime,
    reason: ChangeReason | None = None, met: Met | None = None, keep_shares: bool = False,
) -> DealLogged:  # fmt: skip
    """Set the whole of a deal anew, as a form says it; what the draft leaves out is taken out.

    `keep_shares` leaves everybody's part as it is.
    `number` is that of the entry the form showed: if it is not the newest any more, ChangedMeanwhile. After the undo
    window a reason is needed (ChangeReasonNeeded). Raises besides: NotYourDeal, DealUnknown, DealWithdrawn,
    MayNotLogFor (a new rep), and what `settled` raises.
    """
    before = touched(book, sender, deal_id, now)
    require_unchanged(book, before, number)
    require_reason(sender, before, reason, now)
    people, today = People(book, sender, met or {}, now), workspace_day(book, now)
    rep = people.find(draft.rep) if draft.rep else book.people.by_id(before.rep_id)
    if rep.id != before.rep_id:
        require_may_log(viewer_of(book, sender, now), rep)
    bare = replace(
        before, account_id=book.accounts.ensure(draft.account, now, owner_id=rep.id).id, rep_id=rep.id,
        opened_on=draft.opened_on or before.opened_on, expected_on=draft.expected_on, technique=None, source_id=None,
        reason_id=None, more_reasons=(), campaign_id=None, competitor_id=None,
        lines=before.lines if draft.lines else (), cost=None,
        shares=before.shares if keep_shares else people.shares(draft, rep),
    )  # fmt: skip
    became_reps(book, people, rep)
    after = with_said(book, bare, draft, today, reopens=True)
    return _entered(
        book, sender, before, after, EntryKind.EDITED, now,
        note=draft.note, reason=reason,
    )  # fmt: skip


def require_unchanged(book: Book, state: DealState, number: int) -> None:
    """Let pass who saw the newest entry. Raises ChangedMeanwhile."""
    if state.number != number:
        raise ChangedMeanwhile(deal=facts_of(book, state), changes=changes_since(book, state, number))


def require_seen(book: Book, sender: Person, state: DealState, number: int) -> None:
    """Let pass who saw everything that others entered; one's own newer entries are known. Raises ChangedMeanwhile."""
    newer = [entry for entry in book.deals.history(state.deal_id) if entry.number > number]
    if any(entry.recorded_by != sender.id for entry in newer):
        require_unchanged(book, state, number)


def require_reason(sender: Person, state: DealState, reason: ChangeReason | None, now: datetime) -> None:
    """Let pass a change within the undo window by who made the entry, or one with a reason."""
    if reason is None and needs_reason(sender, state, now):
        raise ChangeReasonNeeded()


def needs_reason(sender: Person, state: DealState, now: datetime) -> bool:
    """Whether a change of the deal now has to say why."""
    return state.recorded_by != sender.id or not may_be_undone(state.recorded_at, now)


def touched(book: Book, sender: Person, deal_id: int, now: datetime, number: int | None = None) -> DealState:
    """The deal, locked, if this person may change it and has seen what others entered.

    `number` is that of the entry that was shown; None where nothing was. Raises NotYourDeal, DealUnknown,
    DealWithdrawn, ChangedMeanwhile.
    """
    state = locked(book, deal_id)
    require_may_touch(book, viewer_of(book, sender, now), state, now)
    if state.outcome is Outcome.WITHDRAWN:
        raise DealWithdrawn(account=book.accounts.by_id(state.account_id).name)
    if number is not None:
        require_seen(book, sender, state, number)
    return state


def _entered(
    book: Book, sender: Person, before: DealState, after: DealState, kind: EntryKind, now: datetime, *,
    note: str | None = None, reason: ChangeReason | None = None,
) -> DealLogged:  # fmt: skip
    """Enter the state after a change, with what follows: notes, the shout-out planned or cancelled."""
    today = workspace_day(book, now)
    after = settled(book, fitted(book, before, after, today), today)
    unchanged = says_the_same(before, after)
    if not unchanged:
        require_may_become(book, viewer_of(book, sender, now), before, after, now)
        refunds_follow(book, sender, before, after, now)
        after = enter(
            book,
            sender,
            replace(after, number=before.number + 1, kind=kind, recorded_at=now, recorded_by=sender.id),
            corrects=before.entry_id if kind in (EntryKind.EDITED, EntryKind.SHARED) else None,
            reason=reason.value if reason else None,
        )
    if note and note != book.deals.notes([after.deal_id]).get(after.deal_id):
        book.deals.remark(after.deal_id, after.entry_id, note, person_id=sender.id, now=now)
    heard = hearing(book, after, _shout_out(book, before, after, now), now)
    return DealLogged(
        deal=facts_of(book, after), was=facts_of(book, before),
        standing=own_standing(book, sender, after, now, before), undo_until=now + UNDO_WINDOW,
        hearing=heard, for_other=after.rep_id != sender.id, unchanged=unchanged,
        asks_amounts=not unchanged and asks_about_amounts(book, sender, after, now),
    )  # fmt: skip


def refunds_follow(book: Book, sender: Person, before: DealState, after: DealState, now: datetime) -> None:
    """A deal's refunds stay within what was won, and are divided as the deal is. Raises RefundStands."""
    refunds = book.deals.refunds_of([before.deal_id]) if before.outcome is Outcome.WON else []
    if not refunds:
        return
    refunded = -total((refund.amount for refund in refunds), before.amount.currency)
    same_money = after.outcome is Outcome.WON and after.amount.currency == before.amount.currency
    if not same_money or after.amount < refunded:
        raise RefundStands(account=book.accounts.by_id(before.account_id).name, refunded=refunded)
    for refund in refunds:
        if refund.shares != after.sharers or refund.account_id != after.account_id:
            enter(
                book, sender,
                replace(
                    refund, number=refund.number + 1, kind=EntryKind.SHARED, shares=after.sharers,
                    account_id=after.account_id, recorded_at=now, recorded_by=sender.id,
                ),
                corrects=refund.entry_id,
            )  # fmt: skip


def _shout_out(book: Book, before: DealState, after: DealState, now: datetime) -> datetime | None:
    if before.outcome is Outcome.WON and after.outcome is not Outcome.WON:
        cancel_shout_out(book, after.deal_id)
    if after.outcome is Outcome.WON and before.outcome is not Outcome.WON:
        open_order(book, after, now)
        return plan_shout_out(book, after, now)
    return waiting_shout_out(book, after) if after.outcome is Outcome.WON else None

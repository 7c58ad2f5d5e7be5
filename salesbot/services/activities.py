"""Activities: what was done with an account is recorded, can settle a follow-up, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.access import may_act_for, may_log_for, require
from salesbot.domain.activities import Activity, ActivityKind
from salesbot.domain.follow_ups import FollowUp, FollowUpOutcome
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, SlackPerson
from salesbot.services.calendars import workspace_day
from salesbot.services.people import acquaint, viewer_of
from salesbot.storage.book import Book


class ActivityUnknown(SalesbotError):
    """There is no such activity, or none that this person may take back."""

    template = "mistakes/activity_unknown"


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """An activity by names."""

    activity_id: int
    kind: ActivityKind
    person: Person
    account_id: int
    account: str
    day: date
    note: str | None
    practice: bool


@dataclass(frozen=True, slots=True)
class ActivityRecorded:
    """Something was done with an account."""

    activity: ActivityFacts
    new_account: bool
    for_other: bool
    open: tuple[FollowUp, ...]
    """What the person had to do about the account: it may have been this."""
    settled: FollowUp | None = None
    """The follow-up that it settled."""


def record_activity(
    book: Book, sender: Person, kind_id: int, account: str, *, now: datetime, day: date | None,
    note: str, person: Person | None = None, met: SlackPerson | None = None,
) -> ActivityRecorded:  # fmt: skip
    """Record what was done with an account, today unless a day is named. For oneself, or whom one leads.

    Raises NotAllowed.
    """
    who = person or (acquaint(book, met, now) if met is not None else sender)
    require(may_log_for(viewer_of(book, sender, now), who.id), "activity")
    known = book.accounts.named(account)
    found = known or book.accounts.ensure(account, now, owner_id=who.id)
    row = book.activities.add(
        person_id=who.id, account_id=found.id, kind_id=kind_id, day=day or workspace_day(book, now),
        note=note or None, practice=not book.workspace.live, recorded_at=now, recorded_by=sender.id,
    )  # fmt: skip
    return _recorded(book, row, known is None, who.id != sender.id)


def settle(
    book: Book, sender: Person, activity_id: int, follow_up_id: int, *, now: datetime
) -> ActivityRecorded:
    """That was it: the follow-up is done by this activity, which counts once. Raises ActivityUnknown."""
    row = _theirs(book, sender, activity_id, now)
    follow_up = book.follow_ups.locked(follow_up_id)
    if (follow_up.person_id, follow_up.account_id) != (row.person_id, row.account_id):
        raise ActivityUnknown()
    if follow_up.outcome is FollowUpOutcome.OPEN and row.follow_up_id is None:
        book.activities.settles(row.id, follow_up.id)
        follow_up = book.follow_ups.change(
            follow_up.id, outcome=FollowUpOutcome.DONE.value, closed_on=row.day
        )
    said = _recorded(book, row, False, row.person_id != sender.id)
    return ActivityRecorded(said.activity, False, said.for_other, said.open, follow_up)


def undo_activity(book: Book, sender: Person, activity_id: int, *, now: datetime) -> ActivityFacts:
    """It was not so: it counts no more, and a follow-up that it settled is open again. Raises ActivityUnknown."""
    row = _theirs(book, sender, activity_id, now)
    if book.activities.take_back(row.id, now):
        book.records.audit("taken_back", "activity", row.id, by=sender.id, now=now)
    if row.follow_up_id is not None:
        book.follow_ups.change(row.follow_up_id, outcome=FollowUpOutcome.OPEN.value, closed_on=None)
    return activity_facts(book, [row])[0]


def enter_activity(
    book: Book, sender: Person, follow_up: FollowUp, kind: ActivityKind, day: date, now: datetime
) -> Activity:
    """The activity by which a follow-up was done, credited to whose it was."""
    return book.activities.add(
        person_id=follow_up.person_id, account_id=follow_up.account_id, kind_id=kind.id, day=day,
        note=follow_up.text or None, follow_up_id=follow_up.id, practice=not book.workspace.live,
        recorded_at=now, recorded_by=sender.id,
    )  # fmt: skip


def activity_facts(book: Book, rows: Sequence[Activity]) -> list[ActivityFacts]:
    """Activities by names."""
    kinds = {kind.id: kind for kind in book.activities.kinds(retired=True)}
    accounts = book.accounts.by_ids({row.account_id for row in rows})
    people = {person_id: book.people.by_id(person_id) for person_id in {row.person_id for row in rows}}
    return [
        ActivityFacts(
            row.id, kinds[row.kind_id], people[row.person_id], row.account_id, accounts[row.account_id].name,
            row.day, row.note, row.practice,
        )
        for row in rows
    ]  # fmt: skip


def _recorded(book: Book, row: Activity, new_account: bool, for_other: bool) -> ActivityRecorded:
    waiting = [
        one for one in book.follow_ups.open_of_account(row.account_id) if one.person_id == row.person_id
    ]
    return ActivityRecorded(activity_facts(book, [row])[0], new_account, for_other, tuple(waiting))


def _theirs(book: Book, sender: Person, activity_id: int, now: datetime) -> Activity:
    try:
        row = book.activities.by_id(activity_id)
    except LookupError:
        raise ActivityUnknown() from None
    if row.undone_at is not None or not may_act_for(viewer_of(book, sender, now), row.person_id):
        raise ActivityUnknown()
    return row

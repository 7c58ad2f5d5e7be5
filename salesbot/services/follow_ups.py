"""Follow-ups: noted, done, put off, dropped; what is due for somebody, and what is overdue in a team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from salesbot.domain.access import may_act_for, may_log_for, require
from salesbot.domain.activities import ActivityKind, kind_in
from salesbot.domain.follow_ups import FollowUp, FollowUpOutcome, snoozed_to, told_from
from salesbot.domain.mistakes import SalesbotError
from salesbot.domain.people import Person, SlackPerson
from salesbot.domain.refusals import ButtonExpired
from salesbot.services.activities import ActivityFacts, activity_facts, enter_activity
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.people import acquaint, viewer_of
from salesbot.storage.book import Book

MOST_DAYS = 366
"""So far ahead something can be put off by a menu."""


class FollowUpUnknown(SalesbotError):
    """There is no such follow-up, or none that this person may change."""

    template = "mistakes/follow_up_unknown"


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """A follow-up by names."""

    follow_up_id: int
    person: Person
    account_id: int
    account: str
    deal_id: int | None
    text: str
    """As typed; may be empty."""
    due_on: date
    days_over: int
    """Days since it was due; 0 while it is not overdue."""
    outcome: FollowUpOutcome


@dataclass(frozen=True, slots=True)
class FollowUpAdded:
    """A follow-up was noted."""

    follow_up: FollowUpFacts
    new_account: bool
    for_other: bool


@dataclass(frozen=True, slots=True)
class FollowUpDone:
    """A follow-up is done, with the activity that it was, where its words name a kind."""

    follow_up: FollowUpFacts
    activity: ActivityFacts | None
    kinds: tuple[ActivityKind, ...]
    """What it could have been, where no activity is recorded."""


@dataclass(frozen=True, slots=True)
class FollowUpMoved:
    """A follow-up is due on another day, dropped, or open again."""

    follow_up: FollowUpFacts
    was_due_on: date


def add_follow_up(
    book: Book, sender: Person, account: str, due_on: date, text: str, *, now: datetime,
    person: Person | None = None, met: SlackPerson | None = None,
) -> FollowUpAdded:  # fmt: skip
    """Note what is to be done about an account by a day; a new account is made. For oneself, or whom one leads.

    Where the person has just one open deal there, it is about that deal. Raises NotAllowed.
    """
    for_whom = person or (acquaint(book, met, now) if met is not None else sender)
    require(may_log_for(viewer_of(book, sender, now), for_whom.id), "follow_up")
    known = book.accounts.named(account)
    found = known or book.accounts.ensure(account, now, owner_id=for_whom.id)
    row = book.follow_ups.add(
        person_id=for_whom.id, account_id=found.id, deal_id=_only_deal(book, found.id, for_whom), due_on=due_on, text=text,
        recorded_at=now, recorded_by=sender.id,
    )  # fmt: skip
    return FollowUpAdded(_facts(book, row, now), known is None, for_whom.id != sender.id)


def done(book: Book, sender: Person, follow_up_id: int, *, now: datetime) -> FollowUpDone:
    """It is done, today; the activity that its words name is recorded. Done already, it stays as it is.

    Raises FollowUpUnknown.
    """
    row = _locked(book, sender, follow_up_id, now)
    today, kinds = workspace_day(book, now), book.activities.kinds()
    if row.outcome is not FollowUpOutcome.DONE:
        row = book.follow_ups.change(row.id, outcome=FollowUpOutcome.DONE.value, closed_on=today)
        kind = kind_in(row.text, kinds)
        if kind is not None:
            enter_activity(book, sender, row, kind, today, now)
    recorded = book.activities.of_follow_up(row.id)
    facts = activity_facts(book, [recorded])[0] if recorded is not None else None
    return FollowUpDone(_facts(book, row, now), facts, () if recorded is not None else tuple(kinds))


def done_as(book: Book, sender: Person, follow_up_id: int, kind_id: int, *, now: datetime) -> FollowUpDone:
    """It was an activity of this kind; one that is recorded already stays. Raises FollowUpUnknown."""
    said = done(book, sender, follow_up_id, now=now)
    kind = next((kind for kind in said.kinds if kind.id == kind_id), None)
    if said.activity is not None or kind is None:
        return said
    row = book.follow_ups.by_id(follow_up_id)
    made = enter_activity(book, sender, row, kind, row.closed_on or workspace_day(book, now), now)
    return FollowUpDone(said.follow_up, activity_facts(book, [made])[0], ())


def snooze(
    book: Book, sender: Person, follow_up_id: int, day: date | None = None, *, now: datetime
) -> FollowUpMoved:
    """It is due on another day, without one on the next working day. Raises FollowUpUnknown."""
    row = _locked(book, sender, follow_up_id, now)
    due_on = day or tomorrow(book, now)
    changed = book.follow_ups.change(
        row.id, due_on=due_on, outcome=FollowUpOutcome.OPEN.value, closed_on=None
    )
    return FollowUpMoved(_facts(book, changed, now), row.due_on)


def drop(book: Book, sender: Person, follow_up_id: int, *, now: datetime) -> FollowUpMoved:
    """It is not needed any more, or was noted by mistake. Raises FollowUpUnknown."""
    row = _locked(book, sender, follow_up_id, now)
    closed_on = workspace_day(book, now)
    changed = book.follow_ups.change(row.id, outcome=FollowUpOutcome.DROPPED.value, closed_on=closed_on)
    return FollowUpMoved(_facts(book, changed, now), row.due_on)


def reopen(book: Book, sender: Person, follow_up_id: int, *, now: datetime) -> FollowUpMoved:
    """It is open again; the activity that *Done* recorded is taken back. Raises FollowUpUnknown."""
    row = _locked(book, sender, follow_up_id, now)
    recorded = book.activities.of_follow_up(row.id)
    if recorded is not None:
        book.activities.take_back(recorded.id, now)
    changed = book.follow_ups.change(row.id, outcome=FollowUpOutcome.OPEN.value, closed_on=None)
    return FollowUpMoved(_facts(book, changed, now), row.due_on)


def follow_up_shown(book: Book, person: Person | None, follow_up_id: int, *, now: datetime) -> FollowUpFacts:
    """One follow-up, for whose it is and who leads them. Raises FollowUpUnknown."""
    try:
        row = book.follow_ups.by_id(follow_up_id)
    except LookupError:
        raise FollowUpUnknown() from None
    _require_theirs(book, person, row, now)
    return _facts(book, row, now)


def due_follow_ups(book: Book, person_id: int, day: date) -> tuple[FollowUpFacts, ...]:
    """What a person has to do by a day, the day included: overdue first, the longest overdue before all."""
    return all_facts(book, book.follow_ups.open_of([person_id], day), day)


def open_follow_ups(book: Book, person_id: int, day: date) -> tuple[FollowUpFacts, ...]:
    """Everything that a person has to do, by the day on which it is due."""
    return all_facts(book, book.follow_ups.open_of([person_id]), day)


def overdue_of(book: Book, person_ids: Iterable[int], day: date) -> tuple[FollowUpFacts, ...]:
    """What these people have let lie for three working days or more, the longest overdue first.

    Whom the viewer may see is for the caller to ask: of a person only who leads them is told.
    """
    calendar = calendar_of(book)
    rows = book.follow_ups.open_of(list(person_ids), day)
    return all_facts(book, [row for row in rows if told_from(row.due_on, calendar) <= day], day)


def tomorrow(book: Book, now: datetime) -> date:
    """The day that *Tomorrow* means: the next working day."""
    return snoozed_to(workspace_day(book, now), calendar_of(book))


def in_days(book: Book, days: int, *, now: datetime) -> date:
    """The day in so many days, or the next working day after it. Raises ButtonExpired for more than a year."""
    if days > MOST_DAYS:
        raise ButtonExpired()
    return calendar_of(book).this_or_next_working(workspace_day(book, now) + timedelta(days=days))


def all_facts(book: Book, rows: Sequence[FollowUp], day: date) -> tuple[FollowUpFacts, ...]:
    """Follow-ups by names, as they stand on a day."""
    accounts = book.accounts.by_ids({row.account_id for row in rows})
    people = {person_id: book.people.by_id(person_id) for person_id in {row.person_id for row in rows}}
    return tuple(
        FollowUpFacts(
            follow_up_id=row.id, person=people[row.person_id], account_id=row.account_id,
            account=accounts[row.account_id].name, deal_id=row.deal_id, text=row.text, due_on=row.due_on,
            days_over=max((day - row.due_on).days, 0), outcome=row.outcome,
        )
        for row in rows
    )  # fmt: skip


def _only_deal(book: Book, account_id: int, person: Person) -> int | None:
    """The person's open deal with the account; None where there is none, or more than one."""
    theirs = [deal.deal_id for deal in book.deals.open_of_account(account_id) if deal.rep_id == person.id]
    return theirs[0] if len(theirs) == 1 else None


def _facts(book: Book, row: FollowUp, now: datetime) -> FollowUpFacts:
    return all_facts(book, [row], workspace_day(book, now))[0]


def _locked(book: Book, sender: Person, follow_up_id: int, now: datetime) -> FollowUp:
    """The follow-up, for whose it is and who leads them. Raises FollowUpUnknown."""
    try:
        row = book.follow_ups.locked(follow_up_id)
    except LookupError:
        raise FollowUpUnknown() from None
    _require_theirs(book, sender, row, now)
    return row


def _require_theirs(book: Book, person: Person | None, row: FollowUp, now: datetime) -> None:
    if not may_act_for(viewer_of(book, person, now), row.person_id):
        raise FollowUpUnknown()

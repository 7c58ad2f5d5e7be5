"""Activities: what was done with an account is recorded, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salesbot.domain.activities import Activity, ActivityKind
from salesbot.domain.follow_ups import FollowUp
from salesbot.domain.people import Person
from salesbot.storage.book import Book


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

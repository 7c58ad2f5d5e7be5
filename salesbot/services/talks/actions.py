"""What was agreed in a talk: entered, done, and reported on when its window is over."""

from __future__ import annotations

from datetime import date, datetime, time

from salesbot.domain.access import may_hold_talks, may_see_talks, require
from salesbot.domain.people import Person
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.schedules import due_at
from salesbot.domain.talks import MOST_OF_WORDS, ActionOutcome, Aim, TalkAction
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.people import viewer_of
from salesbot.services.planning import (
    NEWS_EXPIRES_AFTER,
    Kind,
    Recipient,
    person_recipient,
    plan_once,
)
from salesbot.services.talks.helped import ActionSeen, actions_seen
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_TOLD_AT = time(9)


def agree_action(
    book: Book, sender: Person, person_id: int, text: str, *, aim: Aim | None, days: int, due_on: date,
    owner_id: int, now: datetime,
) -> TalkAction:  # fmt: skip
    """Something is agreed from today on, done by the person or by who leads them. Raises NotAllowed.

    When its window is over, who agreed on it is told what came of it.
    """
    require(may_hold_talks(viewer_of(book, sender, now), person_id), "talk")
    require(owner_id in (sender.id, person_id), "talk")
    day = workspace_day(book, now)
    action = book.talks.add_action(
        person_id=person_id, owner_id=owner_id, text=text[:MOST_OF_WORDS],
        aim=None if aim is None else aim.value, days=days, starts_on=day, due_on=due_on, recorded_at=now,
        recorded_by=sender.id,
    )  # fmt: skip
    if aim is not None:
        told_on = calendar_of(book).this_or_next_working(action.ends_on)
        plan_once(
            book, Kind.TALK_LOOKED_AT, person_recipient(sender.id), f"talk_action:{action.id}", now=now,
            due=due_at(told_on, _TOLD_AT, book.workspace.zone) or now, subject={"action": action.id},
            expires_after=NEWS_EXPIRES_AFTER,
        )  # fmt: skip
    return action


def settle_action(
    book: Book, sender: Person, action_id: int, outcome: ActionOutcome, *, now: datetime
) -> ActionSeen:
    """It is done, or dropped; for its owner and who leads the person. Done twice changes nothing. Raises NotAllowed."""
    try:
        action = book.talks.action(action_id)
    except LookupError:
        raise ButtonExpired() from None
    viewer = viewer_of(book, sender, now)
    require(viewer.is_self(action.owner_id) or may_see_talks(viewer, action.person_id), "talk")
    if action.outcome is not outcome:
        action = book.talks.change_action(
            action_id, outcome=outcome.value,
            settled_on=None if outcome is ActionOutcome.OPEN else workspace_day(book, now),
        )  # fmt: skip
    return actions_seen(book, [action], now=now, with_team=False)[0]


def open_actions_of(book: Book, person_id: int, *, now: datetime) -> tuple[ActionSeen, ...]:
    """What a person agreed to do and has not done, that due soonest first."""
    return actions_seen(book, book.talks.open_actions_of(person_id), now=now, with_team=False)


def looked_at_again(book: Book, row: Announcement, now: datetime) -> ActionSeen | None:
    """What came of an action, to who agreed on it; None: dropped, or they do not lead the person any more."""
    action = book.talks.action(int(row.subject["action"]))
    reader = book.people.by_id(Recipient.read(row.recipient).number)
    if action.outcome is ActionOutcome.DROPPED:
        return None
    if not may_hold_talks(viewer_of(book, reader, now), action.person_id):
        return None
    return actions_seen(book, [action], now=now)[0]

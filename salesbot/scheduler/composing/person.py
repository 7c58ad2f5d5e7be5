"""The way of a message to one person: are they there, is the hour theirs, may they read it, in which language."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.people import Person
from salesbot.messages import Message
from salesbot.runtime import PostFailed, Runtime
from salesbot.scheduler.composing.answers import Composed, Facts, Later, Nothing, Told, said, worded
from salesbot.scheduler.composing.together import told_by_another, told_of, with_what_waited
from salesbot.services import earning, unprompted
from salesbot.services.digests.audience import audience_of
from salesbot.services.digests.readers import all_may_read
from salesbot.services.planning import Kind, Recipient
from salesbot.services.put_off import A_MOMENT, has_waited
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

NO_SLACK_ACCOUNT = "no_slack_account"


Shared: TypeAlias = Callable[[], AbstractContextManager[Book]]
"""A view of the company's books from which the digests of all who were claimed together are made."""
_IN_A_CHANNEL_OF_THEIRS = frozenset({Kind.MORNING, Kind.ALERT, Kind.WEEK})
_FROM_A_SHARED_VIEW = _IN_A_CHANNEL_OF_THEIRS | {Kind.WORKS_ASKED}


def to_person(
    runtime: Runtime, row: Announcement, now: datetime, found: Facts | None = None,
    shared: Shared | None = None,
) -> Composed:  # fmt: skip
    """What the row says to its person now, or until when it waits; `found`: the facts, where they are known already."""
    if Kind(row.kind) not in _FROM_A_SHARED_VIEW:
        shared = None
    with shared() if shared is not None else runtime.reading(row.workspace_id) as book:
        person = book.people.by_id(Recipient.read(row.recipient).number)
        if not person.active:
            return Nothing("left")
        if person.slack_id is None:
            raise PostFailed(SendOutcome.DEAD, NO_SLACK_ACCOUNT)
        later = unprompted.waits_until(book, person, row, now)
        waited = later is None and has_waited(book, person, row)
        chosen = book.choices.of(person.id).channel if Kind(row.kind) in _IN_A_CHANNEL_OF_THEIRS else None
    later = later or _paused_until(runtime, row, person.slack_id, now)
    if later is not None:
        return Later(later)
    if waited and row.kind == Kind.DIRECT and told_by_another(runtime, row, person, now):
        return Later(now + A_MOMENT)
    readers = _readers(runtime, row.workspace_id, chosen) if chosen is not None else None
    if row.kind == Kind.KUDOS:
        with runtime.book(row.workspace_id) as changing:
            earning.earn_for_kudos(changing, row, now)
    with shared() if shared is not None else runtime.reading(row.workspace_id) as book:
        told = found or told_of(book, row, now)
        channel = chosen if readers is not None and all_may_read(book, person, readers, now) else None
        message = worded(runtime, book, _placed(told, chosen, channel), person)
        if isinstance(message, str):
            return Nothing(message)
        made = said("", message, told, book, now)
        if shared is not None:
            made = replace(made, audience=audience_of(book, person.id, now))
    if waited and channel is None and row.kind != Kind.DIRECT:
        made = with_what_waited(runtime, row, person, now, made)
    return replace(
        made,
        channel=channel or person.dm_channel or _opened(runtime, row.workspace_id, person, person.slack_id),
    )


def _readers(runtime: Runtime, workspace_id: int, channel: str) -> list[str] | None:
    """The people who read a channel; None where nothing of a person's may stand there, whoever they are."""
    try:
        if runtime.messenger.channel(workspace_id, channel).unfit_for_deals is not None:
            return None
        members = runtime.messenger.members(workspace_id, channel)
        return [each for each in members if not runtime.messenger.person(workspace_id, each).bot]
    except PostFailed as failed:
        if failed.outcome is SendOutcome.DEAD:
            return None
        raise


def _placed(told: Told | Message, chosen: str | None, channel: str | None) -> Told | Message:
    """What is told in the place it goes to: in a channel no talk and no silent account; elsewhere why not in the channel."""
    if not isinstance(told, Facts) or chosen is None:
        return told
    also = {"kept_from": chosen} if channel is None else {"errands": None, "noticed": None}
    return replace(told, facts={**told.facts, **also})


def _paused_until(runtime: Runtime, row: Announcement, slack_id: str, now: datetime) -> datetime | None:
    """Until when the person wants no notification of Slack; not asked for what has an hour of its own."""
    if not unprompted.asks_slack(Kind(row.kind)):
        return None
    return runtime.messenger.undisturbed_until(row.workspace_id, slack_id, now)


def _opened(runtime: Runtime, workspace_id: int, person: Person, slack_id: str) -> str:
    """The person's conversation with the bot; opening one is limited to 50 a minute, so it is done once."""
    channel = runtime.messenger.direct_channel(workspace_id, slack_id)
    with runtime.book(workspace_id) as changing:
        changing.people.change(person.id, dm_channel=channel)
    return channel

"""The way of a post to a team's private deals channel: is it still private, is the hour quiet, whose turn is it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.people import Team
from salesbot.domain.schedules import after_quiet
from salesbot.runtime import PostFailed, Runtime
from salesbot.scheduler.composing.answers import Composed, Facts, Later, Nothing, Said, worded
from salesbot.scheduler.composing.channel import NO_CHANNEL
from salesbot.scheduler.composing.rooms import KINDS
from salesbot.services import deals
from salesbot.services.calendars import calendar_of
from salesbot.services.planning import Kind
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

_ITS_TURN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class _Told:
    team: Team
    channel: str
    facts: Facts
    thread: str | None
    waits: bool
    """Whether an earlier entry is still on its way."""


def to_deals_channel(runtime: Runtime, row: Announcement, now: datetime) -> Composed:
    """What the row says in the deal's thread now, or until when it waits.

    Where the channel is not private any more, or the bot is out of it, it is left for good, and an admin is told.
    """
    with runtime.reading(row.workspace_id) as book:
        told = _told(book, row, now)
        quiet_until = after_quiet(now, book.workspace.zone, calendar_of(book))
    if isinstance(told, str):
        return Nothing(told)
    if told.waits or quiet_until > now:
        return Later(max(quiet_until, now + _ITS_TURN))
    unfit = runtime.messenger.channel(row.workspace_id, told.channel).unfit_for_deals
    if unfit is not None:
        with runtime.book(row.workspace_id) as changing:
            deals.leave_deals_channel(changing, row, unfit, now)
        raise PostFailed(SendOutcome.DEAD, unfit)
    with runtime.reading(row.workspace_id) as book:
        message = worded(runtime, book, told.facts, team=told.team)
    assert not isinstance(message, str)
    return Said(told.channel, message, thread=told.thread)


def _told(book: Book, row: Announcement, now: datetime) -> _Told | str:
    """What the row says: an entry of the deal's history, or its order. Why nothing, where there is none."""
    team = deals.deals_team(book, row.recipient)
    if team is None or team.deals_channel_id is None:
        return NO_CHANNEL
    if row.kind == Kind.DEAL_TOLD:
        told = deals.told_in_thread(book, row)
        assert told is not None
        return _Told(
            team, team.deals_channel_id, Facts("deals/told", {"told": told}), told.thread, told.waits
        )
    facts = KINDS[Kind(row.kind)](book, row, now)
    if isinstance(facts, str):
        return facts
    deal_id = int(row.subject["deal"])
    entries = book.deals.now(deal_id).number
    thread, waits = deals.thread_of(book, team, row.recipient, deal_id, entries + 1)
    return _Told(team, team.deals_channel_id, facts, thread, waits)

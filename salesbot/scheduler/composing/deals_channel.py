"""The way of a post to a team's private deals channel: is it still private, is the hour quiet, whose turn is it."""

from __future__ import annotations

from datetime import datetime, timedelta

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.schedules import after_quiet
from salesbot.runtime import PostFailed, Runtime
from salesbot.scheduler.composing.answers import Composed, Facts, Later, Nothing, Said, worded
from salesbot.scheduler.composing.channel import NO_CHANNEL
from salesbot.services import deals
from salesbot.services.calendars import calendar_of
from salesbot.services.planning import zone_of
from salesbot.storage.announcements import Announcement

_ITS_TURN = timedelta(seconds=30)


def to_deals_channel(runtime: Runtime, row: Announcement, now: datetime) -> Composed:
    """What the row says in the deal's thread now, or until when it waits.

    Where the channel is not private any more, or the bot is out of it, it is left for good, and an admin is told.
    """
    with runtime.reading(row.workspace_id) as book:
        told = deals.told_in_thread(book, row)
        quiet_until = after_quiet(now, zone_of(book), calendar_of(book))
    if told is None or told.team.deals_channel_id is None:
        return Nothing(NO_CHANNEL)
    if told.waits or quiet_until > now:
        return Later(max(quiet_until, now + _ITS_TURN))
    channel = told.team.deals_channel_id
    unfit = runtime.messenger.channel(row.workspace_id, channel).unfit_for_deals
    if unfit is not None:
        with runtime.book(row.workspace_id) as changing:
            deals.leave_deals_channel(changing, row, unfit, now)
        raise PostFailed(SendOutcome.DEAD, unfit)
    with runtime.reading(row.workspace_id) as book:
        message = worded(runtime, book, Facts("deals/told", {"told": told}), team=told.team)
    assert not isinstance(message, str)
    return Said(channel, message, thread=told.thread)

"""The way of a post to a team's channel: is the hour quiet, was there enough for one day, who reads along."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.announcing import SendOutcome
from salesbot.domain.orders import Department
from salesbot.domain.people import Team
from salesbot.domain.schedules import after_quiet
from salesbot.runtime import ChannelFacts, PostFailed, Runtime
from salesbot.scheduler.composing.answers import Composed, Later, Nothing, PutAside, Said, said, worded
from salesbot.scheduler.composing.rooms import KINDS
from salesbot.services import contests, earning, goals_reached, recognition
from salesbot.services.calendars import calendar_of
from salesbot.services.planning import Kind, Recipient, plan_gathered
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book

NO_CHANNEL = "no_channel"
"""Guests or another company read the channel: nothing of the team's is told there."""


def to_channel(runtime: Runtime, row: Announcement, now: datetime) -> Composed:
    """What the row says in its team's channel now, or until when it waits."""
    with runtime.reading(row.workspace_id) as book:
        team, channel = _told_where(book, row)
        quiet_until = after_quiet(now, book.workspace.zone, calendar_of(book))
    if channel is None:
        return Nothing(NO_CHANNEL)
    if quiet_until > now:
        return Later(quiet_until)
    if row.kind == Kind.SHOUT_OUT:
        aside = _before_a_shout_out(runtime, row, now)
        if aside is not None:
            return aside
    if row.kind == Kind.CONTEST:
        with runtime.book(row.workspace_id) as book:
            contests.award_points(book, row, now)
    with runtime.reading(row.workspace_id) as book:
        told = KINDS[Kind(row.kind)](book, row, now)
        message = worded(runtime, book, told, team=team)
        made = Nothing(message) if isinstance(message, str) else said(channel, message, told, book, now)
    if isinstance(made, Said):
        # Only now: a channel that cannot be reached is no trouble while there is nothing to tell.
        _reachable(runtime.messenger.channel(row.workspace_id, channel), private=row.kind == Kind.ROUTED)
    return made


def _told_where(book: Book, row: Announcement) -> tuple[Team | None, str | None]:
    """The team that is told, and the channel; a department beside sales is no team, nor is where alerts are sent."""
    recipient = Recipient.read(row.recipient)
    if recipient.of == "route":
        return None, book.routes.channel_of(recipient.number)
    if recipient.of == "department":
        return None, book.orders.channels().get(list(Department)[recipient.number])
    team = recognition.team_told(book, row.recipient)
    return team, team.channel_id if team is not None else None


def _before_a_shout_out(runtime: Runtime, row: Announcement, now: datetime) -> PutAside | None:
    """Look what was special about the win and whether it reached a goal; then whether it is told by itself."""
    with runtime.book(row.workspace_id) as book:
        recognition.remember_feats(book, row, now)
        earning.earn_for_told_win(book, row, now)
        goals_reached.plan_goals_reached(book, int(row.subject["deal"]), now)
        if recognition.told_apart(book, row, now):
            return None
        return PutAside(plan_gathered(book, row.recipient, now))


def _reachable(facts: ChannelFacts, private: bool = False) -> None:
    if facts.unfit is not None:
        raise PostFailed(SendOutcome.DEAD, facts.unfit)
    if private and not facts.private:
        raise PostFailed(SendOutcome.DEAD, "not_private")

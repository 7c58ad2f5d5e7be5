"""Digests: the morning message, the news of the day, the review of the week; what a manager and the bot itself ask."""

from __future__ import annotations

from datetime import date, datetime

from salesbot.domain.as_of import AsOf
from salesbot.scheduler.composing.answers import Asks, Facts, Told, fact
from salesbot.services import alerting, mornings, nudging, troubles
from salesbot.services.calendars import workspace_day
from salesbot.services.digests.channel import team_digest
from salesbot.services.digests.week import week_review
from salesbot.services.planning import Kind, Recipient
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


def _morning(book: Book, row: Announcement, now: datetime) -> Told:
    day = row.subject.get("day")
    planned_for = date.fromisoformat(str(day)) if day else None
    morning = mornings.morning_of_person(book, Recipient.read(row.recipient).number, now, planned_for)
    if isinstance(morning, str):
        return morning
    return Facts(morning.template, morning.facts, morning.as_of)


def _alert(book: Book, row: Announcement, now: datetime) -> Told:
    found = alerting.alerts_of(book, Recipient.read(row.recipient).number, now)
    if isinstance(found, str):
        return found
    return Facts("digests/alerts", {"alerts": found}, AsOf(workspace_day(book, now), True, now))


def _routed(book: Book, row: Announcement, now: datetime) -> Told:
    found = alerting.channel_alerts(book, row, now)
    if isinstance(found, str):
        return found
    return Facts("digests/routed", {"alerts": found}, AsOf(workspace_day(book, now), True, now))


def _week(book: Book, row: Announcement, now: datetime) -> Told:
    review = week_review(book, Recipient.read(row.recipient).number, now)
    return review if isinstance(review, str) else Facts("digests/week", {"review": review}, review.as_of)


def _team(book: Book, row: Announcement, now: datetime) -> Told:
    found = team_digest(book, row, now)
    return found if isinstance(found, str) else Facts("digests/team", {"digest": found}, found.as_of)


def _trouble(book: Book, row: Announcement, now: datetime) -> Told:
    return Facts("digests/trouble", {"trouble": troubles.trouble(book, row)})


ROOM: dict[Kind, Asks] = {
    Kind.MORNING: _morning,
    Kind.ALERT: _alert,
    Kind.ROUTED: _routed,
    Kind.WEEK: _week,
    Kind.TEAM_DIGEST: _team,
    Kind.NUDGE: fact(nudging.nudge, "digests/nudge", "nudge", "nothing to ask"),
    Kind.TROUBLE: _trouble,
}

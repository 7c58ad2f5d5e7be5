"""What could not be delivered, told to one admin, once a week for each recipient and cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.orders import Department
from salesbot.domain.periods import week_of
from salesbot.services.calendars import workspace_day
from salesbot.services.people import admins
from salesbot.services.planning import Kind, Recipient, person_recipient, plan_once
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be delivered: what, to whom, and Slack's word for why."""

    id: str
    """The message's number."""
    kind: str
    name: str
    """The person's or team's name; empty for a channel to which alerts are sent."""
    to_person: bool
    channel: str | None
    error: str


def plan_trouble(book: Book, row: Announcement, error: str, now: datetime) -> bool:
    """Plan the notice to an admin about a message that cannot be delivered; False if one was told already.

    Nobody is told that a notice itself could not be delivered.
    """
    told = next((person for person in admins(book) if person.slack_id is not None), None)
    if told is None or row.kind == Kind.TROUBLE or person_recipient(told.id) == row.recipient:
        return False
    week = week_of(workspace_day(book, now)).key
    return plan_once(
        book, Kind.TROUBLE, person_recipient(told.id), f"{row.recipient}:{error[:60]}:{week}", now=now,
        subject={"announcement": row.id, "error": error},
    )  # fmt: skip


def trouble(book: Book, row: Announcement) -> Trouble:
    """What the admin is told."""
    undelivered = book.announcements.find(str(row.subject["announcement"]))
    assert undelivered is not None
    return trouble_of(book, undelivered, str(row.subject["error"]))


def trouble_of(book: Book, undelivered: Announcement, error: str) -> Trouble:
    """A message that could not be delivered, by names."""
    recipient = Recipient.read(undelivered.recipient)
    if recipient.of == "person":
        name, channel = book.people.by_id(recipient.number).name, None
    elif recipient.of == "route":
        name, channel = "", book.routes.channel_of(recipient.number)
    elif recipient.of == "department":
        department = list(Department)[recipient.number]
        name, channel = department.value, book.orders.channels().get(department)
    else:
        team = book.people.team(recipient.number)
        name, channel = team.name, team.channel_id
    return Trouble(undelivered.id, undelivered.kind, name, recipient.of == "person", channel, error)

"""Telling of plays that are new or changed: those concerned, once, with one reminder, and who has not read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.people import Person, Role
from salesbot.domain.playbook import Play, PlayVersion
from salesbot.services.calendars import workspace_day
from salesbot.services.planning import Kind, Recipient, plan_to_read
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class PlayNews:
    """What one person is told of a play."""

    play: Play
    by: str
    reminder: bool

    @property
    def version(self) -> PlayVersion:
        """The version that is to be read."""
        return self.play.version


def concerned(book: Book, play: Play, now: datetime) -> set[int]:
    """Whom a play concerns: the team's reps and manager, or everybody who sells or leads; those who are here."""
    if play.team_id is not None:
        members = set(book.people.members_on(play.team_id, workspace_day(book, now)))
        manager = book.people.team(play.team_id).manager_id
        found = members | ({manager} if manager is not None else set())
    else:
        found = {
            each.id for role in (Role.REP, Role.MANAGER, Role.EXECUTIVE) for each in book.people.having(role)
        }
    people = (book.people.by_id(number) for number in found)
    return {each.id for each in people if each.active and each.slack_id is not None}


def plan_play_news(book: Book, by: Person, play: Play, people: Iterable[int], now: datetime) -> None:
    """Plan one message to each of these people, and one reminder."""
    wanted = sorted(people)
    if not wanted:
        return
    book.playbook.notice(play.version.id, wanted, now)
    subject: dict[str, object] = {"version": play.version.id, "play": play.id, "by": by.id}
    for person_id in wanted:
        key = f"play:{play.version.id}"
        plan_to_read(book, Kind.PLAY_NEWS, Kind.PLAY_REMINDER, person_id, key, subject, now)


def play_news(book: Book, row: Announcement, now: datetime) -> PlayNews | None:
    """What one person is told now; None: it was changed again, taken out, read, or concerns them no more."""
    play = book.playbook.by_id(int(row.subject["play"]))
    person_id, version_id = Recipient.read(row.recipient).number, int(row.subject["version"])
    if play.retired or play.version.id != version_id or person_id not in concerned(book, play, now):
        return None
    unread = {each.person_id for each in book.playbook.notices(version_id) if each.read_at is None}
    if person_id not in unread:
        return None
    return PlayNews(play, book.people.by_id(int(row.subject["by"])).name, row.kind == Kind.PLAY_REMINDER)


def read_play(book: Book, person: Person, version_id: int, now: datetime) -> bool:
    """Somebody says that they have read a version; False where they were not asked to, or did already."""
    return book.playbook.read(version_id, person.id, now)


def unread_plays(book: Book, person: Person) -> tuple[Play, ...]:
    """The plays of which the newest version waits for the person to read it, the longest told first."""
    standing = {play.version.id: play for play in book.playbook.all()}
    return tuple(standing[each] for each in book.playbook.unread_of(person.id) if each in standing)

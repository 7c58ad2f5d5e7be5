"""What a contest tells in its teams' channels, and in private to who likes praise so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.contests import ContestStatus
from salesbot.domain.feats import Game
from salesbot.domain.people import Person, Team
from salesbot.services.contests.readers import for_channel, for_one
from salesbot.services.contests.seen import ContestShown
from salesbot.services.contests.shown import shown_to
from salesbot.services.contests.sides import people_by_side
from salesbot.services.planning import Recipient
from salesbot.storage.announcements import Announcement
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class ContestTold:
    """One post of a contest."""

    what: str
    """starts, round, result, corrected, cancelled, or own: one's own place, told alone."""
    shown: ContestShown
    team: Team | None = None
    person: Person | None = None
    round: int = 0
    """Of a round that is over: its number, from 1."""


def contest_told(book: Book, row: Announcement, now: datetime) -> ContestTold | None:
    """What a row of a contest says now; None: it is cancelled, switched off, or there is nothing to correct."""
    contest = book.contests.by_id(int(row.subject["contest"]))
    what, _, number = str(row.subject["what"]).partition(":")
    if (contest.cancelled_at is not None) is not (what == "cancelled"):
        return None
    recipient = Recipient.read(row.recipient)
    if recipient.of == "person":
        return _alone(book, row, recipient.number, now)
    team = book.people.team(recipient.number)
    if Game.CONTESTS not in book.praise.of_team(team.id).games:
        return None
    shown = shown_to(book, contest, now, *for_channel(book, contest, now))
    if what == "corrected" and not shown.corrected:
        return None
    if what == "result" and not shown.first:
        what = "nobody"
    return ContestTold(what, shown, team, round=int(number or 0))


def _alone(book: Book, row: Announcement, person_id: int, now: datetime) -> ContestTold | None:
    contest = book.contests.by_id(int(row.subject["contest"]))
    person = book.people.by_id(person_id)
    takes_part = any(person_id in people for people in people_by_side(book, contest, now).values())
    if person.praise != "private" or not takes_part:
        return None
    shown = shown_to(book, contest, now, *for_one(book, contest, person_id))
    if shown.status is not ContestStatus.OVER or shown.own is None:
        return None
    return ContestTold("own", shown, person=person)

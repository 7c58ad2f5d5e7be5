"""What both sides bring to a talk: points of the agenda, private notes, and that it was held."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.access import may_hold_talks, may_see_talks, require
from salesbot.domain.people import Person
from salesbot.domain.refusals import ButtonExpired
from salesbot.domain.talks import MOST_OF_WORDS, TalkPoint
from salesbot.services.calendars import workspace_day
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


def add_point(book: Book, sender: Person, person_id: int, text: str, *, now: datetime) -> None:
    """Put something on the agenda, from either side. Raises NotAllowed."""
    require(may_see_talks(viewer_of(book, sender, now), person_id), "talk")
    book.talks.add_point(person_id, text[:MOST_OF_WORDS], by=sender.id, now=now)


def settle_point(book: Book, sender: Person, point_id: int, *, now: datetime) -> TalkPoint:
    """It was talked over. Raises NotAllowed, ButtonExpired."""
    try:
        point = book.talks.point(point_id)
    except LookupError:
        raise ButtonExpired() from None
    require(may_see_talks(viewer_of(book, sender, now), point.person_id), "talk")
    book.talks.settle_points([point_id], workspace_day(book, now))
    return point


def add_note(book: Book, sender: Person, person_id: int, text: str, *, now: datetime) -> None:
    """Note something for oneself about somebody one leads. Raises NotAllowed."""
    require(may_hold_talks(viewer_of(book, sender, now), person_id), "talk")
    book.talks.add_note(person_id, text[:MOST_OF_WORDS], workspace_day(book, now), by=sender.id, now=now)


def hold_talk(book: Book, sender: Person, person_id: int, *, now: datetime) -> int:
    """The talk was held today: its agenda is done with; answers with how many points that were. Raises NotAllowed.

    Said twice on a day it is one talk.
    """
    require(may_hold_talks(viewer_of(book, sender, now), person_id), "talk")
    day = workspace_day(book, now)
    if (day, sender.id) not in book.talks.days(person_id):
        book.talks.hold(person_id, day, by=sender.id, now=now)
    return book.talks.settle_points([point.id for point in book.talks.points(person_id)], day)

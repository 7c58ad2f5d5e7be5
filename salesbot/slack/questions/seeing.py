"""What whoever asks a question may see: the own team, whose figures, and which month it is."""

from __future__ import annotations

from salesbot.domain.periods import Period, read_period
from salesbot.services.calendars import workspace_day
from salesbot.services.figures import Subject
from salesbot.services.figures.subjects import may_see_subject
from salesbot.services.people import viewer_of
from salesbot.slack.asking import Ask
from salesbot.storage.book import Book


def team_of(ask: Ask, book: Book) -> int | None:
    """The team that the person is in today."""
    assert ask.person is not None
    edge = book.people.assignment_on(ask.person.id, workspace_day(book, ask.now))
    return None if edge is None else edge.team_id


def sees(book: Book, ask: Ask, subject: Subject) -> bool:
    """Whether who asks may see these figures."""
    viewer = viewer_of(book, ask.person, ask.now)
    return may_see_subject(book, viewer, subject, workspace_day(book, ask.now))


def this_month(book: Book, ask: Ask) -> Period:
    """The workspace's present month."""
    return read_period(workspace_day(book, ask.now).strftime("%Y-%m"))

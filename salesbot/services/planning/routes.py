"""What an admin sends to channels besides: looked at once a day for each channel, planned as rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from salesbot.domain.schedules import Rhythm, due_between
from salesbot.services.calendars import calendar_of
from salesbot.services.planning.kinds import Kind, route_recipient
from salesbot.services.planning.rows import Round, plan_rounds
from salesbot.storage.book import Book

NEWS_AT = time(13, 0)
NEWS_LAST = timedelta(hours=4)


def plan_routes(book: Book, after: datetime, now: datetime, until: datetime) -> int:
    """Plan one row a working day for each channel to which alerts are sent; answers with how many are new."""
    return plan_rounds(book, list(_rounds(book, after, until)), now)


def _rounds(book: Book, after: datetime, until: datetime) -> Iterator[Round]:
    zone, told = book.workspace.zone, set[str]()
    for route in book.routes.all():
        if route.channel is None or route.channel in told:
            continue
        told.add(route.channel)
        since = max(after, route.recorded_at)
        for due in due_between(Rhythm.WORKING_DAY, NEWS_AT, zone, calendar_of(book), since, until):
            yield Round(Kind.ROUTED, route_recipient(route.id), due, zone, NEWS_LAST)

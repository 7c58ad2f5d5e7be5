"""Which team's private channel hears of a rep's deals and of what follows from them."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.people import Team
from salesbot.services.calendars import workspace_day
from salesbot.storage.book import Book


def deals_team_of(book: Book, rep_id: int, now: datetime) -> Team | None:
    """The rep's team, if it has a private deals channel."""
    edge = book.people.assignment_on(rep_id, workspace_day(book, now))
    team = None if edge is None or edge.team_id is None else book.people.team(edge.team_id)
    return team if team is not None and team.deals_channel_id is not None else None

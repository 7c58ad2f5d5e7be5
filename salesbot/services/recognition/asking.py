"""Asking a person once whether own amounts may stand in the team's channel, where the team shows amounts."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.people import Person
from salesbot.services.calendars import workspace_day
from salesbot.services.recognition.wins import team_of
from salesbot.storage.book import Book


def asks_about_amounts(book: Book, sender: Person, state: DealState, now: datetime) -> bool:
    """Whether the receipt of this win asks; then it is noted that it did, so that nobody is asked twice."""
    team = team_of(book, sender.id, workspace_day(book, now))
    wanted = team is not None and team.shows_amounts and team.channel_id is not None
    won_alone = state.outcome is Outcome.WON and state.rep_id == sender.id and not state.practice
    if sender.amounts_asked or not sender.shows_amounts or not wanted or not won_alone:
        return False
    book.people.change(sender.id, amounts_asked=True)
    return True

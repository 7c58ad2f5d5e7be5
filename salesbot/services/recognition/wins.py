"""Whose win it is: the day it was closed, the team it is told in, and what else was won."""

from __future__ import annotations

from datetime import date

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.people import Team
from salesbot.domain.periods import Period
from salesbot.storage.book import Book


def closed_day(state: DealState) -> date:
    """The day on which the deal was closed."""
    return state.closed_on or state.effective_on


def team_of(book: Book, person_id: int, day: date) -> Team | None:
    """The team that somebody is in on a day."""
    edge = book.people.assignment_on(person_id, day)
    return book.people.team(edge.team_id) if edge is not None and edge.team_id is not None else None


def wins_of(book: Book, person_id: int, period: Period) -> list[DealState]:
    """The deals won in the period in which the person has a part."""
    won = book.deals.closed_between(Outcome.WON, period.starts_on, period.ends_on)
    return [state for state in won if _has_part(state, person_id)]


def _has_part(state: DealState, person_id: int) -> bool:
    return state.amount.minor > 0 and any(share.person_id == person_id for share in state.sharers)

"""Offering a play where it helps: to a rep whose deal has just come into the situation that it is for."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.deals import DealState, Outcome
from salesbot.domain.playbook import Play, Situation, play_that_helps
from salesbot.services.calendars import workspace_day
from salesbot.storage.book import Book
from salesbot.storage.people import folded


def play_offered(book: Book, deal_id: int, *, now: datetime) -> Play | None:
    """The play that helps with an open deal after its newest entry; None: there is none, or it was offered before."""
    plays = book.playbook.all()
    if not plays:
        return None
    *before, state = book.deals.history(deal_id)
    if state.outcome is not Outcome.OPEN:
        return None
    was = before[-1] if before else None
    return play_that_helps(plays, _situation(book, state, was, now))


def _situation(book: Book, state: DealState, was: DealState | None, now: datetime) -> Situation:
    edge = book.people.assignment_on(state.rep_id, workspace_day(book, now))
    segment = book.accounts.by_id(state.account_id).segment
    return Situation(
        state.stage_id, edge.team_id if edge is not None else None, _labels(state), state.technique and
        state.technique.value, folded(segment) if segment else None,
        was is None or was.outcome is not Outcome.OPEN or was.stage_id != state.stage_id,
        _labels(state) - (_labels(was) if was is not None else frozenset()),
    )  # fmt: skip


def _labels(state: DealState) -> frozenset[int]:
    """Everything that the deal names."""
    named = (state.competitor_id, state.source_id, state.campaign_id, *(line.product for line in state.lines))
    return frozenset(number for number in named if number is not None)

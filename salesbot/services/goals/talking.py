"""Goals agreed together: everybody concerned is asked before a change is made, and says what they think."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.access import require
from salesbot.domain.people import Person
from salesbot.services.goals.changing import ProposalSettled, standing_proposal
from salesbot.services.goals.news import plan_goal_answer, plan_goal_question
from salesbot.services.goals.previewing import Preview, people_of, preview_of
from salesbot.storage.book import Book


def ask_about_goals(book: Book, by: Person, number: int, *, now: datetime) -> Preview:
    """Ask everybody concerned what they think, before it is made. Raises ProposalSettled, NotAllowed."""
    row = standing_proposal(book, by, number, now)
    preview = preview_of(book, row, by, now)
    if row.asked_at is None:
        book.goal_changes.change_proposal(number, asked_at=now)
        plan_goal_question(book, number, [person.id for person in preview.concerned], now)
    return preview


def comment_on_goals(book: Book, person: Person, number: int, text: str, *, now: datetime) -> None:
    """Somebody concerned says what they think, or (empty) agrees; who made the proposal is told.

    Raises ProposalSettled, NotAllowed.
    """
    row = book.goal_changes.proposal(number)
    if row is None or row.settled_at is not None:
        raise ProposalSettled()
    require(row.asked_at is not None and person.id in people_of(book, row, now), "comment")
    comment = book.goal_changes.comment(number, person.id, text.strip()[:1000], now)
    plan_goal_answer(book, row.made_by, number, comment, now)


def asked_of(book: Book, person: Person, number: int, *, now: datetime) -> Preview | None:
    """What somebody concerned is shown of a proposal: only the own goals, or those of teams; None: it is settled."""
    row = book.goal_changes.proposal(number)
    if row is None or row.settled_at is not None or person.id not in people_of(book, row, now):
        return None
    return preview_of(book, row, person, now, only_for=person)

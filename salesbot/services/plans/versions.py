"""The plans that were saved for a period: who may save one, and which one holds."""

from __future__ import annotations

from datetime import datetime

from salesbot.domain.access import may_estimate, may_estimate_team, may_see_company
from salesbot.domain.as_of import AsOf
from salesbot.domain.goals import Scope
from salesbot.domain.people import Person, Role
from salesbot.domain.saved_plans import SavedPlan
from salesbot.services.figures.explaining import Subject
from salesbot.services.people import viewer_of
from salesbot.storage.book import Book


def may_plan(book: Book, person: Person | None, subject: Subject, *, now: datetime) -> bool:
    """Whether somebody may save a plan: a rep the own, who leads them theirs and the team's, executives the company's.

    Of a territory none is saved: it is worked out anew each time.
    """
    viewer = viewer_of(book, person, now)
    if subject.scope is Scope.TERRITORY:
        return False
    if subject.scope is Scope.COMPANY or subject.subject_id is None:
        return may_see_company(viewer, frozenset(each.id for each in book.people.having(Role.REP)))
    if subject.scope is Scope.TEAM:
        return may_estimate_team(viewer, subject.subject_id)
    return may_estimate(viewer, subject.subject_id)


def saved_plan(book: Book, subject: Subject, as_of: AsOf) -> SavedPlan | None:
    """The plan that held for the subject's period as of a moment: the newest saved by then; None without one."""
    held = [each for each in saved_versions(book, subject, as_of.known_at) if each.planned_on < as_of.until]
    return held[-1] if held else None


def saved_versions(book: Book, subject: Subject, known_at: datetime) -> tuple[SavedPlan, ...]:
    """Every version saved for exactly this subject and period by an instant, the oldest first."""
    return tuple(
        each
        for each in book.plans.versions(subject.period, known_at)
        if (each.scope, each.subject_id) == (subject.scope, subject.subject_id)
    )

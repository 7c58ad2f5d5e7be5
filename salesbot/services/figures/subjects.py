"""Whose figures are meant, and who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salesbot.domain.access import Viewer, may_see_company, may_see_person, may_see_team_total
from salesbot.domain.goals import Scope
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.domain.people import Role
from salesbot.domain.periods import Period
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figures are meant, as a button carries it: `rep:7:2026-06`, or `rep:7:2026-06:deals`."""

    scope: Scope
    subject_id: int | None
    period: Period
    metric: Metric = REVENUE

    def __str__(self) -> str:
        metric = "" if self.metric == REVENUE else f":{self.metric}"
        return f"{self.scope.value}:{self.subject_id or ''}:{self.period.key}{metric}"


def may_see_subject(book: Book, viewer: Viewer, subject: Subject, day: date) -> bool:
    """Whether somebody may see the subject's figures on that day."""
    if subject.scope is Scope.COMPANY or subject.subject_id is None:
        return may_see_company(viewer, frozenset(each.id for each in book.people.having(Role.REP)))
    if subject.scope is Scope.TEAM:
        people = len(book.people.members_on(subject.subject_id, day))
        return may_see_team_total(viewer, subject.subject_id, people)
    return may_see_person(viewer, subject.subject_id)

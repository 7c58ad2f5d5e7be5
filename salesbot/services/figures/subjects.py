"""Whose figures are meant, and who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from salesbot.domain.access import SMALLEST_GROUP, Viewer, may_see_person
from salesbot.domain.attainment import Attainment
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.domain.people import Role
from salesbot.domain.periods import Period
from salesbot.domain.scopes import Scope
from salesbot.services.attainment import Measured
from salesbot.services.scopes import may_see
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
    return may_see(book, viewer, subject.scope, subject.subject_id, day)


def row_for(measured: Measured, viewer: Viewer, subject: Subject) -> Attainment:
    """The subject's revenue row; without its goal where that is a sum of so few that it would tell a colleague's."""
    row = measured.main_row(subject.scope, subject.subject_id)
    if row.goal is None or viewer.has(Role.EXECUTIVE) or subject.scope not in (Scope.TEAM, Scope.COMPANY):
        return row
    made_of = measured.made_of(subject.scope, subject.subject_id, REVENUE, row.goal)
    people = {goal.subject_id for goal in made_of if goal.scope is Scope.REP and goal.subject_id is not None}
    hidden = any(not may_see_person(viewer, number) for number in people)
    few = hidden and len(people) < SMALLEST_GROUP
    return measured.row(subject.scope, subject.subject_id) if few else row

"""Whose figures are meant, and who may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from salesbot.domain.attainment import Attainment
from salesbot.domain.metrics import REVENUE, Metric
from salesbot.domain.periods import Period
from salesbot.domain.scopes import Scope
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment import Measured, tells_anothers
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


def row_for(measured: Measured, viewer: Viewer, subject: Subject, metric: Metric = REVENUE) -> Attainment:
    """The subject's row in a metric; without its goal where that is a sum of so few that it would tell a colleague's."""
    scope, number = subject.scope, subject.subject_id
    if metric == REVENUE:
        row = measured.main_row(scope, number)
    else:
        goals = measured.goals_of(scope, number, metric)
        row = measured.row(scope, number, metric, goals[0] if goals else None)
    if row.goal is None or not tells_anothers(measured, viewer, scope, number, metric, row.goal):
        return row
    return replace(measured.row(scope, number, metric), reps_at_goal=None)

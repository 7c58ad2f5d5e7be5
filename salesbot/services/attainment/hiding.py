"""Which sums of goals would tell one of them to somebody who may not read it."""

from __future__ import annotations

from salesbot.domain.access import SMALLEST_GROUP
from salesbot.domain.figures import Figure
from salesbot.domain.metrics import Metric
from salesbot.domain.people import Role
from salesbot.domain.scopes import Scope
from salesbot.domain.viewers import Viewer
from salesbot.services.attainment.measured import Measured
from salesbot.services.scopes import may_read_goal_of


def tells_anothers(
    measured: Measured, viewer: Viewer, scope: Scope, subject_id: int | None, metric: Metric, goal: Figure
) -> bool:
    """Whether a team's or the company's goal is a sum of so few that it would tell one that is not the reader's to read."""
    if scope not in (Scope.TEAM, Scope.COMPANY) or viewer.has(Role.EXECUTIVE):
        return False
    made_of = measured.made_of(scope, subject_id, metric, goal)
    people = {each.subject_id for each in made_of if each.scope is Scope.REP and each.subject_id is not None}
    if len(people) >= SMALLEST_GROUP:
        return False
    return any(not may_read_goal_of(measured.book, viewer, each, measured.as_of.day) for each in people)

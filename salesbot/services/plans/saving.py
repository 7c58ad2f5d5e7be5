"""Saving the way to a goal: every version is kept, with who saved it and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from salesbot.domain.access import require
from salesbot.domain.as_of import AsOf
from salesbot.domain.money import Money
from salesbot.domain.people import Person
from salesbot.domain.saved_plans import PlanNotSaved, SavedPlan
from salesbot.services.calendars import workspace_day
from salesbot.services.figures.explaining import Subject
from salesbot.services.plans.showing import PlanShown, WhatIf, plan_shown
from salesbot.services.plans.versions import may_plan, saved_plan
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class PlanSaved:
    """The plan as it is followed from now on, and the version before it."""

    shown: PlanShown
    saved: SavedPlan
    before: SavedPlan | None
    changed: bool
    """False: it stood so already, and no version was added."""


def save_plan(
    book: Book, by: Person, subject: Subject, *, now: datetime, what_if: WhatIf | None = None
) -> PlanSaved:
    """Keep the way to the goal as it is worked out now, or by other rates. Raises NotAllowed, PlanNotSaved."""
    require(may_plan(book, by, subject, now=now), "plan")
    shown = plan_shown(book, by, subject, now=now, what_if=what_if)
    day = workspace_day(book, now)
    if subject.period.over(day):
        raise PlanNotSaved(why="over")
    row, selling = shown.row, shown.selling
    if shown.plan is None or selling is None or not isinstance(row.goal, Money):
        raise PlanNotSaved(why="nothing")
    assert isinstance(row.won, Money)
    saved = SavedPlan(
        scope=subject.scope, subject_id=subject.subject_id, period=subject.period, planned_on=day,
        goal=row.goal, won=row.won, selling=selling, of_team=shown.of_team, what_if=what_if is not None,
        open_deals=shown.plan.open_deals, days_left=shown.plan.days_left,
        working_days_left=row.working_days_left, days_a_week=book.workspace.week.count("1"),
        recorded_at=now, recorded_by=by.id,
    )  # fmt: skip
    before = saved_plan(book, subject, AsOf(day, True, now))
    changed = before is None or _plain(before) != _plain(saved)
    if changed:
        book.plans.add(saved)
    return PlanSaved(shown, saved, before, changed)


def _plain(plan: SavedPlan) -> tuple[object, ...]:
    """What a version says, without when and by whom."""
    return (plan.planned_on, plan.goal, plan.won, plan.selling, plan.open_deals, plan.days_left)

"""Goals that follow an absence: proposed to who leads the person, and changed only once that is confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from salesbot.domain import figures
from salesbot.domain.absences import Absence, missed_days, missed_part
from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.figures import Figure
from salesbot.domain.goals import Goal, GoalReason, Scope, goals_in_force
from salesbot.domain.people import Person
from salesbot.domain.periods import DAY, Period
from salesbot.domain.seasons import Course
from salesbot.services.absences.entering import AbsenceGone
from salesbot.services.calendars import calendar_of, workspace_day
from salesbot.services.goals import GoalSet, plan_goal_news, set_goal
from salesbot.storage.book import Book


@dataclass(frozen=True, slots=True)
class FollowingGoal:
    """A goal as it is and as it would be without the days away."""

    goal: Goal
    was: Figure
    becomes: Figure | None
    """None: the person is away for all of the period, or nothing of a tiny goal would be left."""
    missed: int
    """Working days of the period on which the person is away."""
    of_days: int
    """Working days that the goal was for so far."""

    @property
    def period(self) -> Period:
        """The goal's period."""
        return self.goal.period


def following_goals(book: Book, absence: Absence, day: date) -> tuple[FollowingGoal, ...]:
    """The person's goals of periods that are not over on the day, less the working days away: goal × (n − missed) / n.

    n: the period's working days (by a season: their weight) without those away for which goals followed already. A goal
    that does not add up day by day (a share, a mark) stays. A goal of which no working day is missed is not among them.
    """
    if absence.followed_at is not None:
        return ()
    versions = [
        goal
        for goal in book.goals.versions()
        if (goal.scope, goal.subject_id) == (Scope.REP, absence.person_id)
        and absence.days_within(goal.period)
        and not goal.period.over(day)
        and goal.metric.adds_up
    ]
    found = [_following(book, goal, absence) for goal in goals_in_force(versions, day)]
    return tuple(each for each in found if each is not None)


def let_goals_follow(
    book: Book, by: Person, absence_id: int, *, now: datetime
) -> tuple[Absence, list[GoalSet]]:
    """The person's goals are changed as proposed. Raises AbsenceGone, NotAllowed where one is not theirs to set."""
    try:
        absence = book.absences.by_id(absence_id)
    except LookupError:
        raise AbsenceGone() from None
    if absence.undone_at is not None:
        return absence, []
    done = [
        set_goal(
            book, by, Scope.REP, absence.person_id, each.period, each.becomes, now=now,
            metric=each.goal.metric, reason=GoalReason.PLAN,
        )
        for each in following_goals(book, absence, workspace_day(book, now))
        if each.becomes is not None
    ]  # fmt: skip
    plan_goal_news(book, by, [one for one in done if one.changed], now)
    return book.absences.change(absence_id, followed_at=now), done


def _part_left(goal: Goal, followed: list[Absence], absence: Absence, calendar: WorkingCalendar) -> Fraction:
    """The part of the goal that is left without the days of this absence, by working days or by its season."""
    course = Course(calendar, goal.period, goal.season)
    before = 1 - missed_part(followed, course)
    return (1 - missed_part([*followed, absence], course)) / before if before else Fraction(0)


def _following(book: Book, goal: Goal, absence: Absence) -> FollowingGoal | None:
    calendar, period = calendar_of(book), goal.period
    others = [
        each
        for each in book.absences.between(period.starts_on, period.ends_on - DAY, absence.person_id)
        if each.followed_at is not None and each.id != absence.id
    ]
    left = calendar.between(period.starts_on, period.ends_on) - missed_days(others, period, calendar)
    missed = missed_days([*others, absence], period, calendar) - missed_days(others, period, calendar)
    if goal.target is None or not missed or left <= 0:
        return None
    becomes = figures.scaled(goal.target, _part_left(goal, others, absence, calendar))
    nothing = missed >= left or not figures.size_of(becomes)
    return FollowingGoal(goal, goal.target, None if nothing else becomes, missed, left)

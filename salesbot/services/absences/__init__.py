"""Absences: who is away when, who stands in, and which goals follow once the manager confirms it."""

from salesbot.services.absences.entering import (
    AbsenceGone,
    AbsenceOverlaps,
    AbsenceTooLong,
    DeputyUnfit,
    WorkloadUnfit,
    enter_absence,
    settle_days_off,
    settle_workload,
    undo_absence,
)
from salesbot.services.absences.following import FollowingGoal, following_goals, let_goals_follow
from salesbot.services.absences.seeing import (
    AbsenceSeen,
    absence_news,
    absences_seen,
    deputies_of,
    is_away,
)

__all__ = [
    "AbsenceGone",
    "AbsenceOverlaps",
    "AbsenceSeen",
    "AbsenceTooLong",
    "DeputyUnfit",
    "FollowingGoal",
    "WorkloadUnfit",
    "absence_news",
    "absences_seen",
    "deputies_of",
    "enter_absence",
    "following_goals",
    "is_away",
    "let_goals_follow",
    "settle_days_off",
    "settle_workload",
    "undo_absence",
]

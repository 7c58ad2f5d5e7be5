"""Goals: agreed on, changed, taken back, and read by those they concern."""

from salesbot.services.goals.seeing import GoalSeen, Subject, goals_seen, subjects_to_set
from salesbot.services.goals.setting import (
    GoalReasonMissing,
    GoalSet,
    GoalUnmeasured,
    NoSuchGoal,
    goal_now,
    set_goal,
    take_back_goal,
)

__all__ = [
    "GoalReasonMissing",
    "GoalSeen",
    "GoalSet",
    "GoalUnmeasured",
    "NoSuchGoal",
    "Subject",
    "goal_now",
    "goals_seen",
    "set_goal",
    "subjects_to_set",
    "take_back_goal",
]

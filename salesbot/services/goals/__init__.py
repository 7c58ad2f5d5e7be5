"""Goals: agreed on, changed, taken back, told to those they concern, and read by them."""

from salesbot.services.goals.changing import (
    ProposalSettled,
    confirm_goals,
    drop_goals,
    needs_look,
    preview_goals,
    propose_goals,
    repeat_goal,
    set_goals,
)
from salesbot.services.goals.handing_down import HandingDown, hand_down, handing_down
from salesbot.services.goals.news import (
    GoalChanged,
    GoalNews,
    Unread,
    goal_news,
    plan_goal_news,
    read_goal_news,
    unread_changes,
)
from salesbot.services.goals.previewing import Effect, Preview
from salesbot.services.goals.seasons import SeasonSettled, season_settled, settle_season
from salesbot.services.goals.seeing import GoalSeen, Subject, goals_seen, subjects_to_set, unread_of
from salesbot.services.goals.setting import (
    GoalReasonMissing,
    GoalSet,
    GoalUnmeasured,
    NoSuchGoal,
    goal_now,
    set_goal,
    take_back_goal,
)
from salesbot.services.goals.suggesting import Suggestion, suggest_goal
from salesbot.services.goals.talking import ask_about_goals, asked_of, comment_on_goals
from salesbot.services.goals.wanted import Wanted

__all__ = [
    "Effect",
    "GoalChanged",
    "GoalNews",
    "GoalReasonMissing",
    "GoalSeen",
    "GoalSet",
    "GoalUnmeasured",
    "HandingDown",
    "NoSuchGoal",
    "Preview",
    "ProposalSettled",
    "SeasonSettled",
    "Subject",
    "Suggestion",
    "Unread",
    "Wanted",
    "ask_about_goals",
    "asked_of",
    "comment_on_goals",
    "confirm_goals",
    "drop_goals",
    "goal_news",
    "goal_now",
    "goals_seen",
    "hand_down",
    "handing_down",
    "needs_look",
    "plan_goal_news",
    "preview_goals",
    "propose_goals",
    "read_goal_news",
    "repeat_goal",
    "season_settled",
    "set_goal",
    "set_goals",
    "settle_season",
    "subjects_to_set",
    "suggest_goal",
    "take_back_goal",
    "unread_changes",
    "unread_of",
]

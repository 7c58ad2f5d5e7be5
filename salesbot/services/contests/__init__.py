"""Contests: made by who leads a team, read by whoever takes part, decided once for ever."""

from salesbot.services.contests.made import (
    ContestDraft,
    ContestMade,
    cancel_contest,
    change_contest,
    contest_to_change,
    make_contest,
    stop_repeating,
)
from salesbot.services.contests.measuring import share_of_goals
from salesbot.services.contests.prizes import award_points
from salesbot.services.contests.seen import ContestShown
from salesbot.services.contests.shown import contest_shown, contests_seen
from salesbot.services.contests.told import ContestTold, contest_told
from salesbot.services.contests.working import ContestWorking, contest_working

__all__ = [
    "ContestDraft",
    "ContestMade",
    "ContestShown",
    "ContestTold",
    "ContestWorking",
    "award_points",
    "cancel_contest",
    "change_contest",
    "contest_shown",
    "contest_to_change",
    "contest_told",
    "contest_working",
    "contests_seen",
    "make_contest",
    "share_of_goals",
    "stop_repeating",
]

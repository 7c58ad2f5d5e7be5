"""How what a trial of two ways to show a leaderboard tells comes about."""

from __future__ import annotations

from salesbot.domain.refusals import ButtonExpired
from salesbot.services.explaining.wanted import Wanted
from salesbot.services.trials import TrialShown, trial_working


def trial_explained(wanted: Wanted) -> TrialShown:
    """A trial week by week; the detail is its number. Raises NotAllowed, TrialGone, ButtonExpired."""
    if not wanted.detail.isdecimal():
        raise ButtonExpired()
    return trial_working(wanted.book, wanted.person, int(wanted.detail), now=wanted.now)

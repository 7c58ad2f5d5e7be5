"""How the places of a contest come about."""

from __future__ import annotations

from salesbot.domain.refusals import ButtonExpired
from salesbot.services.contests import ContestWorking, contest_working
from salesbot.services.explaining.wanted import Wanted


def contest_explained(wanted: Wanted) -> ContestWorking:
    """What each side of a contest brings; the detail is its number. Raises NotAllowed, ContestGone, ButtonExpired."""
    if not wanted.detail.isdecimal():
        raise ButtonExpired()
    return contest_working(wanted.book, wanted.person, int(wanted.detail), now=wanted.now)

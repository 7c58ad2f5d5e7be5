"""Which deals a question asks for themselves: the largest, the latest, those over an amount."""

from __future__ import annotations

from collections.abc import Sequence, Set

from salesbot.domain.deals import Outcome
from salesbot.domain.questions import Between, Pick, Rank
from salesbot.slack.parsing.natural import words as natural
from salesbot.slack.parsing.questions.says import Says

RANKS = {Says.LARGEST: Rank.LARGEST, Says.SMALLEST: Rank.SMALLEST, Says.LATEST: Rank.LATEST}
_OTHERS = frozenset(
    {
        Says.WHY, Says.NEED, Says.WORKS, Says.ORDERS, Says.WIN_RATE, Says.SIZE, Says.CYCLE, Says.MARGIN,
        Says.NEW_ACCOUNTS, Says.BY_MONTH, Says.PROBLEM, Says.GOAL,
    }
)  # fmt: skip
"""What is asked for instead of deals, whatever else is said of them."""
_VERBS = natural.WON | natural.LOST | natural.MOVED | natural.OPENED
_SEVERAL = (["deals"], ["opportunities"], ["posli"], ["posle"], ["poslov"], ["dili"], ["mikataba"])
_LOGGED = (["new", "deal"], ["new", "deals"], ["nov", "posel"], ["dili", "mpya"], ["mkataba", "mpya"])


def pick_of(says: Set[Says], within: Between | None) -> Pick | None:
    """Which deals are asked for; None: none themselves."""
    rank = next((rank for each, rank in RANKS.items() if each in says), None)
    if says & _OTHERS or (rank is None and within is None):
        return None
    sold = rank is Rank.LATEST and bool(says & {Says.SELL, Says.WIN})
    return Pick(rank, within, _outcome(says)) if Says.DEALS in says or sold else None


def tells_of_one(words: Sequence[str]) -> bool:
    """Whether it begins as one tells of a deal (`closed my biggest deal with Acme`), not of deals (`won deals over 10k`)."""
    said = list(words[:2])
    return said in _LOGGED or (bool(said) and said[0] in _VERBS and said[1:] not in _SEVERAL)


def _outcome(says: Set[Says]) -> Outcome | None:
    if Says.LOSE in says:
        return Outcome.LOST
    if says & {Says.OPEN, Says.END}:
        return Outcome.OPEN
    return Outcome.WON if says & {Says.WIN, Says.SELL} else None


__all__ = ["RANKS", "pick_of", "tells_of_one"]

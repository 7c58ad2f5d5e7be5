"""Changing a deal: until when an entry can be taken back, and why a deal is changed later."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from salesbot.domain.money import Money

UNDO_WINDOW = timedelta(minutes=5)
LOGGED_TWICE_WITHIN = timedelta(minutes=2)
"""The same rep, account and amount in so short a time is asked about."""
ALIKE_WITHIN = timedelta(days=14)
"""A deal of the same account and about the same amount is asked about for so long."""
_ALIKE_PERCENT = 5


def amounts_alike(amount: Money) -> tuple[int, int]:
    """From how much to how much, in minor units, an amount is about the same: 5 % less to 5 % more, both in."""
    return -(-amount.minor * (100 - _ALIKE_PERCENT) // 100), amount.minor * (100 + _ALIKE_PERCENT) // 100


class ChangeReason(StrEnum):
    """Why a deal is edited or withdrawn after the undo window. A code: the ledger holds nobody's words."""

    MISTYPED = "mistyped"
    AGREED_ANEW = "agreed_anew"
    WRONG_PERSON = "wrong_person"
    LOGGED_TWICE = "logged_twice"
    NOT_REAL = "not_real"
    OTHER = "other"


def may_be_undone(recorded_at: datetime, now: datetime) -> bool:
    """Whether the undo window of an entry is still open."""
    return now - recorded_at <= UNDO_WINDOW

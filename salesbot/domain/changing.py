"""Changing a deal: until when an entry can be taken back, and why a deal is changed later."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

UNDO_WINDOW = timedelta(minutes=5)
LOGGED_TWICE_WITHIN = timedelta(minutes=2)
"""The same rep, account and amount in so short a time is asked about."""


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

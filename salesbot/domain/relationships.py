"""What is known of an account beyond its deals, and when an account has gone silent or is about to renew."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

SILENT_AFTER = 2
"""Times its own usual interval without contact or deal, an account has gone silent."""
SILENT_DAYS = 30
"""An account is never silent before so many days."""
UNUSUAL_DAYS = 60
"""The usual interval of an account with too little history."""
HISTORY = 3
"""From so many days of contact on, an account has a usual interval of its own."""
RENEWS_WITHIN = timedelta(days=60)
"""So long before its day a renewal is pointed out."""
SILENCE_TOLD = (0, 7, 28)
"""So many days after an account went silent somebody's morning names it; on no other day."""
RENEWAL_TOLD = (60, 30, 7, 0)
"""So many days before a renewal somebody's morning names it."""


class WordKind(StrEnum):
    """What somebody typed about an account."""

    NEED = "need"
    PREFERENCE = "preference"
    PAIN = "pain"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who works at an account; what is not known is empty."""

    id: int
    account_id: int
    name: str
    role: str
    email: str
    phone: str
    note: str


@dataclass(frozen=True, slots=True)
class AccountWord:
    """A need, preference, pain point or note of an account."""

    id: int
    account_id: int
    kind: WordKind
    text: str


@dataclass(frozen=True, slots=True)
class Territory:
    """A part of the market, and who owns the accounts in it that nobody else does."""

    id: int
    name: str
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class Silence:
    """How long nothing was heard of an account, and how often there usually is something."""

    last_on: date
    days: int
    usual_days: int
    own: bool
    """Whether the usual interval is the account's own; else there is too little history."""

    @property
    def began_on(self) -> date:
        """The day on which the account went silent."""
        return self.last_on + timedelta(max(SILENT_AFTER * self.usual_days, SILENT_DAYS))

    def told_since(self, before: date, today: date) -> bool:
        """Whether a morning after `before`, up to today, names it: when it begins, a week and four weeks later."""
        return any(before < self.began_on + timedelta(days) <= today for days in SILENCE_TOLD)


def silence_of(days: Collection[date], today: date) -> Silence | None:
    """Whether an account has gone silent, from the days on which there was contact or a deal; None if not.

    Silent from twice its usual interval on (the median of days between), never before 30 days; an account with fewer
    than three such days is taken to be heard of every 60 days. One that was never heard of is not silent.
    """
    known = sorted({day for day in days if day <= today})
    if not known:
        return None
    own = len(known) >= HISTORY
    usual = round(median((b - a).days for a, b in pairwise(known))) if own else UNUSUAL_DAYS
    since = (today - known[-1]).days
    return Silence(known[-1], since, usual, own) if since >= max(SILENT_AFTER * usual, SILENT_DAYS) else None


def renews_soon(renews_on: date | None, today: date) -> bool:
    """Whether a renewal is to be pointed out: from 60 days before its day on, until it is moved or cleared."""
    return renews_on is not None and today >= renews_on - RENEWS_WITHIN


def renewal_told_since(renews_on: date, before: date, today: date) -> bool:
    """Whether a morning after `before`, up to today, names a renewal: 60, 30 and 7 days before it, and on its day."""
    return any(before < renews_on - timedelta(days) <= today for days in RENEWAL_TOLD)

"""Webhooks: what other systems are told of, how it is signed, and when it is tried again."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Event(StrEnum):
    """What another system can be told of."""

    WON = "deal.won"
    LOST = "deal.lost"
    GOAL = "goal.reached"


WAITS = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8),
    timedelta(hours=24),
)  # fmt: skip
"""How long each failed try is waited after; with the last one it is given up."""
OLD_SECRET_HOLDS = timedelta(hours=24)
"""So long after a rotation both secrets sign, so that the other side can change over."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told."""

    id: int
    url: str
    events: frozenset[Event]
    secret: str
    old_secret: str | None
    rotated_at: datetime | None

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """The secrets that sign at present, the newest first."""
        both = self.old_secret is not None and self.rotated_at is not None
        if both and self.rotated_at is not None and now < self.rotated_at + OLD_SECRET_HOLDS:
            return self.secret, self.old_secret or ""
        return (self.secret,)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """`v1=` and the hex HMAC-SHA256 of `TIMESTAMP.BODY`."""
    signed = hmac.new(secret.encode(), str(timestamp).encode() + b"." + body, hashlib.sha256)
    return f"v1={signed.hexdigest()}"

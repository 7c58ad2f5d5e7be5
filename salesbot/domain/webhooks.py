"""Webhooks: what other systems are told of or tell us, how it is signed, and when it is tried again."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
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


SIGNED_HOLDS = timedelta(minutes=5)
"""So far may the time of a signature be from ours, either way."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told, or another system that tells us."""

    id: int
    url: str
    events: frozenset[Event]
    secret: str
    old_secret: str | None
    rotated_at: datetime | None
    name: str | None = None
    """What the system is called that tells us; None: it is told."""
    paused: bool = False
    """Nothing is told or taken for now."""

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


def signed_by(secrets: Iterable[str], timestamp: str, body: bytes, signatures: str, now: datetime) -> bool:
    """Whether one of these secrets signed the body within five minutes of now.

    `signatures` are parted by commas. Every pair is compared, each in constant time.
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    fresh = abs(now.timestamp() - int(timestamp)) <= SIGNED_HOLDS.total_seconds()
    given = [each.strip().encode() for each in signatures.split(",")[:4]]
    wanted = [signature(secret, int(timestamp), body).encode() for secret in secrets]
    fits = [hmac.compare_digest(one, other) for one in wanted for other in given]
    return fresh and any(fits)


def is_public(address: str) -> bool:
    """Whether an IP address may be called: none that is private, of this machine, or of no use."""
    # A scope (`fe80::1%eth0`) is only said of an address of this network.
    known = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    several = [known, *([inner] if inner is not None else [])]
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in several)


def is_inside(host: str) -> bool:
    """Whether a host leads inside as it is written; where any other name leads is seen at each call."""
    name = host.casefold().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return not is_public(name)
    except ValueError:
        return False

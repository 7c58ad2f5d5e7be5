"""How often a method may be called: Slack's tiers, one message a second a channel with small bursts."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from salesbot.playground.errors import RateLimited

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute; as many may come at once."""
CHANNEL_BURST = 5
MESSAGES_A_MINUTE = 300
FREELY = 600


@dataclass
class Bucket:
    """So many calls at once, refilled steadily; seconds are real ones."""

    size: float
    a_second: float
    left: float = field(init=False)
    seen: float = 0.0

    def __post_init__(self) -> None:
        self.left = self.size

    def take(self, now: float) -> float:
        """Take one call, or give the seconds until there is one."""
        self.left = min(self.size, self.left + (now - (self.seen or now)) * self.a_second)
        self.seen = now
        if self.left < 1:
            return (1 - self.left) / self.a_second
        self.left -= 1
        return 0.0


@dataclass
class Limits:
    """The buckets of every method and channel; switched off, nothing is ever held."""

    on: bool = True
    clock: Callable[[], float] = time.monotonic
    _buckets: dict[str, Bucket] = field(default_factory=dict)

    def spend(self, method: str, a_minute: int) -> None:
        """Count a call of a method; RateLimited when it comes too soon."""
        self._spend(method, a_minute, a_minute / 60)

    def spend_message(self, channel: str) -> None:
        """Count a message to a channel; RateLimited when it comes too soon."""
        self._spend(f"channel {channel}", CHANNEL_BURST, 1.0)
        self._spend("messages", MESSAGES_A_MINUTE, MESSAGES_A_MINUTE / 60)

    def let_pass(self, seconds: float) -> None:
        """Count seconds that were turned forward as gone by: those posts stand that far apart."""
        for bucket in self._buckets.values():
            bucket.left = min(bucket.size, bucket.left + seconds * bucket.a_second)

    def _spend(self, name: str, size: int, a_second: float) -> None:
        if not self.on:
            return
        bucket = self._buckets.setdefault(name, Bucket(size, a_second))
        wait = bucket.take(self.clock())
        if wait > 0:
            raise RateLimited(max(1, math.ceil(wait)))

"""How much one person, and one workspace beside others, may ask at once: nobody's script makes the rest wait.

No hand comes near these; they are this process's own, by elapsed time only.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import StrEnum

MOST_KEPT = 20_000


class Flooded(StrEnum):
    """Who asked too much."""

    BY_ONE = "one"
    BY_ALL = "all"


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many a second after that."""

    at_once: int
    a_second: float


A_PERSON = Rate(300, 40)
A_WORKSPACE = Rate(2000, 200)


@dataclass
class Floods:
    """How much each person and workspace still may ask; it fills up again evenly."""

    a_person: Rate = A_PERSON
    a_workspace: Rate | None = None
    """None: there is only one workspace, whom nobody waits beside."""
    elapsed: Callable[[], float] = time.monotonic
    _left: dict[Hashable, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, workspace_id: int, slack_id: str) -> Flooded | None:
        """One more of that person; who asked too much, they or all in the workspace, or None where it can be done."""
        now = self.elapsed()
        with self._lock:
            if len(self._left) > MOST_KEPT:
                self._left.clear()
            if not self._one((workspace_id, slack_id), self.a_person, now):
                return Flooded.BY_ONE
            if self.a_workspace is not None and not self._one(workspace_id, self.a_workspace, now):
                return Flooded.BY_ALL
            return None

    def _one(self, key: Hashable, rate: Rate, now: float) -> bool:
        left, since = self._left.get(key, (float(rate.at_once), now))
        left = min(float(rate.at_once), left + (now - since) * rate.a_second)
        self._left[key] = (left - 1 if left >= 1 else left, now)
        return left >= 1

"""Claimed rows that wait for a sender: the next comes from the company of which the fewest are at work."""

from __future__ import annotations

import threading
from collections import Counter, deque
from datetime import datetime

from salesbot.storage.dispatch import Claim


class Queue:
    """What was claimed together is at hand here, and no company's morning stands before another's message."""

    def __init__(self) -> None:
        self._waiting: dict[int, deque[tuple[Claim, datetime]]] = {}
        self._at_work: Counter[int] = Counter()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        with self._lock:
            return sum(len(waiting) for waiting in self._waiting.values())

    def add(self, claim: Claim, now: datetime) -> None:
        """A claim, and the calendar's instant at which it was due, waits after those of the same company."""
        with self._lock:
            self._waiting.setdefault(claim.row.workspace_id, deque()).append((claim, now))

    def take(self) -> tuple[Claim, datetime] | None:
        """The next to be delivered; None where none waits. It is at work until `done`."""
        with self._lock:
            if not self._waiting:
                return None
            company = min(self._waiting, key=lambda number: self._at_work[number])
            taken = self._waiting[company].popleft()
            if not self._waiting[company]:
                del self._waiting[company]
            self._at_work[company] += 1
            return taken

    def done(self, claim: Claim) -> bool:
        """A claim is at work no more; answers with whether it was the last one of its company."""
        company = claim.row.workspace_id
        with self._lock:
            self._at_work[company] -= 1
            last = not self._at_work[company] and company not in self._waiting
            if not self._at_work[company]:
                del self._at_work[company]
            return last

    def clear(self) -> list[Claim]:
        """Let nothing wait any more; answers with what did."""
        with self._lock:
            left = [claim for waiting in self._waiting.values() for claim, _ in waiting]
            self._waiting.clear()
            return left

"""Deliveries that come again while the first is still being answered, or after it: each is answered once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_KEPT = 5_000
"""So many of the newest deliveries are remembered: more than come in while Slack repeats one (for five minutes)."""


@dataclass
class _Turn:
    lock: threading.Lock = field(default_factory=threading.Lock)
    done: bool = False


@dataclass
class Repeats:
    """Which deliveries this process has answered, or is answering.

    It keeps words that only read from being answered twice, where the first answer took longer than Slack waits; what is
    changed is kept from being changed twice by the books, whatever process the repeat comes to.
    """

    _turns: OrderedDict[str, _Turn] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def once(self, key: str, answer: Callable[[], None]) -> bool:
        """Answer the delivery, unless that was done: False.

        A repeat waits for the first, and takes its place where that failed.
        """
        turn = self._turn(key)
        with turn.lock:
            if turn.done:
                return False
            answer()
            turn.done = True
            return True

    def _turn(self, key: str) -> _Turn:
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            self._turns.move_to_end(key)
            if len(self._turns) > MOST_KEPT:
                self._turns.popitem(last=False)
            return turn

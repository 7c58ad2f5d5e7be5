"""Deliveries that come again while the first is still being answered, or after it: each is answered once.

Only events come again: a command, a button and a form are delivered once, whatever becomes of them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from salesbot.slack.answers import Answer, Closed
from salesbot.slack.asking import Ask, Way
from salesbot.slack.delivery import Reach, deliver
from salesbot.storage.book import COLLISIONS

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


def give(reach: Reach, answer: Answer) -> None:
    """Give the answer, unless another process gave it to the same delivery, or is about to; what was said is posted once.

    The claim stands in the books, where all processes of the bot see it; a process that died over it loses it.
    """
    ask = reach.ask
    if ask.way is not Way.EVENT or isinstance(answer, Closed) or not _is_said(ask):
        return deliver(reach, answer)
    key = f"said:{ask.key}"
    if not _claimed(ask, key):
        reach.ack()
        return None
    deliver(reach, answer)
    with ask.runtime.book(ask.workspace.id) as book:
        book.records.given(key)
    return None


def _is_said(ask: Ask) -> bool:
    """Whether the answer is a message of its own; App Home shown twice is the same page."""
    return (ask.payload.get("event") or {}).get("type") in ("app_mention", "message")


def _claimed(ask: Ask, key: str) -> bool:
    try:
        with ask.runtime.book(ask.workspace.id) as book:
            return book.records.claim(key, ask.now)
    except COLLISIONS:
        return False

"""Asking what may stand still: whoever looks after the bot is told that it does, instead of waiting with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")

WITHIN = 2.0
"""Seconds: a balancer and Prometheus give up after five to ten, with all that they ask."""


class InTime(Generic[T]):
    """A question that is answered in time or raises TimeoutError; while one stands still no other is asked."""

    def __init__(self, ask: Callable[[], T], within: float = WITHIN) -> None:
        self._ask, self._within, self._asking = ask, within, threading.Lock()

    def __call__(self) -> T:
        """The answer. Raises TimeoutError, and whatever the question raises."""
        if not self._asking.acquire(timeout=self._within):
            raise TimeoutError("the question before is not answered yet")
        answer: Future[T] = Future()
        threading.Thread(target=self._answer, args=(answer,), name="in-time", daemon=True).start()
        return answer.result(self._within)

    def _answer(self, answer: Future[T]) -> None:
        try:
            answer.set_result(self._ask())
        except BaseException as failed:
            answer.set_exception(failed)
        finally:
            self._asking.release()

"""Looking after a bot: daily backups, and the figures that are asked for when `/metrics` is read."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from salesbot.runtime import Runtime
from salesbot.storage.dispatch import Queue, queue_at
from salesbot.wiring.assembly import Bot
from salesbot.wiring.in_time import InTime

_HOLDS_FOR = 1.0
"""Seconds for which one answer of the queue serves all figures about it."""
_FINISHES_WITHIN = 10.0
"""Seconds that stopping waits for a backup under way; what is not finished is no backup, and leaves no file."""


class _Queues:
    """The queue, asked once for all the figures of one look."""

    def __init__(self, runtime: Runtime) -> None:
        self._asked_at = -_HOLDS_FOR
        self._queue: Queue | None = None
        self._ask = InTime(lambda: queue_at(runtime.engines, runtime.now()))

    def now(self) -> Queue:
        """The queue; where it could not be asked, that is not tried again for each figure."""
        if time.monotonic() - self._asked_at > _HOLDS_FOR:
            self._queue = None
            try:
                self._queue = self._ask()
            finally:
                self._asked_at = time.monotonic()
        if self._queue is None:
            raise TimeoutError
        return self._queue


def look_after(bot: Bot, backups: Path | None, parts: ExitStack) -> None:
    """Back up daily into that folder, and watch what a person on call asks about."""
    runtime = bot.runtime
    _watch_queue(runtime)
    runtime.measures.watch(
        "database_seconds",
        "Seconds that the database takes to answer.",
        InTime(lambda: _database(runtime)),
    )
    if backups is not None:
        from salesbot.scheduler.backing_up import BackingUp

        backing_up = bot.ticker.backing_up = BackingUp(runtime, backups)
        parts.callback(backing_up.wait, _FINISHES_WITHIN)
        runtime.measures.watch(
            "backup_age_seconds", "Seconds since the newest verified backup was made.",
            lambda: backing_up.age(runtime.now()),
        )  # fmt: skip


def watch_socket(runtime: Runtime, healthy: Callable[[], bool]) -> None:
    """Watch whether Slack's deliveries can arrive over the socket."""
    runtime.measures.watch(
        "socket_connected", "1 where Slack's deliveries can arrive.", lambda: float(healthy())
    )


def _watch_queue(runtime: Runtime) -> None:
    queues, watch = _Queues(runtime), runtime.measures.watch
    watch("queue_due", "Messages that are due and were not told yet.", lambda: queues.now().due)
    watch("queue_oldest_seconds", "Seconds for which the oldest of them is due.", lambda: queues.now().oldest)
    watch("queue_dead_in_a_day", "Messages of a day that could not be delivered.", lambda: queues.now().dead)


def _database(runtime: Runtime) -> float:
    began = time.monotonic()
    with runtime.engines.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
    return time.monotonic() - began

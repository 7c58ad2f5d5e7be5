"""The ticker: calls `tick` every five seconds, and at once after a commit that planned something. Nothing else.

What is due stands in rows, so a tick that is missed, late or doubled changes nothing.
"""

from __future__ import annotations

import threading
from datetime import UTC

import structlog
from apscheduler.events import EVENT_JOB_MAX_INSTANCES
from apscheduler.schedulers.background import BackgroundScheduler

from salesbot.memory import give_back
from salesbot.runtime import Runtime
from salesbot.scheduler.announcer import STOPS_WITHIN, Announcer
from salesbot.scheduler.backing_up import BackingUp
from salesbot.scheduler.calls import Calls, Post
from salesbot.scheduler.joining import Joining
from salesbot.scheduler.tidying import Tidying
from salesbot.storage.upkeep import shorten_log

_log = structlog.get_logger(__name__)
EVERY_SECONDS = 5
GIVES_BACK_EVERY = 60
"""Seconds. What a busy moment needed is free soon after; the C library by itself keeps most of it."""


class Ticker:
    """Keeps the announcer going until it is stopped."""

    def __init__(self, runtime: Runtime, announcer: Announcer, post: Post | None = None) -> None:
        self.runtime = runtime
        self.announcer = announcer
        self.joining = Joining(runtime)
        self.tidying = Tidying(runtime)
        self.calls = Calls(runtime, post)
        self.backing_up: BackingUp | None = None
        self._stopping = threading.Event()
        self._ticking = threading.Lock()
        # Memory store: nothing of importance is kept here. No late tick is dropped, several late ones are one.
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        self._scheduler.add_listener(self._skipped, EVENT_JOB_MAX_INSTANCES)
        self._late = False
        self._waker = threading.Thread(target=self._wake, name="ticker-waker", daemon=True)

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.add_job(self.tick, "interval", seconds=EVERY_SECONDS)
        self._scheduler.add_job(give_back, "interval", seconds=GIVES_BACK_EVERY)
        self._scheduler.start()
        self._waker.start()

    def tick(self) -> None:
        """One tick at the calendar's present; a fault of one tick does not end the ticking."""
        try:
            with self._ticking:
                self.announcer.tick(self.runtime.now())
                self.joining.look(self.runtime.now())
                self.tidying.tidy(self.runtime.now())
                self.calls.begin(self.runtime.now())
                if self.backing_up is not None:
                    self.backing_up.look(self.runtime.now())
                shorten_log(self.runtime.engines)
        except Exception:
            _log.exception("a tick failed")
        if self._late:
            self._late = False
            _log.warning("ticking again")

    def stop(self, within: float = STOPS_WITHIN) -> None:
        """Tick no more, let the announcer finish, so many seconds at most, and give leases back."""
        self._stopping.set()
        self.runtime.woken.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._waker.is_alive():
            self._waker.join(timeout=5)
        self.announcer.stop(within)

    def _skipped(self, _event: object) -> None:
        """A tick is due while the one before it still stands: said when that begins, not every five seconds."""
        if not self._late:
            self._late = True
            _log.warning("a tick does not end, those after it wait")

    def _wake(self) -> None:
        while True:
            self.runtime.woken.wait()
            self.runtime.woken.clear()
            if self._stopping.is_set():
                return
            self.tick()

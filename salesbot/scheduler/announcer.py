"""The announcer: claims what is due, hands it to a few senders, and knows when nothing is due any more."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import structlog

from salesbot.runtime import Runtime
from salesbot.scheduler.buckets import Buckets
from salesbot.scheduler.delivery import Delivery
from salesbot.scheduler.queueing import Queue
from salesbot.scheduler.routines import Routines
from salesbot.services.planning import NEAR
from salesbot.storage.dispatch import Claim, Dispatch

_log = structlog.get_logger(__name__)
SENDERS = 8
AT_HAND = 2
"""So many more rows than there are senders, times those, are claimed together and wait at hand."""
PATIENCE = 15.0
"""Seconds for which `settle` waits for rows that are due but must not be tried yet."""
STOPS_WITHIN = 10.0


class Announcer:
    """Delivers every row that is due, in all workspaces of one database; several processes may each have one."""

    def __init__(
        self, runtime: Runtime, *, dispatch: Dispatch | None = None, senders: int = SENDERS,
        buckets: Buckets | None = None,
    ) -> None:  # fmt: skip
        self.runtime = runtime
        self.dispatch = dispatch or Dispatch(runtime.engines, owner=f"announcer-{uuid.uuid4()}")
        self.routines = Routines(runtime, self.dispatch)
        self._stopping = threading.Event()
        self._delivery = Delivery(runtime, self.dispatch, buckets or Buckets(), self._stopping)
        self._senders = senders
        self._queue = Queue()
        self._pool = ThreadPoolExecutor(senders, thread_name_prefix="sender")
        self._claiming = threading.Lock()
        self._idle = threading.Condition()
        self._under_way: dict[str, Claim] = {}
        self._posting: set[str] = set()
        self._going_on = 0
        """Senders that have delivered their row and are about to hand the next over: nothing is idle yet."""
        self._given_back = False

    def tick(self, now: datetime) -> int:
        """Plan what comes round and hand what is due to the senders; answers with how many rows were handed over."""
        if self._stopping.is_set():
            return 0
        return self._hand_over(now) if self.routines.plan(now) else 0

    def settle(self, now: datetime, patience: float = PATIENCE) -> None:
        """Deliver everything that is due at `now`, and return when nothing is.

        What Slack asked to wait with is waited for, up to `patience` seconds.
        """
        until = time.monotonic() + patience
        while not self._stopping.is_set():
            handed_over = self.tick(now)
            self._wait_until_idle()
            if handed_over:
                continue
            left = until - time.monotonic()
            if left <= 0 or not self.dispatch.anything_due(now, within=timedelta(seconds=left)):
                return
            self._stopping.wait(min(0.1, left))

    def next_due(self, after: datetime, until: datetime) -> datetime | None:
        """The next instant (by the calendar) later than `after`, up to `until`, at which something may be due.

        Rows stand two days ahead, so a longer way is gone a day at a time.
        """
        self.routines.plan(after)
        a_day = min(until, after + NEAR)
        found = self.dispatch.next_due(after, a_day)
        if found is not None:
            return found
        return a_day if a_day < until else None

    def stop(self, within: float = STOPS_WITHIN) -> None:
        """Claim no more, finish what is under way, and give back what was not posted yet."""
        self._stopping.set()
        self._pool.shutdown(wait=False, cancel_futures=True)
        until = time.monotonic() + within
        self._give_back(self._queue.clear())
        with self._idle:
            while self._under_way and (left := until - time.monotonic()) > 0:
                self._idle.wait(left)
            self._given_back = True
            unsaid = [claim for key, claim in self._under_way.items() if key not in self._posting]
        self._give_back(unsaid)

    @property
    def at_work(self) -> int:
        """How many senders are, or are about to be, at work."""
        with self._idle:
            return min(self._senders, len(self._under_way))

    # -- inside -------------------------------------------------------------------------------------------

    def _hand_over(self, now: datetime) -> int:
        with self._claiming:
            with self._idle:
                room = self._senders * (1 + AT_HAND) - len(self._under_way)
                busy = {(claim.row.workspace_id, claim.row.recipient) for claim in self._under_way.values()}
            claims = self.dispatch.claim(now, room, busy)
            for claim in claims:
                self._begin(claim, now)
        return len(claims)

    def _begin(self, claim: Claim, now: datetime) -> None:
        with self._idle:
            self._under_way[claim.row.id] = claim
        self._queue.add(claim, now)
        try:
            self._pool.submit(self._deliver_next)
        except RuntimeError:
            # The pool was shut down between the claim and now.
            self._give_back(self._queue.clear())

    def _give_back(self, claims: list[Claim]) -> None:
        """These were not posted: any process may take them."""
        if claims:
            with self._idle:
                for claim in claims:
                    self._under_way.pop(claim.row.id, None)
            _log.info("leases given back", count=self.dispatch.give_back(claims))

    def _deliver_next(self) -> None:
        taken = self._queue.take()
        if taken is None:
            return
        claim, now = taken
        try:
            self._delivery.deliver(claim, now, self._is_posting(claim.row.id))
        except Exception:
            # The database is away: the lease runs out, and whoever claims the row next looks before posting.
            _log.exception("a claim was left behind", announcement=claim.row.id)
        finally:
            if self._queue.done(claim):
                self._delivery.readings.close(claim.row.workspace_id)
            with self._idle:
                self._under_way.pop(claim.row.id, None)
                self._posting.discard(claim.row.id)
                self._going_on += 1
            self._go_on(now)
            with self._idle:
                self._going_on -= 1
                self._idle.notify_all()

    def _go_on(self, now: datetime) -> None:
        """A sender is free and nothing is at hand: hand the next rows over without waiting for a tick."""
        try:
            if not self._stopping.is_set() and not len(self._queue):
                self._hand_over(now)
        except Exception:
            _log.exception("could not claim")

    def _is_posting(self, announcement_id: str) -> Callable[[], bool]:
        def posting() -> bool:
            """Whether it may be posted: not if it was given back, since another may post it then."""
            with self._idle:
                if not self._given_back:
                    self._posting.add(announcement_id)
                return not self._given_back

        return posting

    def _wait_until_idle(self) -> None:
        with self._idle:
            while self._under_way or self._going_on:
                self._idle.wait(1.0)

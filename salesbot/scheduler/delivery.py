"""One claimed row on its way: looked for if in doubt, composed, stored, posted, marked.

What is stored before the post lets a later look tell whether it arrived; what is marked after it holds only while the
claim's fence stands. So a row is posted again only where Slack's own history did not show it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from salesbot.domain.announcing import (
    MOST_TRIES,
    WAITED,
    AnnouncementStatus,
    SendOutcome,
    Step,
    backoff,
    step_after,
    step_after_probe,
    suspends_workspace,
)
from salesbot.runtime import PostFailed, Runtime
from salesbot.scheduler import filing
from salesbot.scheduler.buckets import Buckets
from salesbot.scheduler.composing import Composed, Later, Nothing, PutAside, Said, compose, still_theirs
from salesbot.scheduler.readings import Readings
from salesbot.services.planning import Recipient
from salesbot.services.troubles import plan_trouble
from salesbot.storage.book import Book
from salesbot.storage.dispatch import Changed, Claim, Dispatch

_log = structlog.get_logger(__name__)
LOOK_FROM = timedelta(minutes=15)
"""So much before the earliest try the history is read from: Slack's clock is not the database's."""
LONGEST_WAIT = 30.0
"""Seconds for which a claimed row may wait for its turn; beyond that it is planned anew."""
_HOLD = timedelta(seconds=30)


class Delivery:
    """Delivers claimed rows; every way ends in a mark, and none in an exception."""

    def __init__(
        self, runtime: Runtime, dispatch: Dispatch, buckets: Buckets, stopping: threading.Event
    ) -> None:
        self.runtime = runtime
        self.dispatch = dispatch
        self.buckets = buckets
        self.stopping = stopping
        self.readings = Readings(runtime)

    def deliver(self, claim: Claim, now: datetime, posting: Callable[[], bool]) -> None:
        """Deliver one row; `posting` is asked just before Slack is asked to take it, and may forbid it.

        What goes wrong in marking is not caught: the lease runs out, and whoever claims the row looks first.
        """
        if claim.doubtful and not self._look(claim, now):
            return
        if claim.row.expires_at <= now:
            self._finish(claim, AnnouncementStatus.SUPERSEDED, last_error="expired")
            return
        composed = self._composed(claim, now)
        if isinstance(composed, Said) and not self._turn(claim, composed.channel):
            return
        if isinstance(composed, Said) and not still_theirs(self.runtime, claim.row, composed, now):
            # Somebody changed meanwhile what this person may be told, or how: it is made anew.
            composed = self._composed(claim, now, anew=True)
        if isinstance(composed, PostFailed):
            self._after(claim, composed, now)
        elif isinstance(composed, Said):
            self._post(claim, composed, now, posting)
        else:
            self._unsaid(claim, composed)

    # -- saying -------------------------------------------------------------------------------------------

    def _composed(self, claim: Claim, now: datetime, anew: bool = False) -> Composed | PostFailed:
        """What the row says, or why that cannot be told now; nothing was posted in either case.

        `anew`: from the books as they are at this moment, not from a view that others share.
        """

        def shared() -> AbstractContextManager[Book]:
            return self.readings.shared(claim.row.workspace_id, claim.claimed)

        try:
            with self.dispatch.held(claim) if claim.row.kind in filing.KINDS else nullcontext():
                return compose(self.runtime, claim.row, now, None if anew else shared)
        except PostFailed as failed:
            unsure = failed.outcome is SendOutcome.AMBIGUOUS
            return PostFailed(SendOutcome.NOT_SENT, failed.error) if unsure else failed
        except Exception as error:
            # A row that cannot be composed must not keep the others waiting, nor end in silence.
            _log.exception("could not compose", **_named(claim))
            return PostFailed(SendOutcome.NOT_SENT, f"{type(error).__name__}: {error}"[:500])

    def _unsaid(self, claim: Claim, composed: Nothing | Later | PutAside) -> None:
        if isinstance(composed, Nothing):
            self._finish(claim, AnnouncementStatus.CANCELLED, last_error=composed.why)
        elif isinstance(composed, Later):
            lasts = claim.row.expires_at - claim.row.due_at
            self._finish(
                claim, AnnouncementStatus.PLANNED, due_at=composed.due_at,
                expires_at=composed.due_at + lasts, uncounted=True, last_error=WAITED,
            )  # fmt: skip
        else:
            self._finish(claim, AnnouncementStatus.SUPERSEDED, last_error=f"gathered:{composed.gathered}")

    def _post(self, claim: Claim, said: Said, now: datetime, posting: Callable[[], bool]) -> None:
        row, payload = claim.row, said.payload
        began = time.monotonic()
        try:
            stored = self.dispatch.store(
                claim, together=said.together, payload=payload, channel=said.channel, as_of=said.as_of,
                known_at=said.known_at,
            )  # fmt: skip
        except Changed:
            self._finish(claim, AnnouncementStatus.PLANNED, uncounted=True)
            return
        if not stored:
            _log.warning("claim lost", **_named(claim))
            return
        if not posting():
            return
        claim = replace(
            claim, row=replace(row, subject={**row.subject, "told_with": list(said.together.told)})
        )
        if time.monotonic() - began > self.dispatch.lease.total_seconds() / 2:
            # The process stood still: what is posted now might be taken after somebody else has looked.
            self._finish(claim, AnnouncementStatus.PLANNED, uncounted=True)
            return
        try:
            ts = self.runtime.messenger.post(row.workspace_id, said.channel, payload, delivery=row.id)
        except PostFailed as failed:
            self._after(claim, failed, now)
            return
        self._finish(claim, AnnouncementStatus.SENT, slack_ts=ts, sent_at=now, last_error=None)

    def _turn(self, claim: Claim, channel: str) -> bool:
        """Wait for the row's turn in its channel and workspace; False if it was planned anew instead."""
        wait = self.buckets.take(claim.row.workspace_id, channel)
        if wait <= LONGEST_WAIT and not self.buckets.pause(self.stopping, wait):
            return True
        self._finish(
            claim, AnnouncementStatus.PLANNED, wait=timedelta(seconds=min(wait, LONGEST_WAIT)), uncounted=True
        )
        return False

    # -- looking ------------------------------------------------------------------------------------------

    def _look(self, claim: Claim, now: datetime) -> bool:
        """Look in the channel's history whether the row was posted; True if it is to be posted now."""
        row = claim.row
        assert row.channel is not None
        try:
            ts = self.runtime.messenger.posted(
                row.workspace_id,
                row.channel,
                delivery=row.id,
                since=claim.posting_since - LOOK_FROM,
                thread=(row.payload or {}).get("thread_ts"),
            )
        except PostFailed as failed:
            if failed.outcome is not SendOutcome.DEAD and row.attempt < MOST_TRIES:
                self._look_later(claim, failed)
                return False
            return self._looked(claim, None, now, failed.error)
        if ts is not None:
            self._finish(
                claim, AnnouncementStatus.SENT, slack_ts=ts, sent_at=now, last_error="found by looking"
            )
            return False
        return self._looked(claim, False, now, "not found")

    def _look_later(self, claim: Claim, failed: PostFailed) -> None:
        limited = failed.outcome is SendOutcome.LIMITED
        wait = timedelta(seconds=failed.retry_after) if failed.retry_after else backoff(claim.row.attempt)
        self._finish(
            claim, AnnouncementStatus.AMBIGUOUS, wait=wait, uncounted=limited,
            last_error=f"could not look: {failed.error}",
        )  # fmt: skip

    def _looked(self, claim: Claim, found: bool | None, now: datetime, why: str) -> bool:
        # A person's message may stand in a channel of theirs, which others read.
        to_one_person = Recipient.read(claim.row.recipient).of == "person" and (
            claim.row.channel or "D"
        ).startswith("D")
        step = step_after_probe(found, claim.row.attempt, now, repeat_if_unsure=to_one_person)
        if step.status is AnnouncementStatus.DEAD:
            self._dead(claim, f"held: {why}", now)
            return False
        if found is None:
            _log.warning("sent again without having looked", error=why, **_named(claim))
        return True

    # -- after a failure ----------------------------------------------------------------------------------

    def _after(self, claim: Claim, failed: PostFailed, now: datetime) -> None:
        row = claim.row
        retry = timedelta(seconds=failed.retry_after) if failed.retry_after is not None else _HOLD
        step = step_after(failed.outcome, row.attempt, now, row.expires_at, retry)
        _log.warning("not delivered", outcome=failed.outcome.value, error=failed.error, **_named(claim))
        if failed.outcome is SendOutcome.LIMITED:
            self.dispatch.hold_workspace(row.workspace_id, retry)
            self.buckets.hold(row.workspace_id, retry.total_seconds())
        if step.status is AnnouncementStatus.DEAD:
            self._dead(claim, failed.error, now)
        else:
            self._step(claim, step, now, failed.error)

    def _step(self, claim: Claim, step: Step, now: datetime, error: str) -> None:
        wait = step.not_before - now if step.not_before is not None else None
        self._finish(claim, step.status, wait=wait, uncounted=not step.counts, last_error=error)

    def _dead(self, claim: Claim, error: str, now: datetime) -> None:
        """A dead letter ends in no silence: a row, a line in the log, and one notice to an admin."""
        row = claim.row
        if not self._finish(claim, AnnouncementStatus.DEAD, last_error=error):
            return
        _log.error("dead letter", error=error, **_named(claim))
        if suspends_workspace(error):
            self.dispatch.suspend(row.workspace_id, now)
            _log.error("workspace suspended: its token is of no use", workspace=row.workspace_id, error=error)
            return
        with self.runtime.book(row.workspace_id) as book:
            if error == "channel_not_found" and Recipient.read(row.recipient).of == "person":
                book.people.change(Recipient.read(row.recipient).number, dm_channel=None)
            plan_trouble(book, row, error, now)

    def _finish(self, claim: Claim, status: AnnouncementStatus, **values: object) -> bool:
        ours = self.dispatch.finish(claim, status=status.value, **values)
        if not ours:
            _log.warning("claim lost", wanted=status.value, **_named(claim))
        self.runtime.measures.delivered(claim.row.kind, status.value if ours else "claim_lost")
        return ours


def _named(claim: Claim) -> dict[str, object]:
    row = claim.row
    return {
        "workspace": row.workspace_id, "announcement": row.id, "kind": row.kind, "recipient": row.recipient,
        "attempt": row.attempt,
    }  # fmt: skip

"""Bots for the proof of delivery: each a process of its own that says something made up, and notes all it does."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import structlog

from salesbot.domain import announcing
from salesbot.messages import Message
from salesbot.messages.render import Renderer
from salesbot.runtime import PostFailed, Runtime
from salesbot.scheduler.announcer import Announcer
from salesbot.scheduler.buckets import Buckets
from salesbot.scheduler.composing import Said
from salesbot.scheduler.delivery import Delivery
from salesbot.shipped import locales_dir, templates_dir
from salesbot.slack import messenger
from salesbot.slack.messenger import SlackMessenger
from salesbot.slack.tokens import Token
from salesbot.storage.announcements import Announcement
from salesbot.storage.dispatch import ALONE, Claim, Dispatch, Together
from salesbot.storage.engines import open_engines
from tests.scheduler.conftest import Turning
from tests.story import TUESDAY_8

TIMEOUT, PROBE_AFTER, LEASE = 0.6, 0.5, 3.0
"""Seconds, far shorter than the real ones; nothing that is proved hangs on them."""


class MadeUp(Delivery):
    """Says something made up, to a person or in a team's channel."""

    def _composed(self, claim: Claim, now: datetime, anew: bool = False) -> Said | PostFailed:
        return Said(channel_of(claim.row), Message(f"message {claim.row.period_key}", []))


class MarkThenSend(MadeUp):
    """A planted bug: the row is marked before the post."""

    def _post(self, claim: Claim, said: Said, now: datetime, posting: Callable[[], bool]) -> None:
        self.dispatch.finish(claim, status="sent", slack_ts="?", sent_at=now)
        payload = said.message.payload()
        self.runtime.messenger.post(claim.row.workspace_id, said.channel, payload, delivery=claim.row.id)


class SendThenMark(MadeUp):
    """A planted bug: nothing is stored before the post, so nobody looks after a kill."""

    def _post(self, claim: Claim, said: Said, now: datetime, posting: Callable[[], bool]) -> None:
        payload = said.message.payload()
        try:
            self.runtime.messenger.post(claim.row.workspace_id, said.channel, payload, delivery=claim.row.id)
        except PostFailed:
            self.dispatch.finish(claim, status="planned")
            return
        self.dispatch.finish(claim, status="sent", slack_ts="?", sent_at=now)


def channel_of(row: Announcement) -> str:
    """A direct message, or a channel of the workspace."""
    of, _, number = row.recipient.partition(":")
    return f"{'D' if of == 'person' else 'C'}{row.workspace_id}X{number}"


class Noted(Dispatch):
    """Notes each claim, and what became of it."""

    def claim(self, now: datetime, most: int, busy: Collection[tuple[int, str]] = ()) -> list[Claim]:
        claims = super().claim(now, most, busy)
        for claim in claims:
            _note(claim.row.id, f"fence {claim.row.fence}: claimed{', in doubt' * claim.doubtful}")
        return claims

    def store(self, claim: Claim, together: Together = ALONE, **values: Any) -> bool:
        stored = super().store(claim, together, **values)
        _note(claim.row.id, f"fence {claim.row.fence}: {'stored' if stored else 'not ours to store'}")
        return stored

    def finish(self, claim: Claim, *, status: str, **values: Any) -> bool:
        ours = super().finish(claim, status=status, **values)
        _note(claim.row.id, f"fence {claim.row.fence}: {status}{', not ours' * (not ours)}")
        return ours


class NotedSlack(SlackMessenger):
    """Notes each post and look, and writes on a post when it was sent."""

    def post(self, workspace_id: int, channel: str, payload: Mapping[str, Any], *, delivery: str) -> str:
        _note(delivery, "posts")
        try:
            return super().post(workspace_id, channel, payload, delivery=delivery)
        except PostFailed as failed:
            _note(delivery, f"post failed: {failed.error}")
            raise

    def posted(
        self, workspace_id: int, channel: str, *, delivery: str, since: datetime, thread: str | None = None
    ) -> str | None:
        _note(delivery, "looks")
        found = super().posted(workspace_id, channel, delivery=delivery, since=since, thread=thread)
        _note(delivery, "found" if found else "not found")
        return found

    def _call(self, workspace_id: int, method: str, **arguments: Any) -> dict[str, Any]:
        if method == "chat_postMessage":
            arguments["sent_at"] = str(time.monotonic())
        return super()._call(workspace_id, method, **arguments)


def _note(delivery: str, happened: str) -> None:
    sys.stdout.write(f"noted {delivery} {time.monotonic():.4f} bot {os.getpid()} {happened}\n")


def start_bot(address: str, api_url: str, log: Path, delivery: type[Delivery]) -> BaseProcess:
    process = multiprocessing.get_context("fork").Process(
        target=_work, args=(address, api_url, log, delivery), daemon=True
    )
    process.start()
    return process


class TokensByNumber:
    """Each workspace's token is its number."""

    def of(self, workspace_id: int) -> Token:
        return Token(f"xoxb-{workspace_id}")


def _work(address: str, api_url: str, log: Path, delivery: type[Delivery]) -> None:
    """A bot: tick after tick, until it is killed."""
    with log.open("a", buffering=1) as written:
        sys.stdout = sys.stderr = written
        structlog.configure(
            processors=[structlog.processors.LogfmtRenderer()],
            logger_factory=structlog.PrintLoggerFactory(written),
        )
        soon = timedelta(seconds=0.3)
        announcing.BACKOFF, announcing.PROBE_AFTER = (soon,), timedelta(seconds=PROBE_AFTER)
        messenger.TIMEOUT = TIMEOUT  # type: ignore[assignment]
        engines = open_engines(address)
        slack = NotedSlack(TokensByNumber(), api_url)
        runtime = Runtime(engines, Turning(TUESDAY_8), Renderer(templates_dir(), locales_dir()), slack)
        dispatch = Noted(engines, "bot", timedelta(seconds=LEASE))
        bot = Announcer(runtime, dispatch=dispatch, buckets=Buckets(a_channel=0, a_workspace=0))
        given = bot._delivery
        bot._delivery = delivery(runtime, dispatch, given.buckets, given.stopping)
        while True:
            bot.tick(TUESDAY_8)
            time.sleep(0.1)

"""Webhooks told: each thing once, tried again with growing waits, and given up in no silence."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

import structlog

from salesbot.domain.webhooks import WAITS, Webhook, signature
from salesbot.runtime import Runtime
from salesbot.services.people import admins
from salesbot.services.planning import plan_direct
from salesbot.services.webhook_bodies import body_of, written
from salesbot.storage.book import Book
from salesbot.storage.webhooks import Call, workspaces_to_tell_for

_log = structlog.get_logger(__name__)
Post: TypeAlias = Callable[[str, Mapping[str, str], bytes], int]
"""Posts a body to an address with headers; answers with the HTTP status, or raises what went wrong."""


class Calls:
    """Tells addresses what is due, one after another, in a thread of its own, so that a slow one holds nobody up."""

    def __init__(self, runtime: Runtime, post: Post | None) -> None:
        self.runtime, self._post = runtime, post
        self._telling = threading.Lock()

    def begin(self, now: datetime) -> None:
        """Tell what is due, unless that is being done."""
        if self._post is not None and self._telling.acquire(blocking=False):
            threading.Thread(target=self._all, args=(now,), name="webhooks", daemon=True).start()

    def _all(self, now: datetime) -> None:
        try:
            self.tell(now)
        except Exception:
            _log.exception("webhooks could not be told")
        finally:
            self._telling.release()

    def tell(self, now: datetime) -> int:
        """Tell everything that is due; answers with how many calls were made."""
        with self.runtime.engines.reading() as connection:
            workspaces = workspaces_to_tell_for(connection, now)
        made = 0
        for workspace_id in workspaces:
            while self._next(workspace_id, now):
                made += 1
        return made

    def _next(self, workspace_id: int, now: datetime) -> bool:
        with self.runtime.book(workspace_id) as book:
            call = book.webhooks.claim(now)
            ready = _ready(book, call, now) if call is not None else None
        if call is None:
            return False
        if ready is None:
            return True
        hook, body = ready
        error = self._called(hook, call, body, now)
        with self.runtime.book(workspace_id) as book:
            self._mark(book, hook, call, error, now)
        return True

    def _called(self, hook: Webhook, call: Call, body: bytes, now: datetime) -> str | None:
        """What went wrong; None if it was taken. The signature goes by real time, which nobody turns."""
        stamp = int(time.time())
        headers = {
            "Salesbot-Event": call.event.value, "Salesbot-Delivery": call.id, "Salesbot-Timestamp": str(stamp),
            "Salesbot-Signature": ",".join(signature(secret, stamp, body) for secret in hook.secrets(now)),
        }  # fmt: skip
        try:
            assert self._post is not None
            status = self._post(hook.url, headers, body)
        except Exception as failed:
            return str(failed)[:200]
        return None if 200 <= status < 300 else f"HTTP {status}"

    def _mark(self, book: Book, hook: Webhook, call: Call, error: str | None, now: datetime) -> None:
        if error is None:
            book.webhooks.mark(call, status="sent", sent_at=now, last_error=None)
        elif call.attempt <= len(WAITS):
            later = now + WAITS[call.attempt - 1]
            book.webhooks.mark(call, status="planned", due_at=later, last_error=error)
        elif book.webhooks.mark(call, status="dead", last_error=error):
            _log.error("webhook given up", webhook=hook.id, call=call.id, error=error)
            self._tell_admin(book, hook, error, now)

    def _tell_admin(self, book: Book, hook: Webhook, error: str, now: datetime) -> None:
        """One admin is told once a week for each address."""
        told = next((person for person in admins(book) if person.slack_id is not None), None)
        if told is None:
            return
        workspace, week = book.workspace, now.isocalendar()
        message = self.runtime.renderer.message(
            "webhooks/given_up", locale=told.language(workspace.locale),
            time_zone=told.zone(workspace.zone), hook=hook, error=error,
        )  # fmt: skip
        key = f"webhook:{hook.id}:{week.year}-{week.week}"
        plan_direct(book, told.id, key, message.payload(), now)


def _ready(book: Book, call: Call, now: datetime) -> tuple[Webhook, bytes] | None:
    """The address and the body, kept from the first try on; None where nothing is to be told any more."""
    found = book.webhooks.find(call.webhook_id)
    hook = found if found is not None and not found.paused else None
    body = call.body
    if hook is not None and body is None:
        made = body_of(book, call)
        body = written(made) if made is not None else None
    if hook is None or body is None:
        book.webhooks.mark(call, status="cancelled")
        return None
    book.webhooks.mark(call, body=body)
    return hook, body.encode()

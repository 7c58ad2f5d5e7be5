"""Deals that other systems send: signed posts to `/webhooks/WORKSPACE/NUMBER`, answered in JSON.

200 with the deal's number · 400 with every error · 401 not signed so · 403 paused · 413 too long · 429 too many · 503 send
it again after `Retry-After`: a long import that brings the same deals is being booked just now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from salesbot.domain.mistakes import SalesbotError
from salesbot.messages import in_plain
from salesbot.runtime import Runtime
from salesbot.services.imports import ImportRefused
from salesbot.services.incoming import book_sent, read_sent, sender_of
from salesbot.storage.book import COLLISIONS, Book

BODY_LIMIT = 64_000
"""Bytes of one deal."""
PER_MINUTE = 60
"""Deals that one system may send in a minute."""
BUSY_FOR = 30
"""Seconds after which to send a deal again that an import is booking."""
_TRIES = 3
_NOT_SIGNED_MEANS = "the signature does not fit, or its time is more than five minutes away"


@dataclass(frozen=True, slots=True)
class Answered:
    """The HTTP status and the JSON of an answer."""

    status: int
    said: Mapping[str, Any]
    retry_after: int | None = None


_NOT_SIGNED = Answered(401, {"error": _NOT_SIGNED_MEANS})


class Incoming:
    """What answers other systems."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def route(self) -> Route:
        """The route to be served."""
        return Route("/webhooks/{workspace:int}/{number:int}", self._deliver, methods=["POST"])

    async def _deliver(self, request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > BODY_LIMIT:
                return JSONResponse({"error": "too long", "most_bytes": BODY_LIMIT}, status_code=413)
        place = (request.path_params["workspace"], request.path_params["number"])
        answered = await run_in_threadpool(self.answer, place, body, request.headers)
        headers = {"Retry-After": str(answered.retry_after)} if answered.retry_after else None
        return JSONResponse(dict(answered.said), status_code=answered.status, headers=headers)

    def answer(self, place: tuple[int, int], body: bytes, headers: Mapping[str, str]) -> Answered:
        """Take one deal: `place` is the workspace and the system's number."""
        timestamp, signatures = (headers.get(f"salesbot-{name}", "") for name in ("timestamp", "signature"))
        now = self.runtime.now()
        if max(place) >= 2**31:
            return _NOT_SIGNED
        try:
            with self.runtime.reading(place[0]) as book:
                hook = sender_of(book, place[1], timestamp, body, signatures, now)
        except LookupError:  # there is no such workspace
            return _NOT_SIGNED
        if hook is None:
            return _NOT_SIGNED
        if hook.paused:
            return Answered(403, {"error": "paused"})
        minute, gone = divmod(int(now.timestamp()), 60)
        with self.runtime.book(place[0]) as book:
            counted = book.webhooks.count_sent(hook.id, minute, PER_MINUTE)
        if not counted:
            return Answered(429, {"error": "too many", "most_per_minute": PER_MINUTE}, retry_after=60 - gone)
        try:
            sent = read_sent(body, f"webhook:{hook.id}")
            return Answered(200, self._booked(place[0], partial(book_sent, hook=hook, sent=sent, now=now)))
        except COLLISIONS:
            return Answered(503, {"error": "these deals are being booked just now"}, retry_after=BUSY_FOR)
        except SalesbotError as mistake:
            return Answered(400, {"errors": self._errors(place[0], mistake)})

    def _booked(self, workspace_id: int, do: Callable[[Book], dict[str, Any]]) -> dict[str, Any]:
        """Make the change; where somebody else changed something meanwhile, once more from its beginning."""
        for _ in range(_TRIES - 1):
            try:
                with self.runtime.book(workspace_id) as book:
                    return do(book)
            except COLLISIONS:
                continue
        with self.runtime.book(workspace_id) as book:
            return do(book)

    def _errors(self, workspace_id: int, mistake: SalesbotError) -> list[dict[str, Any]]:
        """Everything that is wrong, each with its field, what was sent, and what would be right."""
        with self.runtime.reading(workspace_id) as book:
            locale = book.workspace.locale
        renderer = self.runtime.renderer
        if not isinstance(mistake, ImportRefused):
            told = renderer.message(_template_of(mistake), locale=locale, **mistake.facts)
            return [{"field": "", "value": "", "error": in_plain(told.blocks), "right": []}]
        return [
            {
                "field": each.column,
                "value": each.value,
                "error": renderer.words("imports/wrong", locale=locale, problem=each),
                "right": [right for right in each.right if right],
            }
            for each in mistake.facts["problems"]
        ]


def _template_of(mistake: SalesbotError) -> str:
    return mistake.template if "/" in mistake.template else f"mistakes/{mistake.template}"

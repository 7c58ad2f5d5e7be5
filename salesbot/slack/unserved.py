"""What Slack delivers and nobody here asked for: taken as received, and told of once, so that we do not count as broken."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from salesbot.measures import Measures

_log = structlog.get_logger(__name__)
_LIMITED = "app_rate_limited"
_AN_HOUR = 3600.0
_SERVED = frozenset(
    {"block_actions", "block_suggestion", "view_submission", "view_closed", "shortcut", "message_action"}
)
"""The interactions that there are listeners for."""


class Unserved(Middleware):
    """Answers what no listener could: events that Slack withheld, older kinds of interactions, a press of nothing."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._told: set[str] = set()
        self._warned: dict[str, float] = {}

    def process(
        self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]
    ) -> BoltResponse | None:
        """Take it as received, or let it through to the listeners."""
        body = req.body
        if body.get("type") == _LIMITED:
            self._withheld(str(body.get("team_id")))
            return BoltResponse(status=200, body="")
        kind = _unserved(body)
        if kind is None:
            return next()
        if kind not in self._told:
            self._told.add(kind)
            _log.info("nothing here answers such a delivery", kind=kind)
        return BoltResponse(status=200, body="")

    def _withheld(self, team: str) -> None:
        """Slack says so every minute; each is counted, and the log tells of it once an hour."""
        self._measures.events_withheld()
        now = time.monotonic()
        if now - self._warned.get(team, -_AN_HOUR) >= _AN_HOUR:
            self._warned[team] = now
            _log.warning("Slack withholds events, since there were too many within an hour", team=team)


def _unserved(body: Mapping[str, Any]) -> str | None:
    """By which name it is told of; None: there may be a listener for it."""
    kind = body.get("type")
    if body.get("command") or "event" in body or not isinstance(kind, str):
        return None
    if kind == "block_actions" and not body.get("actions"):
        return "block_actions without actions"
    # What came unsigned never gets here, so a name is Slack's; yet of what is kept each is cut.
    return None if kind in _SERVED else kind[:60]

"""Slack's do-not-disturb: until when somebody wants no notification, as `dnd.info` tells it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def undisturbed_until(told: Mapping[str, Any], now: datetime) -> datetime | None:
    """Until when (aware, UTC) the person is not to be disturbed; None: they may be now.

    A pause that somebody pressed goes before the daily hours; with both the later end holds.
    """
    ends = []
    if told.get("snooze_enabled"):
        ends.append(int(told.get("snooze_endtime") or 0))
    starts, until = (int(told.get(f"next_dnd_{each}_ts") or 0) for each in ("start", "end"))
    if told.get("dnd_enabled") and starts <= now.timestamp():
        ends.append(until)
    latest = max(ends, default=0)
    return datetime.fromtimestamp(latest, UTC) if latest > now.timestamp() else None

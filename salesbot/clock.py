"""What time it is: the one place where the clock is read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the calendar's instant. The playground hands in one that can be turned forward."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


@lru_cache(maxsize=256)
def day_in(zone: str, now: datetime) -> date:
    """The calendar day on which `now` falls in the time zone named `zone`."""
    return now.astimezone(ZoneInfo(zone)).date()

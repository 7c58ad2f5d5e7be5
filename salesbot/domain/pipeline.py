"""One's open deals as a pipeline: which of them have slipped, and which are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from salesbot.domain.mistakes import SalesbotError


class PipelineUnreadable(SalesbotError):
    """Which open deals are meant cannot be read: facts `typed`, `stages`."""

    template = "mistakes/pipeline_unreadable"


class Looking(StrEnum):
    """Which of the open deals are listed."""

    ALL = "all"
    STALE = "stale"
    SLIPPED = "slipped"
    MONTH = "month"
    """Expected to close this month."""
    NO_DAY = "no_day"


@dataclass(frozen=True, slots=True)
class Slip:
    """How often the expected day of an open deal was put off, and by how many days in all."""

    times: int
    days: int


def slip_of(expected: Sequence[date | None]) -> Slip | None:
    """How a deal slipped, by its expected days entry by entry; None where it was never put off.

    A day that is brought forward again takes its days back, but the times stay.
    """
    later = [
        (after - before).days
        for before, after in pairwise([day for day in expected if day is not None])
        if after != before
    ]
    times = sum(days > 0 for days in later)
    return Slip(times, sum(later)) if times and sum(later) > 0 else None

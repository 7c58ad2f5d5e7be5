"""As of when a figure holds: which days count, and what was recorded by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from salesbot.domain.mistakes import SalesbotError


class DayUnreadable(SalesbotError):
    """A day or instant was asked for that cannot be read: fact `typed`."""

    template = "mistakes/as_of_unreadable"


@dataclass(frozen=True, slots=True)
class AsOf:
    """The morning of `day` (days before it are complete and count), or, live, that day as far as it has gone."""

    day: date
    live: bool
    known_at: datetime
    """Only what was recorded by this instant counts."""

    @property
    def until(self) -> date:
        """The first day that does not count any more."""
        return self.day + timedelta(days=1) if self.live else self.day

    @property
    def stamp(self) -> str:
        """As a button carries it, so that what it leads to tells of the same moment."""
        whole = self.known_at.astimezone(UTC).strftime("%Y%m%d%H%M%S%f")
        return f"{self.day.isoformat()}@{whole}{'L' if self.live else ''}"


def read_stamp(stamp: str) -> AsOf | None:
    """The moment that a button carries; None where it carries none."""
    day, _, instant = stamp.partition("@")
    try:
        known_at = datetime.strptime(instant.removesuffix("L"), "%Y%m%d%H%M%S%f").replace(tzinfo=UTC)
        return AsOf(date.fromisoformat(day), instant.endswith("L"), known_at)
    except ValueError:
        return None


def read_as_of(typed: str | None, zone: str, now: datetime, known_at: str | None = None) -> AsOf:
    """What `--as-of` and `--known-at` mean: an ISO day is its morning, an instant counts its own day too.

    Without them: now. An instant without a zone is meant in the workspace's. Raises DayUnreadable.
    """
    known = _instant(known_at, zone) if known_at else now
    if typed is None:
        return AsOf(now.astimezone(ZoneInfo(zone)).date(), True, known)
    try:
        return AsOf(date.fromisoformat(typed), False, known)
    except ValueError:
        return AsOf(_instant(typed, zone).astimezone(ZoneInfo(zone)).date(), True, known)


def morning_of(day: date, zone: str) -> datetime:
    """The first instant of a day in a zone."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _instant(typed: str, zone: str) -> datetime:
    try:
        instant = datetime.fromisoformat(typed)
    except ValueError:
        raise DayUnreadable(typed=typed) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=ZoneInfo(zone))

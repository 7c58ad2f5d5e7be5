"""When something is due: one instant for each recipient and local day, whatever the clocks of the zone do.

A time of day that comes twice is due the first time; one that is skipped is due later by the gap; a day that
the zone skipped altogether has no due instant. Which days count is the calendar's matter, which hours are
quiet is here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.periods import DAY, month_of, week_of

QUIET_FROM = time(19, 0)
QUIET_UNTIL = time(7, 30)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the day in which nothing is told: from the first up to the second, over midnight where that is earlier.

    Two hours that are the same leave no hour quiet.
    """

    starts: time = QUIET_FROM
    ends: time = QUIET_UNTIL

    def covers(self, at: time) -> bool:
        """Whether it is quiet at that time of day."""
        if self.starts <= self.ends:
            return self.starts <= at < self.ends
        return at >= self.starts or at < self.ends

    @property
    def first_told(self) -> time:
        """The first time of a day at which something is told that waited for the day."""
        return QUIET_UNTIL if not self.covers(QUIET_UNTIL) and not self.covers(time()) else self.ends


USUAL_QUIET = QuietHours()


class Rhythm(StrEnum):
    """On which days something comes round."""

    WORKING_DAY = "working_day"
    WEEK_START = "week_start"
    """The week's first working day."""
    WEEK_END = "week_end"
    """The week's last working day."""
    MONTH_START = "month_start"
    """The month's first working day."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing due once: for the key of its period, on a local day, at an instant (aware, UTC)."""

    period_key: str
    day: date
    at: datetime


def at_minute(minute: int) -> time:
    """The time of day that a minute of the day (0 to 1439) is."""
    return time(minute // 60, minute % 60)


def written_minute(minute: int) -> str:
    """A minute of the day as it is typed and picked: 08:00."""
    return f"{at_minute(minute):%H:%M}"


def due_at(day: date, at: time, zone: str) -> datetime | None:
    """The instant (aware, UTC) of a time of day on a local day of the zone; None if it has no such day."""
    local = ZoneInfo(zone)
    wanted = datetime.combine(day, at)
    instant = wanted.replace(tzinfo=local).astimezone(UTC)
    early = wanted - instant.astimezone(local).replace(tzinfo=None)
    if early > timedelta():
        # `zoneinfo` takes the offset of the rule for years to come in the last hour before that rule begins (Nuuk, 28
        # October 2023): the way back from UTC is right. A skipped time is never shown early, only late.
        instant += early
    if instant.astimezone(local).date() == day or _exists(day, local):
        return instant
    return None


def is_due_day(rhythm: Rhythm, day: date, calendar: WorkingCalendar) -> bool:
    """Whether something of this rhythm comes round on the day."""
    if not calendar.is_working(day):
        return False
    if rhythm is Rhythm.WEEK_START:
        return day == calendar.first_working_of(week_of(day))
    if rhythm is Rhythm.WEEK_END:
        return day == calendar.last_working_of(week_of(day))
    if rhythm is Rhythm.MONTH_START:
        return day == calendar.first_working_of(month_of(day))
    return True


def period_key(rhythm: Rhythm, day: date) -> str:
    """The key under which a thing of this rhythm happens once: the day, the ISO week or the month."""
    if rhythm in (Rhythm.WEEK_START, Rhythm.WEEK_END):
        return week_of(day).key
    return month_of(day).key if rhythm is Rhythm.MONTH_START else day.isoformat()


def due_between(
    rhythm: Rhythm, at: time, zone: str, calendar: WorkingCalendar, after: datetime, until: datetime
) -> Iterator[Due]:
    """Everything of this rhythm that is due later than `after` and no later than `until`, in order.

    Instants are aware. A caller that keeps `until` as its next `after` misses nothing and meets nothing
    twice.
    """
    local = ZoneInfo(zone)
    day = after.astimezone(local).date() - DAY
    last = until.astimezone(local).date() + DAY
    while day <= last:
        if is_due_day(rhythm, day, calendar):
            instant = due_at(day, at, zone)
            if instant is not None and after < instant <= until:
                yield Due(period_key(rhythm, day), day, instant)
        day += DAY


def is_quiet(now: datetime, zone: str, calendar: WorkingCalendar, quiet: QuietHours = USUAL_QUIET) -> bool:
    """Whether it is a quiet hour there: if nothing else is said from 19:00 to 07:30; and all of a day off."""
    local = now.astimezone(ZoneInfo(zone))
    return quiet.covers(local.time()) or not calendar.is_working(local.date())


def after_quiet(
    now: datetime, zone: str, calendar: WorkingCalendar, quiet: QuietHours = USUAL_QUIET
) -> datetime:
    """The first instant from `now` on (aware, UTC) at which it is not quiet there."""
    if not is_quiet(now, zone, calendar, quiet):
        return now.astimezone(UTC)
    local = now.astimezone(ZoneInfo(zone))
    if calendar.is_working(local.date()) and (ends := _ends_today(local.date(), zone, quiet, now)):
        return ends
    day = calendar.next_working(local.date())
    while (instant := due_at(day, quiet.first_told, zone)) is None or is_quiet(
        instant, zone, calendar, quiet
    ):
        day = calendar.next_working(day)
    return instant


def _ends_today(day: date, zone: str, quiet: QuietHours, now: datetime) -> datetime | None:
    """When the quiet hours that began end on the same day; None where they last over its midnight.

    An end that the zone skips may come so late that the next quiet hours have begun.
    """
    ends = due_at(day, quiet.ends, zone)
    if ends is None or ends < now or quiet.covers(ends.astimezone(ZoneInfo(zone)).time()):
        return None
    return ends


def _exists(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone has the day at all: at the date line it may skip one whole."""
    noon = datetime.combine(day, time(12), tzinfo=zone).astimezone(UTC)
    return noon.astimezone(zone).date() == day

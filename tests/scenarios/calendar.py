"""The calendar's proof: in every time zone, on every day that exists there, a thing is due once: none missed, none doubled.

python -m tests.scenarios.calendar                       every zone, 2010–2037, six times of day
python -m tests.scenarios.calendar --zones 20 --years 2024-2027
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from functools import partial
from importlib.metadata import version
from zoneinfo import ZoneInfo, available_timezones

from salesbot.domain.schedules import due_at
from tests.scoreboard.so_far import so_far

TIMES = (clock(0, 0), clock(1, 30), clock(2, 30), clock(8, 0), clock(12, 0), clock(23, 30))
"""Midnight and the hours at which clocks are set among them."""
DAY, NOON = timedelta(days=1), clock(12)
DueAt = Callable[[date, clock, str], datetime | None]


@dataclass(frozen=True)
class Found:
    """What one zone came to."""

    zone: str
    cases: int
    missed: int
    """Days that the zone has and on which nothing was due, or only on another local day by more than the gap."""
    doubled: int
    """Days that share an instant with the day before, or come before it."""
    skipped: int
    """Days that the zone does not have."""


def look_at(zone: str, first: int, last: int, due: DueAt = due_at) -> Found:
    """Every day of the years (both in) at each time of day in one zone."""
    cases = missed = doubled = skipped = 0
    for at in TIMES:
        day, before = date(first, 1, 1), datetime.min.replace(tzinfo=UTC)
        while day.year <= last:
            cases += 1
            instant = due(day, at, zone)
            if instant is None:
                exists = _exists(day, zone)
                skipped, missed = skipped + (not exists), missed + exists
            else:
                doubled += instant <= before
                missed += not _in_time(instant, day, at, zone)
                before = instant
            day += DAY
    return Found(zone, cases, missed, doubled, skipped)


def naive(day: date, at: clock, zone: str) -> datetime | None:
    """A planted bug: whatever the clocks do, the offset of that noon is taken."""
    local = datetime.combine(day, NOON, ZoneInfo(zone))
    return (datetime.combine(day, at, UTC) - (local.utcoffset() or timedelta())).astimezone(UTC)


def _exists(day: date, zone: str) -> bool:
    """Whether any instant falls on the day there: asked of the instants, a quarter of an hour apart."""
    begin = datetime.combine(day, clock(), UTC) - timedelta(hours=15)
    local = ZoneInfo(zone)
    return any(
        (begin + step * timedelta(minutes=15)).astimezone(local).date() == day for step in range(4 * 54)
    )


def _in_time(instant: datetime, day: date, at: clock, zone: str) -> bool:
    """Whether the clock there shows that time on that day, or the first time after a gap that swallowed it."""
    shown = instant.astimezone(ZoneInfo(zone))
    if (shown.date(), shown.time()) == (day, at):
        return shown.fold == 0 or not _shown_before(instant, shown)
    wanted, seen = datetime.combine(day, at), shown.replace(tzinfo=None)
    # No instant shows the wanted time; the message comes later by the gap, at most a day.
    back = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return back.replace(tzinfo=None) != wanted and timedelta() < seen - wanted <= DAY


def _shown_before(instant: datetime, shown: datetime) -> bool:
    """Whether the clock there showed the same not long before: asked of the instants, a quarter of an hour apart.

    `fold` alone says so too in the hour in which a zone's lasting rule begins without its clocks being set.
    """
    zone, quarters = shown.tzinfo, (step * timedelta(minutes=15) for step in range(1, 13))
    wall = shown.replace(tzinfo=None, fold=0)
    return any((instant - back).astimezone(zone).replace(tzinfo=None, fold=0) == wall for back in quarters)


def look(zones: Iterable[str], first: int, last: int, due: DueAt = due_at, processes: int = 2) -> list[Found]:
    """Every zone, several at a time."""
    with ProcessPoolExecutor(processes) as pool:
        wanted, found = list(zones), list[Found]()
        for one in pool.map(partial(look_at, first=first, last=last, due=due), wanted, chunksize=4):
            found.append(one)
            so_far(len(found), len(wanted), "zones")
        return found


def main() -> int:
    """Look, print what was found, and fail if anything was missed or doubled, or the planted bug was not caught."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--zones", type=int, default=0, help="so many zones; 0: all")
    asked.add_argument("--years", default="2010-2037")
    given = asked.parse_args()
    first, last = map(int, given.years.split("-"))
    zones = sorted(available_timezones())[
        :: max(1, len(available_timezones()) // given.zones if given.zones else 1)
    ]
    began = time.monotonic()
    found = look(zones, first, last)
    cases, missed = sum(one.cases for one in found), sum(one.missed for one in found)
    doubled, skipped = sum(one.doubled for one in found), sum(one.skipped for one in found)
    planted = look_at("Africa/Cairo", first, last, naive)
    sys.stdout.write(
        f"tzdata {version('tzdata')}, Python {sys.version.split()[0]}, no dice: {len(zones)} zones × {first}–{last} × "
        f"{len(TIMES)} times = {cases:,} cases in {time.monotonic() - began:.0f} s: {missed} missed, {doubled} doubled, "
        f"{skipped} on days that do not exist there; the planted bug was caught "
        f"{planted.missed + planted.doubled} times in Cairo alone\n"
    )  # fmt: skip
    for one in found:
        if one.missed or one.doubled:
            sys.stdout.write(f"{one.zone}: {one.missed} missed, {one.doubled} doubled\n")
    return int(bool(missed or doubled or not cases or not planted.missed + planted.doubled))


if __name__ == "__main__":
    sys.exit(main())

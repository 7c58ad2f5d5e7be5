"""When things are due: once a local day in every zone, whatever its clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.schedules import (
    QuietHours,
    Rhythm,
    after_quiet,
    at_minute,
    due_at,
    due_between,
    is_due_day,
    is_quiet,
    period_key,
    written_minute,
)
from tests.domain.worked import STATEHOOD_DAY

EVERY_DAY = WorkingCalendar("1111111")
ZONES = st.sampled_from([
    "Europe/Ljubljana", "America/New_York", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Asia/Gaza", "UTC",
    "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Fakaofo", "America/Nuuk", "Africa/Casablanca", "Asia/Kathmandu",
    "Africa/Nairobi", "America/Scoresbysund", "Antarctica/Troll", "America/Havana",
])  # fmt: skip
DAYS = st.dates(date(2010, 1, 1), date(2027, 12, 30))
MOMENTS = st.integers(1_262_304_000, 1_827_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
TIMES = st.builds(at_minute, st.integers(0, 1439))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@given(ZONES, DAYS, TIMES)
@example("Pacific/Apia", date(2011, 12, 30), time(9))
@example("America/Nuuk", date(2024, 3, 30), time(23, 30))
@example("Africa/Cairo", date(2024, 4, 26), time(0))
def test_each_day_that_there_is_has_one_instant_and_they_increase(zone: str, day: date, at: time) -> None:
    this, following = due_at(day, at, zone), due_at(day + timedelta(days=1), at, zone)
    skipped = zone in ("Pacific/Apia", "Pacific/Fakaofo") and day == date(2011, 12, 30)
    assert (this is None) == skipped
    if this is not None and following is not None:
        assert this < following
    if this is not None:
        local = this.astimezone(ZoneInfo(zone))
        late = local.replace(tzinfo=None) - datetime.combine(day, at)
        assert timedelta(0) <= late <= timedelta(hours=2), "never early; late only by a gap"


def test_a_time_that_comes_twice_is_due_the_first_time() -> None:
    assert due_at(date(2026, 10, 25), time(2, 30), "Europe/Ljubljana") == utc("2026-10-25T00:30")


def test_a_time_that_is_skipped_is_due_after_the_gap() -> None:
    assert due_at(date(2026, 3, 29), time(2, 30), "Europe/Ljubljana") == utc("2026-03-29T01:30")
    assert due_at(date(2024, 4, 26), time(0), "Africa/Cairo") == utc("2024-04-25T22:00")


def test_a_day_that_never_was_has_nothing_due() -> None:
    assert due_at(date(2011, 12, 30), time(9), "Pacific/Apia") is None


@given(ZONES, DAYS, TIMES, st.lists(st.integers(1, 60 * 24 * 4), min_size=1, max_size=5))
def test_any_way_of_cutting_time_finds_each_due_thing_once(
    zone: str, day: date, at: time, minutes: list[int]
) -> None:
    """A ticker that sleeps as it likes, from one horizon to the next."""
    start = datetime.combine(day, time(), UTC)
    cuts = [start]
    for minute in minutes:
        cuts.append(cuts[-1] + timedelta(minutes=minute))
    whole = list(due_between(Rhythm.WORKING_DAY, at, zone, EVERY_DAY, start, cuts[-1]))
    pieces = [
        due
        for after, until in pairwise(cuts)
        for due in due_between(Rhythm.WORKING_DAY, at, zone, EVERY_DAY, after, until)
    ]
    assert pieces == whole
    assert len({due.period_key for due in whole}) == len(whole)


def test_the_morning_digest_comes_on_working_days() -> None:
    week = due_between(
        Rhythm.WORKING_DAY,
        time(8),
        "Europe/Ljubljana",
        STATEHOOD_DAY,
        utc("2026-06-23T06:00"),
        utc("2026-06-29T06:00"),
    )
    assert [due.period_key for due in week] == ["2026-06-24", "2026-06-26", "2026-06-29"]


def test_the_best_of_the_week_comes_on_its_first_working_day() -> None:
    calendar = WorkingCalendar("1111100", (date(2026, 4, 6),))
    easter = list(
        due_between(
            Rhythm.WEEK_START,
            time(9),
            "Europe/Ljubljana",
            calendar,
            utc("2026-04-05T00:00"),
            utc("2026-04-12T00:00"),
        )
    )
    assert [(due.period_key, due.day) for due in easter] == [("2026-W15", date(2026, 4, 7))]


@pytest.mark.parametrize(
    ("rhythm", "day", "due", "key"),
    [
        (Rhythm.WEEK_END, "2026-06-26", True, "2026-W26"),
        (Rhythm.WEEK_END, "2026-06-24", False, "2026-W26"),
        (Rhythm.MONTH_START, "2026-06-01", True, "2026-06"),
        (Rhythm.MONTH_START, "2026-06-02", False, "2026-06"),
        (Rhythm.WORKING_DAY, "2026-06-26", True, "2026-06-26"),
        (Rhythm.WORKING_DAY, "2026-06-15", True, "2026-06-15"),
        (Rhythm.WORKING_DAY, "2026-06-25", False, "2026-06-25"),
    ],
)
def test_each_rhythm_has_its_days_and_key(rhythm: Rhythm, day: str, due: bool, key: str) -> None:
    on = date.fromisoformat(day)
    assert is_due_day(rhythm, on, STATEHOOD_DAY) is due
    assert period_key(rhythm, on) == key


@pytest.mark.parametrize(
    ("local", "quiet", "until"),
    [
        ("2026-06-16T07:29", True, "2026-06-16T07:30"),
        ("2026-06-16T07:30", False, "2026-06-16T07:30"),
        ("2026-06-16T18:59", False, "2026-06-16T18:59"),
        ("2026-06-16T19:00", True, "2026-06-17T07:30"),
        ("2026-06-19T19:00", True, "2026-06-22T07:30"),
        ("2026-06-20T12:00", True, "2026-06-22T07:30"),
        ("2026-06-24T23:30", True, "2026-06-26T07:30"),
    ],
)
def test_quiet_hours_last_until_half_past_seven_of_a_working_day(local: str, quiet: bool, until: str) -> None:
    zone = ZoneInfo("Europe/Ljubljana")
    now = datetime.fromisoformat(local).replace(tzinfo=zone)
    assert is_quiet(now, zone.key, STATEHOOD_DAY) is quiet
    assert after_quiet(now, zone.key, STATEHOOD_DAY) == datetime.fromisoformat(until).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("quiet", "local", "until"),
    [
        (("21:00", "06:00"), "2026-06-16T20:00", "2026-06-16T20:00"),
        (("21:00", "06:00"), "2026-06-16T22:00", "2026-06-17T06:00"),
        (("21:00", "06:00"), "2026-06-16T03:00", "2026-06-16T06:00"),
        (("12:00", "14:00"), "2026-06-16T12:30", "2026-06-16T14:00"),
        (("12:00", "14:00"), "2026-06-16T23:30", "2026-06-16T23:30"),
        (("12:00", "14:00"), "2026-06-20T12:30", "2026-06-22T07:30"),
        (("06:00", "09:00"), "2026-06-20T12:30", "2026-06-22T09:00"),
        (("08:00", "08:00"), "2026-06-16T08:00", "2026-06-16T08:00"),
    ],
)
def test_own_quiet_hours_last_as_chosen(quiet: tuple[str, str], local: str, until: str) -> None:
    zone, hours = ZoneInfo("Europe/Ljubljana"), QuietHours(*(time.fromisoformat(each) for each in quiet))
    now = datetime.fromisoformat(local).replace(tzinfo=zone)
    found = after_quiet(now, zone.key, STATEHOOD_DAY, hours)
    assert found == datetime.fromisoformat(until).replace(tzinfo=zone)


def test_quiet_hours_begin_on_their_minute_and_end_before_it() -> None:
    noon = QuietHours(time(12), time(14))
    assert [noon.covers(time.fromisoformat(at)) for at in ("11:59", "12:00", "13:59", "14:00")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_an_end_that_is_skipped_into_the_next_quiet_hours_is_none() -> None:
    """Told from 02:00 to 02:30 alone: on 29 March there is no such half hour."""
    zone, hours = ZoneInfo("Europe/Ljubljana"), QuietHours(time(2, 30), time(2))
    for local in ("2026-03-28T12:00", "2026-03-29T01:00", "2026-03-29T03:00"):
        now = datetime.fromisoformat(local).replace(tzinfo=zone)
        assert after_quiet(now, zone.key, EVERY_DAY, hours) == utc("2026-03-30T00:00")


def test_a_day_that_never_was_is_passed_over() -> None:
    apia = ZoneInfo("Pacific/Apia")
    evening = datetime(2011, 12, 29, 20, tzinfo=apia)
    assert after_quiet(evening, apia.key, EVERY_DAY) == datetime(2011, 12, 31, 7, 30, tzinfo=apia)
    due = due_between(
        Rhythm.WORKING_DAY, time(9), apia.key, EVERY_DAY, utc("2011-12-29T00:00"), utc("2011-12-31T00:00")
    )
    assert [each.period_key for each in due] == ["2011-12-29", "2011-12-31"]


def test_the_hour_before_a_rule_of_years_to_come_is_not_early() -> None:
    """Nuuk, 28 October 2023: its last hour took the offset of the rule that begins after it."""
    due = due_at(date(2023, 10, 28), time(23, 30), "America/Nuuk")
    assert due == utc("2023-10-29T01:30")


@pytest.mark.parametrize(
    ("minute", "written"),
    [(0, "00:00"), (59, "00:59"), (60, "01:00"), (119, "01:59"), (480, "08:00"), (1439, "23:59")],
)
def test_a_minute_of_the_day_is_a_time(minute: int, written: str) -> None:
    assert written_minute(minute) == written
    assert at_minute(minute) == time.fromisoformat(written)


@given(ZONES, MOMENTS, st.times(), st.times())
@example("Europe/Ljubljana", utc("2026-03-29T00:30"), time(2, 30), time(2))
def test_after_own_quiet_hours_it_is_not_quiet(zone: str, now: datetime, starts: time, ends: time) -> None:
    hours = QuietHours(starts.replace(second=0, microsecond=0), ends.replace(second=0, microsecond=0))
    later = after_quiet(now, zone, STATEHOOD_DAY, hours)
    assert later >= now
    assert not is_quiet(later, zone, STATEHOOD_DAY, hours)


@given(ZONES, MOMENTS)
def test_after_quiet_it_is_not_quiet_and_no_earlier_than_now(zone: str, now: datetime) -> None:
    later = after_quiet(now, zone, STATEHOOD_DAY)
    assert later >= now
    assert not is_quiet(later, zone, STATEHOOD_DAY)

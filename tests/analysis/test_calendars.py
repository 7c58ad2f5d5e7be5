"""Calendars from public holidays, counted once more by NumPy."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import holidays
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesbot.analysis.calendars import (
    countries,
    holiday_name,
    holidays_of,
    warm,
    working_calendar,
)
from salesbot.domain.periods import read_period

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_slovenia_has_the_second_of_january_off_and_germany_has_not() -> None:
    january = read_period("2026-01")
    assert len(working_calendar("DE").working_days_of(january)) == 21
    assert len(working_calendar("si").working_days_of(january)) == 20
    assert len(working_calendar(None).working_days_of(january)) == 22


def test_the_companys_own_days_off_are_off_too() -> None:
    bridge = date(2026, 6, 26)
    assert working_calendar("SI").is_working(bridge)
    assert not working_calendar("SI", days_off=[bridge, bridge]).is_working(bridge)


def test_a_calendar_is_made_once() -> None:
    warm("KE")
    assert working_calendar("KE") is working_calendar("ke")


@settings(deadline=None)
@given(
    st.sampled_from([None, "SI", "KE", "TZ", "AE"]),
    st.sampled_from(["1111100", "1111110", "1111001"]),
    DAYS,
    DAYS,
)
def test_numpy_counts_the_same(country: str | None, week: str, start: date, end: date) -> None:
    calendar = working_calendar(country, week)
    off = np.array(holidays_of(country, date(2020, 1, 1), date(2031, 1, 1)), dtype="datetime64[D]")
    counted = np.busday_count(np.datetime64(start), np.datetime64(end), weekmask=week, holidays=off)
    assert calendar.between(start, end) == max(0, int(counted))


@pytest.mark.parametrize(
    ("country", "locale", "name"),
    [
        ("SI", "sl", "dan državnosti"),
        ("SI", "en", "Statehood Day"),
        ("SI", "sw", "Statehood Day"),
        (None, "en", None),
        ("DE", "en", None),
    ],
)
def test_a_holiday_is_called_by_its_name(country: str | None, locale: str, name: str | None) -> None:
    assert holiday_name(country, date(2026, 6, 25), locale) == name


def test_a_country_without_known_holidays_is_refused() -> None:
    assert "SI" in countries()
    assert "XX" not in countries()
    with pytest.raises(ValueError, match="XX"):
        working_calendar("XX")


def test_which_countries_there_are_is_said_without_their_holidays() -> None:
    assert countries() == tuple(sorted(holidays.list_supported_countries()))
    asked = (
        "import sys; from salesbot.analysis import calendars; calendars.countries(); {}"
        "print('holidays.countries' in sys.modules)"
    )
    said = [
        subprocess.run([sys.executable, "-c", asked.format(more)], capture_output=True, text=True, check=True)
        for more in ("", "calendars.load(); ")
    ]
    assert [each.stdout.strip() for each in said] == ["False", "True"]


def test_no_country_has_no_holidays() -> None:
    assert holidays_of(None, date(2026, 1, 1), date(2027, 1, 1)) == ()
    june = holidays_of("SI", date(2026, 6, 25), date(2026, 6, 25) + timedelta(days=1))
    assert june == (date(2026, 6, 25),)

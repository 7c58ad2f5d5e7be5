"""The short form of the calendar's proof, and that it catches a planted bug; the full one is `tests.scenarios.calendar`."""

from __future__ import annotations

import pytest

from tests.scenarios.calendar import look_at, naive

ODD = (
    "Africa/Cairo",
    "America/Santiago",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Europe/Ljubljana",
    "Pacific/Apia",
)
"""Clocks set at midnight, by half an hour, and a day that was skipped."""


@pytest.mark.parametrize("zone", ODD)
def test_no_day_is_missed_and_none_doubled(zone: str) -> None:
    found = look_at(zone, 2010, 2014)
    assert found.cases == 6 * 1826
    assert (found.missed, found.doubled) == (0, 0)
    assert found.skipped == (6 if zone == "Pacific/Apia" else 0)


def test_the_last_hour_before_a_zones_lasting_rule_is_due_by_the_offset_that_was_in_force() -> None:
    found = look_at("America/Nuuk", 2023, 2023)
    assert (found.missed, found.doubled, found.skipped) == (0, 0, 0)


def test_the_look_catches_a_planted_bug() -> None:
    found = look_at("Africa/Cairo", 2023, 2025, naive)
    assert found.missed + found.doubled > 0

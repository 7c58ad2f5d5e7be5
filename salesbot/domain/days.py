"""Days a year or more apart."""

from __future__ import annotations

from datetime import date


def years_before(day: date, years: int = 1) -> date:
    """The same day so many years earlier; of 29 February the 28th, also where the earlier year has one."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap and years else day.day)

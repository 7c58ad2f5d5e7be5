"""What the tests of the rules share: the two months of the worked examples, and money by the word."""

from __future__ import annotations

from datetime import date

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.money import Money
from salesbot.domain.periods import read_period

JANUARY = read_period("2026-01")
JUNE = read_period("2026-06")
NEW_YEAR = WorkingCalendar("1111100", (date(2026, 1, 1),))
"""January 2026 with 1 January off: 21 working days."""
STATEHOOD_DAY = WorkingCalendar("1111100", (date(2026, 6, 25),))
"""June 2026 in Slovenia: 21 working days."""


def eur(amount: str | int) -> Money:
    """So many euros."""
    return Money.of(str(amount).replace(",", ""), "EUR")

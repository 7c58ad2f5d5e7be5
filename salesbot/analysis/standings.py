"""How much of the period before compares with this one so far."""

from __future__ import annotations

from datetime import date

from salesbot.domain.calendars import WorkingCalendar
from salesbot.domain.periods import Period, Years, previous


def same_point_before(
    period: Period, as_of: date, calendar: WorkingCalendar, years: Years | None = None
) -> tuple[date, date]:
    """The days of the period before that compare with this one so far: as many working days gone, half-open.

    Ends after the last of those working days; with none gone, both days are the same. A shorter period
    before is taken whole.
    """
    before = previous(period, years)
    gone = calendar.workdays(period, as_of).gone
    if as_of >= period.ends_on:
        return before.starts_on, before.ends_on
    worked = calendar.working_days_of(before)
    if not gone:
        return before.starts_on, before.starts_on
    end = worked[gone] if gone < len(worked) else before.ends_on
    return before.starts_on, end

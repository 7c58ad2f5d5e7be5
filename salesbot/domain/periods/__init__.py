"""The periods that goals and reports are cut in: weeks, months, quarters, years and ranges of days.

A period is half-open: `ends_on` is the first day that is no longer in it. Quarters and years belong to the
year of the books, which begins in some month of the calendar year that it is named after; that month may be moved. A
name that a move would give to two periods stays with the earlier one; the other, and what a move cuts, is called by
its days.
"""

from salesbot.domain.book_years import DAY
from salesbot.domain.periods.beside import as_called, following, kind_in_the_books, previous
from salesbot.domain.periods.kinds import Period, PeriodKind, PeriodUnreadable, custom
from salesbot.domain.periods.naming import (
    Years,
    begins_quarter,
    month_of,
    period_of,
    quarter_of,
    read_period,
    week_of,
    year_of,
)

__all__ = [
    "DAY",
    "Period",
    "PeriodKind",
    "PeriodUnreadable",
    "Years",
    "as_called",
    "begins_quarter",
    "custom",
    "following",
    "kind_in_the_books",
    "month_of",
    "period_of",
    "previous",
    "quarter_of",
    "read_period",
    "week_of",
    "year_of",
]

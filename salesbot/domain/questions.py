"""What can be asked in words: the measures a question may be about, and the period it is held against."""

from __future__ import annotations

from enum import StrEnum

from salesbot.domain.periods import Period, PeriodKind, Years, kind_in_the_books, previous

_IN_A_YEAR = {PeriodKind.WEEK: 52, PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.YEAR: 1}


class Measure(StrEnum):
    """What a question wants to know of somebody's selling."""

    REVENUE = "revenue"
    DEALS = "deals"
    NEW_ACCOUNTS = "new_accounts"
    MARGIN = "margin"
    WIN_RATE = "win_rate"
    SIZE = "size"
    CYCLE = "cycle"
    LOST = "lost"
    """Deals lost."""
    ACTIVITIES = "activities"
    """What was done with accounts: calls, demos and so on."""


class Narrowing(StrEnum):
    """What a question may be narrowed to."""

    PRODUCT = "product"
    SOURCE = "source"
    CAMPAIGN = "campaign"
    COMPETITOR = "competitor"
    REASON = "reason"
    """For which a deal was lost in the first place."""
    ACTIVITY = "activity"
    """A kind of activity."""


def year_before(period: Period, years: Years = 1) -> Period:
    """The same week, month, quarter or year a year before; of other periods the one just before."""
    for _ in range(_IN_A_YEAR.get(kind_in_the_books(period, years), 1)):
        period = previous(period, years)
    return period
